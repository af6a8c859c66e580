"""Snapshots as files in the private storage, each named by its row and known by its SHA-256."""

from __future__ import annotations

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from intake.columns import Snapshot, SnapshotError, open_snapshot, save
from newsroom.models import LearnerSnapshot

KEPT = 10  # versions with their files: 3 to 12 MB each


def write(snapshot: Snapshot, version: int) -> tuple[str, str]:
    """Keep it; returns (name, SHA-256). Raises OSError."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "snapshot.npz"
        save(snapshot, path)
        data = path.read_bytes()
    return storages["private"].save(f"learner/v{version:06}.npz", ContentFile(data)), hashlib.sha256(data).hexdigest()


def read(row: LearnerSnapshot) -> Snapshot:
    """Raises SnapshotError when the file is not what was written, OSError when it is not here."""
    with storages["private"].open(row.file, "rb") as handle:
        data = handle.read()
    if hashlib.sha256(data).hexdigest() != row.sha256:
        raise SnapshotError("学习快照的文件已被改动，请重建")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "snapshot.npz"
        path.write_bytes(data)
        return open_snapshot(path)


def is_here(row: LearnerSnapshot) -> bool:
    """Whether its file still stands."""
    return bool(row.file) and storages["private"].exists(row.file)


def prune() -> None:
    """Older versions give up their files; their rows stay, with their scores. A file that a kept version names stays with it."""
    made = LearnerSnapshot.objects.exclude(at=None).exclude(file="").order_by("-version")
    kept = {row.file for row in made[:KEPT]} | set(made.filter(active=True).values_list("file", flat=True))
    for name in set(made.values_list("file", flat=True)) - kept:
        LearnerSnapshot.objects.filter(file=name).update(file="")
        storages["private"].delete(name)
