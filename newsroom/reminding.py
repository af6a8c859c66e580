"""The clock of 退改: a reminder before the author's day, and 逾期撤稿 after it. The schedule calls `remind_and_lapse`."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import audit, corresponding
from .models import Draft, Letter, Reply
from .states import DraftState, LetterState, ReplyKind, ReplyState

BEFORE = timedelta(days=3)  # the reminder leaves so long before the day
NOT_SOONER = timedelta(days=2)  # than this after the request itself: a short term needs no reminder
GRACE = timedelta(days=1)  # mail is slow, and the last evening counts
AT_ONCE = 100


def remind_and_lapse(today: date | None = None) -> tuple[int, int]:
    """Returns (reminders written, drafts lapsed). May run as often as one likes: each is done once a version of its draft."""
    today = today or timezone.localdate()
    asked = Draft.objects.filter(state=DraftState.CHANGES, changes_due__isnull=False, decided_at__isnull=False)
    soon = asked.filter(changes_due__gte=today, changes_due__lte=today + BEFORE).order_by("changes_due", "id")
    late = asked.filter(changes_due__lt=today - GRACE).order_by("changes_due", "id")
    reminded = sum(_remind(pk, today) for pk in list(soon.values_list("pk", flat=True)[:AT_ONCE]))
    lapsed = sum(_lapse(pk, today) for pk in list(late.values_list("pk", flat=True)[:AT_ONCE]))
    return reminded, lapsed


@transaction.atomic
def _remind(draft_id: int, today: date) -> bool:
    draft = _locked(draft_id)
    if draft is None or timezone.localdate(draft.decided_at) + NOT_SOONER > today or not _silent_since(draft):
        return False
    return corresponding.write(draft.letter, ReplyKind.REMINDER, draft=draft) is not None


@transaction.atomic
def _lapse(draft_id: int, today: date) -> bool:
    """Late means withdrawn, but only for an author who was told and has said nothing since; else an editor decides."""
    draft = _locked(draft_id)
    if draft is None or not _told(draft) or not _silent_since(draft):
        return False
    corresponding.cancel(draft, ReplyKind.REMINDER)
    corresponding.write(draft.letter, ReplyKind.LAPSED, draft=draft)
    draft.state, draft.version = DraftState.WITHDRAWN, draft.version + 1
    draft.decided_at, draft.decided_by = timezone.now(), None
    draft.decision_reason = _("逾期未收到修改稿，按撤稿处理")
    draft.save(update_fields=["state", "version", "decided_at", "decided_by", "decision_reason"])
    audit.record(None, "lapse", draft.number)
    return True


def _locked(draft_id: int) -> Draft | None:
    """The draft, if it still waits for its author."""
    rows = Draft.objects.select_for_update(of=("self",)).select_related("letter", "column")
    return rows.filter(pk=draft_id, state=DraftState.CHANGES).first()


def _told(draft: Draft) -> bool:
    """The request has left: an author whose address failed, or whose letter waits behind the daily cap, cannot be late."""
    return Reply.objects.filter(
        draft=draft, kind=ReplyKind.CHANGES_REQUESTED, state=ReplyState.SENT, sent_at__gte=draft.decided_at
    ).exists()


def _silent_since(draft: Draft) -> bool:
    """Nothing has come from the author since: neither in the thread, nor a mail that has not been read yet."""
    since = Letter.objects.filter(received_at__gt=draft.decided_at)
    unread = since.filter(sender_address=draft.letter.sender_address, state__in=(LetterState.KEPT, LetterState.SET_ASIDE))
    return not since.filter(joins=draft.letter).exists() and not unread.exists()
