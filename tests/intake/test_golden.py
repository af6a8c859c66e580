"""The golden mails beside the project, read and scored with the scorer that lies there."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from intake.command import default_knowledge
from intake.contract import to_contract
from intake.model import Reading
from intake.reading import read
from tests.intake.manuscript.nothing_lost import lost_sentences

GOLDEN = Path(__file__).resolve().parents[3] / "shared" / "golden"
NAMES = sorted(path.stem for path in GOLDEN.glob("*.json"))
pytestmark = pytest.mark.skipif(not NAMES, reason="../shared/golden is not there")


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("golden_score", GOLDEN / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def readings() -> dict[str, Reading]:
    knowledge = default_knowledge()
    return {name: read((GOLDEN / f"{name}.eml").read_bytes(), knowledge) for name in NAMES}


def test_the_score(readings: dict[str, Reading]) -> None:
    score = scorer()
    tally = score.Tally()
    for name, reading in readings.items():
        got = json.loads(json.dumps(to_contract(reading, f"{name}.eml"), ensure_ascii=False))
        score.score_mail(tally, name, json.loads((GOLDEN / f"{name}.json").read_text("utf-8")), got)
    misses = [miss for miss in tally.misses if not miss[1].startswith("column")]
    asked = sum(n for field, n in tally.asked.items() if not field.startswith("column"))
    assert tally.leaks == 0
    assert [miss for miss in misses if miss[1] in ("intent", "may_answer", "absent")] == []
    assert 1 - len(misses) / asked >= 0.97, misses


def test_no_sentence_is_lost(readings: dict[str, Reading]) -> None:
    lost = {name: lost_sentences(r) for name, r in readings.items() if r.intent not in ("automatic", "bounce")}
    assert {name: sentences for name, sentences in lost.items() if sentences} == {}
