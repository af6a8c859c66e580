"""The learner as a process holds it: the active snapshot in memory, with the corrections newer than it replayed.

A read costs two small queries; a correction made in one process is known to every other at its next read.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from intake.columns import Snapshot, SnapshotError, follow, learn, start
from intake.model import Column
from newsroom.models import LearnerSnapshot

from . import storing
from .rows import lessons, merged, rows

log = logging.getLogger(__name__)

REPLAYED_AT_MOST = 600  # a millisecond each; a refit comes long before so many are new

Row = tuple[int, datetime]  # id and moment: a restored database may give an id again


@dataclass(frozen=True)
class _Held:
    """What this process knows."""

    base: tuple[int, str]  # version and SHA-256 of the snapshot, (0, "") without one
    columns: tuple[Column, ...]
    replayed: frozenset[Row]
    snapshot: Snapshot


_held: _Held | None = None
_lock = threading.Lock()


def current(columns: tuple[Column, ...]) -> Snapshot | None:
    """What all corrections until now have taught, for these columns; None while nobody has corrected anything."""
    global _held
    active = LearnerSnapshot.objects.filter(active=True).first()
    newer = rows(active.upto if active else 0).order_by("-id").values_list("id", "at")[:REPLAYED_AT_MOST]
    new = frozenset(newer)
    if active is None and not new:
        return None
    base = (active.version, active.sha256) if active else (0, "")
    with _lock:
        if _held is None or (_held.base, _held.columns, _held.replayed) != (base, columns, new):
            _held = _brought_up(_held, active, base, columns, new)
        return _held.snapshot


def _brought_up(held: _Held | None, active: LearnerSnapshot | None, base: tuple[int, str], columns, new: frozenset[Row]) -> _Held:
    """From what is held when that is a beginning of what is wanted, else from the file, else from the rows alone."""
    gone = merged(columns)
    same = held is not None and held.base == base and held.replayed <= new and (active is not None or held.columns == columns)
    if same:
        snapshot, wanted = held.snapshot, new - held.replayed
    else:
        snapshot, wanted = _opened(active, columns), new
        if snapshot is None:
            snapshot, wanted = start(columns), frozenset(rows().order_by("-id").values_list("id", "at")[:REPLAYED_AT_MOST])
    snapshot = follow(snapshot, columns, _of(snapshot, gone))
    taught = lessons((pk for pk, _at in wanted), gone)
    return _Held(base, columns, new, learn(snapshot, taught) if taught else snapshot)


def _of(snapshot: Snapshot, gone: Mapping[str, str]) -> dict[str, str] | None:
    """The merges that this snapshot has not followed yet."""
    return {old: now for old, now in gone.items() if old in snapshot.keys} or None


def _opened(active: LearnerSnapshot | None, columns: tuple[Column, ...]) -> Snapshot | None:
    if active is None:
        return start(columns)
    try:
        return storing.read(active)
    except (SnapshotError, OSError) as error:
        # the schedule sees that the file is gone and has it made anew
        log.error("the learner's snapshot v%s cannot be used (%s): corrections are replayed instead", active.version, type(error).__name__)
        return None


def forget() -> None:
    """Hold nothing, as a process that has just started."""
    global _held
    with _lock:
        _held = None
