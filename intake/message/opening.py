"""The route of a mail through this package, from bytes to Message."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from datetime import datetime
from email.message import Message as Node

import mailparser

from intake.message import headers
from intake.message.body import Gathered, content_type, gather, marker
from intake.message.payload import payload
from intake.message.replies import Split, inner_field, kind_of, split
from intake.message.structure import Source, children, lift, parse, raw_payload
from intake.model import Address, Block, Image, Knowledge, Message, Part

# mail-parser logs names and values out of mails, which are private
logging.getLogger("mailparser").addHandler(logging.NullHandler())
logging.getLogger("mailparser").propagate = False

INNER_MAILS = 5  # mails inside mails that are opened; deeper ones stay files
_MESSAGE_ID = re.compile(r"<([^<>\s]{1,500})>")


def open_message(raw: bytes, knowledge: Knowledge | None = None) -> Message:
    """A mail's bytes as a Message. Never raises, whatever the bytes; what went wrong stands in `defects`, in Chinese.

    `knowledge.charset` is an editor's choice of charset and is obeyed for every text of the mail.
    """
    return _opened(raw, knowledge or Knowledge(), INNER_MAILS)


def _opened(raw: bytes, knowledge: Knowledge, depth: int) -> Message:
    if not raw.strip():
        return Message(defects=("邮件是空的，没有任何内容",), flags=frozenset({"empty"}))
    light, source = lift(raw)
    return _message(parse(light), source, knowledge, depth)


def _message(root: Node, source: Source, knowledge: Knowledge, depth: int) -> Message:
    decoded, flags = headers.decoded_headers(root, knowledge.charset)
    found = gather(root, source, knowledge.charset, knowledge.limits.text_characters)
    envelope = _envelope(root, decoded, knowledge)
    kind = kind_of(envelope.subject, envelope.in_reply_to, bool(envelope.references))
    parts = _shown(found)
    apart = _not_ours(split(_named(found, parts), kind), knowledge)
    if found.links:
        found.flags.add("oversize-link")
    if found.remote:
        found.flags.add("remote-pictures")
        found.defects.append(f"正文里有 {found.remote} 张网络图片没有随信寄来")
    forwarded = _forwarded(found, apart, source, knowledge, depth, parts)
    return replace(
        envelope,
        headers=decoded,
        body=apart.body,
        quoted=apart.quoted,
        hidden="\n".join(text for text in found.hidden if text),
        parts=tuple(parts),
        links=tuple(found.links),
        forwarded=forwarded,
        content_type=content_type(root),
        flags=flags | frozenset(found.flags) | envelope.flags,
        defects=(*envelope.defects, *dict.fromkeys(found.defects)),
    )


def _not_ours(apart: Split, knowledge: Knowledge) -> Split:
    """A mail of our own below the sender's words is what is being answered, whatever the subject says."""
    writer = _unread(inner_field(apart.head, "from")).address
    if not writer or writer not in {address.lower() for address in knowledge.own_addresses}:
        return apart
    return Split(apart.body, (*apart.quoted, *apart.passed_on))


def _envelope(root: Node, decoded: tuple[tuple[str, str], ...], knowledge: Knowledge) -> Message:
    """Who, when and about what, as mail-parser reads it; a tree it cannot take is read by its headers alone."""
    headers.unicode_addresses(root, knowledge.charset)
    defects: tuple[str, ...] = ()
    flags: set[str] = set()
    try:
        mail = mailparser.MailParser(root)
        categories = set(mail.defects_categories)
    except (RecursionError, ValueError, TypeError, LookupError, AttributeError, AssertionError):
        # it raises on a missing boundary, bad base64 and deep nesting; headers alone cannot make it
        bare = Node()
        for name, value in root.raw_items():
            if name.lower() in headers.ADDRESS_HEADERS or name.lower() == "date":
                bare.set_raw(name, value)
        mail, categories = mailparser.MailParser(bare), set()
    if categories & {"CloseBoundaryNotFoundDefect"}:
        flags.add("truncated")
        defects = ("邮件似乎没有收完整，结尾缺失",)
    read = Message(headers=decoded)
    date = mail.date
    return Message(
        subject=read.header("subject"),
        sender=_first(mail.from_) or _unread(read.header("from")),
        reply_to=_first(mail.reply_to) or Address(),
        to=tuple(Address(name, address.lower()) for name, address in mail.to or ()),
        date=date if isinstance(date, datetime) else None,
        message_id=_id(read.header("message-id")),
        in_reply_to=_id(read.header("in-reply-to")),
        references=tuple(_MESSAGE_ID.findall(read.header("references"))),
        defects=defects,
        flags=frozenset(flags),
    )


