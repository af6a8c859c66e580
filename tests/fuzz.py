"""Fuzzing by hand and at night: `python -m tests.fuzz --count 20000 --seed 1`.

Mutates the builders' mails, and the shared golden and corpus mails where they are at hand. Ends with status 1 when an
exception escapes or a read takes over 30 seconds, and keeps the guilty mails in --keep.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from intake.model import Knowledge
from tests.intake.message.mutations import SEEDS, mutants

SHARED = Path(__file__).resolve().parents[2] / "shared"
SLOW = 30.0  # seconds


def reader() -> Callable[[bytes], object]:
    """The whole route when it is there, else the opening of the mail alone."""
    if find_spec("intake.reading"):
        read = import_module("intake.reading").read
        return lambda raw: read(raw, Knowledge())
    return lambda raw: import_module("intake.message").open_message(raw)


def originals(largest: int) -> tuple[bytes, ...]:
    """The mails to break: the builders' own, golden and corpus mails up to `largest` bytes."""
    files = sorted([*(SHARED / "golden").glob("*.eml"), *(path for path in (SHARED / "corpora" / "mails").rglob("*") if path.is_file())])
    return (*SEEDS, *(path.read_bytes() for path in files if path.stat().st_size <= largest))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--largest", type=int, default=60_000, help="bytes of the largest mail that is mutated")
    parser.add_argument("--keep", type=Path, help="folder for mails that broke something")
    options = parser.parse_args()
    read = reader()
    failures, slowest = 0, 0.0
    for number, raw in enumerate(mutants(options.seed, options.count, originals(options.largest))):
        started = time.monotonic()
        try:
            read(raw)
        except Exception:  # noqa: BLE001 - what escapes is what we look for
            failures += 1
            print(f"mail {number}:", traceback.format_exc(limit=-4), sep="\n")
            _keep(options.keep, number, raw)
        took = time.monotonic() - started
        slowest = max(slowest, took)
        if took > SLOW:
            failures += 1
            print(f"mail {number}: {took:.1f} s")
            _keep(options.keep, number, raw)
    print(f"{options.count} mails, seed {options.seed}: {failures} failures, slowest {slowest:.2f} s")
    return 1 if failures else 0


def _keep(folder: Path | None, number: int, raw: bytes) -> None:
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number}.eml").write_bytes(raw)


if __name__ == "__main__":
    sys.exit(main())
