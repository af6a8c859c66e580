"""The demo from start to end: servers, database, newsroom, mails, and what became of each."""

from __future__ import annotations

import os
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from . import ground as grounds
from .ground import Ground
from .mailbox import deliver
from .samples import SAMPLES, Answer, Sample
from .supervisor import Supervisor

LOOK_SECONDS = 0.4
PAGES = ("/", "/desk/login/")
Tell = Callable[[str], None]


@dataclass
class Way:
    """The mails' way: those delivered so far, in order, with where each one is."""

    ground: Ground
    standings: list[tuple] = field(default_factory=list)  # (Delivered, Standing)
    new: bool = False  # this run delivered something

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
        try:
            for program in grounds.servers(place):
                supervisor.start(program)
            tell("建立数据库、栏目、角色与演示账号…")
            _database()
            tell("启动收信、工作、定时与网站进程…")
            for program in grounds.newsroom(place):
                supervisor.start(program)
            yield supervisor
        finally:
            # a second Ctrl-C must not keep the first from ending everything
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)


def _database() -> None:
    from laigao.start import setup

    setup()
    from laigao.commands.migrate import prepare
    from newsroom import roles

    prepare()
    roles.seed_demo_accounts()


def first_mails(place: Ground) -> Way:
    """Deliver the samples that answer nothing. A sample delivered in an earlier run is not delivered again."""
    way = Way(place)
    _put(way, [sample for sample in SAMPLES if not sample.after], {})
    # interrupted last time: what answers them has still to come
    way.new = way.new or not all(_path(place, sample).exists() for sample in SAMPLES)
    return way


def later_mails(way: Way) -> None:
    """Deliver the samples that answer an earlier one, with the number and Message-ID it was given."""
    from . import judge

    later = [sample for sample in SAMPLES if sample.after]
    answers = {sample.after: judge.answer(way.of(sample.after)) for sample in later}
    _put(way, later, answers)


def _put(way: Way, samples: Iterable[Sample], answers: dict[str, Answer]) -> None:
    from . import judge

    place = way.ground
    for sample in samples:
        path = _path(place, sample)
        if not path.exists():
            deliver(place.mailbox, path.stem, sample.mail(place.made, answers), sample.date(place.made), sample.folder)
            way.new = True
        way.standings.append((judge.delivered(sample, path.read_bytes()), judge.Standing()))


def _path(place: Ground, sample: Sample) -> Path:
    return place.mailbox / sample.folder / f"{SAMPLES.index(sample) + 1:03}-{sample.name}.eml"


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


def web_faults(place: Ground, seconds: float = 30.0) -> list[str]:
    """Pages of the site and the desk that do not answer 200; waits until the web server has started."""
    deadline = time.monotonic() + seconds
    statuses = {path: _status(place.url + path) for path in PAGES}
    while 0 in statuses.values() and time.monotonic() < deadline:
        time.sleep(LOOK_SECONDS)
        statuses = {path: _status(place.url + path) for path in PAGES}
    return [f"web: {path} answers {status or 'nothing'}" for path, status in statuses.items() if status != 200]


def _status(url: str) -> int:
    """HTTP status, 0 when nobody answers. Our own server on this machine: no proxy may stand between."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


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


class Told:
    """Which letters the terminal has told of: what a person delivers besides the samples is news."""

    def __init__(self) -> None:
        self.last = self._newest()

    def news(self) -> list[str]:
        """A line for each further letter, when it has ended; in their order."""
        from newsroom.models import Letter

        from . import judge, show

        lines = []
        for letter in Letter.objects.filter(pk__gt=self.last).order_by("pk"):
            now = judge.rows(letter)
            if not now.ended:
                break
            lines.append("  ".join(cell or "-" for cell in show.row(letter.subject, now)))
            self.last = letter.pk
        return lines

    def _newest(self) -> int:
        from newsroom.models import Letter

        return Letter.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
