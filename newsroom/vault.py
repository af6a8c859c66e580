"""Private files, named by the SHA-256 of their bytes: raw mails, originals, web forms of draft pictures.

Nothing here is ever served by a web server. Written once, 0600, and fsynced before the row that names it is committed:
after a power cut there may be a file without a row, never a row without its file.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages


class FsyncStorage(FileSystemStorage):
    """A file appears under its name whole or not at all; it, its folder and new folders above it are on the disk when save() returns."""

    def get_available_name(self, name, max_length=None):
        return name  # the name is the content's: whoever wrote it before wrote the same

    def _save(self, name, content):
        path = Path(self.path(name))
        new = [folder for folder in path.parents if not folder.exists()]
        for folder in reversed(new):
            folder.mkdir(mode=self.directory_permissions_mode or 0o777, exist_ok=True)
        half = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
        try:
            with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, self.file_permissions_mode or 0o666), "wb") as handle:
                for chunk in content.chunks():
                    handle.write(chunk)
                handle.flush()
                os.fsync(handle.fileno())
            half.replace(path)
        except BaseException:
            half.unlink(missing_ok=True)
            raise
        for folder in (path.parent, *(folder.parent for folder in new)):
            _fsync(folder)
        return name


def _fsync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _place(digest: str) -> str:
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


def put(data: bytes) -> str:
    """Keep bytes; returns their SHA-256 hex. Putting the same bytes twice writes once."""
    digest = hashlib.sha256(data).hexdigest()
    store = storages["private"]
    name = _place(digest)
    # a file of another size was torn by a disk or a copy: it is replaced
    if not store.exists(name) or store.size(name) != len(data):
        store.save(name, ContentFile(data))
    return digest


def put_pieces(pieces: Iterable[bytes]) -> tuple[str, int]:
    """Keep bytes that come piece by piece and never stand in memory together. Returns (SHA-256 hex, bytes); ("", 0) when none came."""
    digest, size = hashlib.sha256(), 0
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=settings.DATA_DIR) as whole:
        for piece in pieces:
            digest.update(piece)
            size += len(piece)
            whole.write(piece)
        if not size:
            return "", 0
        whole.seek(0)
        store, name = storages["private"], _place(digest.hexdigest())
        if not store.exists(name) or store.size(name) != size:
            store.save(name, File(whole))
    return digest.hexdigest(), size


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
