"""What comes with the clock: the sweep, articles with a publishing time. A small loop, so that one more beat is one more line."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, close_old_connections

from newsroom import beating, charting, copying, learning, merging, reminding, sweeping

log = logging.getLogger(__name__)

BEAT_SECONDS = 20


def _publish() -> None:
    call_command("publish_scheduled", verbosity=0)


#: (what it is called, every so many seconds, what is done)
CLOCK: list[tuple[str, float, Callable[[], object]]] = [
    ("sweep", settings.SWEEP_SECONDS, sweeping.sweep),
    ("publish", 60, _publish),
    ("copies", 120, copying.catch_up),
    ("remind", 900, reminding.remind_and_lapse),
    ("learn", 120, learning.ring_when_due),
    ("merge", 30, merging.carry_on),
    ("hours", 60, charting.catch_up),
]


def run(stop: threading.Event, clock: list[tuple[str, float, Callable[[], object]]] | None = None) -> None:
    """Do each when its time comes, until `stop` is set. A failure of one is logged and does not hold the others back."""
    name = f"schedule@{socket.gethostname()}:{os.getpid()}"
    clock = clock if clock is not None else CLOCK
    due = {what: time.monotonic() for what, _every, _do in clock}
    beaten = 0.0
    while not stop.is_set():
        for what, every, do in clock:
            if time.monotonic() >= due[what]:
                due[what] = time.monotonic() + every
                _guarded(what, do)
        if time.monotonic() - beaten >= BEAT_SECONDS or not beaten:
            beaten = time.monotonic()
            _guarded("beat", lambda: beating.beat(name, "schedule", BEAT_SECONDS))
        stop.wait(min(1.0, max(0.05, min(due.values()) - time.monotonic())))
    _guarded("leave", lambda: beating.leave(name))


def _guarded(what: str, do: Callable[[], object]) -> None:
    try:
        do()
    except DatabaseError as error:
        log.error("%s: the database does not answer (%s)", what, type(error).__name__)
        close_old_connections()  # one that broke is not used again
    except Exception:
        log.exception("%s failed", what)
