"""A file with all that is in it: containers opened, old formats converted, each step in a child of its own."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, replace

from intake.documents import sandbox
from intake.documents.convert import CONVERTED, soffice, to_docx
from intake.documents.doc import LOOKS, PICTURES
from intake.documents.file import File, Member
from intake.documents.route import Opened, read_file
from intake.documents.sniff import sniff
from intake.documents.tables import block_text
from intake.documents.unread import Unread
from intake.documents.wire import Garbled, decode
from intake.model import Document, Limits

_LATE = "这封信的读取时间已用完，这个文件没有读取；请单独重新发来"


@dataclass
class Budget:
    """What is left for one attachment and everything inside it."""

    limits: Limits
    deadline: float | None
    isolated: bool
    charset: str | None
    entries: int = 0  # members read
    unpacked: int = 0  # their bytes

    def seconds(self, most: float) -> float:
        """Wall seconds for the next step. Raises Unread when none are left."""
        left = most if self.deadline is None else min(most, self.deadline - time.monotonic())
        if left <= 0:
            raise Unread("refused", _LATE)
        return left

    def left(self, depth: int) -> Limits:
        """The limits for the next container: one budget for the whole nest, not one for each shell."""
        return replace(
            self.limits,
            archive_bytes=max(self.limits.archive_bytes - self.unpacked, 0),
            archive_entries=max(self.limits.archive_entries - self.entries, 0),
            archive_depth=self.limits.archive_depth - depth,
        )


def read_whole(file: File, budget: Budget, depth: int = 0) -> Document:
    """The Document of `file`, its members read as if each had been attached. Never raises."""
    try:
        document, members = _step(file, budget, depth)
        if _wants_conversion(document):
            document = _converted(file, document, budget)
            document = replace(document, flags=document.flags - {LOOKS})
    except Unread as unread:
        return Document(file.name, unread.status, len(file.data), _kind(file, budget), unread.reason)
    if not members:
        return document
    budget.entries += len(members)
    budget.unpacked += sum(len(member.data) for member in members)
    inner = tuple(_member(member, budget, depth + 1) for member in members)
    return _with_members(document, inner)


def _step(file: File, budget: Budget, depth: int = 0) -> Opened:
    seconds = budget.seconds(budget.limits.document_seconds)
    if not budget.isolated:
        return read_file(replace(file, limits=budget.left(depth)))
    try:
        return decode(*sandbox.call("read", replace(file, limits=budget.left(depth)), seconds), file.data)
    except Garbled:
        raise Unread("damaged", "文件读出的内容不完整；请换成 Word 文档或把文字直接贴在信里") from None


def _kind(file: File, budget: Budget) -> str:
    """What a file was that ended its child before that could say it."""
    if file.kind or not budget.isolated:
        return file.kind or sniff(file.name, file.data)
    with contextlib.suppress(Unread):
        kind = sandbox.call("sniff", file, budget.seconds(2.0))[0].get("kind")
        return kind if isinstance(kind, str) else ""
    return ""


def _wants_conversion(document: Document) -> bool:
    """A plain old document is read here in 2 ms as well as LibreOffice reads it in 1,300; what it alone can do is asked of it."""
    only_there = document.kind in CONVERTED and document.status in ("damaged", "kept")
    return only_there or PICTURES in document.flags or LOOKS in document.flags


def _converted(file: File, own: Document, budget: Budget) -> Document:
    """What LibreOffice makes of an old format, when that is at least as whole as our own reading of it."""
    if soffice() is None:
        return own
    try:
        limits = budget.limits
        wall = budget.seconds(2 * limits.convert_seconds)
        request = replace(file, kind=own.kind, limits=replace(limits, convert_seconds=min(wall, limits.convert_seconds)))
        if budget.isolated:
            message, blobs = sandbox.call("convert", request, wall)
            docx = blobs[0] if message.get("docx") is True and blobs else None
        else:
            docx = to_docx(request)
        if docx is None:
            return own
        better, _ = _step(replace(file, data=docx, kind="docx"), budget)
    except Unread:
        return own
    if better.status != "read" or _characters(better) < 0.9 * _characters(own):
        return own
    flags = (own.flags | better.flags) - {PICTURES, LOOKS}
    return replace(better, kind=own.kind, size=own.size, flags=flags, title=better.title or own.title, author=better.author or own.author)


def _characters(document: Document) -> int:
    return sum(len("".join(block_text(block).split())) for block in document.blocks)


def _member(member: Member, budget: Budget, depth: int) -> Document:
    if member.unread:
        document = Document(member.name, member.unread.status, len(member.data), reason=member.unread.reason)
    else:
        file = File(member.name, member.data, limits=budget.limits, declared_type=member.declared_type, charset=budget.charset)
        document = read_whole(file, budget, depth)
    return replace(document, inline=member.inline, content_id=member.content_id)


def _with_members(document: Document, members: tuple[Document, ...]) -> Document:
    """A container is read when something in it was; else it says what its members say."""
    if document.status == "read" and document.blocks:
        return replace(document, members=members)
    if any(member.status in ("read", "image") for member in members):
        return replace(document, status="read", reason="", members=members)
    first = min(members, key=lambda member: _RANK.index(member.status) if member.status in _RANK else len(_RANK))
    return replace(document, status=first.status, reason=first.reason, members=members)


_RANK = ("refused", "encrypted", "damaged", "kept", "empty")
