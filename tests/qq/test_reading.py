"""Each habit of imap.qq.com (and NetEase's one), with the remedy under test: without it the test fails (tests/qq/without.py shows that)."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from intake.mailbox import Broken, Refused, connect
from newsroom import backing_off, vault
from newsroom.models import FolderState, Letter, MailboxState, Place
from newsroom.states import LetterState
from tests.newsroom.letters import mail

from .conftest import account
from .imap import REFUSAL, QQMail

pytestmark = pytest.mark.django_db
MAILBOX = "tougao@laigao.example"


def rounds(poller, done, most: int = 12) -> None:
    """The loop's rounds, one after the other, until `done()`; raises when it does not come to that."""
    for _ in range(most):
        poller._round()
        if done():
            return
    raise AssertionError("not after so many rounds")


def subjects() -> list[str]:
    return sorted(Letter.objects.values_list("subject", flat=True))


# ── login ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_one_text_for_five_causes_is_shown_as_five_and_waited_out(qq, poller):
    qq.habits.logins = 0
    one = poller()
    one._round()
    state = MailboxState.objects.get()
    assert all(mark in state.last_error for mark in "①②③④⑤")
    assert REFUSAL[:10] in state.last_error
    assert timedelta(minutes=14) < state.backoff_until - timezone.now() <= timedelta(minutes=15)
    one._round()
    assert qq.logins == [False]  # not one more
    MailboxState.objects.update(backoff_until=timezone.now())
    one._round()
    assert MailboxState.objects.get().backoff_until - timezone.now() > timedelta(minutes=29)
    assert len(qq.logins) == 2


def test_one_login_serves_many_looks(qq, poller):
    one = poller()
    for n in range(12):
        qq.deliver(mail(f"第{n}封"))
        one._round()
    assert (qq.logins, Letter.objects.count()) == ([True], 12)


# ── capabilities and commands ─────────────────────────────────────────────────────────────────────────────────────────


def test_idle_that_is_announced_only_after_the_login_is_used(qq):
    session = connect(account(qq))
    session.select("INBOX")
    threading.Timer(0.3, qq.deliver, [mail()]).start()
    began = time.monotonic()
    assert session.wait(5, lambda: False)
    assert time.monotonic() - began < 3
    session.close()


def test_what_is_not_announced_is_never_sent_for_its_answer_never_comes(qq, poller):
    qq.habits.announced = "IMAP4 IMAP4REV1 NAMESPACE"
    qq.deliver(mail())
    one = poller(after="move", move_to="Deleted Messages")
    one._round()
    assert (Letter.objects.count(), qq.logins) == (1, [True])
    assert not {"IDLE", "ID", "MOVE", "COMPRESS", "ENABLE"} & set(qq.verbs())
    one._round()  # the connection lives
    assert qq.logins == [True]


def test_a_command_without_a_tagged_answer_ends_in_broken_within_the_read_timeout(qq):
    session = connect(account(qq))
    qq.habits.silent_on = "SEARCH"
    qq.deliver(mail())
    folder = session.select("INBOX")
    began = time.monotonic()
    with pytest.raises(Broken):
        list(session.after(folder, 0))
    assert time.monotonic() - began < 4


def test_netease_wants_id_after_login_and_before_select(qq, poller):
    qq.habits.needs_id = True
    qq.deliver(mail())
    poller()._round()
    assert Letter.objects.count() == 1


def test_an_unsafe_login_is_a_refusal_not_a_missing_folder(qq):
    qq.habits.needs_id, qq.habits.announced = True, "IMAP4 IMAP4REV1"
    session = connect(account(qq))
    with pytest.raises(Refused, match="kefu@188.com"):
        session.select("INBOX")
    session.close()


# ── IDLE is a hint ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_without_any_push_the_clock_and_a_fresh_select_find_the_mail(qq, poller):
    qq.habits.pushes = False
    one = poller()
    one._round()
    qq.deliver(mail())
    rounds(one, Letter.objects.exists, 3)
    assert qq.logins == [True]


def test_a_push_in_two_pieces_is_one_hint_and_costs_no_connection(qq, poller):
    qq.habits.fragments = True
    session = connect(account(qq))
    session.select("INBOX")
    threading.Timer(0.3, qq.deliver, [mail()]).start()
    assert session.wait(5, lambda: False)
    assert session.select("INBOX").messages == 1
    assert qq.logins == [True]
    session.close()


def test_what_goes_wrong_with_us_while_idle_leaves_the_connection_good(qq):
    session = connect(account(qq))
    session.select("INBOX")

    def stop() -> bool:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        session.wait(5, stop)
    assert session.select("Junk").messages == 0
    session.close()


