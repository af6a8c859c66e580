"""A paused queue: nobody works on it, nothing is lost, and it goes on when it is resumed."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from newsroom import backing_off, bell, drafting, minding, pausing, sending, sweeping
from newsroom.keeping import keep
from newsroom.models import AuditEntry, Letter, Reply
from newsroom.states import LetterState, ReplyState
from tests.newsroom.desk.people import client
from tests.newsroom.letters import mail, reader, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


@pytest.fixture
def rung(monkeypatch, django_capture_on_commit_callbacks):
    heard = []
    monkeypatch.setattr(bell, "_ringers", [lambda *ring: heard.append(ring)])
    return heard


def a_letter() -> Letter:
    return keep(mail(), mailbox="tougao@laigao.example", folder="INBOX", uidvalidity=1, uid=1)


class Sink:
    def __init__(self) -> None:
        self.taken = []

    def deliver(self, to, data, before_data):
        before_data()
        self.taken.append(to)
        return sending.Delivery("sent")


def test_a_letter_in_a_paused_queue_waits_and_is_read_after(rung, django_capture_on_commit_callbacks):
    letter = a_letter()
    pausing.pause("mail")
    drafting.draft(letter.pk, reader(works=(work(),)))
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == (LetterState.KEPT, 0)
    with django_capture_on_commit_callbacks(execute=True):
        assert pausing.resume("mail")
    assert rung == [("read", letter.pk, "mail")]
    drafting.draft(letter.pk, reader(works=(work(),)))
    letter.refresh_from_db()
    assert letter.state == LetterState.DRAFTED


def test_the_sweep_rings_for_no_paused_queue(rung, django_capture_on_commit_callbacks):
    a_letter()
    Letter.objects.update(rung_at=timezone.now().replace(year=2020))
    pausing.pause("mail")
    with django_capture_on_commit_callbacks(execute=True):
        assert sweeping.sweep() == 0
    pausing.resume("mail")
    assert sweeping.sweep() == 1


def test_no_letter_of_ours_leaves_while_replies_are_paused():
    drafting.draft(a_letter().pk, reader(works=(work(),)))
    sink = Sink()
    pausing.pause("replies")
    assert (sending.send_due(sink), sink.taken) == (0, [])
    assert Reply.objects.get().state == ReplyState.WAITING
    pausing.resume("replies")
    assert (sending.send_due(sink), len(sink.taken)) == (1, 1)


def test_the_poller_lets_go_of_a_paused_mailbox():
    box = "tougao@laigao.example"
    assert minding.take(box, "poller@a", 60)
    assert pausing.switch_mailbox(box, stop=True)
    assert not minding.take(box, "poller@a", 60)
    assert pausing.switch_mailbox(box, stop=False)
    assert minding.take(box, "poller@a", 60)


def test_from_the_page_with_the_persons_name():
    someone, box = client("yunwei"), backing_off.row("tougao@laigao.example")
    someone.post(reverse("laigao_ops_queue", args=["documents", 1]), {"why": "换 LibreOffice"})
    someone.post(reverse("laigao_ops_queue", args=["documents", 1]))  # a second click changes nothing
    someone.post(reverse("laigao_ops_mailbox", args=[box.pk, 1]))
    page = someone.get(reverse("laigao_ops")).content.decode()
    assert "换 LibreOffice" in page
    assert "恢复收信" in page
    assert pausing.paused_queues() == {"documents"}
    someone.post(reverse("laigao_ops_queue", args=["documents", 0]))
    someone.post(reverse("laigao_ops_mailbox", args=[box.pk, 0]))
    said = [("pause", "documents"), ("pause", box.mailbox), ("resume", "documents"), ("resume", box.mailbox)]
    assert list(AuditEntry.objects.order_by("id").values_list("action", "target")) == said
    assert {entry.person.username for entry in AuditEntry.objects.all()} == {"yunwei"}
    assert someone.post(reverse("laigao_ops_queue", args=["nonsense", 1])).status_code == 404
