"""What the learner knows at one moment: a frozen value, kept in one file that holds numbers and JSON, never pickle."""

from __future__ import annotations

import json
import os
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from intake.columns.features import SIZE, Vector, features, learned_text
from intake.model import Column, Work

FORMAT = 1
# what zip, numpy and JSON raise on a file that was cut, changed or is something else
DAMAGED = (ValueError, KeyError, TypeError, AttributeError, EOFError, NotImplementedError, zipfile.BadZipFile, zlib.error)


class SnapshotError(ValueError):
    """The file is not a snapshot this program can use; rebuild it from the corrections."""


def key_of(column: Column) -> str:
    """What a column is known by: its key, else the slug, which a renaming keeps, else the name."""
    return column.key or column.slug or column.name


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """Weights of K columns over SIZE features. Nothing in it is changed after it is made: learning makes another one."""

    keys: tuple[str, ...]
    weights: npt.NDArray[np.float32] = field(repr=False)  # SIZE x K
    seen_in: npt.NDArray[np.float32] = field(repr=False)  # SIZE: documents with that feature
    documents: int = 0  # pseudo-documents and corrections counted in seen_in
    counts: tuple[int, ...] = ()  # corrections a column
    trust: Mapping[str, float] = field(default_factory=dict)  # weight of a rule; "rule>column" is what is added for one column
    seen: int = 0  # corrections learned, refits included
    score: float | None = None  # share of first places right, on corrections held back at the last refit
    confused: tuple[tuple[str, str, int], ...] = ()  # (column an editor chose, column guessed, times) at the last refit, most first

    def __post_init__(self) -> None:
        object.__setattr__(self, "trust", MappingProxyType(dict(self.trust)))
        for array in (self.weights, self.seen_in):
            array.setflags(write=False)

    def suggest(self, work: Work) -> dict[str, float]:
        """Margin of each column (about -1 against, +1 for) by key (slug, or the name of a column without one)."""
        return dict(zip(self.keys, self.margins(self.vector(features(learned_text(work)))).tolist(), strict=True))

    def vector(self, found: Vector) -> Vector:
        """Weighted by rarity among what was seen, length 1 (or empty)."""
        return weighted(found, self.seen_in, self.documents)

    def margins(self, vector: Vector) -> npt.NDArray[np.float32]:
        """K values."""
        index, value = vector
        margins: npt.NDArray[np.float32] = value @ self.weights[index]
        return margins


def weighted(found: Vector, seen_in: npt.NDArray[np.float32], documents: int) -> Vector:
    """tf-idf, length 1."""
    index, value = found
    value = value * (np.log((1 + documents) / (1 + seen_in[index])) + 1)
    length = float(np.sqrt(value @ value))
    return index, (value / length if length else value).astype(np.float32)


def save(snapshot: Snapshot, path: Path) -> None:
    """Write it beside and rename, so that a reader sees the old file or the new one. Half precision: 3-12 MB for 55 columns."""
    about = {
        "format": FORMAT,
        "keys": snapshot.keys,
        "documents": snapshot.documents,
        "counts": snapshot.counts,
        "trust": dict(snapshot.trust),
        "seen": snapshot.seen,
        "score": snapshot.score,
        "confused": snapshot.confused,
    }
    text = np.frombuffer(json.dumps(about, ensure_ascii=False).encode(), dtype=np.uint8)
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    with beside.open("wb") as file:
        np.savez_compressed(file, weights=snapshot.weights.astype(np.float16), seen_in=snapshot.seen_in, about=text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def open_snapshot(path: Path) -> Snapshot:
    """Raises SnapshotError on a file that is damaged, of another format or of another size; OSError when there is none."""
    try:
        with np.load(path, allow_pickle=False) as file:
            about: dict[str, Any] = json.loads(file["about"].tobytes().decode())
            weights = file["weights"].astype(np.float32)
            seen_in = file["seen_in"].astype(np.float32)
        if about["format"] != FORMAT or weights.shape != (SIZE, len(about["keys"])) or seen_in.shape != (SIZE,):
            raise SnapshotError("学习快照的格式与当前程序不符，请重建")
        return Snapshot(
            keys=tuple(about["keys"]),
            weights=weights,
            seen_in=seen_in,
            documents=int(about["documents"]),
            counts=tuple(about["counts"]),
            trust={str(rule): float(weight) for rule, weight in about["trust"].items()},
            seen=int(about["seen"]),
            score=about["score"],
            confused=tuple((str(right), str(guessed), int(times)) for right, guessed, times in about["confused"]),
        )
    except DAMAGED as error:
        raise SnapshotError(f"学习快照打不开，请重建（{type(error).__name__}）") from error
