"""The faults: each a name, how often it comes, and what it does. All of them are over when the function returns."""

from __future__ import annotations

import contextlib
import os
import random
import signal
from collections.abc import Callable

from .ground import Ground


def kill_poller(ground: Ground, chance: random.Random) -> None:
    ground.kill("poller")


def kill_worker(ground: Ground, chance: random.Random) -> None:
    ground.kill("worker")


def kill_child(ground: Ground, chance: random.Random) -> None:
    if children := ground.children("worker"):
        with contextlib.suppress(ProcessLookupError):
            os.kill(chance.choice(children), signal.SIGKILL)


def kill_schedule(ground: Ground, chance: random.Random) -> None:
    ground.kill("schedule")


def kill_broker(ground: Ground, chance: random.Random) -> None:
    ground.broker.kill()
    ground.wait(chance.uniform(0.2, 2))
    ground.broker.start()


def wipe_broker(ground: Ground, chance: random.Random) -> None:
    ground.broker.kill(wipe=True)
    ground.wait(chance.uniform(0.2, 2))
    ground.broker.start()


def cut_database(ground: Ground, chance: random.Random) -> None:
    ground.cut_database()


def cut_imap(ground: Ground, chance: random.Random) -> None:
    ground.wire.cut()


def kill_post(ground: Ground, chance: random.Random) -> None:
    ground.post.kill()
    ground.wait(chance.uniform(0.2, 2))
    ground.post.start()


def cut_before_data(ground: Ground, chance: random.Random) -> None:
    ground.post.refusals = 1


def cut_after_data(ground: Ground, chance: random.Random) -> None:
    ground.post.cuts = 1


def fill_disk(ground: Ground, chance: random.Random) -> None:
    ground.disk.fill(ground.pids())
    ground.wait(chance.uniform(2, 5))
    ground.disk.free(ground.pids())


Fault = Callable[[Ground, random.Random], None]
#: (name, weight, fault)
FAULTS: list[tuple[str, int, Fault]] = [
    ("收信进程 SIGKILL", 16, kill_poller),
    ("工作进程 SIGKILL", 14, kill_worker),
    ("工作子进程 SIGKILL", 12, kill_child),
    ("定时进程 SIGKILL", 4, kill_schedule),
    ("消息队列 SIGKILL", 10, kill_broker),
    ("数据库连接全断", 14, cut_database),
    ("IMAP 连接切断", 12, cut_imap),
    ("SMTP 服务器停 2 秒", 6, kill_post),
    ("SMTP 在 DATA 前切断", 6, cut_before_data),
    ("SMTP 在 DATA 后切断", 6, cut_after_data),
]
#: Once or twice in a run, whatever chance says.
CERTAIN: list[tuple[str, Fault]] = [("消息队列数据清空", wipe_broker), ("磁盘写满 2–5 秒", fill_disk)]


def plan(count: int, chance: random.Random) -> list[tuple[str, Fault]]:
    """`count` faults in the order they come; each certain one at least once."""
    names = chance.choices(FAULTS, [weight for _name, weight, _fault in FAULTS], k=max(0, count - len(CERTAIN)))
    chosen = [(name, fault) for name, _weight, fault in names] + CERTAIN
    chance.shuffle(chosen)
    return chosen
