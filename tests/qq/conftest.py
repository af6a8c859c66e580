"""A poller on the scripted mailbox."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from intake.mailbox import Account
from workers.poller import Poller

from .imap import QQMail
from .smtp import QQSending


def account(qq: QQMail, **fields) -> Account:
    """Short deadlines, so that a hang is a failure within seconds."""
    given = {"host": "127.0.0.1", "port": qq.port, "user": qq.user, "password": qq.password, "tls": False, "loopback_only": True}
    return Account(**given | {"connect_seconds": 3, "read_seconds": 1, "command_seconds": 5} | fields)


@pytest.fixture
def qq() -> Iterator[QQMail]:
    with QQMail() as mail:
        yield mail


@pytest.fixture
def poller(qq, settings) -> Callable[..., Poller]:
    """Make a poller on the mailbox, with what a test wants different."""
    made: list[Poller] = []

    def make(**fields) -> Poller:
        given = {"host": "127.0.0.1", "port": qq.port, "user": qq.user, "password": qq.password, "tls": False}
        settings.IMAP = settings.IMAP | given | {"read_seconds": 1, "poll_seconds": 0.3} | fields
        made.append(Poller(threading.Event()))
        made[-1]._sleep = lambda seconds: None  # its pauses are for the other side, not for us
        return made[-1]

    yield make
    for one in made:
        one._leave()


@pytest.fixture
def sending(qq, settings) -> Iterator[QQSending]:
    """The SMTP side, and settings that point at it."""
    with QQSending(qq) as server:
        here = {"host": "127.0.0.1", "port": server.port, "tls": "none", "timeout": 3, "pace_seconds": 0, "daily_cap": 500}
        settings.SMTP = settings.SMTP | here | {"user": qq.user, "password": qq.password, "sender": qq.user}
        yield server
