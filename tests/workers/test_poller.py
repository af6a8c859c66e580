"""The poller against real servers: nothing lost, nothing twice, nothing stops the mails behind it."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from intake.mailbox import Broken, Refused
from newsroom import backing_off, vault
from newsroom.models import Beat, FolderState, Letter, MailboxState, Place
from tests.mailservers import dovecot_server, mailserver, one_mailserver  # noqa: F401 - fixtures
from tests.newsroom.letters import AT, mail
from workers.poller import Poller

pytestmark = pytest.mark.django_db
MAILBOX = "tougao@laigao.example"


@pytest.fixture
def pointed(settings):
    """Have the settings point at a server, with what a test wants different."""

    def point(server, **fields) -> Poller:
        given = {"host": "127.0.0.1", "port": server.port, "user": server.user, "password": server.password, "tls": False}
        settings.IMAP = settings.IMAP | given | {"read_seconds": 10, "poll_seconds": 1} | fields
        return Poller(threading.Event())

    return point


def run_until(poller: Poller, done, seconds: float = 20) -> None:
    """The poller's loop in this thread, ended as soon as `done()` or after `seconds`; raises when it was the time."""
    until = time.monotonic() + seconds
    in_time = []
    original = poller.stop.is_set

    def asked() -> bool:
        if not in_time and done():
            in_time.append(True)
        return bool(in_time) or time.monotonic() > until or original()

    poller.stop.is_set = asked
    poller.run()
    assert in_time, "the poller did not come so far in time"


def test_what_is_in_inbox_and_junk_is_kept_once_and_marked(mailserver, pointed):  # noqa: F811
    mails = [mail(f"投稿：散文《第{n}篇》") for n in range(4)]
    mailserver.deliver(*mails[:3], at=AT)
    mailserver.deliver(mails[3], mails[0], folder="Junk")
    poller = pointed(mailserver, batch=2)
    assert (poller.once(), poller.once()) == (5, 0)
    letters = list(Letter.objects.order_by("id"))
    assert [vault.get(letter.sha256).replace(b"\r\n", b"\n") for letter in letters] == mails
    assert letters[0].received_at == AT
    assert sorted(Place.objects.values_list("letter__subject", "folder")) == sorted(
        [(f"投稿：散文《第{n}篇》", "INBOX") for n in range(3)] + [(f"投稿：散文《第{n}篇》", "Junk") for n in (3, 0)]
    )
    assert all(rb"\Seen" in flags for flags in mailserver.flags().values())
    assert set(Place.objects.values_list("marked", flat=True)) == {True}
    state = MailboxState.objects.get()
    assert (state.mailbox, state.last_error, state.last_mail_at is not None) == (MAILBOX, "", True)


def test_without_marking_the_server_stays_as_it_was(one_mailserver, pointed):  # noqa: F811
    one_mailserver.deliver(mail())
    assert pointed(one_mailserver, after="nothing").once() == 1
    assert list(one_mailserver.flags().values()) == [set()]


def test_bad_mails_become_rows_and_do_not_stop_the_ones_behind(mailserver, pointed, settings):  # noqa: F811
    settings.LIMITS = replace(settings.LIMITS, mail_bytes=100_000)
    broken = b"From: a@example.com\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/pl"
    heavy = mail("大信", "很长的一句话。" * 20_000)
    mailserver.deliver(b"\r\n", broken, heavy, b"\x00\xff" * 40 if mailserver.kind == "pymap" else b"\xff\xfe" * 40, mail("好信"))
    assert pointed(mailserver).once() == 5
    rows = list(Letter.objects.order_by("id").values_list("subject", "complete"))
    assert (len(rows), rows[2], rows[4]) == (5, ("大信", False), ("好信", True))
    assert Letter.objects.get(complete=False).size > 100_000


def test_new_only_leaves_the_old_mail_alone(one_mailserver, pointed):  # noqa: F811
    one_mailserver.deliver(mail("旧信"))
    poller = pointed(one_mailserver, start="new")
    assert poller.once() == 0
    one_mailserver.deliver(mail("新信"))
    assert (poller.once(), Letter.objects.get().subject) == (1, "新信")


def test_a_start_date_leaves_what_came_before_it(one_mailserver, pointed):  # noqa: F811
    one_mailserver.deliver(mail("旧信"), at=datetime(2025, 12, 31, tzinfo=UTC))
    one_mailserver.deliver(mail("新信"), at=datetime(2026, 1, 2, tzinfo=UTC))
    assert pointed(one_mailserver, start="2026-01-01").once() == 1
    assert Letter.objects.get().subject == "新信"