# ── busy, slow and half dead ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("verb", ["EXAMINE", "SELECT", "SEARCH", "FETCH"])
def test_system_busy_means_a_half_dead_socket_which_is_dropped_and_nothing_is_lost(qq, poller, verb):
    qq.deliver(mail("甲"), mail("乙"))
    qq.habits.busy_on = verb
    one = poller(after="nothing" if verb == "EXAMINE" else "seen", read_seconds=8)
    began = time.monotonic()
    rounds(one, lambda: Letter.objects.count() == 2)
    assert (subjects(), len(qq.logins)) == (["乙", "甲"], 2)
    assert time.monotonic() - began < 7  # dropped at once: the read timeout is not waited for on a socket that is dead anyway


def test_a_slow_select_is_waited_for(qq, poller):
    qq.habits.select_seconds = 0.7
    qq.deliver(mail())
    poller(read_seconds=3)._round()
    assert (Letter.objects.count(), qq.logins) == (1, [True])


def test_one_connection_never_four(qq, poller):
    qq.habits.parallel = 1
    qq.deliver(mail())
    one = poller()
    one._round()
    assert (Letter.objects.count(), len(qq.talks), poller()._take()) == (1, 1, False)


# ── SEARCH and UIDs ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_search_is_asked_for_uid_ranges_only_and_the_rest_is_filtered_here(qq, poller):
    old = timezone.now() - timedelta(days=30)
    qq.deliver(mail("旧信"), at=old)
    qq.deliver(mail("新信"))
    poller(start=(timezone.now() - timedelta(days=3)).date().isoformat())._round()
    assert subjects() == ["新信"]
    assert all(line.split()[2] == "UID" for line in qq.heard if line.startswith("UID SEARCH"))


def test_nothing_new_fetches_nothing_although_n_star_names_the_last_message(qq, poller):
    qq.habits.says_next_uid = False
    qq.deliver(mail())
    one = poller()
    one._round()
    before = qq.verbs().count("FETCH")
    one._round()
    assert (qq.verbs().count("FETCH"), Letter.objects.count()) == (before, 1)


def test_ranges_never_run_downwards(qq):
    qq.deliver(*(mail(f"第{n}封") for n in range(3)))
    session = connect(account(qq))
    folder = session.select("INBOX")
    assert list(session.after(folder, folder.next_uid - 1)) == list(session.after(folder, 99)) == []
    (batch,) = session.after(folder, 0)
    assert [raw for _found, raw in session.bodies(reversed(batch))] == [mail(f"第{n}封") for n in (2, 1, 0)]
    session.close()


def test_a_message_that_vanishes_between_two_commands_does_not_stop_the_others(qq):
    qq.deliver(*(mail(f"第{n}封") for n in range(3)))
    session = connect(account(qq))
    (batch,) = session.after(session.select("INBOX"), 0)
    qq.remove(2)
    assert [raw for _found, raw in session.bodies(batch)] == [mail("第0封"), None, mail("第2封")]
    assert [found.uid for found in session.facts([1, 2, 3])] == [1, 3]
    session.close()


def test_a_message_that_is_there_but_never_given_becomes_a_row_and_the_others_come(qq, poller):
    qq.deliver(*(mail(f"第{n}封") for n in range(4)))
    qq.habits.refuses_body_of = 2
    one = poller()
    rounds(one, lambda: Letter.objects.count() == 4, 14)
    assert list(Letter.objects.filter(complete=True).order_by("id").values_list("subject", flat=True)) == ["第0封", "第2封", "第3封"]
    assert Place.objects.get(letter__complete=False).uid == 2


# ── FETCH ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_only_plain_items_are_fetched_and_nothing_is_marked(qq, poller, settings):
    from dataclasses import replace

    settings.LIMITS = replace(settings.LIMITS, mail_bytes=5_000)
    qq.deliver(mail("小信"), mail("大信", "很长的一句话。" * 500))
    poller(after="nothing")._round()
    asked = {item for line in qq.heard if line.startswith("UID FETCH") for item in line.split(" ", 3)[3].strip("()").split()}
    assert {item.partition("<")[0] for item in asked} == {"FLAGS", "INTERNALDATE", "RFC822.SIZE", "BODY.PEEK[]"}
    assert not any(one.flags for one in qq.boxes["INBOX"].messages.values())
    assert subjects() == ["大信", "小信"]
    assert Letter.objects.get(complete=False).subject == "大信"


def test_sizes_come_first_and_batches_are_small(qq, poller):
    qq.deliver(*(mail(f"第{n}封") for n in range(120)))
    poller()._round()
    fetches = [line.split()[2:4] for line in qq.heard if line.startswith("UID FETCH")]
    assert all(len(numbers.split(",")) <= 50 for numbers, _what in fetches)
    assert [what for _numbers, what in fetches] == ["(FLAGS", "(BODY.PEEK[])"] * 3


def test_a_huge_mail_is_kept_as_its_header_and_the_queue_goes_on(qq, poller, settings):
    from dataclasses import replace

    settings.LIMITS = replace(settings.LIMITS, mail_bytes=1_000_000)
    qq.deliver(mail("前"), mail("大信", "字" * 1_000_000), mail("后"))
    poller()._round()
    assert subjects() == ["前", "后", "大信"]
    assert len(vault.get(Letter.objects.get(complete=False).sha256)) < 1000


