"""The clock of 退改: who is reminded, who lapses, and whom the clock leaves to an editor."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from newsroom import reminding
from newsroom.drafting import draft as read_letter
from newsroom.keeping import keep
from newsroom.models import AuditEntry, Draft, Letter, Reply
from newsroom.states import DraftState, LetterState, ReplyKind, ReplyState

from .letters import mail, reader, work
from .test_corresponding import a_draft, a_letter

pytestmark = pytest.mark.django_db
DUE = date(2026, 4, 10)
ASKED_AT = timezone.make_aware(datetime(2026, 3, 20, 9))


def asked(due: date = DUE, state: str = ReplyState.SENT, **fields) -> Draft:
    """A draft whose author was asked for changes on the 20th of March, and told so."""
    letter = a_letter()
    given = {"state": DraftState.CHANGES, "changes_due": due, "decided_at": ASKED_AT, "decision_reason": "1. 补写结尾"}
    draft = a_draft(letter, **given | fields)
    told = {"kind": ReplyKind.CHANGES_REQUESTED, "once": f"changes-requested:{draft.number}:v1", "to_address": letter.sender_address}
    Reply.objects.create(
        letter=letter, draft=draft, **told, subject="x", body_text="x", message_id=f"{draft.pk}@x", not_before=ASKED_AT, state=state,
        sent_at=ASKED_AT + timedelta(minutes=1) if state == ReplyState.SENT else None,
    )  # fmt: skip
    return draft


def kinds(draft: Draft) -> list[str]:
    return list(draft.replies.exclude(kind=ReplyKind.CHANGES_REQUESTED).order_by("id").values_list("kind", flat=True))


def test_three_days_before_the_day_once():
    draft = asked()
    counts = [reminding.remind_and_lapse(DUE - timedelta(days=n)) for n in (5, 4, 3, 3, 2, 0)]
    assert (counts, kinds(draft)) == ([(0, 0), (0, 0), (1, 0), (0, 0), (0, 0), (0, 0)], [ReplyKind.REMINDER])
    assert "1. 补写结尾" in Reply.objects.latest("id").body_text


def test_after_the_day_and_one_more_it_counts_as_withdrawn():
    draft = asked()
    assert [reminding.remind_and_lapse(DUE + timedelta(days=n)) for n in (1, 2, 3)] == [(0, 0), (0, 1), (0, 0)]
    draft.refresh_from_db()
    assert (draft.state, draft.version, draft.decision_reason) == (DraftState.WITHDRAWN, 2, "逾期未收到修改稿，按撤稿处理")
    assert (kinds(draft), AuditEntry.objects.get().action) == ([ReplyKind.LAPSED], "lapse")
    assert "约定在2026年4月10日前" in Reply.objects.latest("id").body_text


@pytest.mark.parametrize("state", [ReplyState.WAITING, ReplyState.FAILED, ReplyState.UNCERTAIN, ReplyState.CANCELLED])
def test_who_was_not_told_is_not_late(state):
    asked(state=state)
    assert reminding.remind_and_lapse(DUE + timedelta(days=9)) == (0, 0)


def test_who_has_written_since_is_left_to_an_editor():
    draft, other = asked(), asked()
    a_letter(joins=draft.letter, received_at=ASKED_AT + timedelta(days=5), sender_address="zhang2@example.com")
    Letter.objects.filter(pk=other.letter_id).update(sender_address="li@example.com")
    a_letter(state=LetterState.KEPT, received_at=ASKED_AT + timedelta(days=5), sender_address="li@example.com")
    assert [reminding.remind_and_lapse(DUE + timedelta(days=n)) for n in (-2, 2)] == [(0, 0), (0, 0)]


def test_a_short_term_and_an_open_one_need_no_reminder():
    asked(due=date(2026, 3, 21))
    assert reminding.remind_and_lapse(date(2026, 3, 21)) == (0, 0)
    Draft.objects.update(changes_due=None)
    assert reminding.remind_and_lapse(date(2026, 9, 1)) == (0, 0)


def test_a_revision_that_comes_first_takes_the_waiting_reminder_back(site):
    read_letter(keep(mail()).pk, read=reader(works=(work(),)))
    draft = Draft.objects.get()
    now = timezone.now()
    Draft.objects.update(state=DraftState.CHANGES, changes_due=timezone.localdate() + timedelta(days=1), decided_at=now - timedelta(days=5))
    assert reminding.remind_and_lapse() == (1, 0)
    read_letter(keep(mail("改稿：《老屋》", "新的文字")).pk, read=reader("revision", works=(work(text="新的文字"),)))
    assert draft.replies.get(kind=ReplyKind.REMINDER).state == ReplyState.CANCELLED