def test_a_new_uidvalidity_is_looked_through_again_and_known_mails_gain_a_place(one_mailserver, pointed):  # noqa: F811
    one_mailserver.deliver(mail("甲"), mail("乙"))
    poller = pointed(one_mailserver)
    poller.once()
    # as if the folder had had another UIDVALIDITY when we looked
    FolderState.objects.filter(folder="INBOX").update(uidvalidity=1)
    Place.objects.update(uidvalidity=1)
    one_mailserver.deliver(mail("丙"))
    poller.once()
    assert (Letter.objects.count(), Place.objects.count(), FolderState.objects.filter(folder="INBOX").count()) == (3, 5, 2)


def test_the_loop_notices_a_mail_by_idle_and_ends_in_order(mailserver, pointed):  # noqa: F811
    poller = pointed(mailserver, poll_seconds=30)
    threading.Timer(0.7, mailserver.deliver, [mail("到了")]).start()
    run_until(poller, lambda: Letter.objects.exists())
    state = MailboxState.objects.get()
    assert (state.lease_holder, state.connected, Beat.objects.count()) == ("", False, 0)


def test_only_one_poller_minds_a_mailbox(one_mailserver, pointed):  # noqa: F811
    backing_off.row(MAILBOX)
    until = timezone.now() + timedelta(seconds=60)
    MailboxState.objects.update(lease_holder="poller@elsewhere:1", lease_until=until)
    one_mailserver.deliver(mail())
    poller = pointed(one_mailserver)
    poller._round = quickly(poller, poller._round)
    run_until(poller, lambda: Beat.objects.filter(doing__contains="待命").exists())
    assert (Letter.objects.count(), MailboxState.objects.get().lease_holder) == (0, "poller@elsewhere:1")


def quickly(poller: Poller, action):
    """The same round without its pauses."""
    poller._sleep = lambda seconds: None
    return action


def test_a_refused_login_is_waited_out_with_all_five_causes_said(one_mailserver, pointed):  # noqa: F811
    poller = pointed(one_mailserver, password="wrong")
    run_until(poller, lambda: bool(backing_off.until(MAILBOX)))
    state = MailboxState.objects.get()
    assert timedelta(minutes=14) < state.backoff_until - timezone.now() <= timedelta(minutes=15)
    assert all(mark in state.last_error for mark in "①②③④⑤")
    assert "wrong" not in state.last_error
    assert backing_off.refused(MAILBOX) - timezone.now() > timedelta(minutes=29)
    backing_off.welcome(MAILBOX)
    assert backing_off.until(MAILBOX) is None


def test_no_login_is_tried_while_a_refusal_is_waited_out(one_mailserver, pointed):  # noqa: F811
    backing_off.refused(MAILBOX)
    one_mailserver.deliver(mail())
    poller = pointed(one_mailserver)
    run_until(poller, lambda: Beat.objects.filter(doing__contains="再登录").exists())
    assert Letter.objects.count() == 0


def test_a_lost_connection_is_opened_again(one_mailserver, pointed):  # noqa: F811
    poller = pointed(one_mailserver)
    poller.pause = 0.1
    one_mailserver.deliver(mail("甲"))

    def cut() -> None:
        poller.session.client.socket().shutdown(2)
        one_mailserver.deliver(mail("乙"))

    threading.Timer(0.7, cut).start()
    run_until(poller, lambda: Letter.objects.count() == 2)


def test_a_message_that_breaks_every_connection_is_kept_as_its_header(one_mailserver, pointed):  # noqa: F811
    one_mailserver.deliver(mail("甲"), mail("破"), mail("丙"))
    poller = pointed(one_mailserver)
    poller.looker.broken_by = {("INBOX", uid): 3 for uid in list(one_mailserver.flags())[1:2]}
    assert poller.once() == 3
    assert list(Letter.objects.filter(complete=False).values_list("subject", flat=True)) == ["破"]


def test_a_full_disk_loses_nothing(one_mailserver, pointed, settings, tmp_path):  # noqa: F811
    one_mailserver.deliver(mail("甲"), mail("乙"))
    poller = pointed(one_mailserver)
    poller.pause = 0.1
    good = settings.STORAGES
    blocked = tmp_path / "blocked"
    blocked.write_bytes(b"a file where a folder should be")
    private = good["private"] | {"OPTIONS": good["private"]["OPTIONS"] | {"location": str(blocked)}}
    settings.STORAGES = good | {"private": private}
    with pytest.raises(OSError, match="blocked"):
        poller.once()
    assert Letter.objects.count() == 0
    assert all(rb"\Seen" not in flags for flags in one_mailserver.flags().values())
    settings.STORAGES = good
    assert (poller.once(), Letter.objects.count()) == (2, 2)


def test_once_says_when_it_could_not(one_mailserver, pointed):  # noqa: F811
    with pytest.raises(Refused):
        pointed(one_mailserver, password="wrong").once()
    with pytest.raises(Refused, match="再登录"):  # a refusal is waited out by hand as well
        pointed(one_mailserver).once()
    backing_off.welcome(MAILBOX)
    with pytest.raises(Broken):
        pointed(one_mailserver, port=1).once()
