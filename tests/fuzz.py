"""Fuzzing by hand and at night: `python -m tests.fuzz --count 20000 --seed 1`.

Mutates the builders' mails, and the shared golden and corpus mails where they are at hand, and reads each by the whole route, files
in their children. Ends with status 1 when an exception escapes, the route's edge had to catch one, a reader of documents broke, or a
read takes over 30 seconds (LibreOffice has its own bound of 60); keeps the guilty mails in --keep.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from intake.model import Document, Knowledge, Reading
from intake.reading import FAILED, read
from tests.intake.message.mutations import SEEDS, mutants

SHARED = Path(__file__).resolve().parents[2] / "shared"
SLOW = 30.0  # seconds
EVERY = 1000  # mails between two lines of progress


def originals(largest: int) -> tuple[bytes, ...]:
    """The mails to break: the builders' own, golden and corpus mails up to `largest` bytes."""
    files = sorted([*(SHARED / "golden").glob("*.eml"), *(path for path in (SHARED / "corpora" / "mails").rglob("*") if path.is_file())])
    return (*SEEDS, *(path.read_bytes() for path in files if path.stat().st_size <= largest))


def faults(reading: Reading, took: float) -> list[str]:
    """What is wrong with a Reading of a broken mail; nothing is, as a rule."""
    found = [f"the edge caught an exception: {reading.failure}"] if reading.failure == FAILED else []
    found += [f"the reader of {document.kind} broke" for document in _all(reading.documents) if "reader-failed" in document.flags]
    return found + ([f"took {took:.1f} s"] if took > SLOW else [])


def _all(documents: tuple[Document, ...]) -> Iterator[Document]:
    for document in documents:
        yield document
        yield from _all(document.members)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--largest", type=int, default=60_000, help="bytes of the largest mail that is mutated")
    parser.add_argument("--keep", type=Path, help="folder for mails that broke something")
    options = parser.parse_args()
    broken, slowest, ends = 0, 0.0, Counter[str]()
    for number, raw in enumerate(mutants(options.seed, options.count, originals(options.largest)), 1):
        started = time.monotonic()
        try:
            reading = read(raw, Knowledge())
        except Exception:  # noqa: BLE001 - what escapes is what we look for
            wrong = [traceback.format_exc(limit=-4)]
        else:
            wrong = faults(reading, time.monotonic() - started)
            ends[reading.failure or reading.intent] += 1
        slowest = max(slowest, time.monotonic() - started)
        if wrong:
            broken += 1
            print(f"mail {number}:", *wrong, sep="\n  ", flush=True)
            _keep(options.keep, number, raw)
        if number % EVERY == 0:
            print(f"{number} mails, {broken} failures, slowest {slowest:.2f} s", flush=True)
    print(f"{options.count} mails, seed {options.seed}: {broken} failures, slowest {slowest:.2f} s")
    print("ended as:", *(f"{count} {end}" for end, count in ends.most_common()), sep="\n  ")
    return 1 if broken else 0


def _keep(folder: Path | None, number: int, raw: bytes) -> None:
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number}.eml").write_bytes(raw)


if __name__ == "__main__":
    sys.exit(main())
