"""The poller's loop: one held connection a mailbox, looked at when IDLE hints and on a clock, for months."""

from __future__ import annotations

import logging
import os
import random
import socket
import threading
import time
from collections.abc import Callable
from typing import IO

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import close_old_connections
from django.utils import timezone
from django.utils.translation import gettext as _

from intake.mailbox import Account, Broken, Refused, Session, connect
from newsroom import backing_off, beating, holding, minding, retrieving

from .comparing import compare
from .looking import Looker
from .recognising import recognise
from .retrieving import retrieve

log = logging.getLogger(__name__)

BEAT_SECONDS = 20
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 300.0
SENT_SECONDS = 300.0  # between two looks into the folder of sent mail
WISHES_SECONDS = 3.0  # between two looks for 取回原信


class Yielded(Exception):
    """The mailbox is another process's now, or paused."""


class Poller:
    """One mailbox. `run` ends when `stop` is set; everything it must not lose stands in rows."""

    def __init__(self, stop: threading.Event, mailbox: str | None = None) -> None:
        self.stop = stop
        self.mailbox = mailbox or settings.MAILBOX
        self.config = settings.IMAP
        self.name = f"poller@{socket.gethostname()}:{os.getpid()}"
        self.looker = Looker(self.mailbox, self.config, stop.is_set, self._tell)
        self.session: Session | None = None
        self.lock: IO[str] | None = None
        self.holder = self.name
        self.pause = FIRST_PAUSE
        self.beaten = self.asked = 0.0
        self.sent_at = -SENT_SECONDS

    def run(self) -> None:
        """Look, wait, look again; every failure is a pause, never the end."""
        try:
            while not self.stop.is_set():
                self._round()
        finally:
            self._leave()

    def once(self) -> int:
        """Connect, look once, hang up; returns how many mails were kept. Raises Refused, Broken."""
        until = backing_off.until(self.mailbox)
        if until is not None:
            raise Refused(_("等待到 %(until)s 再登录邮箱") % {"until": f"{timezone.localtime(until):%m-%d %H:%M}"})
        if not self._take():
            raise Broken(_("邮箱暂停，或由另一个收信进程照看"))
        try:
            self._connect()
            return self._look()
        except Refused as error:
            backing_off.refused(self.mailbox, _said(error))
            raise
        finally:
            self._leave()

    def _round(self) -> None:
        try:
            if not self._may_look():
                return
            if self.session is None:
                self._connect()
            self._look()
            if self.session is not None:
                seconds = self.config["poll_seconds"] * random.uniform(0.9, 1.1)
                self.session.wait(seconds, self._interrupted)
        except Yielded:
            self._hang_up()
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

    def _connect(self) -> None:
        self.session = connect(account(self.config))
        self.session.tick = self._tick
        backing_off.welcome(self.mailbox)
        minding.begin(self.mailbox, self.config["start"])

    def _look(self) -> int:
        """The folders, then what can wait. Returns how many mails were kept. Raises Broken, Refused."""
        new = self.looker.look(self.session)
        minding.looked(self.mailbox, new, self.looker.missing)
        self.pause = FIRST_PAUSE
        others = retrieve(self.session, self.mailbox, self._tell)
        if time.monotonic() - self.sent_at >= SENT_SECONDS:
            self.sent_at = time.monotonic()
            others += recognise(self.session, self.mailbox, self.config["sent"])
        if minding.compare_due(self.mailbox):
            compare(self.looker, self.session)
            others += 1
        if others:
            new += self.looker.look(self.session)  # the first folder is selected again, IDLE listens to it
        self._tell("")
        return new

    def _may_look(self) -> bool:
        """Not while another process minds the mailbox, it is paused, or a refused login is waited out."""
        until = backing_off.until(self.mailbox)
        if until is not None:
            self._hang_up()
            self._tell(_("等待到 %(until)s 再登录邮箱") % {"until": f"{timezone.localtime(until):%m-%d %H:%M}"})
            self._sleep(min(10.0, max(0.5, (until - timezone.now()).total_seconds())))
            return False
        if not self._take():
            self._hang_up()
            self._tell(_("待命：邮箱暂停，或由另一个收信进程照看"))
            self._sleep(5.0)
            return False
        self._tick()
        return True

    def _take(self) -> bool:
        """Become the one poller of the mailbox, or stay it: first on this data folder, then among hosts."""
        if self.lock is None:
            held = holding.hold("poller", self.mailbox)
            if held is None:
                return False
            self.lock, self.holder = held
        # longer than a silent server may hold a command up, or another host would take over while we wait
        return minding.take(self.mailbox, self.holder, int(self.config["read_seconds"]) + 60)

    def _lost(self, error: Broken) -> None:
        """The connection is gone: remember which message was in hand, pause, connect anew."""
        self.session = None
        self.looker.broke()
        kind = str(error).partition(":")[0]
        log.warning("the connection to the mail server is lost (%s), trying again in %.0f s", error, self.pause)
        reason = _("与邮箱服务器的连接中断（%(kind)s），会自动重连") % {"kind": kind}
        self._quietly(lambda: backing_off.troubled(self.mailbox, reason))
        self._sleep(self.pause * random.uniform(0.8, 1.2))
        self.pause = min(self.pause * 2, LONGEST_PAUSE)

    def _interrupted(self) -> bool:
        """Asked about once a second while idle: an end, or somebody who waits for 取回原信."""
        self._tick()
        if time.monotonic() - self.asked < WISHES_SECONDS:
            return self.stop.is_set()
        self.asked = time.monotonic()
        return self.stop.is_set() or bool(retrieving.wanted(self.mailbox))

    def _tick(self) -> None:
        """Beat, and keep the mailbox ours, every BEAT_SECONDS. Raises Yielded when it is not."""
        if time.monotonic() - self.beaten >= BEAT_SECONDS:
            self._tell(self.doing)
            if self.session is not None and not self._take():
                raise Yielded

    doing = ""

    def _tell(self, doing: str) -> None:
        """Say what is done, at once when it is another kind of thing, else with the next beat."""
        other = doing.partition("，")[0] != self.doing.partition("，")[0]
        self.doing = doing
        if other or time.monotonic() - self.beaten >= BEAT_SECONDS:
            self.beaten = time.monotonic()
            beating.beat(self.name, "poller", BEAT_SECONDS, doing)

    def _sleep(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.stop.is_set() and (left := until - time.monotonic()) > 0:
            self.stop.wait(min(left, BEAT_SECONDS))
            self._quietly(lambda: self._tell(self.doing))

    def _hang_up(self) -> None:
        if self.session is not None:
            self.session.close()
            self.session = None

    def _leave(self) -> None:
        self._hang_up()
        self._quietly(lambda: minding.leave(self.mailbox, self.holder))
        self._quietly(lambda: beating.leave(self.name))
        if self.lock is not None:
            self.lock.close()
            self.lock = None

    def _quietly(self, do: Callable[[], object]) -> None:
        try:
            do()
        except DatabaseError:
            log.warning("the database does not answer")
            close_old_connections()


def account(config: dict) -> Account:
    """A mailbox of the settings, as a connection wants it."""
    names = ("host", "port", "user", "password", "tls", "connect_seconds", "read_seconds", "batch")
    return Account(loopback_only=settings.LOOPBACK_ONLY, **{name: config[name] for name in names})


def _said(error: Refused) -> str:
    """The server's words, which name no secret of ours; shown to the one on call."""
    return str(error).strip("b'\"")[:200]
