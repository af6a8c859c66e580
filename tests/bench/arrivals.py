"""How long a mail takes while all is idle, and whether rate and memory stay flat while a backlog is kept.

python -m tests.bench.arrivals --idle 40 --backlog 4000
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from tests import postgresql
from tests.chaos.ground import Ground
from tests.chaos.mails import mails

IDLE = """SELECT extract(epoch FROM l.read_at), extract(epoch FROM r.sent_at) FROM newsroom_letter l
JOIN newsroom_reply r ON r.letter_id = l.id WHERE l.sender_address = '{}' AND r.state = 'sent'"""


def main() -> None:
    """Print both tables."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--idle", type=int, default=40)
    asked.add_argument("--backlog", type=int, default=4000)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="laigao-bench-") as folder, postgresql.cluster() as url, Ground(Path(folder), url) as ground:
        ground.instance.until(lambda: ground.ask("SELECT 1 FROM newsroom_beat WHERE kind = 'worker'"), 90)
        idle(ground, given.idle)
        backlog(ground, given.backlog)


def idle(ground: Ground, count: int) -> None:
    """One mail at a time, the next when it has been acknowledged."""
    drafted, acknowledged = [], []
    for mail in [one for one in mails(count * 2, 3) if one.answers and len(one.copies) == 1][:count]:
        began = time.time()
        ground.deliver(mail.copies[0])
        ground.instance.until(lambda author=mail.author: ground.ask(IDLE.format(author)), 30)
        read, sent = ground.ask(IDLE.format(mail.author))[0]
        drafted.append(float(read) - began)
        acknowledged.append(float(sent) - began)
    for name, found in (("draft", drafted), ("acknowledgement", acknowledged)):
        ordered = sorted(found)
        p50, p95 = statistics.median(ordered), ordered[int(len(ordered) * 0.95) - 1]
        print(f"idle, arrival to {name}: n={len(found)} p50 {p50:.2f} s, p95 {p95:.2f} s, longest {ordered[-1]:.2f} s", flush=True)


def backlog(ground: Ground, count: int) -> None:
    """The poller is stopped, the mails put in, the poller started; its rate and memory by slices."""
    ground.instance.stop("poller")
    ground.instance.stop("worker")
    before = ground.ask("SELECT count(*) FROM newsroom_letter")[0][0]
    for mail in mails(count, 4):
        ground.client.append("INBOX", mail.copies[0].replace(b"<a-", b"<backlog-"))
    print(f"backlog of {count} small mails", flush=True)
    ground.begin("poller")
    pid, slice_of, last, at = ground.instance.processes["poller"].pid, max(1, count // 8), 0, time.monotonic()
    while last < count:
        time.sleep(0.2)
        done = ground.ask("SELECT count(*) FROM newsroom_letter")[0][0] - before
        if done - last >= slice_of or done >= count:
            now = time.monotonic()
            print(f"kept {done:>6}: {(done - last) / (now - at):7.1f} mails/s, poller {_rss(pid):.0f} MB", flush=True)
            last, at = done, now


def _rss(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1000 for line in lines if line.startswith("VmRSS"))


if __name__ == "__main__":
    main()