def _first(found: object) -> Address | None:
    if not isinstance(found, list) or not found:
        return None
    name, address = found[0]
    return Address(name.strip().strip("'"), address.lower())


def _unread(value: str) -> Address:
    """An address mail-parser would not take: the words as they stand, and what looks like an address in them."""
    match = re.search(r"[^\s<>\"'()，,;:]{1,100}@[^\s<>\"'()，,;:]{1,200}", value)
    name = re.sub(r"<[^>]*>?", "", value if not match else value.replace(match.group(), "")).strip(" \"'<>")
    return Address(name, match.group().lower() if match else "")


def _id(value: str) -> str:
    match = _MESSAGE_ID.search(value)
    return match.group(1) if match else value.strip().strip("<>")


def _shown(found: Gathered) -> list[Part]:
    """The parts, those marked inline that the HTML body shows by Content-ID or by name."""
    sources = {block.picture for block, _ in found.blocks if isinstance(block, Image)}
    return [replace(part, inline=part.inline or _key(part, sources) is not None) for part in found.parts]


def _key(part: Part, sources: set[str]) -> str | None:
    """The source by which a body names this part."""
    return next((key for key in (part.content_id, part.name) if key and key in sources), None)


def _named(found: Gathered, parts: list[Part]) -> list[tuple[Block, bool]]:
    """Body blocks whose pictures name a part: by Content-ID where it has one, else by `part:N`. Others are dropped."""
    names: dict[str, tuple[str, str]] = {}
    sources = {block.picture for block, _ in found.blocks if isinstance(block, Image)}
    for index, part in enumerate(parts):
        if part.content_id not in sources:  # else the page itself says where it stands
            names.setdefault(marker(index), (marker(index), part.name))
        for key in (part.content_id, part.name):
            if key:
                names.setdefault(key, (part.content_id or marker(index), part.name))
    out: list[tuple[Block, bool]] = []
    for block, quoted in found.blocks:
        if not isinstance(block, Image):
            out.append((block, quoted))
        elif block.picture in names:
            out.append((Image(*names[block.picture]), quoted))
        elif not block.picture.startswith("part:"):
            found.defects.append("正文里有图片没有随信寄来")
    return out


def _forwarded(found: Gathered, apart: Split, source: Source, knowledge: Knowledge, depth: int, parts: list[Part]) -> Message | None:
    """The mail inside: the first message/rfc822, else the one written out below a 发件人 block. Further ones become files."""
    inner: Message | None = None
    for node in found.inner:
        child = next(iter(children(node) or ()), None)
        encoded = headers.field(node, "content-transfer-encoding").lower() in (b"base64", b"quoted-printable")
        whole = child is not None and not encoded  # else the library has parsed what was still encoded
        if inner is not None or depth < 1:
            data = _flat(child, source) if whole else payload(node, source)[0]
            parts.append(Part(headers.file_name(node, knowledge.charset), "message/rfc822", data))
        elif whole and child is not None:
            inner = _message(child, source, knowledge, depth - 1)
        else:
            inner = _opened(_encoded(node, child, source), knowledge, depth - 1)
    if inner is None and (apart.passed_on or apart.head):
        sender = inner_field(apart.head, "from")
        inner = Message(
            subject=inner_field(apart.head, "subject"),
            sender=_unread(sender.replace("[mailto:", "<").replace("]", ">")),
            body=apart.passed_on,
            headers=apart.head,
        )
    return inner


def _encoded(node: Node, child: Node | None, source: Source) -> bytes:
    """An inner mail that was sent in base64, against RFC 2046, 5.2.1: its text was taken for the inner mail's body."""
    copy = Node()
    copy.set_raw("Content-Transfer-Encoding", headers.field(node, "content-transfer-encoding").decode("ascii", "replace"))
    copy.set_payload(raw_payload(child if child is not None else node).decode("utf-8", "surrogateescape"))
    return payload(copy, source)[0]


def _flat(child: Node | None, source: Source) -> bytes:
    """An inner mail's bytes again; a tree the library cannot write gives its headers."""
    if child is None:
        return b""
    try:
        return bytes(source.restore(child.as_bytes()))
    except (RecursionError, ValueError, TypeError, LookupError, AttributeError):
        return b"\n".join(f"{name}: {value}".encode("utf-8", "surrogateescape") for name, value in child.raw_items())
