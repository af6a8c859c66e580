"""The demo from start to end: servers, database, newsroom, mails, and what became of each."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from . import ground as grounds
from .ground import Ground
from .mailbox import deliver
from .samples import SAMPLES, Answer, Sample
from .supervisor import Supervisor

LOOK_SECONDS = 0.25
Tell = Callable[[str], None]


@dataclass
class Way:
    """The mails' way: those delivered so far, in order, with where each one is."""

    ground: Ground
    standings: list[tuple] = field(default_factory=list)  # (Delivered, Standing)

    def look(self) -> None:
        """Read the rows of all that have not ended."""
        from . import judge

        self.standings = [(mail, now if now.ended else judge.standing(mail)) for mail, now in self.standings]

    @property
    def ended(self) -> bool:
        return all(now.ended for _, now in self.standings)

    def of(self, name: str):
        """The standing of a sample, looked up again: a later mail may have changed its drafts."""
        from . import judge

        return next(judge.standing(mail) for mail, _ in self.standings if mail.sample.name == name)


@contextmanager
def started(place: Ground, tell: Tell) -> Iterator[Supervisor]:
    """Everything runs inside, nothing after. Sets this process's environment: it reads the demo's database too."""
    for name in [name for name in os.environ if name.startswith("LAIGAO_")]:
        del os.environ[name]
    os.environ.update(grounds.environment(place) | {"LAIGAO_LOG_LEVEL": "WARNING"})  # the others' logs are files, ours is the screen
    with Supervisor() as supervisor:
        for program in grounds.servers(place):
            supervisor.start(program)
        tell("建立数据库、栏目、角色与演示账号…")
        _database()
        tell("启动收信、工作、定时与网站进程…")
        for program in grounds.newsroom(place):
            supervisor.start(program)
        yield supervisor


def _database() -> None:
    from laigao.start import setup

    setup()
    from laigao.commands.migrate import prepare
    from newsroom import roles

    prepare()
    roles.seed_demo_accounts()


def first_mails(place: Ground) -> Way:
    """Deliver the samples that answer nothing. A sample delivered in an earlier run is not delivered again."""
    return Way(place, list(_put(place, (sample for sample in SAMPLES if not sample.after), {})))


def later_mails(way: Way) -> None:
    """Deliver the samples that answer an earlier one, with the number and Message-ID it was given."""
    from . import judge

    later = [sample for sample in SAMPLES if sample.after]
    answers = {sample.after: judge.answer(way.of(sample.after)) for sample in later}
    way.standings += list(_put(way.ground, later, answers))


def _put(place: Ground, samples: Iterable[Sample], answers: dict[str, Answer]) -> Iterator[tuple]:
    from . import judge

    for sample in samples:
        name = f"{SAMPLES.index(sample) + 1:03}-{sample.name}"
        path = place.mailbox / sample.folder / f"{name}.eml"
        if not path.exists():
            deliver(place.mailbox, name, sample.mail(place.made, answers), sample.date(place.made), sample.folder)
        yield judge.delivered(sample, path.read_bytes()), judge.Standing()


def until_ended(way: Way, supervisor: Supervisor, show: Callable[[Way], None], seconds: float) -> bool:
    """Look until every delivered mail has ended; False when `seconds` are over. Raises Hopeless when a program keeps dying."""
    deadline = time.monotonic() + seconds
    while True:
        supervisor.tick()
        way.look()
        show(way)
        if way.ended:
            return True
        if time.monotonic() > deadline:
            return False
        time.sleep(LOOK_SECONDS)


def faults(way: Way) -> list[str]:
    """Each thing that did not end right, with its sample's name."""
    from . import judge, sink

    outbox = set(sink.kept(way.ground.outbox))
    found = []
    for mail, now in way.standings:
        wrong = judge.faults(mail.sample, now, outbox)
        if mail.sample.after:
            wrong += judge.effects(mail.sample, way.of(mail.sample.after))
        found += [f"{mail.sample.name}: {fault}" for fault in wrong]
    return found


def totals(way: Way) -> str:
    drafts = sum(len(now.drafts) for _, now in way.standings)
    sent = sum(now.reply is not None and now.reply.state == "sent" for _, now in way.standings)
    return f"{len(way.standings)} mails, {drafts} drafts, {sent} acknowledgements"
