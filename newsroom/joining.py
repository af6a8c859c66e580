"""Which earlier letter a mail speaks of, and which of its drafts. A number guessed by a stranger joins nothing."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from intake.model import Reading

from . import blocks
from .models import Draft, Letter, Reply

SHINGLE = 3  # characters
ALIKE = 0.5  # containment of 3-grams from which two texts are versions of one (libraries.md: 100 % recall at 10 % edits)
REMEMBERED = timedelta(days=365)  # a title alone is looked for this far back
_NUMBER = re.compile(r"(LG-\d{4}-\d{6})(?:-(\d{1,3}))?", re.IGNORECASE)
_QUOTED_TITLE = re.compile(r"《([^《》]{1,60})》")


def original(row: Letter, reading: Reading) -> Letter | None:
    """The letter this one answers: by number, else by thread; in both cases only when the sender agrees."""
    found = _by_number(row.refers_to) or _by_thread(row)
    return found if found is not None and found.pk != row.pk and same_sender(row, found) else None


def same_sender(one: Letter, other: Letter) -> bool:
    """Written from one address. Reply-To does not count: anybody can write any address there."""
    return bool(one.sender_address) and one.sender_address == other.sender_address


def _by_number(refers_to: str) -> Letter | None:
    match = _NUMBER.fullmatch(refers_to)
    return Letter.objects.filter(number=match[1].upper()).first() if match else None


def _by_thread(row: Letter) -> Letter | None:
    """QQ rewrites our Message-ID, so an author's reply names the server's; both are looked for, and the author's own first mail."""
    ids = [found for found in (row.in_reply_to, *reversed(row.references)) if found]
    if not ids:
        return None
    reply = Reply.objects.filter(Q(message_id__in=ids) | Q(server_message_id__in=ids)).order_by("-id").select_related("letter").first()
    if reply is not None:
        return reply.letter
    same = Letter.objects.filter(message_id__in=ids, sender_address=row.sender_address).exclude(pk=row.pk)
    return same.exclude(sender_address="").filter(drafts__isnull=False).order_by("-id").first()


def position(refers_to: str) -> int | None:
    """The work a number names: 2 for LG-2026-000123-2, None when it names the whole letter."""
    match = _NUMBER.fullmatch(refers_to)
    return int(match[2]) if match and match[2] else None


def drafts_of(first: Letter, refers_to: str) -> list[Draft]:
    """The drafts a letter about `first` is about: one when its number names one, else all; locked for the transaction."""
    wanted = position(refers_to)
    rows = first.drafts.select_for_update().order_by("position")
    return list(rows.filter(position=wanted) if wanted and rows.filter(position=wanted).exists() else rows)


def titles(reading: Reading) -> list[str]:
    """The titles in 《》 that a mail speaks of, in subject and body, and those of its works."""
    body = blocks.as_text(blocks.as_dict(block) for block in reading.message.body)
    found = [*_QUOTED_TITLE.findall(reading.subject), *_QUOTED_TITLE.findall(body[:5000]), *(work.title for work in reading.works)]
    return list(dict.fromkeys(title.strip() for title in found if title.strip()))


def by_title(row: Letter, wanted: list[str]) -> list[Draft]:
    """This sender's drafts with one of those titles, newest first; locked for the transaction."""
    if not row.sender_address or not wanted:
        return []
    folded = {fold(title) for title in wanted}
    since = timezone.now() - REMEMBERED
    mine = Draft.objects.filter(letter__sender_address=row.sender_address, received_at__gte=since).exclude(letter=row)
    return [draft for draft in mine.select_for_update(of=("self",)).select_related("letter") if fold(draft.title) in folded]


def fold(text: str) -> str:
    """Letters, digits and Han characters only, one width: 《老 屋》 is 老屋."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).lower() if char.isalnum())


def alike(one: str, other: str) -> bool:
    """Two versions of one text: half of the shorter one's 3-grams stand in the other."""
    first, second = _grams(one), _grams(other)
    least = min(len(first), len(second))
    return least > 0 and len(first & second) / least >= ALIKE


def _grams(text: str) -> set[str]:
    text = fold(text)
    return {text[i : i + SHINGLE] for i in range(len(text) - SHINGLE + 1)}
