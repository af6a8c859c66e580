"""A mail inside a mail, saved as a file: its text here, its files as members."""

from __future__ import annotations

from dataclasses import replace

from intake.documents.file import File, Member
from intake.documents.pictures import Album
from intake.documents.unread import damaged
from intake.message import open_message
from intake.model import Block, Document, Image, Knowledge, Message


def open_eml(file: File) -> tuple[Document, tuple[Member, ...]]:
    """The mail's body and, of mails it forwards, theirs after it."""
    mail: Message | None = open_message(file.data, Knowledge(charset=file.charset, limits=file.limits))
    album = Album(file.limits.image_pixels)
    title, author = "", ""
    blocks: list[Block] = []
    members: list[Member] = []
    flags: set[str] = set()
    while mail is not None:
        title, author = title or mail.subject, mail.sender.name or author
        shown = {f"part:{index}": part for index, part in enumerate(mail.parts)}
        shown |= {part.content_id: part for part in mail.parts if part.content_id}
        for block in (*mail.body, *mail.quoted):
            if not isinstance(block, Image):
                blocks.append(block)
            elif block.picture in shown and (key := album.add(shown[block.picture].name, shown[block.picture].data)):
                blocks.append(replace(block, picture=key, name=shown[block.picture].name))
        placed = {id(shown[block.picture]) for block in (*mail.body, *mail.quoted) if isinstance(block, Image) and block.picture in shown}
        for part in mail.parts:
            if id(part) not in placed:
                why = damaged() if part.damaged else None
                members.append(Member(part.name, part.data, part.content_type, part.content_id, part.inline, why))
        flags |= mail.flags
        mail = mail.forwarded
    if len(members) > file.limits.archive_entries:
        members = members[: file.limits.archive_entries]
    status = "read" if blocks else "empty"
    reason = "" if blocks else "这封邮件里没有文字"
    document = Document(file.name, status, reason=reason, blocks=tuple(blocks), pictures=album.pictures)  # type: ignore[arg-type]
    return replace(document, title=title, author=author, flags=frozenset(flags)), tuple(members)
