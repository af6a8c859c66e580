"""Step 2, keep: the bytes are on the disk, then the row is committed, then the bell rings. Only after that may the server be touched."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intake.message import open_message
from intake.model import Message

from . import bell, vault
from .models import Counter, Letter, Place
from .states import LetterState

HEADER_BYTES = 262_144  # more header than this is no header
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_PART_TYPE = re.compile(rb"^content-type:[ \t]*(?:\r?\n[ \t]+)?\"?([\w.+-]+/[\w.+-]+)", re.IGNORECASE | re.MULTILINE)
_DOCUMENT_NAME = re.compile(
    rb"name\*?\d*\*?=[^\r\n]{0,300}\.(?:docx?|wps|rtf|odt|pdf|pptx?|xlsx?|zip|rar|7z|tar|gz|eml|dat)\b", re.IGNORECASE
)
_LIGHT = (b"text/", b"multipart/", b"image/", b"message/", b"audio/", b"video/")


def keep(
    raw: bytes,
    *,
    mailbox: str = "",
    folder: str = "",
    uidvalidity: int = 0,
    uid: int = 0,
    received_at: datetime | None = None,
    source: str = "imap",
) -> Letter:
    """Keep a whole mail found at a place. Returns its letter: a new one, or the one whose bytes these are already.

    May run twice, also in two processes at once. `received_at` is aware (INTERNALDATE); without it the Date header counts,
    else now. Raises OSError when the disk refuses, and what the database raises: then nothing was kept and the caller comes again.
    """
    digest = vault.put(raw)
    place = _place(mailbox, folder, uidvalidity, uid, source)
    facts = {"sha256": digest, "size": len(raw), "complete": True, "queue": _queue(raw)}
    return _kept(raw, facts, place, received_at)


def keep_header(
    header: bytes,
    size: int,
    *,
    mailbox: str = "",
    folder: str = "",
    uidvalidity: int = 0,
    uid: int = 0,
    received_at: datetime | None = None,
    source: str = "imap",
) -> Letter:
    """Keep only the header of a mail of `size` bytes on the server: it is over the limit, or the server cannot give it.

    The letter's SHA-256 is the header's; when the whole mail is fetched later it is a letter's content of its own.
    """
    digest = vault.put(header)
    place = _place(mailbox, folder, uidvalidity, uid, source)
    return _kept(header, {"sha256": digest, "size": size, "complete": False, "queue": "mail"}, place, received_at)


def _place(mailbox: str, folder: str, uidvalidity: int, uid: int, source: str) -> dict[str, object]:
    return {"source": source, "mailbox": mailbox, "folder": folder[:500], "uidvalidity": uidvalidity, "uid": uid}


def _kept(raw: bytes, facts: dict, place: dict, received_at: datetime | None) -> Letter:
    known = Letter.objects.filter(sha256=facts["sha256"]).first()
    if known is None:
        fields = _header_facts(raw, received_at) | facts
        try:
            known = _write(fields, place)
        except IntegrityError:
            # another process kept the same bytes between our look and our write: theirs is the row
            known = Letter.objects.filter(sha256=facts["sha256"]).first()
            if known is None:
                raise
    # a place already known (a re-look after UIDVALIDITY changed back, the same import twice) stays as it is
    Place.objects.get_or_create(**place, defaults={"letter": known})
    return known


@transaction.atomic
def _write(fields: dict, place: dict) -> Letter:
    series = f"LG-{timezone.localtime():%Y}"
    # the counter's row is locked from here to the commit, so a second copy that arrives at the same moment sees the first
    fields["number"] = f"{series}-{Counter.next_of(series):06}"
    first = _first_copy(fields["fingerprint"])
    if first is not None:
        fields |= {
            "copy_of": first,
            "state": LetterState.IGNORED,
            "reason": _("与 %(number)s 是同一封信，邮件服务器又投递了一次") % {"number": first.number},
        }
    letter = Letter.objects.create(**fields)
    Place.objects.get_or_create(**place, defaults={"letter": letter})
    if letter.state == LetterState.KEPT:
        bell.ring("read", letter.pk, letter.queue)
    return letter


def _first_copy(fingerprint: str) -> Letter | None:
    if not fingerprint:
        return None
    return Letter.objects.filter(fingerprint=fingerprint, copy_of=None, complete=True).order_by("id").first()


def _header_facts(raw: bytes, received_at: datetime | None) -> dict[str, object]:
    """What the ops page shows before the mail is read, and what tells a second copy."""
    split = _BLANK_LINE.search(raw, 0, HEADER_BYTES)
    header, body = (raw[: split.start()], raw[split.end() :]) if split else (raw[:HEADER_BYTES], b"")
    message = open_message(header + b"\r\n\r\n") if header.strip() else Message()
    date = message.date
    if date is not None and date.tzinfo is None:
        date = timezone.make_aware(date)
    return {
        "received_at": received_at or date or timezone.now(),
        "subject": message.subject[:500],
        "sender_name": message.sender.name[:200],
        "sender_address": message.sender.address[:254],
        "reply_to": message.reply_to.address[:254],
        "message_id": message.message_id[:300],
        "fingerprint": _fingerprint(message, body),
    }


def _fingerprint(message: Message, body: bytes) -> str:
    """Same Message-ID, sender, Date and body: the same mail, delivered again with other Received lines (DESIGN decision 8).

    "" when there is nothing to go by: a mail without body, or with neither Message-ID nor Date.
    """
    body = body.strip()
    date = message.header("Date").strip()
    if not body or not (message.message_id or date):
        return ""
    facts = "\0".join((message.message_id, message.sender.address, date, hashlib.sha256(body).hexdigest()))
    return hashlib.sha256(facts.encode("utf-8", "surrogateescape")).hexdigest()


def _queue(raw: bytes) -> str:
    """documents when a part may take long to read, by a look at the types and names of the parts, without parsing.

    octet-stream counts as a document: its name, which would tell, often hides in an encoded word.
    """
    types = (kind.lower() for kind in _PART_TYPE.findall(raw))
    heavy = any(not kind.startswith(_LIGHT) for kind in types) or _DOCUMENT_NAME.search(raw)
    return "documents" if heavy else "mail"
