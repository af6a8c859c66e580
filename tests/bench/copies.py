"""How well near copies are found, as tables: `python -m tests.bench.copies [PART...] [--works 10000 100000]`.

Parts: signatures (which keys find what, no database), sqlite, postgresql. The database parts fill a database of their own with works made
at run time from the words of the texts beside the project, which are never copied; then everything goes through newsroom.copying.
"""

from __future__ import annotations

import argparse
import os
import pickle
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from intake import copies
from intake.copies.sketch import LONG_BAND, runs
from tests import postgresql
from tests.bench.near import texts

ORIGINALS, POEMS, QUERIES = 150, 60, 200
FORMS: dict[str, Callable[[str, random.Random, str], str]] = {
    "as it was": lambda text, dice, other: text,
    "5 % edited": texts.edited(0.05),
    "10 % edited": texts.edited(0.10),
    "20 % edited": texts.edited(0.20),
    "half of it": texts.half,
    "paragraphs shuffled": texts.shuffled,
    "tail of 30 %": texts.tail(0.3),
    "tail of 100 %": texts.tail(1.0),
    "a tenth inside another": texts.inside,
    "in traditional script": texts.traditional,
}
POEM_FORMS = ("as it was", "5 % edited", "10 % edited", "20 % edited", "half of it", "in traditional script")


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    print("| " + " | ".join(head) + " |\n|" + "---|" + "---:|" * (len(head) - 1))
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |")
    print(flush=True)


def chosen() -> tuple[list[str], list[str], list[str]]:
    """(originals that are indexed, poems that are indexed, real texts that are not): no two of one source text."""
    longs, poems = texts.real()
    dice = random.Random(1)
    dice.shuffle(longs)
    dice.shuffle(poems)
    return longs[:ORIGINALS], poems[:POEMS], longs[ORIGINALS : ORIGINALS + QUERIES] + poems[POEMS:]


# ── which keys find what ──────────────────────────────────────────────────────────────────────────────────────────────


def signature(text: str, rows: int, bands: int) -> list[int]:
    """The classical signature: `bands` x `rows` least hashes of the runs of three, under as many hash functions, banded."""
    hashes = np.unique(runs(copies.fold(text), 3)[0])
    dice = np.random.default_rng(7)
    odd = dice.integers(1, 1 << 63, rows * bands, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    least = np.array([((hashes * one) ^ ((hashes * one) >> np.uint64(29))).min() for one in odd]).reshape(bands, rows)
    return [hash((n, *band)) for n, band in enumerate(least.tolist())]


def sketched(text: str) -> list[int]:
    return list(copies.sketch(copies.fold(text))[LONG_BAND])


KEYS: dict[str, tuple[Callable[[str], list[int]], int]] = {
    "signature, 32 bands of 2": (lambda text: signature(text, 2, 32), 1),
    "signature, 64 bands of 2": (lambda text: signature(text, 2, 64), 1),
    "signature, 32 bands of 4": (lambda text: signature(text, 4, 32), 1),
    "sketch, 2 keys in common": (sketched, 2),
}


def signatures() -> None:
    """Share of the changed texts that become candidates of their original; candidates among 100,000 other works; keys a work."""
    originals, _poems, others = chosen()
    long = [text for text in originals if len(text) >= 400][:60]
    unlike = [text for text in others if len(text) >= 400][:60]
    rows = []
    for name, (keys, least) in KEYS.items():
        known = [set(keys(text)) for text in long]
        noise = [len(one & set(keys(text))) >= least for text in unlike for one in known]
        cells = [f"{100_000 * statistics.mean(noise):,.0f}", f"{statistics.mean(map(len, known)):.0f}"]
        for form in ("10 % edited", "20 % edited", "half of it", "a tenth inside another"):
            dice = random.Random(3)
            hits = [
                len(one & set(keys(FORMS[form](text, dice, unlike[n % 60])))) >= least
                for n, (one, text) in enumerate(zip(known, long, strict=True))
            ]
            cells.append(f"{100 * statistics.mean(hits):.0f} %")
        rows.append([name, *cells[2:], *cells[:2]])
    table(["keys", "10 % edited", "20 % edited", "half", "a tenth inside", "candidates of 100,000", "keys a work"], rows)


# ── a database full of works ──────────────────────────────────────────────────────────────────────────────────────────


def make(count: int, path: Path) -> None:
    """Write the works and their keys, once for all databases."""
    chain = texts.Chain(chosen()[0] + chosen()[2])
    works = [(text, copies.sketch(copies.fold(text))) for text in chain.works(count)]
    path.write_bytes(pickle.dumps(works))


def child(engine: str, works: Path, sizes: list[int]) -> None:
    """The database parts run in a process of their own: Django takes one database at its start."""
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {"LAIGAO_DATA_DIR": folder, "LAIGAO_DEBUG": "1"}
        command = [sys.executable, "-m", "tests.bench.copies", "--child", engine, "--file", str(works), "--works", *map(str, sizes)]
        if engine == "sqlite":
            subprocess.run(command, env=env | {"LAIGAO_DATABASE_URL": f"sqlite:///{folder}/laigao.sqlite3"}, check=True)
            return
        with postgresql.cluster() as url:
            subprocess.run(command, env=env | {"LAIGAO_DATABASE_URL": url}, check=True)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("parts", nargs="*", default=["signatures", "sqlite", "postgresql"])
    asked.add_argument("--works", nargs="+", type=int, default=[10_000, 100_000])
    asked.add_argument("--child")
    asked.add_argument("--file", type=Path)
    given = asked.parse_args()
    if given.child:
        from tests.bench.near import database

        database.measure(given.child, pickle.loads(given.file.read_bytes()), given.works)
        return
    if not texts.real()[0]:
        sys.exit("The texts in ../shared/corpora/columns are not here.")
    if "signatures" in given.parts:
        signatures()
    engines = [part for part in given.parts if part in ("sqlite", "postgresql")]
    if not engines:
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "works"
        begun = time.process_time()
        make(max(given.works), file)
        print(f"{max(given.works):,} works made and sketched in {time.process_time() - begun:.0f} s CPU\n", flush=True)
        for engine in engines:
            if engine == "postgresql" and postgresql.binaries() is None:
                print("PostgreSQL is not installed.")
                continue
            child(engine, file, given.works)


if __name__ == "__main__":
    main()
