"""How well columns are assigned, as tables: `python -m tests.bench.columns [PART...]`.

Parts: headlines, abstracts, genres, golden, year, speed (all of them without an argument). The labelled texts stand beside the
project in ../shared and are never copied; a part whose texts are missing says so. Everything goes through the functions that
the product uses: suggest, correction, learn and refit.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import time
import tomllib
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from intake.columns import Snapshot, correction, learn, load, refit, start, suggest
from intake.columns.features import features, learned_text
from intake.columns.rules import strengths_of, weigh
from intake.columns.shape import shape_of
from intake.columns.snapshot import key_of
from intake.columns.trust import LEARNER, chances, combine
from intake.model import Column, Knowledge, Message, Paragraph, Work
from tests.bench.column_year import simulated_year

SHARED = Path(__file__).resolve().parents[3] / "shared"
SEEDS = (0, 1, 2)
HEADLINE_LABELS, ABSTRACT_LABELS = (0, 1, 5, 20, 100), (0, 1, 4, 8)
HEADLINES_TESTED = 200  # a class, never trained on


def columns_named(table: str, labels: Sequence[str]) -> tuple[Column, ...]:
    """The classes of a set as the columns of a desk; a label without an entry has its name only."""
    known = tomllib.loads(Path(__file__).with_name("column_classes.toml").read_text("utf-8"))[table]
    return tuple(Column(name=label, keywords=tuple(known.get(label, "").split())) for label in labels)


def work_of(text: str) -> Work:
    """A headline is a title, an abstract a body."""
    return Work(title=text, blocks=()) if len(text) <= 60 else Work(title="", blocks=(Paragraph(text),))


def predict(works: Sequence[Work], columns: tuple[Column, ...], learner: Snapshot) -> np.ndarray:
    """Works x columns: the confidence of every column, as suggest() gives it for the first three."""
    keys = tuple(key_of(column) for column in columns)
    out = []
    for work in works:
        strengths = strengths_of(weigh(work, Message(), columns), columns)
        strengths[LEARNER] = learner.suggest(work)
        out.append(chances(combine(strengths, learner.trust, keys)))
    return np.array(out)


def measures(chance: np.ndarray, right: np.ndarray) -> tuple[float, float, float, float]:
    """Top one, top three, expected calibration error (ten bins), share of works that can be decided alone at 90 % accuracy; percent."""
    order = np.argsort(-chance, axis=1)
    hit = order[:, 0] == right
    three = (order[:, :3] == right[:, None]).any(axis=1)
    sure = chance.max(axis=1)
    bins = np.minimum((sure * 10).astype(int), 9)
    error = sum(abs(hit[bins == b].mean() - sure[bins == b].mean()) * (bins == b).mean() for b in range(10) if (bins == b).any())
    by_confidence = hit[np.argsort(-sure)]
    running = by_confidence.cumsum() / np.arange(1, len(hit) + 1)
    alone = (np.flatnonzero(running >= 0.9).max() + 1) / len(hit) if (running >= 0.9).any() else 0.0
    return 100 * hit.mean(), 100 * three.mean(), 100 * error, 100 * alone


def trained(columns: tuple[Column, ...], texts: Sequence[tuple[str, str]]) -> Snapshot:
    """A learner refitted on these (label, text)."""
    knowledge = Knowledge(columns=columns)
    by_name = {column.name: column for column in columns}
    return refit(columns, [correction(work_of(text), Message(), by_name[label], knowledge) for label, text in texts])


def headlines(
    folder: Path, labels: Sequence[int] = HEADLINE_LABELS, seeds: Sequence[int] = SEEDS
) -> Iterator[tuple[int, list[tuple[float, ...]]]]:
    """(labels a class, measures for each seed)."""
    rows = [row for path in sorted(folder.glob("thuc10_*.jsonl")) for row in map(json.loads, path.read_text("utf-8").splitlines())]
    by_label = defaultdict(list)
    for row in rows:
        by_label[row["label"]].append(row["text"])
    columns = columns_named("thuc10", sorted(by_label))
    for k in labels:
        found = []
        for seed in seeds[: 1 if k == 0 else None]:
            texts = {label: random.Random(seed).sample(texts, len(texts)) for label, texts in by_label.items()}
            train = [(label, text) for label, mine in texts.items() for text in mine[:k]]
            test = [(i, text) for i, column in enumerate(columns) for text in texts[column.name][-HEADLINES_TESTED:]]
            chance = predict([work_of(text) for _, text in test], columns, trained(columns, train))
            found.append(measures(chance, np.array([i for i, _ in test])))
        yield k, found


def abstracts(
    folder: Path, labels: Sequence[int] = ABSTRACT_LABELS, seeds: Sequence[int] = SEEDS
) -> Iterator[tuple[int, list[tuple[float, ...]]]]:
    """(labels a class, measures for each seed)."""
    train_rows = [json.loads(line) for path in sorted(folder.glob("csldcp67_*train*.jsonl")) for line in path.open(encoding="utf-8")]
    test_rows = [json.loads(line) for path in sorted(folder.glob("csldcp67_*test*.jsonl")) for line in path.open(encoding="utf-8")]
    by_label = defaultdict(list)
    for row in train_rows:
        by_label[row["label"]].append(row["text"])
    columns = columns_named("csldcp67", sorted(by_label))
    place = {column.name: i for i, column in enumerate(columns)}
    right = np.array([place[row["label"]] for row in test_rows])
    works = [work_of(row["text"]) for row in test_rows]
    for k in labels:
        found = []
        for seed in seeds[: 1 if k in (0, max(map(len, by_label.values()))) else None]:
            train = [(label, text) for label, mine in by_label.items() for text in random.Random(seed).sample(mine, len(mine))[:k]]
            found.append(measures(predict(works, columns, trained(columns, train)), right))
        yield k, found


def show(name: str, table: Iterator[tuple[int, list[tuple[float, ...]]]]) -> None:
    """One Markdown table: means over seeds."""
    print(f"\n{name}\n\n| labels a class | top one | top three | calibration error | decided alone at 90 % |\n|---:|---:|---:|---:|---:|")
    for k, found in table:
        mean = np.mean(found, axis=0)
        print(f"| {k} | " + " | ".join(f"{value:.1f} %" for value in mean) + " |", flush=True)


def golden(folder: Path) -> None:
    """Columns of the golden mails through the whole door, with no correction seen."""
    from intake.reading import read

    knowledge = Knowledge(columns=load())
    asked = first = three = 0
    for path in sorted(folder.glob("*.json")):
        wants = [want.get("columns") for want in json.loads(path.read_text("utf-8")).get("works", [])]
        if not any(wants):
            continue
        works = read(path.with_suffix(".eml").read_bytes(), knowledge).works
        for i, want in enumerate(wants):
            names = [guess.name for guess in works[i].columns] if i < len(works) else []
            asked += 1
            first += names[:1] != [] and names[0] in want
            three += any(name in want for name in names)
            if not names or names[0] not in want:
                print(f"  {path.stem}: {want} <- {names}")
    print(f"\ngolden: {asked} works, first {100 * first / asked:.1f} %, in three {100 * three / asked:.1f} %")


def genres(folder: Path) -> None:
    """Precision and recall of the kinds of text that lines alone show."""
    names = {"poem": "诗歌", "drama": "剧本", "news": "新闻"}
    rows = [json.loads(line) for path in sorted(folder.glob("genre_*.jsonl")) for line in path.open(encoding="utf-8")]
    pairs = [(names.get(row["genre"], ""), shape_of(row["text"].split("\n"))[0]) for row in rows]
    print(f"\ngenre by shape, {len(rows)} texts\n\n| genre | precision | recall |\n|---|---:|---:|")
    for genre in names.values():
        hit = sum(want == got == genre for want, got in pairs)
        found, wanted = sum(got == genre for _, got in pairs), sum(want == genre for want, _ in pairs)
        print(f"| {genre} | {100 * hit / max(found, 1):.1f} % | {100 * hit / max(wanted, 1):.1f} % |")


def year() -> None:
    """A year of generated submissions and an editor who always corrects."""
    print("\nsimulated year (texts generated from shuffled keywords and filler: it shows the curve, not the level of real mail)\n")
    print("| submissions | first right | in three | calibration error | columns never right |\n|---:|---:|---:|---:|---:|")
    columns = load()
    learner, taught, seen = start(columns), [], []
    never = {column.name for column in columns}
    for number, (work, message, column) in enumerate(simulated_year(columns), 1):
        knowledge = Knowledge(columns=columns, learner=learner)
        guesses = suggest(work, message, knowledge)
        names = [guess.name for guess in guesses]
        seen.append((guesses[0].confidence, names[0] == column.name, column.name in names))
        if names[0] == column.name:
            never.discard(column.name)
        taught.append(correction(work, message, column, knowledge))
        learner = refit(columns, taught) if number % 500 == 0 else learn(learner, taught[-1:])
        if number % 300 == 0:
            sure, first, three = np.array(seen[-300:], dtype=float).T
            bins = np.minimum((sure * 10).astype(int), 9)
            error = sum(abs(first[bins == b].mean() - sure[bins == b].mean()) * (bins == b).mean() for b in set(bins))
            print(
                f"| {number} | {100 * first.mean():.1f} % | {100 * three.mean():.1f} % | {100 * error:.1f} % | {len(never)} |", flush=True
            )
    print(f"\nlabels a column: {sorted(Counter(item.column for item in taught).values())}; cross-validated {learner.score}")


def speed() -> None:
    """CPU and memory of the learner with 55 columns and works of 1,500 characters."""
    columns = load()
    works = [(work, message, column) for (work, message, column), _ in zip(simulated_year(columns, words=700), range(300), strict=False)]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    learner = start(columns)
    knowledge = Knowledge(columns=columns, learner=learner)
    suggest(*works[0][:2], knowledge)
    taught = [correction(work, message, column, knowledge) for work, message, column in works]
    length = sum(len(learned_text(work)) for work, _, _ in works) / len(works)
    timings = {}
    for name, action in {
        "suggest": lambda: [suggest(work, message, knowledge) for work, message, _ in works],
        "learn, one at a time": lambda: deque((learn(learner, [item]) for item in taught), maxlen=0),
        "learn, replay": lambda: learn(learner, taught),
        "refit": lambda: refit(columns, taught),
        "features": lambda: [features(item.text) for item in taught],
    }.items():
        begun = time.process_time()
        action()
        timings[name] = 1000 * (time.process_time() - begun) / len(works)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"\nspeed, works of {length:.0f} characters, CPU a work: " + ", ".join(f"{name} {ms:.2f} ms" for name, ms in timings.items()))
    arrays = (learner.weights.nbytes + learner.seen_in.nbytes) / 1e6
    print(f"memory: snapshot {arrays:.0f} MB, highest resident growth with learning and refit {(after - before) / 1024:.0f} MB")


def main() -> None:
    """Parse the parts asked for and print their tables."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("parts", nargs="*", default=["headlines", "abstracts", "genres", "golden", "year", "speed"])
    ask.add_argument("--data", type=Path, default=SHARED / "corpora" / "columns", help="folder of the labelled texts")
    ask.add_argument("--mails", type=Path, default=SHARED / "golden", help="folder of NAME.eml + NAME.json")
    args = ask.parse_args()
    for part in args.parts:
        folder = args.mails if part == "golden" else args.data
        if part in ("headlines", "abstracts", "genres", "golden") and not folder.is_dir():
            print(f"\n{part}: no {folder}, left out")
        elif part == "headlines":
            show("headlines, 10 classes", headlines(folder))
        elif part == "abstracts":
            show("abstracts, 67 classes", abstracts(folder))
        elif part in ("genres", "golden"):
            {"genres": genres, "golden": golden}[part](folder)
        else:
            {"year": year, "speed": speed}[part]()


if __name__ == "__main__":
    main()
