"""winmail.dat: what Outlook sends instead of a mail (MS-OXTNEF)."""

from __future__ import annotations

import logging
import struct

from tnefparse import TNEF

from intake.charset import decode_text
from intake.documents.archives import base_name
from intake.documents.file import File, Member
from intake.documents.rtf_packed import unpacked_rtf
from intake.documents.unread import damaged, empty, refused
from intake.model import Document

logging.getLogger("tnefparse").setLevel(logging.CRITICAL)  # it names attachments in its warnings
_BROKEN = (
    ValueError,
    struct.error,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
    OverflowError,
    EOFError,
    AssertionError,
    LookupError,
    NameError,
)


def open_tnef(file: File) -> tuple[Document, tuple[Member, ...]]:
    """The attachments, and the body as a text, page or RTF of its own, whichever there is."""
    try:
        found = TNEF(file.data, do_checksum=False)
        members = [Member(_name(item.long_filename() or item.name), bytes(item.data)) for item in found.attachments]
        members = _body(found) + members
    except _BROKEN:
        raise damaged("winmail.dat") from None
    if not members:
        raise empty("winmail.dat")
    if len(members) > file.limits.archive_entries:
        raise refused(f"winmail.dat 里超过 {file.limits.archive_entries} 个文件")
    return Document(file.name, "kept"), tuple(members)


def _name(name: str | bytes | None) -> str:
    """Names come as the sender's code page read as Latin-1."""
    if isinstance(name, str):
        try:
            name = name.encode("latin-1")
        except UnicodeEncodeError:
            return base_name(str(name).strip("\0"))
    return base_name(decode_text((name or b"").strip(b"\0"))[0])


def _body(found: TNEF) -> list[Member]:
    for content, name in ((found.htmlbody, "正文.html"), (getattr(found, "body", None), "正文.txt"), (found.rtfbody, "正文.rtf")):
        if content:
            data = unpacked_rtf(content.encode("utf-8") if isinstance(content, str) else bytes(content))
            if data.strip(b"\0 \r\n\t"):
                return [
                    Member(
                        name, data, "text/html; charset=utf-8" if isinstance(content, str) and name.endswith("html") else "", inline=True
                    )
                ]
    return []
