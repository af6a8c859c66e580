"""The newsroom learns its columns from what editors confirm and change (DESIGN decision 12).

Correction rows (append-only, the truth) ── refit ──> LearnerSnapshot (a row and its file)
            └──────────── the rows newer than it, replayed by each process ──> current()
"""

from .recalling import current
from .refitting import NoSuchVersion, due, rebuild, refit_when_due, ring_when_due, roll_back
from .remembering import lesson

__all__ = ["NoSuchVersion", "current", "due", "lesson", "rebuild", "refit_when_due", "ring_when_due", "roll_back"]
