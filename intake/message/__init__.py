"""A mail taken apart: bytes in, a Message in Unicode out."""

from __future__ import annotations

from intake.charset import decode_text
from intake.message.opening import open_message

__all__ = ["decode_text", "open_message"]
