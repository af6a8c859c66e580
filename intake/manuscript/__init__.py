"""From blocks to what an editor would write into the register."""

from __future__ import annotations

from intake.manuscript.contacts import mask
from intake.manuscript.understand import understand

__all__ = ["mask", "understand"]
