"""One held connection. Only announced commands, only UID ranges, always PEEK, sizes first (the reasons: QQ Mail's and NetEase's habits).

A method that meets a dead, hung or confused connection drops it and raises Broken; a session is not used after that.
"""

from __future__ import annotations

import logging
import re
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, ProtocolError

from .account import Account, Broken, Refused
from .grouping import Found, groups
from .idling import TICK, listen

log = logging.getLogger(__name__)

LAST = 4_294_967_295  # the highest UID there is: `LAST:*` names the last message
WINDOW = 5_000  # UIDs that one SEARCH asks about: SEARCH over 35,000 messages timed out on QQ
GROUP_BYTES = 8_000_000  # bodies that one FETCH brings together
CHUNK = 1_000_000  # bytes of a large body that one FETCH brings
HEADER_BYTES = 262_144  # more header than this is no header
IDLE_SECONDS = 25 * 60  # RFC 2177: a server may log out a client that idles for 30 minutes
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder as SELECT describes it. `next_uid` 0: the server did not say."""

    name: str
    uidvalidity: int
    messages: int
    next_uid: int = 0


def drop(client: IMAPClient | None) -> None:
    """End a connection without a word: what hangs would not answer one."""
    if client is not None:
        with suppress(OSError, IMAPClientError):
            client.shutdown()


class _No(Exception):
    """The server said NO to one command; the connection is sound."""


class Session:
    """A logged-in connection with one selected folder at a time. Use it from one thread. `tick` is called after each command."""

    def __init__(self, account: Account, client: IMAPClient) -> None:
        self.account = account
        self.client = client
        self.tick: Callable[[], None] = lambda: None

    @contextmanager
    def _guarded(self, seconds: float = 0.0) -> Iterator[None]:
        """A timed-out or desynchronised socket is dropped, never used again; one that was told `System busy!` is half dead on QQ."""
        deadline = threading.Timer(seconds + self.account.command_seconds, self._cut)
        deadline.daemon = True
        deadline.start()
        try:
            yield
        except (OSError, IMAPClientError) as error:
            if _is_plain_no(error):
                raise _No(str(error)) from None
            drop(self.client)
            raise Broken(f"{type(error).__name__}: {error}") from None
        finally:
            deadline.cancel()
        self.tick()

    def _cut(self) -> None:
        with suppress(OSError):
            self.client.socket().shutdown(socket.SHUT_RDWR)

    def _broken(self, why: str) -> Broken:
        drop(self.client)
        return Broken(why)

    def select(self, name: str, writable: bool = False) -> Folder | None:
        """Select a folder anew, which is the only sure way to see what has come. None when there is no such folder.

        Raises Refused when the server calls the login unsafe (NetEase): the next login would fare no better.
        """
        try:
            with self._guarded():
                said = self.client.select_folder(name, readonly=not writable)
                messages, next_uid = int(said.get(b"EXISTS", 0)), int(said.get(b"UIDNEXT", 0))
                if not next_uid and messages:
                    next_uid = max(self.client.search(["UID", f"{LAST}:*"]), default=-1) + 1
        except _No as error:
            if "unsafe login" in str(error).lower():
                raise Refused(str(error)) from None
            log.info("folder %s: %s", name, error)
            return None
        return Folder(name, int(said.get(b"UIDVALIDITY", 0)), messages, next_uid)

    def after(self, folder: Folder, last: int) -> Iterator[list[Found]]:
        """The messages with a UID above `last`, ascending, in batches, without their bodies."""
        for uids in self.uids(folder, last):
            for at in range(0, len(uids), self.account.batch):
                if batch := self.facts(uids[at : at + self.account.batch]):
                    yield batch

    def uids(self, folder: Folder, last: int) -> Iterator[list[int]]:
        """The UIDs above `last`, ascending, one list for each 5,000 numbers. What lies outside the range asked for is not believed:
        SEARCH matches too much on some accounts, and `n:*` names the last message even when nothing is new (RFC 3501, 6.4.8).
        """
        if not folder.next_uid:
            yield self._search(last + 1, "*")
            return
        for start in range(last + 1, folder.next_uid, WINDOW):
            yield self._search(start, min(start + WINDOW, folder.next_uid) - 1)

    def _search(self, first: int, last: int | str) -> list[int]:
        try:
            with self._guarded():
                found = self.client.search(["UID", f"{first}:{last}"])
        except _No as error:
            raise self._broken(f"SEARCH: {error}") from None
        return sorted(uid for uid in set(found) if first <= uid and (isinstance(last, str) or uid <= last))

    def facts(self, uids: list[int]) -> list[Found]:
        """Size, date and flags of messages (at most a batch); those that have vanished are left out."""
        try:
            with self._guarded():
                said = self.client.fetch(uids, ["FLAGS", "INTERNALDATE", "RFC822.SIZE"])
        except _No as error:
            # QQ says `Mails not exist!` to the whole command when one of them has vanished
            if len(uids) > 1:
                return [found for uid in uids for found in self.facts([uid])]
            if self._is_there(uids[0]):
                raise self._broken(f"FETCH: {error}") from None
            return []
        return [_found(uid, said[uid]) for uid in uids if b"RFC822.SIZE" in said.get(uid, {})]

    def _is_there(self, uid: int) -> bool:
        return bool(self._search(uid, uid))

    def bodies(self, batch: Iterable[Found], singly: bool = False) -> Iterator[tuple[Found, bytes | None]]:
        """Each message with its bytes, in the given order; None when it has vanished. Raises Broken when the server will not give one
        that is there.

        Small ones come together unless `singly`, large ones in chunks: no more than the largest message, or 8 MB, is held at a time.
        """
        for group in ([one] for one in batch) if singly else groups(batch, GROUP_BYTES, CHUNK):
            if len(group) == 1:
                pieces = list(self.pieces(group[0]))
                yield group[0], b"".join(pieces) if pieces else None
                continue
            said = self._fetch([found.uid for found in group], "BODY.PEEK[]")
            for found in group:
                body = _body(said.get(found.uid, {}))
                if body is None and self._is_there(found.uid):
                    raise self._broken("FETCH: a message that is there was not given")
                yield found, body

    def pieces(self, found: Found) -> Iterator[bytes]:
        """A message piece by piece, at most 1 MB each; nothing when it has vanished. Raises Broken as `bodies` does."""
        at = 0
        while True:
            what = f"BODY.PEEK[]<{at}.{CHUNK}>" if found.size > CHUNK else "BODY.PEEK[]"
            piece = _body(self._fetch([found.uid], what).get(found.uid, {}))
            if piece is None:
                # a nothing behind the end is an end; before it the message has vanished, or is kept from us
                if at < found.size and self._is_there(found.uid):
                    raise self._broken("FETCH: a message that is there was not given")
                if 0 < at < found.size:
                    raise self._broken("FETCH: a message vanished while it was read")
                return
            yield piece
            at += len(piece)
            if found.size <= CHUNK or len(piece) != CHUNK:  # the last one, or a server that ignores the range and gives all
                return

    def header(self, found: Found) -> bytes | None:
        """Only the header, for a message over the limit; b"" when the server gives nothing of it, None when it has vanished.

        Cut from the first bytes: BODY[HEADER] came back empty on a QQ account.
        """
        begun = _body(self._fetch([found.uid], f"BODY.PEEK[]<0.{HEADER_BYTES}>").get(found.uid, {}))
        if begun is None:
            return b"" if self._is_there(found.uid) else None
        end = _BLANK_LINE.search(begun)
        return begun[: end.end()] if end else begun[:HEADER_BYTES]

    def _fetch(self, uids: list[int], what: str) -> dict:
        try:
            with self._guarded():
                return self.client.fetch(uids, [what])
        except _No as error:
            log.info("fetch of %d messages: %s", len(uids), error)
        return {} if len(uids) == 1 else {uid: facts for one in uids for uid, facts in self._fetch([one], what).items()}

    def mark_seen(self, uids: list[int]) -> bool:
        r"""Set \Seen. False when the server says no: nothing depends on it."""
        try:
            with self._guarded():
                self.client.add_flags(uids, [rb"\Seen"], silent=True)
        except _No:
            return False
        return True

    def move(self, uids: list[int], target: str) -> bool:
        """Move messages to another folder, where the server announces MOVE. False when it does not or says no: nothing depends on it."""
        if not self.client.has_capability("MOVE"):
            return False
        try:
            with self._guarded():
                self.client.move(uids, target)
        except _No as error:
            log.info("move: %s", error)
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
        try:
            with self._guarded(seconds):
                self.client.idle()
                came = self._listen(until, stop)
                self.client.idle_done()
                self.client.noop()  # a connection that has ended may still have taken our DONE
        except _No as error:
            raise self._broken(f"IDLE: {error}") from None
        return came

    def _listen(self, until: float, stop: Callable[[], bool]) -> bool:
        try:
            return listen(self.client, until, stop)
        except (OSError, IMAPClientError):
            raise
        except BaseException:
            self.client.idle_done()  # what `stop` raises is its caller's business; the connection stays good
            raise

    def close(self) -> None:
        """Log out, politely when the connection still answers."""
        with suppress(OSError, IMAPClientError):
            self.client.logout()
            return
        drop(self.client)


def _is_plain_no(error: Exception) -> bool:
    """An answer after which the connection can be used: not BAD, which QQ and we understand differently, and not `System busy!`."""
    if not isinstance(error, IMAPClientError) or isinstance(error, IMAPClientAbortError | ProtocolError):
        return False
    return "command error" not in str(error) and "busy" not in str(error).lower()


def _found(uid: int, facts: dict) -> Found:
    received = facts.get(b"INTERNALDATE")
    return Found(uid, int(facts[b"RFC822.SIZE"]), received if received and received.tzinfo else None, rb"\Seen" in facts.get(b"FLAGS", ()))


def _body(facts: dict) -> bytes | None:
    """The bytes of whatever BODY item came back: `BODY[]`, `BODY[]<0>` or `BODY[HEADER]`."""
    return next((value for key, value in facts.items() if isinstance(key, bytes) and key.startswith(b"BODY[") and value is not None), None)
