"""运维: what is stuck is seen with its reason, and the button beside it mends it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from newsroom import bell, watching
from newsroom.models import AuditEntry, Beat, Letter, MailboxState, Reply
from newsroom.states import LetterState, ReplyKind, ReplyState
from tests.newsroom.desk.people import client
from tests.newsroom.test_register import a_letter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def a_reply(letter: Letter, state: str = ReplyState.UNCERTAIN) -> Reply:
    return Reply.objects.create(
        letter=letter,
        kind=ReplyKind.RECEIVED,
        once=f"received:{letter.number}",
        state=state,
        to_address="a@example.com",
        subject="回执",
        body_text="…",
        message_id=f"<{letter.number}@laigao.example>",
        not_before=timezone.now(),
        error="连接在交出正文后断开",
    )


def page() -> str:
    return client("yunwei").get(reverse("laigao_ops")).content.decode()


def test_an_empty_house_says_so():
    shown = page()
    assert "没有搁置的来信" in shown
    assert "没有活着的收信进程" in shown


def test_a_letter_set_aside_is_shown_with_its_reason_and_read_again():
    letter = a_letter(state=LetterState.SET_ASIDE, reason="附件损坏，读不出来", attempts=2, stage="documents")
    assert "附件损坏，读不出来" in page()
    client("yunwei").post(reverse("laigao_ops_reread", args=[letter.pk]))
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.reason) == (LetterState.KEPT, 0, "")
    assert AuditEntry.objects.filter(action="reread", target=letter.number).exists()


def test_all_letters_of_a_reason_are_read_again():
    same = [a_letter(state=LetterState.SET_ASIDE, reason="缺 LibreOffice") for _ in range(3)]
    other = a_letter(state=LetterState.SET_ASIDE, reason="空信")
    client("yunwei").post(reverse("laigao_ops_reread_all"), {"reason": "缺 LibreOffice"})
    states = [Letter.objects.get(pk=letter.pk).state for letter in [*same, other]]
    assert states == [LetterState.KEPT] * 3 + [LetterState.SET_ASIDE]


def test_ignoring_needs_a_reason_and_keeps_the_letter():
    letter = a_letter(state=LetterState.SET_ASIDE, reason="空信")
    client("yunwei").post(reverse("laigao_ops_ignore", args=[letter.pk]), {"note": " "})
    assert Letter.objects.get(pk=letter.pk).state == LetterState.SET_ASIDE
    client("yunwei").post(reverse("laigao_ops_ignore", args=[letter.pk]), {"note": "测试邮件"})
    kept = Letter.objects.get(pk=letter.pk)
    assert (kept.state, kept.reason) == (LetterState.IGNORED, "运维不处理：测试邮件")


@pytest.mark.parametrize(("choice", "state"), [("again", ReplyState.WAITING), ("sent", ReplyState.SENT), ("cancel", ReplyState.CANCELLED)])
def test_a_person_settles_an_uncertain_reply(choice, state):
    reply = a_reply(a_letter(state=LetterState.DRAFTED))
    assert "连接在交出正文后断开" in page()
    client("yunwei").post(reverse("laigao_ops_reply", args=[reply.pk]), {"choice": choice})
    assert Reply.objects.get(pk=reply.pk).state == state


def test_a_reply_that_left_meanwhile_is_not_touched():
    reply = a_reply(a_letter(state=LetterState.DRAFTED), state=ReplyState.SENT)
    client("yunwei").post(reverse("laigao_ops_reply", args=[reply.pk]), {"choice": "again"})
    assert Reply.objects.get(pk=reply.pk).state == ReplyState.SENT


def test_who_is_alive_and_who_is_gone():
    now = timezone.now()
    Beat.objects.create(name="worker@a", kind="worker", every=30, seen_at=now, doing="读信 12")
    Beat.objects.create(name="poller@a", kind="poller", every=30, seen_at=now - timedelta(minutes=10))
    found = watching.processes()
    assert [(process.kind, process.alive) for process in found] == [("收信进程", False), ("工作进程", True)]
    assert watching.missing_kinds(found) == ["收信进程", "定时进程"]


def test_a_refused_login_stands_there_in_words():
    MailboxState.objects.create(mailbox="tougao@laigao.example", last_error="登录被拒绝：授权码可能不对", last_error_at=timezone.now())
    assert "登录被拒绝：授权码可能不对" in page()


def test_queues_are_counted_in_rows_also_when_the_broker_is_away():
    a_letter(queue="documents")
    assert [(queue.name, queue.rows, queue.rings) for queue in watching.queues()] == [
        ("mail", 0, None),
        ("documents", 1, None),
        ("replies", 0, None),
    ]
    assert bell.waiting() is None
    assert "没有回应" in page()


def test_the_page_asks_few_questions(django_assert_max_num_queries):
    for _ in range(40):
        a_reply(a_letter(state=LetterState.SET_ASIDE, reason="空信"))
    someone = client("yunwei")
    with django_assert_max_num_queries(36):
        someone.get(reverse("laigao_ops"))


def test_a_letter_of_which_only_the_header_is_here_is_asked_for_whole():
    letter = a_letter(state=LetterState.SET_ASIDE, reason="邮件有 96.0 MB，超过 80 MB 的上限，只留了信头", complete=False)
    letter.places.create(mailbox="tougao@laigao.example", folder="INBOX", uidvalidity=7, uid=3)
    assert "取回原信" in page()
    client("yunwei").post(reverse("laigao_ops_fetch", args=[letter.pk]))
    letter.refresh_from_db()
    assert letter.wanted_at is not None
    assert "正在取回原信" in page()
    assert AuditEntry.objects.filter(action="fetch-whole", target=letter.number).exists()


def test_the_daily_comparison_stands_beside_the_mailbox():
    counts = {"server": 120, "rows": 118, "missing": 2, "fetched": 2, "gone": 0}
    MailboxState.objects.create(mailbox="tougao@laigao.example", compared_at=timezone.now(), compared=counts)
    assert "邮箱 120 封，已存 118 封，缺 2 封，补收 2 封" in page()
