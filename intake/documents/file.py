"""What a reader is given, and what an opener of containers gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from intake.documents.unread import Unread
from intake.model import Limits


@dataclass(frozen=True, slots=True)
class File:
    """One file to read. `scratch` is an empty private folder that is removed afterwards (None: make your own)."""

    name: str
    data: bytes = field(repr=False)
    kind: str = ""
    limits: Limits = Limits()
    declared_type: str = ""
    charset: str | None = None  # an editor's choice, for texts without a sure charset of their own
    scratch: Path | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside a container, to be read as if it had been attached. `unread` says why its bytes could not be had."""

    name: str
    data: bytes = field(repr=False, default=b"")
    declared_type: str = ""
    content_id: str = ""
    inline: bool = False
    unread: Unread | None = None