# ── folders ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_same_uidvalidity_and_uid_in_two_folders_are_two_places(qq, poller):
    qq.deliver(mail("收件箱"))
    qq.deliver(mail("垃圾箱"), folder="Junk")
    poller()._round()
    assert sorted(Place.objects.values_list("letter__subject", "folder", "uidvalidity", "uid")) == [
        ("垃圾箱", "Junk", 1_000_000, 1),
        ("收件箱", "INBOX", 1_000_000, 1),
    ]


def test_a_folder_that_the_settings_hide_is_said_to_the_one_on_call(qq, poller):
    qq.deliver(mail())
    poller(folders=["INBOX", "其他文件夹/投稿"])._round()
    assert Letter.objects.count() == 1
    assert "其他文件夹/投稿" in MailboxState.objects.get().last_error
    assert "收取‘我的文件夹’" in MailboxState.objects.get().last_error
    assert any("&UXZO1mWHTvZZOQ-/" in line for line in qq.heard)


def test_a_folder_made_anew_under_the_same_uidvalidity_is_looked_through_again(qq, poller):
    qq.deliver(*(mail(f"旧{n}") for n in range(5)))
    one = poller()
    one._round()
    qq.recreate("INBOX")
    qq.deliver(mail("新甲"), mail("新乙"))
    one._round()
    assert {"新甲", "新乙"} <= set(subjects())
    assert Letter.objects.count() == 7


def test_a_new_uidvalidity_gives_known_mails_a_second_place_and_no_second_row(qq, poller):
    qq.deliver(mail("甲"), mail("乙"))
    one = poller()
    one._round()
    qq.boxes["INBOX"].uidvalidity = 7
    qq.deliver(mail("丙"))
    one._round()
    assert (Letter.objects.count(), Place.objects.count(), FolderState.objects.filter(folder="INBOX").count()) == (3, 5, 2)


def test_a_mail_moved_between_folders_is_one_letter(qq, poller):
    qq.deliver(mail("甲"))
    one = poller()
    one._round()
    qq.move(1, "INBOX", "Junk")
    one._round()
    assert (Letter.objects.count(), sorted(Place.objects.values_list("folder", flat=True))) == (1, ["INBOX", "Junk"])


def test_the_same_bytes_a_redelivery_and_two_mails_of_one_message_id(qq, poller):
    first = mail("甲", Message_ID="<one@example.com>")
    other = mail("乙", "另一封信", Message_ID="<one@example.com>")
    none = mail("丙", Message_ID="")
    qq.deliver(first, first, b"Received: from elsewhere by mx.qq.com; Wed, 04 Mar 2026 14:00:00 +0800\r\n" + first, other, none)
    poller()._round()
    rows = list(Letter.objects.order_by("id").values_list("subject", "state", "copy_of__subject"))
    assert rows == [
        ("甲", LetterState.KEPT, None),
        ("甲", LetterState.IGNORED, "甲"),
        ("乙", LetterState.KEPT, None),
        ("丙", LetterState.KEPT, None),
    ]
    assert Place.objects.filter(letter__subject="甲", letter__copy_of=None).count() == 2


# ── what is done on the server ────────────────────────────────────────────────────────────────────────────────────────


def test_a_move_whose_reply_is_lost_loses_and_repeats_nothing(qq, poller):
    qq.deliver(mail("甲"), mail("乙"))
    qq.habits.loses_reply_to = "MOVE"
    one = poller(after="move", move_to="Deleted Messages")
    rounds(one, lambda: len(qq.logins) == 2 and one.session is not None)
    assert (subjects(), len(qq.boxes["Deleted Messages"].messages), qq.boxes["INBOX"].messages) == (["乙", "甲"], 2, {})


def test_flags_that_do_not_persist_make_no_second_row(qq, poller):
    qq.deliver(mail("甲"))
    one = poller()
    one._round()
    qq.boxes["INBOX"].messages[1].flags.clear()
    one._leave()
    poller()._round()
    assert Letter.objects.count() == 1


def test_a_crash_between_keeping_and_marking_is_made_good_without_fetching_again(qq, poller):
    qq.deliver(mail("甲"))
    one = poller(after="nothing")
    one._round()
    one._leave()
    FolderState.objects.update(last_uid=0)  # as if the process had died before it wrote how far it was
    fetches = sum("BODY" in line for line in qq.heard)
    poller(after="seen")._round()
    assert qq.boxes["INBOX"].messages[1].flags == {r"\Seen"}
    assert sum("BODY" in line for line in qq.heard) == fetches


def test_backing_off_is_one_for_reading_and_sending(qq, poller):
    backing_off.refused(MAILBOX)
    poller()._round()
    assert qq.logins == []
    assert isinstance(qq, QQMail)
