"""The doorbell. A step's work stands in its row; the bell only says that somebody should look.

newsroom knows nothing of Celery: laigao connects what rings. With nothing connected (a test, a shell) the rows wait for the sweep.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal

from django.db import transaction

Step = Literal["read", "send", "learn"]
Ringer = Callable[[Step, int, str], None]
Lengths = Callable[[], dict[str, int] | None]

_ringers: list[Ringer] = []
_lengths: list[Lengths] = []


def connect(ringer: Ringer, lengths: Lengths | None = None) -> None:
    """Have `ringer(step, id, queue)` called after commit. It must return at once and may not raise for a dead broker.

    `lengths()` says how many rings wait in each queue of the broker, or None when the broker does not answer.
    """
    if ringer not in _ringers:
        _ringers.append(ringer)
    if lengths and lengths not in _lengths:
        _lengths.append(lengths)


def waiting() -> dict[str, int] | None:
    """Rings that nobody has heard yet, by queue; None when the broker does not answer (the rows still wait, nothing is lost)."""
    return _lengths[0]() if _lengths else None


def ring(step: Step, row_id: int, queue: str = "mail") -> None:
    """Ring for a row when the transaction has committed; a rolled-back one rings nothing.

    `robust`: a ringer that fails costs the caller nothing, the sweep will ring again.
    """
    for ringer in _ringers:
        transaction.on_commit(partial(ringer, step, row_id, queue), robust=True)
