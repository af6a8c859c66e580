"""One held connection. Only announced commands, only UID ranges, always PEEK, sizes first (the reasons: QQ Mail's and NetEase's habits).

A method that meets a dead, hung or confused connection drops it and raises Broken; a session is not used after that.
"""

from __future__ import annotations

import logging
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError, ProtocolError

from .account import Account, Broken, Refused, guard

log = logging.getLogger(__name__)

WINDOW = 5_000  # UIDs that one SEARCH asks about: SEARCH over 35,000 messages timed out on QQ
GROUP_BYTES = 8_000_000  # bodies that one FETCH brings together
CHUNK = 1_000_000  # bytes of a large body that one FETCH brings
IDLE_SECONDS = 25 * 60  # RFC 2177: a server may log out a client that idles for 30 minutes
TICK = 1.0


@dataclass(frozen=True, slots=True)
class Found:
    """A message on the server, before its body is asked for."""

    uid: int
    size: int  # bytes, as the server says
    received_at: datetime | None  # INTERNALDATE, aware
    seen: bool = False


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder as SELECT describes it. `next_uid` 0: the server did not say."""

    name: str
    uidvalidity: int
    messages: int
    next_uid: int = 0


def connect(account: Account) -> Session:
    """Log in. Raises Refused when the login is refused, Broken when the server cannot be reached or says nothing sensible."""
    guard(account)
    timeout = SocketTimeout(connect=account.connect_seconds, read=account.read_seconds)
    context = ssl.create_default_context() if account.tls else None
    client = None
    try:
        client = IMAPClient(account.host, account.port, ssl=account.tls, ssl_context=context, timeout=timeout)
        client.normalise_times = False  # aware datetimes
        client.login(account.user, account.password)
        # QQ's greeting does not list IDLE: what counts is what is announced after login, and nothing else makes the client ask again
        client._cached_capabilities = client._do_capabilites()
        if client.has_capability("ID"):
            # NetEase calls a login without ID unsafe; on servers that do not announce it, it would hang
            client.id_({"name": "laigao", "version": "1"})
    except LoginError as error:
        _drop(client)
        raise Refused(str(error)) from None
    except (OSError, IMAPClientError) as error:
        _drop(client)
        raise Broken(f"{type(error).__name__}: {error}") from None
    return Session(account, client)


def _drop(client: IMAPClient | None) -> None:
    if client is not None:
        with suppress(OSError, IMAPClientError):
            client.shutdown()


class Session:
    """A logged-in connection with one selected folder at a time. Use it from one thread."""

    def __init__(self, account: Account, client: IMAPClient) -> None:
        self.account = account
        self.client = client

    @contextmanager
    def _guarded(self, seconds: float = 0.0) -> Iterator[None]:
        """A timed-out or desynchronised socket is dropped, never used again."""
        deadline = threading.Timer(seconds + self.account.command_seconds, self._cut)
        deadline.daemon = True
        deadline.start()
        try:
            yield
        except (OSError, IMAPClientAbortError, ProtocolError) as error:
            _drop(self.client)
            raise Broken(f"{type(error).__name__}: {error}") from None
        finally:
            deadline.cancel()

    def _cut(self) -> None:
        with suppress(OSError):
            self.client.socket().shutdown(socket.SHUT_RDWR)

    def select(self, name: str, writable: bool = False) -> Folder | None:
        """Select a folder anew, which is the only sure way to see what has come. None when there is no such folder."""
        with self._guarded():
            try:
                said = self.client.select_folder(name, readonly=not writable)
            except IMAPClientError as error:
                if isinstance(error, IMAPClientAbortError):
                    raise
                log.info("folder %s: %s", name, error)
                return None
        return Folder(name, int(said.get(b"UIDVALIDITY", 0)), int(said.get(b"EXISTS", 0)), int(said.get(b"UIDNEXT", 0)))

    def after(self, folder: Folder, last: int) -> Iterator[list[Found]]:
        """The messages with a UID above `last`, ascending, in batches, without their bodies.

        `n:*` names the last message even when nothing is new (RFC 3501, 6.4.8), so the answer is filtered here.
        """
        start = last + 1
        while not folder.next_uid or start < folder.next_uid:
            end = str(start + WINDOW - 1) if folder.next_uid else "*"
            with self._guarded():
                uids = sorted(uid for uid in self.client.search(["UID", f"{start}:{end}"]) if uid > last)
            for at in range(0, len(uids), self.account.batch):
                yield self._facts(uids[at : at + self.account.batch])
            if not folder.next_uid:
                return
            start += WINDOW

    def uids(self, folder: Folder) -> list[int]:
        """All UIDs of the selected folder, ascending: for the daily comparison with the rows."""
        return [found.uid for batch in self.after(folder, 0) for found in batch]

    def _facts(self, uids: list[int]) -> list[Found]:
        with self._guarded():
            said = self.client.fetch(uids, ["FLAGS", "INTERNALDATE", "RFC822.SIZE"])
        return [_found(uid, said[uid]) for uid in uids if b"RFC822.SIZE" in said.get(uid, {})]

    def bodies(self, batch: Iterable[Found]) -> Iterator[tuple[Found, bytes | None]]:
        """Each message with its bytes, in the given order; None when it has vanished, or the server will not give it.

        Small ones come together, large ones in chunks: no more than the largest message, or 8 MB, is held at a time.
        """
        for group in _groups(batch):
            if len(group) == 1 and group[0].size > CHUNK:
                yield group[0], self._in_chunks(group[0])
                continue
            said = self._fetch([found.uid for found in group], "BODY.PEEK[]")
            for found in group:
                yield found, _body(said.get(found.uid, {}))

    def _in_chunks(self, found: Found) -> bytes | None:
        whole = bytearray()
        while True:
            said = self._fetch([found.uid], f"BODY.PEEK[]<{len(whole)}.{CHUNK}>")
            chunk = _body(said.get(found.uid, {}))
            if chunk is None:
                # nothing at all: it has vanished. A nothing behind the end is an end.
                return bytes(whole) if whole else None
            whole += chunk
            if len(chunk) != CHUNK:  # the last one, or a server that ignores the range and gives all
                return bytes(whole)

    def header(self, found: Found) -> bytes | None:
        """Only the header, for a message over the limit."""
        return _body(self._fetch([found.uid], "BODY.PEEK[HEADER]").get(found.uid, {}))

    def _fetch(self, uids: list[int], what: str) -> dict:
        with self._guarded():
            try:
                return self.client.fetch(uids, [what])
            except IMAPClientError as error:
                if isinstance(error, IMAPClientAbortError | ProtocolError):
                    raise
                # `Mails not exist!` and its kin: the connection is sound, the message is not there
                log.info("fetch of %d messages: %s", len(uids), error)
        return {} if len(uids) == 1 else {uid: facts for one in uids for uid, facts in self._fetch([one], what).items()}

    def mark_seen(self, uids: list[int]) -> bool:
        r"""Set \Seen. False when the server says no: nothing depends on it."""
        with self._guarded():
            try:
                self.client.add_flags(uids, [rb"\Seen"], silent=True)
            except IMAPClientError as error:
                if isinstance(error, IMAPClientAbortError | ProtocolError):
                    raise
                return False
        return True

    def wait(self, seconds: float, stop: Callable[[], bool]) -> bool:
        """Wait until the server says that something has come, `stop()` is true, or the time is up. True when something has come.

        IDLE is a hint: where it is not announced, or silent, the caller's clock counts. `stop` is asked about once a second.
        """
        until = time.monotonic() + min(seconds, IDLE_SECONDS)
        if not self.client.has_capability("IDLE"):
            while time.monotonic() < until and not stop():
                time.sleep(min(TICK, max(0.0, until - time.monotonic())))
            return False
        with self._guarded(seconds):
            self.client.idle()
            came = self._idle(until, stop)
            self.client.idle_done()
            self.client.noop()  # idle_check says nothing of a connection that has ended
        return came

    def _idle(self, until: float, stop: Callable[[], bool]) -> bool:
        while (left := until - time.monotonic()) > 0 and not stop():
            asked = time.monotonic()
            said = self.client.idle_check(timeout=min(TICK, left))
            if any(b"EXISTS" in answer for answer in said if isinstance(answer, tuple)):
                return True
            if not said and time.monotonic() - asked < min(TICK, left) / 2:
                raise ConnectionResetError("the server ended the connection while idle")
        return False

    def close(self) -> None:
        """Log out, politely when the connection still answers."""
        with suppress(OSError, IMAPClientError):
            self.client.logout()
            return
        _drop(self.client)


def _found(uid: int, facts: dict) -> Found:
    received = facts.get(b"INTERNALDATE")
    return Found(uid, int(facts[b"RFC822.SIZE"]), received if received and received.tzinfo else None, rb"\Seen" in facts.get(b"FLAGS", ()))


def _groups(batch: Iterable[Found]) -> Iterator[list[Found]]:
    group: list[Found] = []
    total = 0
    for found in batch:
        if group and (total + found.size > GROUP_BYTES or found.size > CHUNK):
            yield group
            group, total = [], 0
        group.append(found)
        total += found.size
        if found.size > CHUNK:
            yield group
            group, total = [], 0
    if group:
        yield group


def _body(facts: dict) -> bytes | None:
    """The bytes of whatever BODY item came back: `BODY[]`, `BODY[]<0>` or `BODY[HEADER]`."""
    return next((value for key, value in facts.items() if isinstance(key, bytes) and key.startswith(b"BODY[") and value is not None), None)
