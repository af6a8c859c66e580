"""The poller's loop: one held connection a mailbox, looked at when IDLE hints and on a clock, for months."""

from __future__ import annotations

import logging
import os
import random
import socket
import threading
import time
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from django.utils.translation import gettext as _

from intake.mailbox import Account, Broken, Found, Refused, Session, connect
from intake.mailbox.session import Folder
from newsroom import backing_off, beating, keeping, minding
from newsroom.models import FolderState

log = logging.getLogger(__name__)

BEAT_SECONDS = 20
LEASE_SECONDS = 120
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 300.0
STUBBORN = 3  # connections that one message may break before only its header is asked for


class Poller:
    """One mailbox. `run` ends when `stop` is set; everything it must not lose stands in rows."""

    def __init__(self, stop: threading.Event, mailbox: str | None = None) -> None:
        self.stop = stop
        self.mailbox = mailbox or settings.MAILBOX
        self.name = f"poller@{socket.gethostname()}:{os.getpid()}"
        self.session: Session | None = None
        self.broken_by: dict[tuple[str, int], int] = {}  # (folder, uid) -> connections it broke
        self.in_hand: tuple[str, int] | None = None
        self.pause = FIRST_PAUSE
        self.beaten = 0.0

    def run(self) -> None:
        """Look, wait, look again; every failure is a pause, never the end."""
        try:
            while not self.stop.is_set():
                self._round()
        finally:
            self._hang_up()
            self._quietly(lambda: minding.leave(self.mailbox, self.name))
            self._quietly(lambda: beating.leave(self.name))

    def once(self) -> int:
        """Connect, look once, hang up; returns how many mails were kept. Raises Refused, Broken."""
        self.session = connect(account())
        try:
            new = self.look()
            minding.looked(self.mailbox, new)
        finally:
            self._hang_up()
            minding.leave(self.mailbox, self.name)
            beating.leave(self.name)
        return new

    def _round(self) -> None:
        try:
            if not self._may_look():
                return
            if self.session is None:
                self.session = connect(account())
                backing_off.welcome(self.mailbox)
            new = self.look()
            minding.looked(self.mailbox, new)
            self.pause = FIRST_PAUSE
            seconds = settings.IMAP["poll_seconds"] * random.uniform(0.9, 1.1)
            self.session.wait(seconds, self._ticked)
        except Refused as error:
            self._hang_up()
            log.warning("the mail server refused the login; next try at %s", backing_off.refused(self.mailbox, _said(error)))
        except Broken as error:
            self._lost(error)
        except (DatabaseError, OSError) as error:
            # the disk or the database: what was not kept is still on the server
            log.error("keeping failed (%s), the poller pauses", type(error).__name__)
            close_old_connections()  # one that broke is not used again
            self._sleep(self.pause)
            self.pause = min(self.pause * 2, LONGEST_PAUSE)

    def _may_look(self) -> bool:
        """Not while another process minds the mailbox, it is paused, or a refused login is waited out."""
        until = backing_off.until(self.mailbox)
        if until is not None:
            self._hang_up()
            self._tick(_("等待到 %(until)s 再登录邮箱") % {"until": f"{timezone.localtime(until):%m-%d %H:%M}"})
            self._sleep(min(10.0, max(0.5, (until - timezone.now()).total_seconds())))
            return False
        if not minding.take(self.mailbox, self.name, LEASE_SECONDS):
            self._hang_up()
            self._tick(_("待命：邮箱暂停，或由另一个收信进程照看"))
            self._sleep(5.0)
            return False
        self._tick()
        return True

    def look(self) -> int:
        """Look into every folder once; returns how many mails were kept. Raises Broken."""
        new = 0
        for name in settings.IMAP["folders"]:
            folder = self.session.select(name, writable=settings.IMAP["mark_seen"])
            if folder is not None:
                new += self._folder(folder)
        if settings.IMAP["folders"][1:]:
            self.session.select(settings.IMAP["folders"][0], writable=settings.IMAP["mark_seen"])  # IDLE listens to this one
        return new

    def _folder(self, folder: Folder) -> int:
        start = _start()
        after = folder.next_uid - 1 if start is None and settings.IMAP["start"] == "new" and folder.next_uid else 0
        state = minding.folder(self.mailbox, folder.name, folder.uidvalidity, folder.messages, after)
        new = 0
        for batch in self.session.after(folder, state.last_uid):
            wanted = [found for found in batch if not minding.is_old(found.received_at, start)]
            new += self._keep(state, wanted)
            minding.reached(state, batch[-1].uid)
            self._tick(_("收信：%(folder)s，已到第 %(uid)d 封") % {"folder": folder.name, "uid": batch[-1].uid})
            if self.stop.is_set():
                break
        return new

    def _keep(self, state: FolderState, batch: list[Found]) -> int:
        """Keep a batch, then tell the server. A message that is over the limit, or breaks connections, is kept as its header."""
        light = [found for found in batch if found.size <= settings.LIMITS.mail_bytes and not self._stubborn(state, found)]
        bodies = self.session.bodies(light)
        kept = []
        for found in batch:
            self.in_hand = (state.folder, found.uid)
            if found in light:
                _found, raw = next(bodies)
                done = raw is not None and keeping.keep(raw, **self._place(state, found))
            else:
                header = self.session.header(found)
                done = header is not None and keeping.keep_header(header, found.size, **self._place(state, found))
            if done:
                kept.append(found.uid)
            self._tick()
        self.in_hand = None
        if kept and settings.IMAP["mark_seen"] and self.session.mark_seen(kept):
            minding.marked(state, kept)
        return len(kept)

    def _place(self, state: FolderState, found: Found) -> dict:
        place = {"mailbox": self.mailbox, "folder": state.folder, "uidvalidity": state.uidvalidity, "uid": found.uid}
        return place | {"received_at": found.received_at}

    def _stubborn(self, state: FolderState, found: Found) -> bool:
        return self.broken_by.get((state.folder, found.uid), 0) >= STUBBORN

    def _lost(self, error: Broken) -> None:
        """The connection is gone: remember which message was in hand, pause, connect anew."""
        self.session = None
        if self.in_hand is not None:
            self.broken_by[self.in_hand] = self.broken_by.get(self.in_hand, 0) + 1
            self.in_hand = None
        kind = str(error).partition(":")[0]
        log.warning("the connection to the mail server is lost (%s), trying again in %.0f s", kind, self.pause)
        reason = _("与邮箱服务器的连接中断（%(kind)s），会自动重连") % {"kind": kind}
        self._quietly(lambda: backing_off.troubled(self.mailbox, reason))
        self._sleep(self.pause * random.uniform(0.8, 1.2))
        self.pause = min(self.pause * 2, LONGEST_PAUSE)

    def _ticked(self) -> bool:
        self._tick()
        return self.stop.is_set()

    def _tick(self, doing: str = "") -> None:
        """Beat, and keep the mailbox ours, every BEAT_SECONDS."""
        if time.monotonic() - self.beaten < BEAT_SECONDS and self.beaten:
            return
        self.beaten = time.monotonic()
        beating.beat(self.name, "poller", BEAT_SECONDS, doing)
        if self.session is not None:
            minding.take(self.mailbox, self.name, LEASE_SECONDS)

    def _sleep(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.stop.is_set() and (left := until - time.monotonic()) > 0:
            self.stop.wait(min(left, BEAT_SECONDS))
            self._quietly(self._tick)

    def _hang_up(self) -> None:
        if self.session is not None:
            self.session.close()
            self.session = None

    def _quietly(self, do) -> None:
        try:
            do()
        except DatabaseError:
            log.warning("the database does not answer")
            close_old_connections()


def account() -> Account:
    """The settings' mailbox."""
    names = ("host", "port", "user", "password", "tls", "connect_seconds", "read_seconds", "batch")
    return Account(loopback_only=settings.LOOPBACK_ONLY, **{name: settings.IMAP[name] for name in names})


def _start() -> datetime | None:
    """Mails before this moment are left alone; None: there is no such day ("all", "new")."""
    start = settings.IMAP["start"]
    return None if start in ("all", "new") else timezone.make_aware(datetime.fromisoformat(start))


def _said(error: Refused) -> str:
    """The server's words, which name no secret of ours; shown to the one on call."""
    return str(error).strip("b'\"")[:200]
