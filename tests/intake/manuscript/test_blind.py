"""The blind mails, read whole. Each was scored once before any rule was mended with it in sight; they stay as tests."""

from __future__ import annotations

import pytest

from intake.command import default_knowledge
from intake.contract import to_contract
from intake.reading import read
from tests.intake.manuscript.blind import letters, literary, reports, second
from tests.intake.manuscript.blind.compare import differences
from tests.intake.manuscript.nothing_lost import lost_sentences

CASES = {**literary.CASES, **reports.CASES, **letters.CASES, **second.CASES}


@pytest.mark.parametrize("name", CASES)
def test_a_blind_mail(name: str) -> None:
    raw, want = CASES[name]()
    reading = read(raw, default_knowledge(), isolated=False)
    assert differences(want, to_contract(reading)) == []
    assert reading.intent in ("automatic", "bounce") or lost_sentences(reading) == []
