"""The route of a mail through the door: bytes in, a Reading out."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import replace

from intake.columns import suggest
from intake.documents import read_document
from intake.documents.tables import block_text
from intake.documents.unread import too_many_words
from intake.manuscript import understand
from intake.message import open_message
from intake.model import Block, Document, Image, Knowledge, Limits, LinkedFile, Message, Part, Picture, Reading

log = logging.getLogger(__name__)
FAILED = "读取这封信时程序出错，原信已完整保存；请编辑打开原信查看，并告知管理员"


def read(raw: bytes, knowledge: Knowledge | None = None, *, isolated: bool = True) -> Reading:
    """What an editor reads in a mail. Never raises: `failure` says what went wrong, in Chinese.

    The whole takes at most `knowledge.limits.mail_seconds`; files that do not fit are `refused` with the reason. `isolated=False` reads
    the files in this process: for tests and trusted mails.
    """
    knowledge = knowledge or Knowledge()
    message = Message()
    try:
        deadline = time.monotonic() + knowledge.limits.mail_seconds
        if len(raw) > knowledge.limits.mail_bytes:
            return Reading(failure=f"这封信超过 {knowledge.limits.mail_bytes // 1_000_000} MB，没有读取；请作者分几封发来")
        message = open_message(raw, knowledge)
        documents = tuple(_read(part, knowledge, isolated, deadline) for part in _parts(message))
        documents = _bounded(documents, _characters(message), knowledge.limits)
        message, pictures = _placed(message, documents)
        reading = understand(message, (*documents, *map(_linked, _links(message))), pictures, knowledge)
        if lost := _unreadable(raw, message):
            return replace(reading, works=(), failure=lost)
        return replace(reading, works=tuple(replace(work, columns=suggest(work, message, knowledge)) for work in reading.works))
    except Exception as error:  # noqa: BLE001 - the route's edge: any fault of ours leaves the mail readable by hand
        log.error("reading failed: %s", type(error).__name__)
        return Reading(subject=message.subject, sender=message.sender, message=message, failure=FAILED)


def _unreadable(raw: bytes, message: Message) -> str:
    """Why nothing of it can be read as a mail: a person must look, a guess from such bytes would only mislead."""
    if not raw.strip():
        return "这封信是空的（0 字节），没有任何内容"
    if not message.headers and "suspected-mojibake" in message.flags:
        return "这不是一封完整的信：没有信头，内容也辨认不出"
    return ""


def _parts(message: Message) -> tuple[Part, ...]:
    """The files of the mail, those of a forwarded mail behind its own."""
    inner = message.forwarded.parts if message.forwarded else ()
    own = {id(part) for part in message.parts}
    return (*message.parts, *(part for part in inner if id(part) not in own and part not in message.parts))


def _links(message: Message) -> tuple[LinkedFile, ...]:
    return tuple(dict.fromkeys([*message.links, *(message.forwarded.links if message.forwarded else ())]))


def _read(part: Part, knowledge: Knowledge, isolated: bool, deadline: float) -> Document:
    document = read_document(
        part.name,
        part.data,
        knowledge.limits,
        declared_type=part.content_type,
        charset=knowledge.charset,
        isolated=isolated,
        deadline=deadline,
    )
    document = replace(document, inline=part.inline, content_id=part.content_id)
    if part.damaged and document.status in ("read", "kept", "empty"):
        return replace(document, reason=part.damaged, status="damaged" if document.status != "read" else "read")
    return document


def _characters(message: Message) -> int:
    """Characters that the body, and that of a forwarded mail, bring to be understood."""
    return sum(map(len, map(block_text, message.body))) + (_characters(message.forwarded) if message.forwarded else 0)


def _bounded(documents: tuple[Document, ...], so_far: int, limits: Limits) -> tuple[Document, ...]:
    """The files with those `refused` whose text is beyond what one mail may bring, members of archives too, in their order."""

    def bounded(document: Document) -> Document:
        nonlocal so_far
        size = sum(map(len, map(block_text, document.blocks)))
        if size and so_far + size > limits.text_characters:
            over = too_many_words(limits.text_characters)
            document = replace(document, status=over.status, reason=over.reason, blocks=(), pictures={})
        else:
            so_far += size
        return replace(document, members=tuple(map(bounded, document.members))) if document.members else document

    return tuple(map(bounded, documents))


def _linked(link: LinkedFile) -> Document:
    return Document(link.name, "linked", link.size, "link", "超大附件只收到链接，请作者用普通附件重发", url=link.url, expires=link.expires)


def _placed(message: Message, documents: tuple[Document, ...]) -> tuple[Message, Mapping[str, Picture]]:
    """The message whose body pictures name keys of pictures instead of Content-IDs; pictures that did not arrive are taken out."""
    by_id = {name: d for i, d in enumerate(documents) for name in (f"part:{i}", d.content_id) if name and d.pictures}
    found: dict[str, Picture] = {}

    def place(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        out: list[Block] = []
        for block in blocks:
            if isinstance(block, Image):
                document = by_id.get(block.picture)
                if document is None:
                    continue
                key, picture = next(iter(document.pictures.items()))
                found[key] = picture
                block = replace(block, picture=key, name=block.name or document.name)
            out.append(block)
        return tuple(out)

    forwarded = replace(message.forwarded, body=place(message.forwarded.body)) if message.forwarded else None
    return replace(message, body=place(message.body), forwarded=forwarded), found
