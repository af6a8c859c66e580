"""栏目: which of the columns a work belongs to, and how corrections teach it."""

from intake.columns.catalogue import load
from intake.columns.learner import Correction, correction, follow, learn, refit, start
from intake.columns.snapshot import Snapshot, SnapshotError, open_snapshot, save
from intake.columns.suggest import stands_alone, suggest

__all__ = [
    "Correction",
    "Snapshot",
    "SnapshotError",
    "correction",
    "follow",
    "learn",
    "load",
    "open_snapshot",
    "refit",
    "save",
    "stands_alone",
    "start",
    "suggest",
]
