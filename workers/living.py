"""A worker says that it lives and what it has in hand: a thread of its main process, which sees all its children's tasks."""

from __future__ import annotations

import logging
import os
import socket
import threading

from celery.signals import worker_ready, worker_shutting_down
from celery.worker import state
from django.db import DatabaseError, connections

from newsroom import beating

log = logging.getLogger(__name__)

BEAT_SECONDS = 15
WORDS = {"laigao.read": "读信", "laigao.send": "发信", "laigao.learn": "学习栏目"}
_stop = threading.Event()


def name() -> str:
    return f"worker@{socket.gethostname()}:{os.getpid()}"


def doing() -> str:
    """The tasks in hand: 「读信 12、读信 14」, "" when idle."""
    return "、".join(sorted(f"{WORDS.get(one.name, one.name)} {(one.args or [''])[0]}" for one in tuple(state.active_requests)))


@worker_ready.connect
def _begin(**_about) -> None:
    _stop.clear()
    threading.Thread(target=_live, name="beats", daemon=True).start()


@worker_shutting_down.connect
def _end(**_about) -> None:
    _stop.set()


def _live() -> None:
    while True:
        try:
            beating.beat(name(), "worker", BEAT_SECONDS, doing())
            if _stop.wait(BEAT_SECONDS):
                beating.leave(name())
                return
        except DatabaseError as error:
            log.warning("no beat: the database does not answer (%s)", type(error).__name__)
            _stop.wait(BEAT_SECONDS)
        finally:
            connections.close_all()
