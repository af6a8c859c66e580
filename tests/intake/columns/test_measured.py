"""The figures to reach on texts nobody of us wrote. `python -m tests.bench.columns` prints them all."""

from __future__ import annotations

import json

import numpy as np
import pytest

from intake.columns import load
from intake.model import Knowledge
from intake.reading import read
from tests.bench import columns as bench


def test_one_label_a_class_on_headlines(shared):
    [(_, found)] = bench.headlines(shared / "corpora" / "columns", labels=(1,), seeds=(0,))
    assert np.mean(found, axis=0)[0] >= 52


@pytest.mark.long
def test_eight_labels_a_class_on_abstracts(shared):
    [(_, found)] = bench.abstracts(shared / "corpora" / "columns", labels=(8,))
    first, three, *_ = np.mean(found, axis=0)
    assert first >= 48 and three >= 70


@pytest.mark.long
def test_golden_columns_with_no_correction_seen(shared):
    knowledge = Knowledge(columns=load())
    asked = first = three = 0
    for path in sorted((shared / "golden").glob("*.json")):
        wants = [want.get("columns") for want in json.loads(path.read_text("utf-8")).get("works", [])]
        works = read(path.with_suffix(".eml").read_bytes(), knowledge).works if any(wants) else ()
        for want, work in zip(wants, works, strict=False):
            names = [guess.name for guess in work.columns]
            asked, first, three = asked + 1, first + (names[0] in want), three + any(name in want for name in names)
    assert first / asked >= 0.8 and three / asked >= 0.95
