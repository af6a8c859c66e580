"""Keep: one row a mail, whatever way and however often it comes."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import OperationalError, connection, connections
from django.utils import timezone

from newsroom import bell, vault
from newsroom.keeping import keep, keep_header
from newsroom.models import Letter, Place
from newsroom.states import LetterState

from .letters import AT, AUTHOR, mail

HERE = {"mailbox": "tougao@laigao.example", "folder": "INBOX", "uidvalidity": 7}


@pytest.fixture
def rung(monkeypatch):
    heard = []
    monkeypatch.setattr(bell, "_ringers", [lambda *ring: heard.append(ring)])
    return heard


@pytest.mark.django_db
def test_a_mail_is_kept_with_its_bytes_its_number_and_its_place(rung, django_capture_on_commit_callbacks):
    raw = mail()
    with django_capture_on_commit_callbacks(execute=True):
        letter = keep(raw, **HERE, uid=3, received_at=AT)
    assert (letter.number, letter.state, letter.received_at) == (f"LG-{timezone.localtime():%Y}-000001", LetterState.KEPT, AT)
    assert (letter.subject, letter.sender_name, letter.sender_address) == ("投稿：散文《老屋》", "张建国", AUTHOR)
    assert vault.get(letter.sha256) == raw
    assert list(Place.objects.values_list("letter", "folder", "uidvalidity", "uid")) == [(letter.pk, "INBOX", 7, 3)]
    assert rung == [("read", letter.pk, "mail")]


@pytest.mark.django_db
def test_the_same_bytes_again_are_a_second_place_only(rung, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = keep(mail(), **HERE, uid=3)
        again = keep(mail(), **HERE, uid=3)
        junk = keep(mail(), **HERE | {"folder": "Junk"}, uid=3)
    assert (again.pk, junk.pk, Letter.objects.count(), first.places.count(), len(rung)) == (first.pk, first.pk, 1, 2, 1)


@pytest.mark.django_db
def test_a_redelivery_is_kept_linked_and_not_read():
    first = keep(mail(), **HERE, uid=1)
    second = keep(b"Received: from elsewhere; Wed, 04 Mar 2026 14:00:00 +0800\r\n" + mail(), **HERE, uid=2)
    assert (second.copy_of, second.state) == (first, LetterState.IGNORED)
    assert first.number in second.reason


@pytest.mark.django_db
def test_two_mails_with_one_message_id_are_two_letters():
    first = keep(mail(text="第一封信的正文", Message_ID="<same@example.com>"), **HERE, uid=1)
    second = keep(mail(text="第二封信的正文", Message_ID="<same@example.com>"), **HERE, uid=2)
    assert (second.copy_of, second.state, first.pk != second.pk) == (None, LetterState.KEPT, True)


@pytest.mark.django_db
def test_mails_without_message_id_date_and_body_are_never_taken_for_copies():
    one, two = (keep(f"Subject: {n}\r\n\r\n".encode(), **HERE, uid=n) for n in (1, 2))
    assert (one.fingerprint, two.copy_of, two.state) == ("", None, LetterState.KEPT)


@pytest.mark.django_db
@pytest.mark.parametrize("raw", [b"", b"\x00\xff\xfe" * 50, b"no header at all", b"From: =?gb2312?B?!!!?= <x>\r\n\r\n", b"\r\n\r\nbody"])
def test_any_bytes_become_a_row(raw):
    assert keep(raw, **HERE, uid=1).state == LetterState.KEPT


@pytest.mark.django_db
def test_the_received_time_is_the_servers_else_the_headers_else_now():
    assert keep(mail("a"), received_at=AT).received_at == AT
    assert keep(mail("b")).received_at == datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
    assert abs((keep(mail("c", Date="")).received_at - timezone.now()).total_seconds()) < 60


@pytest.mark.django_db
def test_over_the_limit_only_the_header_is_kept():
    letter = keep_header(b"From: a@example.com\r\nSubject: big\r\n\r\n", 90_000_000, **HERE, uid=4)
    assert (letter.complete, letter.size, letter.subject, letter.state) == (False, 90_000_000, "big", LetterState.KEPT)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("part", "queue"),
    [
        (b"Content-Type: text/html; charset=gbk", "mail"),
        (b'Content-Type: image/jpeg; name="a.jpg"', "mail"),
        (b"Content-Type: application/msword", "documents"),
        (b'Content-Type: application/octet-stream;\r\n name="=?gb18030?B?wM/O3S5kb2M=?="', "documents"),
        (b'Content-Type: text/plain; name="laowu.docx"', "documents"),
        (b"content-type:\r\n\tapplication/pdf", "documents"),
    ],
)
def test_the_queue_follows_the_types_of_the_parts(part, queue):
    raw = b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" + part + b"\r\n\r\nxx\r\n--x--\r\n"
    assert keep(raw, **HERE, uid=1).queue == queue


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_keep_the_same_mail_make_one_row():
    def one(uid: int) -> int:
        try:
            while True:
                try:
                    return keep(mail(), **HERE, uid=uid).pk
                except OperationalError:
                    # SQLite in memory, as tests use it, refuses instead of waiting; like the poller, come again
                    time.sleep(0.02)
        finally:
            connections.close_all()

    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        connection.inc_thread_sharing()
    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(one, [1, 2, 3, 4, 1, 2, 3, 4]))
    assert (len(found), Letter.objects.count(), Place.objects.count()) == (1, 1, 4)
