"""Private files, named by the SHA-256 of their bytes: raw mails, originals, web forms of draft pictures.

Nothing here is ever served by a web server. Written once, 0600, and fsynced before the row that names it is committed:
after a power cut there may be a file without a row, never a row without its file.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages


class FsyncStorage(FileSystemStorage):
    """The file and its folder are on the disk when save() returns."""

    def _save(self, name, content):
        saved = super()._save(name, content)
        path = Path(self.path(saved))
        for place in (path, path.parent):
            handle = os.open(place, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        return saved


def _place(digest: str) -> str:
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


def put(data: bytes) -> str:
    """Keep bytes; returns their SHA-256 hex. Putting the same bytes twice writes once."""
    digest = hashlib.sha256(data).hexdigest()
    store = storages["private"]
    name = _place(digest)
    if not store.exists(name) or store.size(name) != len(data):
        # a torn file of an earlier crash has another size: it is replaced
        if store.exists(name):
            store.delete(name)
        store.save(name, ContentFile(data))
    return digest


def get(digest: str) -> bytes:
    """The bytes of that digest. Raises FileNotFoundError when they are not here, ValueError when they are not what they were."""
    with storages["private"].open(_place(digest), "rb") as handle:
        data = handle.read()
    if hashlib.sha256(data).hexdigest() != digest:
        raise ValueError(f"the stored file {digest[:12]}… has changed")
    return data


def has(digest: str) -> bool:
    """Whether the bytes are here."""
    return bool(digest) and storages["private"].exists(_place(digest))
