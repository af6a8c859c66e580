"""The author's status page: its address, what it shows, and how it is taken back. Nothing private stands on it."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intake.manuscript.contacts import mask

from . import audit, composing, status
from .models import Draft, Letter
from .models.letter import new_status_key
from .states import DraftState, LetterState

#: A new version of these is read; of the others there is nothing left to revise.
REVISABLE = (DraftState.WAITING, DraftState.HELD, DraftState.CHANGES, DraftState.SENT_ON)


def drafts(letter: Letter) -> list[Draft]:
    """The works of a letter and of those that answer it from the same address."""
    later = [one.pk for one in letter.joined.all() if one.answer_address == letter.answer_address]
    rows = Draft.objects.filter(letter__in=[letter.pk, *later]).select_related("letter", "article", "column")
    return list(rows.order_by("letter_id", "position"))


def shown(letter: Letter) -> dict[str, object]:
    """What the page tells: the letter, its works, the files that were not read, and what has come since."""
    files = composing.files_of(letter)
    uploaded = Letter.objects.filter(places__source="upload", places__folder=letter.number)
    return {
        "letter_number": letter.number,
        "received": composing.day(letter.received_at),
        "reading": letter.state in (LetterState.KEPT, LetterState.SET_ASIDE),
        "works": [work(draft) for draft in drafts(letter)],
        "troubled": files["troubled"],
        "linked": files["linked"],
        "since": [_since(one) for one in uploaded.order_by("pk").distinct()],
        "days": settings.ANSWER_DAYS,
    }


def work(draft: Draft) -> dict[str, object]:
    """One work with what is asked of its author; a decision that may still be undone is not told."""
    said = status.of(draft)
    told = said == status.of_state(draft)
    asks = told and draft.state == DraftState.CHANGES
    waits = draft.state in (DraftState.WAITING, DraftState.HELD, DraftState.SENT_ON) and not status.live(draft)
    answer_by = draft.due_at if waits and draft.due_at and draft.due_at > timezone.now() else None
    return composing.work(draft) | {
        "letter": draft.letter.number,
        "position": draft.position,
        "status": said,
        "url": status.address(draft),
        "asked": mask(draft.decision_reason) if asks else "",
        "due": _day(draft.changes_due) if asks and draft.changes_due else "",
        "reason": mask(draft.decision_reason) if told and draft.state == DraftState.DECLINED else "",
        "answer_by": composing.day(answer_by) if answer_by else "",
        "may_upload": draft.state in REVISABLE,
        "may_withdraw": draft.state in REVISABLE and not status.live(draft),
    }


def _since(letter: Letter) -> dict[str, str]:
    done = letter.state in (LetterState.DRAFTED, LetterState.ANSWERED, LetterState.IGNORED)
    return {"date": composing.day(letter.received_at), "said": _("已收到，编辑部已登记") if done else _("已收到，正在读取")}


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@transaction.atomic
def revoke(letter: Letter, person) -> None:
    """Take the page back: its address leads nowhere from now on, and letters written later carry none."""
    Letter.objects.filter(pk=letter.pk).update(status_key=None)
    audit.record(person, "status-revoke", letter.number)


@transaction.atomic
def renew(letter: Letter, person) -> None:
    """Give the letter a page with a new address; the old one leads nowhere."""
    Letter.objects.filter(pk=letter.pk).update(status_key=new_status_key())
    audit.record(person, "status-renew", letter.number)
