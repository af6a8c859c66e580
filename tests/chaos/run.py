"""`make chaos`: mails arrive while everything is killed and cut at random; at the end each is counted.

python -m tests.chaos.run --mails 1000 --faults 100 --seed 1
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tests import postgresql

from .faults import CERTAIN, FAULTS, plan
from .ground import Ground
from .judge import Verdict, judge, settled
from .mails import Sent, mails

PATIENCE = 180.0  # for one mail after a fault by itself
ANSWERED = "SELECT 1 FROM newsroom_reply WHERE to_address = '{}' AND state IN ('sent', 'uncertain')"


@dataclass
class Run:
    """What happened, for the table."""

    seed: int
    sent: list[Sent]
    faults: list[tuple[str, datetime]] = field(default_factory=list)
    seconds: float = 0.0  # from the first mail to the last state
    after: float = 0.0  # of these, after the last fault
    disk: str = ""
    calm: dict[str, float] = field(default_factory=dict)  # kind -> seconds until a mail that came right after it was acknowledged


def chaos(folder: Path, count: int, faults: int, seed: int, seconds: float, patience: float, calm: bool) -> tuple[Run, Verdict]:
    """`count` mails and `faults` faults spread over `seconds`; then at most `patience` seconds until everything is settled; with `calm`,
    then each kind of fault once more by itself.
    """
    chance = random.Random(seed)
    with postgresql.cluster() as url, Ground(folder, url) as ground:
        run = Run(seed, mails(count, seed), disk=ground.disk.how)
        ground.instance.until(lambda: ground.ask("SELECT 1 FROM newsroom_beat WHERE kind = 'worker'"), 90)
        began = time.monotonic()
        _storm(ground, run, chance, faults, seconds)
        last = time.monotonic()
        while not settled(ground, run.sent) and time.monotonic() - last < patience:
            ground.wait(0.5)
        run.seconds, run.after = time.monotonic() - began, time.monotonic() - last
        if calm:
            _calm(ground, run, chance)
        return run, judge(ground, run)


def _calm(ground: Ground, run: Run, chance: random.Random) -> None:
    """Each kind of fault once more by itself, with a mail that arrives right after it: how long until that mail is acknowledged."""
    kinds = [(name, fault) for name, _weight, fault in FAULTS] + CERTAIN
    probes = [mail for mail in mails(10 * len(kinds), run.seed + 1, "probe") if mail.answers and len(mail.copies) == 1]
    for (name, fault), mail in zip(kinds, probes, strict=False):
        began = time.monotonic()
        fault(ground, chance)
        run.sent.append(mail)
        ground.deliver(mail.copies[0])
        while time.monotonic() - began < PATIENCE and not ground.ask(ANSWERED.format(mail.author)):
            ground.wait(0.1)
        run.calm[name] = time.monotonic() - began


def _storm(ground: Ground, run: Run, chance: random.Random, faults: int, seconds: float) -> None:
    """Mails and faults side by side. Some of a mail's copies come at once, some much later."""
    arrivals = [(index / len(run.sent) * seconds, raw) for index, mail in enumerate(run.sent) for raw in mail.copies[:1]]
    arrivals += [(chance.uniform(index / len(run.sent), 1) * seconds, raw) for index, m in enumerate(run.sent) for raw in m.copies[1:]]
    arrivals.sort(key=lambda one: one[0], reverse=True)
    moments = sorted((chance.uniform(0, seconds) for _ in range(faults)), reverse=True)
    began, coming = time.monotonic(), plan(faults, chance)
    while arrivals or coming:
        now = time.monotonic() - began
        while arrivals and arrivals[-1][0] <= now:
            ground.deliver(arrivals.pop()[1])
        if coming and moments[-1] <= now:
            moments.pop()
            name, fault = coming.pop()
            run.faults.append((name, datetime.now(UTC)))
            fault(ground, chance)
        ground.wait(0.05)


def main() -> int:
    """Exit 0 when nothing was lost, doubled or left hanging."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--mails", type=int, default=1000)
    asked.add_argument("--faults", type=int, default=100)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--seconds", type=float, default=0, help="length of the storm; by default 4.8 s a fault")
    asked.add_argument("--keep", type=Path, help="folder for logs, kept afterwards")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="laigao-chaos-") as made:
        folder = (given.keep or Path(made)).resolve()
        run, verdict = chaos(folder, given.mails, given.faults, given.seed, given.seconds or 4.8 * given.faults, 600, calm=True)
        print(verdict.table(run))
    return 0 if verdict.good else 1


if __name__ == "__main__":
    sys.exit(main())
