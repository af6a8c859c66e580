"""Each habit of smtp.qq.com, with the remedy under test."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from newsroom import backing_off, corresponding, joining
from newsroom.models import Contributor, Letter, MailboxState, Reply
from newsroom.outbox import Outbox
from newsroom.states import ReplyState
from newsroom.sweeping import sweep
from tests.newsroom.letters import AUTHOR, mail
from tests.newsroom.test_corresponding import a_draft, a_reply

pytestmark = pytest.mark.django_db
MAILBOX = "tougao@laigao.example"


@pytest.fixture
def outbox(sending, settings):
    made = Outbox(settings.SMTP)
    yield made
    made.close()


def states() -> list[str]:
    return list(Reply.objects.order_by("id").values_list("state", flat=True))


def test_envelope_header_and_login_are_one_address(sending, outbox):
    a_reply()
    corresponding.send_due(outbox)
    assert (states(), [address for address, _letter in sending.taken]) == ([ReplyState.SENT], [AUTHOR])


def test_a_sender_that_is_not_the_login_is_said_and_no_letter_fails_for_it(sending, settings):
    outbox = Outbox(settings.SMTP | {"sender": "other@qq.com"})
    a_reply()
    corresponding.send_due(outbox)
    outbox.close()
    reply = Reply.objects.get()
    assert (reply.state, reply.attempts, "501" in reply.error, sending.taken) == (ReplyState.WAITING, 0, True, [])


def test_the_rewritten_message_id_is_read_from_sent_messages_and_threads_the_answer(qq, sending, outbox, poller):
    reply = a_reply()
    a_draft(reply.letter)
    corresponding.send_due(outbox)
    given = sending.taken[0][1]["Message-ID"].strip("<>")
    assert given.startswith("tencent_")
    poller()._round()
    reply.refresh_from_db()
    assert reply.server_message_id == given
    answer = Letter(sender_address=reply.letter.sender_address, in_reply_to=given, message_id="answer@qq.com")
    assert joining._by_thread(answer) == reply.letter


def test_forty_letters_leave_in_one_session(sending, outbox):
    for _ in range(40):
        a_reply()
    corresponding.send_due(outbox, most=100)
    assert (states(), sending.logins, len(sending.taken)) == ([ReplyState.SENT] * 40, 1, 40)


def test_a_refused_login_stops_everything_for_a_quarter_of_an_hour_imap_too(qq, sending, outbox, poller):
    qq.habits.logins = 0
    a_reply()
    a_reply()
    corresponding.send_due(outbox)
    corresponding.send_due(outbox)
    poller()._round()
    assert (len(qq.logins), states()) == (1, [ReplyState.WAITING] * 2)
    assert backing_off.until(MAILBOX) > timezone.now() + timedelta(minutes=14)
    assert "⑤" in MailboxState.objects.get().last_error


def test_an_unknown_recipient_is_refused_at_once_and_the_address_remembered(sending, outbox):
    a_reply(to_address="nobody@qq.com")
    a_reply()
    corresponding.send_due(outbox)
    assert states() == [ReplyState.FAILED, ReplyState.SENT]
    assert Contributor.objects.get(address="nobody@qq.com").silent_until > timezone.now()


def test_lost_after_data_is_uncertain_never_resent_and_settled_by_its_copy(qq, sending, outbox, poller):
    sending.habits.cuts_after_data = True
    a_reply()
    corresponding.send_due(outbox)
    sending.habits.cuts_after_data = False
    Reply.objects.update(lease_until=timezone.now() - timedelta(hours=1))
    sweep()
    corresponding.send_due(outbox)
    assert (states(), len(sending.taken)) == ([ReplyState.UNCERTAIN], 1)
    poller()._round()
    reply = Reply.objects.get()
    assert (reply.state, reply.error, reply.sent_at is not None) == (ReplyState.SENT, "", True)


def test_without_copies_on_the_server_an_uncertain_letter_waits_for_a_person(qq, sending, outbox, poller):
    sending.habits.cuts_after_data, sending.habits.saves_sent = True, False
    a_reply()
    corresponding.send_due(outbox)
    poller()._round()
    assert states() == [ReplyState.UNCERTAIN]


def test_the_providers_daily_limit_is_waited_out_and_ours_comes_first(sending, settings):
    settings.SMTP = settings.SMTP | {"daily_cap": 3}
    outbox = Outbox(settings.SMTP)
    for _ in range(5):
        a_reply()
    corresponding.send_due(outbox)
    assert states() == [ReplyState.SENT] * 3 + [ReplyState.WAITING] * 2
    settings.SMTP = settings.SMTP | {"daily_cap": 100}
    sending.habits.daily = 4
    corresponding.send_due(outbox)
    outbox.close()
    assert states() == [ReplyState.SENT] * 4 + [ReplyState.WAITING]
    last = Reply.objects.order_by("id").last()
    assert (last.not_before > timezone.now(), "频繁" in last.error) == (True, True)


def test_denied_content_is_that_letters_trouble_only(sending, outbox):
    first = a_reply(subject="denied one")
    a_reply()
    sending.habits.denies = b"denied one"
    corresponding.send_due(outbox)
    first.refresh_from_db()
    assert (states(), "垃圾邮件" in first.error) == ([ReplyState.FAILED, ReplyState.SENT], True)
    assert not Contributor.objects.filter(silent_until__isnull=False).exists()


def test_sent_messages_is_not_even_selected_when_no_copy_is_missed(qq, poller):
    qq.deliver(mail())
    poller()._round()
    assert not any("Sent Messages" in line for line in qq.heard)
