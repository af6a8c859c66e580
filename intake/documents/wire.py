"""A Document over a pipe: JSON of bounded length, then the bytes it names. Whoever reads it believes nothing.

A frame is: length of the JSON, number of blobs (8 bytes each), the JSON, then each blob behind its length.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Callable, Iterable
from dataclasses import fields
from typing import Any, get_args

from intake.documents.file import Member
from intake.documents.unread import Unread
from intake.model import Block, Document, FileStatus, Heading, Image, ListBlock, Note, Paragraph, Picture, Quote, Table, Verse

JSON_BYTES = 32_000_000
_HEAD = struct.Struct("!QQ")
_LENGTH = struct.Struct("!Q")
_BLOBS = 2_000
_GIVEN = -1
_BLOCKS: dict[str, type[Any]] = {c.__name__: c for c in (Paragraph, Heading, Verse, Image, Table, ListBlock, Quote, Note)}
_STATUSES = frozenset(get_args(FileStatus))
_WEB_FORMS = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n", "image/gif": b"GIF8", "image/webp": b"RIFF"}
_ALIGNS = frozenset(("", "left", "center", "right", "justify"))


class Garbled(ValueError):
    """What came is no frame of ours, or too long."""


def pack(message: dict[str, Any], blobs: Iterable[bytes] = ()) -> list[bytes]:
    """A frame as pieces to send one after the other."""
    text = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    kept = list(blobs)
    pieces = [_HEAD.pack(len(text), len(kept)), text]
    for blob in kept:
        pieces += [_LENGTH.pack(len(blob)), blob]
    return pieces


def unpack(read: Callable[[int], bytes], most: int) -> tuple[dict[str, Any], list[bytes]]:
    """The next frame; `read(n)` gives exactly n bytes. Raises Garbled when it is not one, or its blobs exceed `most` bytes."""
    length, count = _HEAD.unpack(read(_HEAD.size))
    if length > JSON_BYTES or count > _BLOBS:
        raise Garbled("too long")
    try:
        message = json.loads(read(length).decode("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
        raise Garbled("no JSON") from error
    blobs: list[bytes] = []
    for _ in range(count):
        (size,) = _LENGTH.unpack(read(_LENGTH.size))
        most -= size
        if most < 0:
            raise Garbled("too long")
        blobs.append(read(size))
    if not isinstance(message, dict):
        raise Garbled("no object")
    return message, blobs


def encode(document: Document, members: tuple[Member, ...], given: bytes = b"") -> tuple[dict[str, Any], list[bytes]]:
    """A Document without members of its own, and the members still to be read, as a message and its blobs.

    Bytes that are `given`, the file that was asked about, are named as blob -1: whoever asked has them.
    """
    blobs: list[bytes] = []

    def put(data: bytes, known: int | None = None) -> int:
        if data == given:
            return _GIVEN
        if known is not None and known >= 0 and data == blobs[known]:
            return known
        blobs.append(data)
        return len(blobs) - 1

    pictures = []
    for p in document.pictures.values():
        original = put(p.original)
        pictures.append([p.name, p.content_type, p.width, p.height, original, put(p.data, original)])
    message = {
        name: getattr(document, name) for name in ("name", "status", "size", "kind", "reason", "title", "author", "inline", "content_id")
    }
    message |= {
        "flags": sorted(document.flags),
        "blocks": [[type(b).__name__, {f.name: getattr(b, f.name) for f in fields(b)}] for b in document.blocks],
        "pictures": pictures,
        "members": [
            [m.name, put(m.data), m.declared_type, m.content_id, m.inline, [m.unread.status, m.unread.reason] if m.unread else None]
            for m in members
        ],
    }
    return message, blobs


def decode(message: dict[str, Any], blobs: list[bytes], given: bytes = b"") -> tuple[Document, tuple[Member, ...]]:
    """The other way. Raises Garbled for anything out of place; keys are computed here, pictures must be what they say."""
    blobs = [*blobs, given]  # so that -1 is the file that was asked about
    try:
        return _document(message, blobs), tuple(_member(item, blobs) for item in message["members"])
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise Garbled("wrong shape") from error


def _document(message: dict[str, Any], blobs: list[bytes]) -> Document:
    pictures = dict(_picture(item, blobs) for item in message["pictures"])
    blocks = tuple(_block(name, values) for name, values in message["blocks"])
    if message["status"] not in _STATUSES:
        raise Garbled("no status")
    return Document(
        name=_text(message["name"]),
        status=message["status"],
        size=int(message["size"]),
        kind=_text(message["kind"]),
        reason=_text(message["reason"]),
        blocks=tuple(block for block in blocks if not isinstance(block, Image) or block.picture in pictures),
        pictures=pictures,
        title=_text(message["title"]),
        author=_text(message["author"]),
        flags=frozenset(map(_text, message["flags"])),
        inline=bool(message["inline"]),
        content_id=_text(message["content_id"]),
    )


def _picture(item: list[Any], blobs: list[bytes]) -> tuple[str, Picture]:
    name, content_type, width, height, original, data = item
    if not blobs[data].startswith(_WEB_FORMS[content_type]):
        raise Garbled("no web picture")
    key = hashlib.sha256(blobs[original]).hexdigest()
    return key, Picture(key, _text(name), content_type, int(width), int(height), blobs[data], blobs[original])


def _member(item: list[Any], blobs: list[bytes]) -> Member:
    name, data, declared, content_id, inline, unread = item
    if unread is not None and unread[0] not in _STATUSES:
        raise Garbled("no status")
    why = Unread(unread[0], _text(unread[1])) if unread else None
    return Member(_text(name), blobs[data], _text(declared), _text(content_id), bool(inline), why)


def _block(name: str, values: dict[str, Any]) -> Block:
    kind = _BLOCKS[name]
    block: Block = kind(**{f.name: _COERCE.get(str(f.type), _align)(values[f.name]) for f in fields(kind)})
    return block


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Garbled("no text")
    return value


def _align(value: Any) -> str:
    if value not in _ALIGNS:
        raise Garbled("no alignment")
    return str(value)


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(map(_text, value))


_COERCE: dict[str, Callable[[Any], Any]] = {
    "str": _text,
    "bool": bool,
    "int": int,
    "float": float,
    "tuple[str, ...]": _texts,
    "tuple[tuple[str, ...], ...]": lambda rows: tuple(map(_texts, rows)),
}
