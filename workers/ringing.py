"""Turns a ring of the newsroom's bell into a Celery message, without ever making the caller wait.

A thread of each process hands the rings to the broker. A dead broker costs it nothing but the rings: the sweep rings again.
"""

from __future__ import annotations

import atexit
import logging
import os
import queue
import threading
import time

log = logging.getLogger(__name__)

TASKS = {"read": "laigao.read", "send": "laigao.send", "learn": "laigao.learn"}
ROOM = 10_000  # rings that wait at most; more are dropped, their rows are swept
FLUSH_SECONDS = 2.0

_rings: queue.Queue[tuple[str, int, str]] = queue.Queue(maxsize=ROOM)
_lock = threading.Lock()
_thread_of: int = 0  # pid: a fork inherits the queue but not the thread
_in_hand = False


def ring(step: str, row_id: int, queue_name: str) -> None:
    """Pass a ring on. Returns at once and never raises, whatever the broker does."""
    _start()
    try:
        _rings.put_nowait((step, row_id, queue_name))
    except queue.Full:
        log.warning("the bell's queue is full: the sweep will ring for %s %s", step, row_id)


def _start() -> None:
    global _thread_of
    with _lock:
        if _thread_of == os.getpid():
            return
        _thread_of = os.getpid()
        threading.Thread(target=_hand_over, name="bell", daemon=True).start()
        atexit.register(flush)


def _hand_over() -> None:
    global _in_hand
    failed = False
    while True:
        step, row_id, queue_name = _rings.get()
        _in_hand = True
        try:
            _send(TASKS[step], row_id, queue_name)
            failed = False
        except Exception as error:  # noqa: BLE001 - a thread's edge; the row itself is the queue, the sweep rings again
            if not failed:
                log.warning("the broker does not answer (%s): rows wait for the sweep", type(error).__name__)
            failed = True
        finally:
            _in_hand = False


def _send(task: str, row_id: int, queue_name: str) -> None:
    from workers.app import app

    app.send_task(task, args=[row_id], queue=queue_name, retry=False, ignore_result=True)


def flush(seconds: float = FLUSH_SECONDS) -> bool:
    """Wait until what has been rung is with the broker, at most so long. True when it is."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if _rings.empty() and not _in_hand:
            return True
        time.sleep(0.01)
    return _rings.empty()


def _after_fork() -> None:
    """A child begins with no thread, an unlocked lock, and without the parent's rings."""
    global _lock, _rings, _thread_of, _in_hand
    _lock, _rings, _thread_of, _in_hand = threading.Lock(), queue.Queue(maxsize=ROOM), 0, False


os.register_at_fork(after_in_child=_after_fork)
