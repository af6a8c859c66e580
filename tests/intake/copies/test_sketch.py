"""Keys: few, the same each time, shared by what is alike."""

from __future__ import annotations

import random

import pytest

from intake.copies import fold, sketch
from intake.copies.sketch import LONG_BAND, MOST, SHORT_BAND

from .texts import NEWS, OTHER_PROSE, POEM, PROSE


def keys(text: str, band: int = LONG_BAND) -> set[int]:
    return set(sketch(fold(text)).get(band, ()))


def test_keys_are_stored_so_they_may_not_change_by_themselves():
    """Whoever changes them raises SCHEME too: the database holds the old ones."""
    assert sketch(fold("渭水东流去不还少年曾")) == {
        LONG_BAND: (-1251976666, 162756458, 293408691, 1487454151, 1845197548),
        SHORT_BAND: (-2075392845, -667880413, -596456957, -351770031, 263134096, 761684602, 791551079, 1728640103),
    }


def test_the_number_of_keys_grows_slowly_with_the_text():
    dice = random.Random(1)
    long = "".join(chr(dice.randrange(0x4E00, 0x9000)) for _ in range(60_000))
    assert [len(keys(long[:size])) for size in (40, 500, 2400, 60_000)] == [35, 48, 99, MOST]


def test_keys_fit_a_signed_column_of_32_bits():
    assert all(-(1 << 31) <= key < 1 << 31 for key in keys(PROSE))


@pytest.mark.parametrize("text", ["", "图为老屋", "此致敬礼" * 30, "2026年3月4日" * 20, "……！！"])
def test_what_says_nothing_has_no_keys(text):
    assert sketch(fold(text)) == {}


def test_a_part_shares_the_keys_of_its_share():
    half = PROSE[: len(PROSE) // 2]
    assert len(keys(half) & keys(PROSE)) >= 15


def test_unlike_texts_share_none():
    assert not any(keys(one) & keys(other) for one, other in [(PROSE, OTHER_PROSE), (PROSE, NEWS), (OTHER_PROSE, NEWS)])


def test_a_poem_has_keys_of_short_runs_that_survive_a_changed_word_in_each_line():
    changed = POEM.replace("东", "西").replace("曾", "今").replace("船", "帆").replace("声", "风")
    assert (len(keys(POEM, SHORT_BAND) & keys(changed, SHORT_BAND)) >= 4, keys(PROSE, SHORT_BAND)) == (True, set())
