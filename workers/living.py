"""A worker says that it lives and what it has in hand: a thread of its main process, which sees all its children's tasks."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading

from celery.signals import worker_ready, worker_shutting_down
from celery.worker import state
from django.db import DatabaseError, connections

from newsroom import beating

from . import queues
from .app import app

log = logging.getLogger(__name__)

BEAT_SECONDS = 15
WORDS = {"laigao.read": "读信", "laigao.send": "发信", "laigao.learn": "学习栏目"}
DEAF_AFTER = 3  # beats with rings in the broker and nothing heard
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


class Ears:
    """Notices that this worker no longer hears the bell.

    Celery's consumer can stay connected and silent when the broker dies while a task is being acknowledged: the message counts as in hand
    for ever, and nothing more is taken. A fresh process hears again, so a deaf one ends itself and its supervisor starts it anew.
    """

    def __init__(self) -> None:
        self.heard, self.silent = 0, 0

    def deaf(self, heard: int, busy: bool, rings: int) -> bool:
        """Ask once a beat. `heard`: tasks received so far; `busy`: one is in hand; `rings`: those that wait for this worker."""
        self.silent = self.silent + 1 if rings and not busy and heard == self.heard else 0
        self.heard = heard
        return self.silent >= DEAF_AFTER


def _listen(ears: Ears) -> None:
    lengths = queues.lengths() or {}
    rings = sum(count for queue, count in lengths.items() if queue in app.amqp.queues.consume_from)
    if ears.deaf(sum(state.total_count.values()), bool(state.active_requests), rings):
        log.error("the bell rings and is not heard: this worker ends, to be started anew")
        os.kill(os.getpid(), signal.SIGTERM)


def _live() -> None:
    ears = Ears()
    while True:
        try:
            beating.beat(name(), "worker", BEAT_SECONDS, doing())
            _listen(ears)
            if _stop.wait(BEAT_SECONDS):
                beating.leave(name())
                return
        except DatabaseError as error:
            log.warning("no beat: the database does not answer (%s)", type(error).__name__)
            _stop.wait(BEAT_SECONDS)
        finally:
            connections.close_all()
