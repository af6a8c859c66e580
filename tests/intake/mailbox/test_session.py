"""The session against real servers, and against one that misbehaves."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from intake.mailbox import Account, Broken, Found, Refused, connect
from intake.mailbox import session as module
from tests.mailservers import dovecot_server, mailserver  # noqa: F401 - fixtures

AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def a_mail(subject: str, size: int = 0) -> bytes:
    return f"Subject: {subject}\r\nFrom: a@example.com\r\n\r\n".encode() + b"x" * size


@pytest.fixture
def session(mailserver):  # noqa: F811
    made = connect(mailserver.account())
    yield made
    made.close()


def test_new_mails_are_found_ascending_with_size_and_date_and_read_without_marking(mailserver, session):  # noqa: F811
    mails = [a_mail(f"n{n}") for n in range(5)]
    mailserver.deliver(*mails, at=AT)
    folder = session.select("INBOX")
    (batch,) = session.after(folder, 0)
    assert [(found.size, found.received_at, found.seen) for found in batch] == [(len(raw), AT, False) for raw in mails]
    assert [raw for _found, raw in session.bodies(batch)] == mails
    assert all(rb"\Seen" not in flags for flags in mailserver.flags().values())


def test_nothing_new_is_nothing_although_n_star_names_the_last_message(mailserver, session):  # noqa: F811
    mailserver.deliver(a_mail("only"))
    folder = session.select("INBOX")
    (batch,) = session.after(folder, 0)
    assert list(session.after(folder, batch[-1].uid)) == []
    silent = module.Folder(folder.name, folder.uidvalidity, folder.messages, next_uid=0)  # a server that does not say UIDNEXT
    assert list(session.after(silent, batch[-1].uid)) == []
    assert [len(found) for found in session.after(silent, 0)] == [1]


def test_batches_are_bounded(mailserver):  # noqa: F811
    mailserver.deliver(*(a_mail(str(n)) for n in range(7)))
    session = connect(mailserver.account(batch=3))
    assert [len(batch) for batch in session.after(session.select("INBOX"), 0)] == [3, 3, 1]
    session.close()


def test_a_large_mail_comes_in_chunks_and_is_whole(mailserver, session):  # noqa: F811
    mails = [
        a_mail("small"),
        a_mail("large", 2 * module.CHUNK + 77),
        a_mail("exact", module.CHUNK * 2 - len(a_mail("exact"))),
        a_mail("last"),
    ]
    mailserver.deliver(*mails)
    (batch,) = session.after(session.select("INBOX"), 0)
    assert [raw == mail for (_found, raw), mail in zip(session.bodies(batch), mails, strict=True)] == [True] * 4


def test_of_a_mail_over_the_limit_only_the_header_is_asked_for(mailserver, session):  # noqa: F811
    mailserver.deliver(a_mail("heavy", 50_000))
    ((found,),) = session.after(session.select("INBOX"), 0)
    assert session.header(found).split() == b"Subject: heavy From: a@example.com".split()


def test_a_vanished_message_is_none_and_the_others_come(mailserver, session):  # noqa: F811
    mailserver.deliver(a_mail("one"), a_mail("two"))
    (batch,) = session.after(session.select("INBOX"), 0)
    ghost = Found(uid=999_999, size=10, received_at=None)
    big_ghost = Found(uid=999_998, size=module.CHUNK + 1, received_at=None)
    found = [raw for _found, raw in session.bodies([batch[0], ghost, batch[1], big_ghost])]
    assert found == [a_mail("one"), None, a_mail("two"), None]


def test_a_folder_that_is_not_there_is_none(session):
    assert session.select("其他文件夹/投稿") is None
    assert session.select("Junk").name == "Junk"


def test_seen_is_set_when_asked_for(mailserver, session):  # noqa: F811
    mailserver.deliver(a_mail("one"), a_mail("two"))
    (batch,) = session.after(session.select("INBOX", writable=True), 0)
    assert session.mark_seen([batch[0].uid])
    assert sorted(rb"\Seen" in flags for flags in mailserver.flags().values()) == [False, True]


def test_idle_hints_that_something_has_come(mailserver, session):  # noqa: F811
    session.select("INBOX")
    threading.Timer(0.5, mailserver.deliver, [a_mail("news")]).start()
    began = time.monotonic()
    assert session.wait(15, stop=lambda: False)
    assert time.monotonic() - began < 10


def test_waiting_ends_when_told(session):
    session.select("INBOX")
    began = time.monotonic()
    assert not session.wait(60, stop=lambda: time.monotonic() - began > 0.5)
    assert time.monotonic() - began < 5


def test_a_wrong_code_is_a_refusal(mailserver):  # noqa: F811
    with pytest.raises(Refused) as told:
        connect(mailserver.account(password="not-the-code"))
    assert "not-the-code" not in str(told.value)


def test_only_this_machine_may_be_asked():
    account = Account("192.0.2.1", 993, "a@example.com", "code", loopback_only=True)
    with pytest.raises(Refused, match="only this machine"):
        connect(account)
    assert "code" not in repr(account)


# ── a server that misbehaves ──────────────────────────────────────────────────────────────────────────────────────────


class Script:
    """Greets, then answers each line with what `answer(tag, command)` returns; None hangs, b"" hangs up."""

    def __init__(self, answer) -> None:
        self.answer, self.heard = answer, []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                peer, _address = self.listener.accept()
            except OSError:
                return
            with peer, suppress(OSError):
                self._talk(peer)

    def _talk(self, peer: socket.socket) -> None:
        peer.sendall(b"* OK [CAPABILITY IMAP4 IMAP4REV1] ready\r\n")
        for line in peer.makefile("rb"):
            tag, _, command = line.decode().strip().partition(" ")
            self.heard.append(command)
            said = self.answer(tag, command)
            if said is None:
                time.sleep(3)
            if not said:
                return
            for piece in [said] if isinstance(said, bytes) else said:
                peer.sendall(piece)

    def account(self, **fields) -> Account:
        return Account("127.0.0.1", self.port, "u", "code", tls=False, read_seconds=0.5, connect_seconds=2, loopback_only=True, **fields)


def qq(tag: str, command: str) -> bytes | None:
    """As imap.qq.com answers: capabilities grow with the login, an unknown command gets no tagged reply."""
    verb = command.split()[0].upper()
    if verb == "CAPABILITY":
        return f"* CAPABILITY IMAP4 IMAP4REV1 ID IDLE\r\n{tag} OK done\r\n".encode()
    if verb == "ID":
        return f'* ID ("name" "imap")\r\n{tag} OK done\r\n'.encode()
    if verb in ("LOGIN", "LOGOUT"):
        return f"{tag} OK done\r\n".encode()
    if verb in ("SELECT", "EXAMINE"):
        return f"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 2] x\r\n{tag} OK done\r\n".encode()
    return b"* BAD Command!\r\n"


def test_capabilities_are_asked_again_after_login_and_id_sent_before_select():
    script = Script(qq)
    session = connect(script.account())
    session.select("INBOX")
    verbs = [line.split()[0] for line in script.heard]
    assert verbs[verbs.index("LOGIN") :] == ["LOGIN", "CAPABILITY", "ID", "EXAMINE"]
    assert session.client.has_capability("IDLE")


def test_a_command_that_is_never_answered_ends_in_broken_not_in_a_hang():
    session = connect(Script(qq).account())
    folder = session.select("INBOX")
    began = time.monotonic()
    with pytest.raises(Broken):
        list(session.after(folder, 0))
    assert time.monotonic() - began < 3
    with pytest.raises(Broken):  # dropped, not reused
        session.select("INBOX")


def test_a_server_that_drips_is_cut_off_at_the_commands_deadline():
    def drops():
        yield b"* SEARCH"
        for n in range(100):
            time.sleep(0.1)
            yield f" {n}".encode()

    session = connect(Script(lambda tag, command: drops() if "SEARCH" in command else qq(tag, command)).account(command_seconds=1))
    folder = session.select("INBOX")
    began = time.monotonic()
    with pytest.raises(Broken):
        list(session.after(folder, 0))
    assert time.monotonic() - began < 4


def test_a_server_that_hangs_up_in_idle_is_noticed():
    def answer(tag: str, command: str) -> bytes | None:
        return b"" if command == "IDLE" else qq(tag, command)

    session = connect(Script(answer).account())
    session.select("INBOX")
    with pytest.raises(Broken):
        session.wait(10, stop=lambda: False)


def test_what_is_not_imap_is_broken():
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        peer, _address = listener.accept()
        peer.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        peer.close()

    threading.Thread(target=serve, daemon=True).start()
    with pytest.raises(Broken):
        connect(Account("127.0.0.1", listener.getsockname()[1], "u", "code", tls=False, read_seconds=1, loopback_only=True))
