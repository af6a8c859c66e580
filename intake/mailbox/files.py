"""Mails that lie in files: .eml, folders of them, Maildir and mbox, as bytes, one at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MAILDIR = ("cur", "new")
# who, when: a sentence that begins with From has no clock in it (RFC 4155, appendix A)
_FROM_LINE = re.compile(rb"From .{0,300}\d\d:\d\d.{0,40}\d{4}")


@dataclass(frozen=True, slots=True)
class Stored:
    """A mail in a file. `index` is 0 for a file of its own, 1.. for the mails of an mbox; `at` counts bytes of `path` read so far."""

    path: Path
    index: int
    raw: bytes
    at: int


def files(path: Path) -> list[Path]:
    """The files under `path` that hold mails, sorted: all of a Maildir, .eml and mbox files of a folder, or the file itself."""
    if path.is_file():
        return [path]
    return sorted(found for found in path.rglob("*") if found.is_file() and _holds_mail(found))


def _holds_mail(path: Path) -> bool:
    if path.parent.name in MAILDIR:
        return (path.parent.parent / "cur").is_dir() and not path.name.startswith(".")
    return path.suffix.lower() == ".eml" or is_mbox(path)


def is_mbox(path: Path) -> bool:
    """It begins with a From_ line and is not called .eml (some programs write one at the head of a single mail)."""
    with path.open("rb") as file:
        return file.read(5) == b"From " and path.suffix.lower() != ".eml"


def mails(path: Path) -> Iterator[Stored]:
    """The mails of one file. Never more than one of them is in memory."""
    if is_mbox(path):
        yield from _mbox(path)
    else:
        raw = path.read_bytes()
        yield Stored(path, 0, _without_from_line(raw), len(raw))


def _without_from_line(raw: bytes) -> bytes:
    return raw.partition(b"\n")[2] if raw.startswith(b"From ") else raw


def _mbox(path: Path) -> Iterator[Stored]:
    """A From_ line after a blank one begins a mail (RFC 4155); the blank line before it is the separator's, >From stays as it is written.

    The >From of mboxo cannot be told from one the author wrote, and changing bytes would break signatures and digests.
    """
    lines: list[bytes] = []
    index, at, blank = 0, 0, True
    with path.open("rb") as file:
        for line in file:
            if blank and _FROM_LINE.match(line):
                if index:
                    yield Stored(path, index, _mail(lines), at)
                lines, index = [], index + 1
            else:
                lines.append(line)
            at += len(line)
            blank = not line.strip(b"\r\n")
    if index:
        yield Stored(path, index, _mail(lines), at)


def _mail(lines: list[bytes]) -> bytes:
    if lines and not lines[-1].strip(b"\r\n"):
        lines = lines[:-1]
    return b"".join(lines)
