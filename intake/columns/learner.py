"""The learner: one linear score a column, moved by every correction at once and refitted in the background.

An L2-loss support vector machine, one column against the rest, by dual coordinate descent (Hsieh et al., ICML 2008): one
step of it is the online update, many rounds of it are the refit. Before anyone has corrected anything it is fitted to one
pseudo-document a column (name, aliases, description, keywords), whose weight falls with 1 / (1 + n / 20) as labels come.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from intake.columns import trust as trusting
from intake.columns.features import SIZE, Vector, features, learned_text
from intake.columns.rules import strengths_of, weigh
from intake.columns.snapshot import Snapshot, key_of, weighted
from intake.model import Column, Knowledge, Message, Work

PRIOR = 12.0  # weight of a pseudo-document against one correction
HALF = 20.0  # corrections of a column after which its pseudo-document counts half
ONLINE_COST = 1.0
LEAST_COST, MORE_COST = 0.2, 0.6  # few labels: nearly centroids; many: nearly hard margins
ROUNDS, FOLD_ROUNDS = 8, 5
FOLDS, FOLDS_OF_FEW, FEW = 4, 10, 1_000  # with few corrections each one held back is missed, and rounds cost little
CONFUSIONS_KEPT = 50
REFIT_AT_MOST = 8_000  # the newest corrections: 60 MB of vectors


@dataclass(frozen=True, slots=True)
class Correction:
    """An editor confirmed or changed a column. Append-only, the truth; `column` is the key: slug, or name without one."""

    column: str
    text: str
    strengths: Mapping[str, Mapping[str, float]] = field(default_factory=dict)  # what the rules had said: rule -> key -> log-odds

    def to_json(self) -> dict[str, Any]:
        """Plain data for a row."""
        return {"column": self.column, "text": self.text, "strengths": {rule: dict(said) for rule, said in self.strengths.items()}}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Correction:
        """Raises KeyError on a row that is not one."""
        return cls(str(data["column"]), str(data["text"]), data.get("strengths", {}))


def correction(work: Work, message: Message, column: Column, knowledge: Knowledge) -> Correction:
    """What to keep when an editor says: this work belongs to this column."""
    return Correction(key_of(column), learned_text(work), strengths_of(weigh(work, message, knowledge.columns), knowledge.columns))


def start(columns: Sequence[Column]) -> Snapshot:
    """A learner that nobody has corrected yet. 30 ms."""
    return refit(columns, ())


def learn(snapshot: Snapshot, corrections: Sequence[Correction]) -> Snapshot:
    """Every correction at once, in order; those of columns the snapshot does not know are passed over. 10 ms and 0.5 ms each."""
    place = {key: i for i, key in enumerate(snapshot.keys)}
    weights, seen_in, counts = snapshot.weights.copy(), snapshot.seen_in.copy(), list(snapshot.counts)
    documents, trust = snapshot.documents, dict(snapshot.trust)
    learned = [item for item in corrections if item.column in place]
    for item in learned:
        found = features(item.text)
        index, value = weighted(found, seen_in, documents)
        margins = value @ weights[index]
        said = {**item.strengths, trusting.LEARNER: dict(zip(snapshot.keys, margins.tolist(), strict=True))}
        trusting.adjust(said, trust, snapshot.keys, item.column)
        sign = np.full(len(snapshot.keys), -1.0, dtype=np.float32)
        sign[place[item.column]] = 1.0
        push = np.maximum(1 - sign * margins, 0) / (1 + 1 / (2 * ONLINE_COST)) * sign
        weights[index] += np.outer(value, push)
        seen_in[index] += 1
        documents += 1
        counts[place[item.column]] += 1
    return dataclasses.replace(
        snapshot,
        weights=weights,
        seen_in=seen_in,
        documents=documents,
        counts=tuple(counts),
        trust=trust,
        seen=snapshot.seen + len(learned),
    )


def refit(columns: Sequence[Column], corrections: Sequence[Correction], merged: Mapping[str, str] | None = None) -> Snapshot:
    """The learner rebuilt from its pseudo-documents and all corrections (the newest 8,000). Seconds to a minute: background only.

    `merged` gives old key -> key it went into, for corrections made before the desk merged those columns; others of columns
    that are no longer there are passed over.
    """
    keys = tuple(key_of(column) for column in columns)
    place = {key: i for i, key in enumerate(keys)}
    moved = (dataclasses.replace(item, column=(merged or {}).get(item.column, item.column)) for item in corrections)
    kept = [item for item in moved if item.column in place][-REFIT_AT_MOST:]
    found = [features(pseudo_document(column)) for column in columns] + [features(item.text) for item in kept]
    seen_in = np.zeros(SIZE, dtype=np.float32)
    for index, _ in found:
        seen_in[index] += 1
    vectors = [weighted(item, seen_in, len(found)) for item in found]
    labels = np.array([*range(len(keys)), *(place[item.column] for item in kept)], dtype=np.int64)
    trust, guessed = _held_back(keys, vectors, labels, kept) if len(kept) >= 2 * FOLDS else ({}, [])
    wrong = Counter((item.column, guess) for item, guess in zip(kept, guessed, strict=False) if guess != item.column)
    return Snapshot(
        keys=keys,
        weights=_fit(vectors, labels, len(keys), ROUNDS),
        seen_in=seen_in,
        documents=len(found),
        counts=tuple(np.bincount(labels[len(keys) :], minlength=len(keys)).tolist()),
        trust=trust,
        seen=len(kept),
        score=round(1 - wrong.total() / len(guessed), 4) if guessed else None,
        confused=tuple((right, guess, times) for (right, guess), times in wrong.most_common(CONFUSIONS_KEPT)),
    )


def pseudo_document(column: Column) -> str:
    """What the column says about itself."""
    return "\n".join((column.name, *column.aliases, column.description, *column.keywords, *column.places))


def follow(snapshot: Snapshot, columns: Sequence[Column], merged: Mapping[str, str] | None = None) -> Snapshot:
    """The snapshot for the columns as they are now: renamed ones keep what they learned (by slug), a new one starts from its
    pseudo-document, a closed one is forgotten until a refit finds it open again; `merged` gives old key -> key it went into.
    The same snapshot when nothing changed.
    """
    keys = tuple(key_of(column) for column in columns)
    if keys == snapshot.keys and not merged:
        return snapshot
    gone = merged or {}
    old = {key: i for i, key in enumerate(snapshot.keys)}
    weights = np.zeros((SIZE, len(keys)), dtype=np.float32)
    counts = [0] * len(keys)
    for i, key in enumerate(keys):
        sources = [old[name] for name in (key, *(was for was, now in gone.items() if now == key)) if name in old]
        weights[:, i] = snapshot.weights[:, sources].sum(axis=1)
        if len(sources) > 1:  # what speaks against any column is in each of them: it counts once, or the merged one never comes first
            weights[:, i] -= (len(sources) - 1) * snapshot.weights.mean(axis=1)
        counts[i] = sum(snapshot.counts[j] for j in sources)
    now = dataclasses.replace(snapshot, keys=keys, weights=weights, counts=tuple(counts))
    fresh = [Correction(key_of(c), pseudo_document(c)) for c in columns if key_of(c) not in old and key_of(c) not in gone.values()]
    return dataclasses.replace(learn(now, fresh), counts=tuple(counts), seen=snapshot.seen, trust=snapshot.trust) if fresh else now


def _fit(vectors: Sequence[Vector], labels: npt.NDArray[np.int64], columns: int, rounds: int) -> npt.NDArray[np.float32]:
    """Dual coordinate descent for all columns at once. The first `columns` vectors are the pseudo-documents."""
    counts = np.bincount(labels[columns:], minlength=columns)
    each = len(labels) / columns - 1
    cost = np.full(len(labels), LEAST_COST + MORE_COST * each / (each + HALF), dtype=np.float32)
    cost[:columns] *= PRIOR / (1 + counts / HALF)
    weights = np.zeros((SIZE, columns), dtype=np.float32)
    duals = np.zeros((len(labels), columns), dtype=np.float32)
    order = np.random.default_rng(0)
    for _ in range(rounds):
        for i in order.permutation(len(labels)):
            index, value = vectors[i]
            sign = np.full(columns, -1.0, dtype=np.float32)
            sign[labels[i]] = 1.0
            slack = 1 / (2 * cost[i])
            gradient = sign * (value @ weights[index]) - 1 + duals[i] * slack
            moved = np.maximum(duals[i] - gradient / (1 + slack), 0)
            weights[index] += np.outer(value, (moved - duals[i]) * sign)
            duals[i] = moved
    return weights


def _held_back(
    keys: tuple[str, ...], vectors: Sequence[Vector], labels: npt.NDArray[np.int64], kept: Sequence[Correction]
) -> tuple[dict[str, float], list[str]]:
    """(weights of the rules, first guess for each correction), both from a learner that had not seen it: each is held back in turn."""
    size = len(keys)
    folds = FOLDS_OF_FEW if len(kept) <= FEW else FOLDS
    fold = np.concatenate([np.full(size, -1), np.random.default_rng(1).permutation(len(kept)) % folds])
    margins = np.zeros((len(kept), size), dtype=np.float32)
    for out in range(folds):
        use = np.flatnonzero(fold != out).tolist()
        weights = _fit([vectors[i] for i in use], labels[use], size, FOLD_ROUNDS)
        for i in np.flatnonzero(fold == out).tolist():
            index, value = vectors[i]
            margins[i - size] = value @ weights[index]
        del weights  # before the next one is made: they are the largest thing here
    said = [
        {**item.strengths, trusting.LEARNER: dict(zip(keys, mine, strict=True))} for item, mine in zip(kept, margins.tolist(), strict=True)
    ]
    trust = trusting.fit(said, keys, [item.column for item in kept])
    for item, strengths in zip(kept, said, strict=True):
        trusting.adjust(strengths, trust, keys, item.column, whole=False)
    return trust, [keys[int(trusting.combine(strengths, trust, keys).argmax())] for strengths in said]
