"""Real processes: import, broker, Celery worker, schedule, SMTP sink."""

from __future__ import annotations

import mailbox
import signal
import time
from pathlib import Path

import pytest

from tests.instance import Instance
from tests.newsroom.letters import AUTHOR, mail
from tests.smtpsink import sink  # noqa: F401 - fixture
from tests.valkey import Broker, broker  # noqa: F401 - fixture

STATES = "SELECT state, count(*) FROM newsroom_letter GROUP BY state ORDER BY state"
SENT = "SELECT count(*) FROM newsroom_reply WHERE state = 'sent'"
POEM = """\
秋风起

秋风起时，我在院子里扫落叶。
落叶一层又一层，
像祖母缝过的被面。

她说，叶子落了还会再长。
我说，人走了呢？
她不说话，只把灯挑亮了一些。
"""


@pytest.fixture
def instance(tmp_path, broker, sink):  # noqa: F811
    here = {"LAIGAO_BROKER_URL": broker.url, "LAIGAO_SMTP_PORT": str(sink.port), "LAIGAO_SWEEP_SECONDS": "1", "LAIGAO_LEASE_SECONDS": "10"}
    with Instance(tmp_path / "data", **here) as made:
        yield made


def stored(folder: Path) -> Path:
    """An .eml, an mbox of two and a Maildir of one."""
    folder.mkdir()
    (folder / "one.eml").write_bytes(mail("投稿：诗歌《秋风起》", POEM))
    box = mailbox.mbox(folder / "two.mbox")
    for n in (2, 3):
        box.add(mail(f"投稿：诗歌《秋风起之{n}》", POEM.replace("秋风", "春风" if n == 2 else "夜风")))
    box.flush()
    maildir = mailbox.Maildir(folder / "Maildir")
    maildir.add(mail("自动回复: 来信收到", "这是来自QQ邮箱的假期自动回复邮件。\n\n您好，我最近正在休假中。", From="robot@qq.com"))
    return folder


def test_mails_imported_without_a_broker_are_read_and_acknowledged_when_it_is_back(instance, broker, sink, tmp_path):  # noqa: F811
    broker.stop()
    folder = stored(tmp_path / "mails")
    assert instance.run("import", str(folder)) == "导入 4 封，已有 0 封。\n"
    assert instance.rows(STATES) == [("kept", 4)]
    broker.start()
    instance.start("worker", "worker", "--concurrency", "1")
    instance.start("schedule")
    instance.until(lambda: instance.rows(STATES) == [("drafted", 3), ("ignored", 1)] and instance.rows(SENT) == [(3,)], 60)
    assert sink.recipients == [AUTHOR] * 3
    assert sorted(instance.rows("SELECT number FROM newsroom_letter")) == [(f"LG-{time.localtime().tm_year}-{n:06}",) for n in range(1, 5)]
    assert sorted(instance.rows("SELECT kind, doing FROM newsroom_beat")) == [("schedule", ""), ("worker", "")]
    assert instance.stop("schedule") == 0
    # without the schedule nothing sweeps: this one is read because its bell rang
    (folder / "five.eml").write_bytes(mail("投稿：诗歌《冬雪》", POEM.replace("秋风", "冬雪")))
    assert instance.run("import", str(folder)) == "导入 1 封，已有 4 封。\n"
    instance.until(lambda: instance.rows(SENT) == [(4,)])
    assert instance.stop("worker") == 0
    assert instance.rows("SELECT * FROM newsroom_beat") == []


@pytest.mark.long
def test_a_killed_worker_and_a_wiped_broker_lose_nothing_and_repeat_nothing(instance, broker, sink, tmp_path):  # noqa: F811
    instance.start("worker", "worker", "--concurrency", "2")
    instance.start("schedule")
    folder = tmp_path / "many"
    folder.mkdir()
    for n in range(40):
        (folder / f"{n:02}.eml").write_bytes(mail(f"投稿：诗歌《第{n}首》", POEM.replace("落叶", f"第{n}片落叶"), From=f"a{n}@example.com"))
    instance.run("import", str(folder))
    time.sleep(0.3)
    instance.stop("worker", signal.SIGKILL)
    broker.stop()
    broker.start()
    instance.start("worker", "worker", "--concurrency", "2")
    unsure = "SELECT count(*) FROM newsroom_reply WHERE state IN ('sent', 'uncertain')"
    instance.until(lambda: instance.rows(STATES) == [("drafted", 40)] and instance.rows(unsure) == [(40,)], 110)
    assert len(sink.recipients) == len(set(sink.recipients)) >= 40 - 2
