"""How mails are read, as a table: `python -m tests.bench.mails [FOLDER]`, by default ../shared/corpora/mails.

Each mail four ways in the same run: by the whole route (files in their children), its form alone, mail-parser alone, and the standard
library alone with every text part decoded. How many end in a Reading or a stated reason, what raised, CPU of this process; then the
Han characters of every text part, decoded strictly in its true charset, that stand in what was read, there and in ../shared/golden.
"""

from __future__ import annotations

import email
import email.policy
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import mailparser

from intake.documents import sandbox
from intake.message import open_message
from intake.model import Knowledge
from intake.reading import FAILED, read
from tests.intake.message.kept import han, kept, texts

SHARED = Path(__file__).resolve().parents[3] / "shared"


def by_parser(raw: bytes) -> object:
    mail = mailparser.parse_from_bytes(raw)
    return mail.subject, mail.from_, mail.date, mail.body, mail.attachments


def by_library(raw: bytes) -> object:
    """As most scripts do it: the modern policy, headers and every text part as text."""
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    found = [mail["subject"], mail["from"], mail["date"]]
    return found, [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]


WAYS: dict[str, Callable[[bytes], object]] = {
    "intake.reading.read": lambda raw: read(raw, Knowledge()),
    "intake.message.open_message": open_message,
    "mail-parser alone": by_parser,
    "standard library alone": by_library,
}


def main(folders: list[str]) -> None:
    folder = Path(folders[0]) if folders else SHARED / "corpora" / "mails"
    mails = [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix not in (".md", ".json")]
    if not mails:
        print(f"{folder.name} is not here")
        return
    read(b"From: a@example.com\n\nx")  # imports, and the template of the children
    print(f"{len(mails)} mails\n\n{'':30}{'raised':>7}   CPU ms median / p95 / slowest   wall s, slowest")
    for name, way in WAYS.items():
        raised, cpu, wall = timed(way, mails)
        print(f"{name:30}{sum(raised.values()):>7}   {spread(cpu):>29}   {max(wall):>15.2f}   {dict(raised) or ''}")
    ends(mails)
    characters(folder)
    characters(SHARED / "golden")
    sandbox.close()


def timed(way: Callable[[bytes], object], mails: list[bytes]) -> tuple[Counter[str], list[float], list[float]]:
    raised: Counter[str] = Counter()
    cpu, wall = [], []
    for raw in mails:
        used, started = time.process_time(), time.monotonic()
        try:
            way(raw)
        except Exception as error:  # noqa: BLE001 - what a way raises is the figure asked for
            raised[type(error).__name__] += 1
        cpu.append(time.process_time() - used)
        wall.append(time.monotonic() - started)
    return raised, cpu, wall


def spread(seconds: list[float]) -> str:
    ordered = sorted(second * 1000 for second in seconds)
    return f"{statistics.median(ordered):.1f} / {ordered[int(0.95 * (len(ordered) - 1))]:.1f} / {ordered[-1]:.0f}"


def ends(mails: list[bytes]) -> None:
    """How the readings end; a fault that the route's edge had to catch counts as a crash."""
    readings = [read(raw, Knowledge()) for raw in mails]
    stated = Counter(reading.failure for reading in readings if reading.failure)
    crashes = stated.pop(FAILED, 0)
    whole = sum(not reading.failure for reading in readings)
    print(f"\nof {len(mails)}: {whole} end in a Reading, {sum(stated.values())} in a stated reason, {crashes} in a crash")
    print(*(f"{count:5}  {reason}" for reason, count in stated.most_common()), sep="\n")


def characters(folder: Path) -> None:
    """Han characters of the mails' own text parts, counted by an oracle that uses the standard library only."""
    have = there = chinese = 0
    lost = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".md", ".json", ".py")):
        raw = path.read_bytes()
        if not any(han(text) for text in texts(raw)):
            continue
        found, all_of_them = kept(raw, open_message(raw))
        have, there, chinese = have + found, there + all_of_them, chinese + 1
        lost += [path.name] if found < all_of_them else []
    print(f"\n{folder.name}: {have:,} of {there:,} Han characters kept, {chinese} mails with Chinese", *lost)


if __name__ == "__main__":
    main(sys.argv[1:])
