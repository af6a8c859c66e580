"""Files to blocks: one reader a format, each file in a limited child of a process that knows nothing of the rest."""

from __future__ import annotations

from intake.documents.file import File
from intake.documents.readers import READERS
from intake.documents.reading import Budget, read_whole
from intake.documents.sniff import sniff
from intake.model import Document, Limits

__all__ = ["READERS", "read_document", "sniff"]


def read_document(
    name: str,
    data: bytes,
    limits: Limits = Limits(),  # noqa: B008 - a frozen value
    *,
    declared_type: str = "",
    charset: str | None = None,
    isolated: bool = True,
    deadline: float | None = None,
) -> Document:
    """What the file `name` with `data` says. Never raises, whatever the bytes.

    `declared_type` is the sender's Content-Type, a hint. `charset` is an editor's choice for texts. `deadline` is a moment of
    time.monotonic() after which the answer is `refused`. `isolated=False` reads in this process: for tests and trusted files.
    """
    budget = Budget(limits, deadline, isolated, charset)
    return read_whole(File(name, data, limits=limits, declared_type=declared_type, charset=charset), budget)
