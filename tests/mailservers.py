"""IMAP servers for tests, behind one face: pymap as the demo runs it, and Dovecot. Plug-in of fixtures; import them by name."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from imapclient import IMAPClient

from intake.mailbox import Account
from tests import dovecot

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class MailServer:
    """A mailbox on a server of this machine, and how a test puts mails into it."""

    kind: str
    port: int
    user: str
    password: str

    def account(self, **fields) -> Account:
        given = {"host": "127.0.0.1", "port": self.port, "user": self.user, "password": self.password, "tls": False}
        return Account(**given | {"loopback_only": True, "read_seconds": 10, "connect_seconds": 5} | fields)

    @contextmanager
    def client(self) -> Iterator[IMAPClient]:
        with IMAPClient("127.0.0.1", self.port, ssl=False, timeout=10) as client:
            client.login(self.user, self.password)
            client.normalise_times = False
            yield client

    def deliver(self, *mails: bytes, folder: str = "INBOX", at: datetime | None = None) -> None:
        with self.client() as client:
            for raw in mails:
                client.append(folder, raw, msg_time=at)

    def flags(self, folder: str = "INBOX") -> dict[int, set[bytes]]:
        with self.client() as client:
            client.select_folder(folder, readonly=True)
            said = client.fetch(client.search(["ALL"]), ["FLAGS"])
        return {uid: set(facts[b"FLAGS"]) - {rb"\Recent"} for uid, facts in said.items()}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int, process: subprocess.Popen, seconds: float = 20) -> None:
    """Return when something listens; raises when the process ended or the time is up."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            raise RuntimeError(f"ended with {process.returncode}")
        time.sleep(0.05)
    raise RuntimeError(f"nothing listens on {port}")


@contextmanager
def pymap(folder: Path) -> Iterator[MailServer]:
    """The demo's server as a process of its own."""
    port, user, password = free_port(), "tougao@laigao.example", "authorisation-code"
    argv = [sys.executable, "-m", "laigao.demo.mailbox", str(folder), "--port", str(port), "--user", user]
    process = subprocess.Popen(argv, cwd=ROOT, env=os.environ | {"LAIGAO_IMAP_PASSWORD": password})
    try:
        wait_for(port, process)
        yield MailServer("pymap", port, user, password)
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="session")
def dovecot_server():
    if not dovecot.is_here():
        pytest.skip("Dovecot is not installed")
    server = dovecot.Dovecot()
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture(params=["pymap", pytest.param("dovecot", marks=pytest.mark.service)])
def mailserver(request, tmp_path) -> Iterator[MailServer]:
    """An empty mailbox with INBOX and Junk, on each of the two servers."""
    yield from _server(request, request.param, tmp_path)


@pytest.fixture
def one_mailserver(request, tmp_path) -> Iterator[MailServer]:
    """An empty mailbox on the one that is here: for what does not depend on the server."""
    yield from _server(request, "dovecot" if dovecot.is_here() else "pymap", tmp_path)


def _server(request, kind: str, tmp_path: Path) -> Iterator[MailServer]:
    if kind == "pymap":
        with pymap(tmp_path / "maildrop") as server:
            yield server
    else:
        running = request.getfixturevalue("dovecot_server")
        yield MailServer("dovecot", running.port, f"{uuid.uuid4().hex[:12]}@laigao.example", dovecot.PASSWORD)
