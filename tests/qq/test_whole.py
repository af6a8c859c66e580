"""取回原信, the daily comparison, and the first start on an old mailbox, on the scripted server."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from intake.mailbox import session as sessions
from newsroom import drafting, minding, retrieving, vault
from newsroom.models import FolderState, Letter, MailboxState, Place, Reply
from newsroom.states import LetterState, ReplyKind
from tests.newsroom.letters import mail, reader, work
from workers.comparing import compare

pytestmark = pytest.mark.django_db
MAILBOX = "tougao@laigao.example"


@pytest.fixture
def big(qq, settings) -> bytes:
    """A mail over the limit, of several pieces."""
    settings.LIMITS = replace(settings.LIMITS, mail_bytes=1_000_000)
    raw = mail("大信", "一句很长的话。" * 120_000)
    assert len(raw) > 3 * sessions.CHUNK
    qq.deliver(raw)
    return raw


def test_a_mail_over_the_limit_is_fetched_whole_when_asked_and_then_read(qq, poller, big, site):
    one = poller()
    one._round()
    letter = Letter.objects.get()
    drafting.draft(letter.pk)
    assert Reply.objects.get().kind == ReplyKind.TOO_LARGE
    assert retrieving.ask(letter)
    one._round()
    letter.refresh_from_db()
    assert (letter.complete, letter.size, letter.state, letter.wanted_at) == (True, len(big), LetterState.KEPT, None)
    assert vault.get(letter.sha256) == big
    assert max(len(line) for line in qq.heard if "<" in line) < 100
    assert sum("BODY.PEEK[]<" in line and ".1000000>" in line for line in qq.heard) >= 4  # in pieces
    drafting.draft(letter.pk, reader(works=(work(),)))
    letter.refresh_from_db()
    assert (letter.state, letter.drafts.count(), retrieving.ask(letter)) == (LetterState.DRAFTED, 1, False)


def test_a_fetch_that_breaks_off_leaves_the_wish(qq, poller, big):
    one = poller()
    one._round()
    letter = Letter.objects.get()
    retrieving.ask(letter)
    qq.habits.busy_on = "FETCH"
    one._round()
    letter.refresh_from_db()
    assert (letter.complete, letter.wanted_at is not None) == (False, True)
    one._round()
    letter.refresh_from_db()
    assert letter.complete


def test_a_mail_that_is_no_longer_there_is_said(qq, poller, big):
    one = poller()
    one._round()
    retrieving.ask(Letter.objects.get())
    qq.remove(1)
    one._round()
    letter = Letter.objects.get()
    assert (letter.complete, letter.wanted_at, "已经没有" in letter.reason) == (False, None, True)


def test_pieces_go_to_the_disk_without_standing_in_memory_together():
    tracemalloc.start()
    digest, size = vault.put_pieces(bytes([n]) * 1_000_000 for n in range(40))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (size, vault.has(digest), peak < 8_000_000) == (40_000_000, True, True)


# ── the daily comparison ──────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_missing_is_fetched_and_the_counts_are_written_down(qq, poller):
    qq.deliver(*(mail(f"第{n}封") for n in range(6)))
    one = poller()
    one._round()
    Letter.objects.filter(subject__in=["第1封", "第4封"]).delete()  # as if they had been skipped
    qq.remove(3)
    MailboxState.objects.update(began_at=timezone.now() - timedelta(days=1, minutes=1))
    one._round()
    state = MailboxState.objects.get()
    assert state.compared == {"server": 5, "rows": 3, "missing": 2, "fetched": 2, "gone": 1}
    assert Letter.objects.count() == 6
    before = qq.verbs().count("SEARCH")
    one._round()  # not again before a day has passed
    assert qq.verbs().count("SEARCH") == before


def test_a_folder_made_anew_with_more_mail_than_before_is_noticed(qq, poller):
    qq.deliver(*(mail(f"旧{n}") for n in range(3)), at=timezone.now().replace(microsecond=0) - timedelta(days=2))
    one = poller()
    one._round()
    qq.recreate("INBOX")
    qq.deliver(*(mail(f"新{n}", "另一些字" * (n + 3)) for n in range(5)))
    one._round()
    assert Letter.objects.count() == 5  # the first three numbers were taken for known
    compare(one.looker, one.session)
    one._round()
    assert sorted(Letter.objects.values_list("subject", flat=True)) == ["新0", "新1", "新2", "新3", "新4", "旧0", "旧1", "旧2"]


# ── the first start ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_new_only_stays_new_only_under_another_uidvalidity(qq, poller):
    old = timezone.now().replace(microsecond=0) - timedelta(days=9)
    qq.deliver(*(mail(f"旧{n}") for n in range(3)), at=old)
    one = poller(start="new")
    one._round()
    qq.boxes["INBOX"].uidvalidity = 7
    qq.deliver(mail("新信"))
    one._round()
    assert list(Letter.objects.values_list("subject", flat=True)) == ["新信"]


def test_a_wider_answer_later_fetches_the_old_mail_and_nothing_twice(qq, poller):
    old = timezone.now().replace(microsecond=0) - timedelta(days=9)
    qq.deliver(*(mail(f"旧{n}") for n in range(3)), at=old)
    one = poller(start="new")
    one._round()
    qq.deliver(mail("新信"))
    one._round()
    one._leave()
    poller(start="all")._round()
    assert (Letter.objects.count(), Place.objects.count()) == (4, 4)
    assert sum("BODY" in line for line in qq.heard) == 2


def test_a_backfill_that_is_broken_off_goes_on_where_it_was(qq, poller):
    qq.deliver(*(mail(f"第{n}封") for n in range(120)))
    one = poller(batch=50)
    one.looker.stopped = lambda: Letter.objects.count() >= 50
    one._round()
    assert (Letter.objects.count(), FolderState.objects.get(folder="INBOX").last_uid) == (50, 50)
    one._leave()
    bodies = sum("BODY" in line for line in qq.heard)
    poller(batch=50)._round()
    assert (Letter.objects.count(), sum("BODY" in line for line in qq.heard)) == (120, bodies + 2)


def test_old_mail_that_does_not_count_is_not_asked_about_every_day(qq, poller):
    old = timezone.now().replace(microsecond=0) - timedelta(days=400)
    qq.deliver(*(mail(f"旧{n}") for n in range(8)), at=old)
    qq.deliver(mail("新信"))
    one = poller(start=(timezone.now() - timedelta(days=2)).date().isoformat(), batch=4)
    one._round()
    assert (FolderState.objects.get(folder="INBOX").floor_uid, Letter.objects.count()) == (8, 1)
    assert compare(one.looker, one.session) == {"server": 1, "rows": 1, "missing": 0, "fetched": 0, "gone": 0}


def test_another_process_on_the_same_data_folder_stands_by_and_a_killed_ones_successor_does_not_wait(qq, poller):
    first, second = poller(), poller()
    assert (first._take(), second._take()) == (True, False)
    first.lock.close()  # what the system does when a process is killed; its lease in the database stays
    assert second._take()
    assert not minding.take(MAILBOX, "poller@elsewhere", 60)
