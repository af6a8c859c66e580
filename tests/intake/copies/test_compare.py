"""What two texts share, and what it is called."""

from __future__ import annotations

import random

import pytest

from intake.copies import EXCERPT, OTHER_AUTHOR, REVISION, SAME, Overlap, compare, fold, kind_of

from .texts import NEWS, OTHER_PROSE, POEM, PROSE


def between(one: str, other: str) -> Overlap:
    return compare(fold(one), fold(other))


def test_the_same_text_is_all_there():
    found = between(PROSE, PROSE)
    assert (found.fraction, found.fraction_other, found.ratio, found.passage) == (1.0, 1.0, 1.0, PROSE.rstrip("。"))


def test_nothing_in_common_is_nothing():
    assert between("渭水东流去不还", "灯火照见枣树") == Overlap(0.0, 0.0, 0, "", 0, 6 / 7)


def test_empty_texts_share_nothing():
    assert between("", "") == Overlap(0.0, 0.0, 0, "", 0, 1.0)


def test_the_longest_passage_is_shown_as_typed_in_the_first():
    passage = "他不答話，只把燈芯往上捻一捻"
    found = between("前面的話。" + passage + "。後面的話", PROSE)
    assert (found.passage[:6], found.weight >= 10) == ("他不答話，只", True)


def test_the_longest_passage_is_the_longest_there_is():
    """Against a plain search, on texts of few characters, where much repeats."""
    dice = random.Random(4)
    for _ in range(60):
        one, other = ("".join(dice.choices("天地人山", k=dice.randint(1, 40))) for _ in range(2))
        longest = max(
            (end - start for start in range(len(one)) for end in range(start, len(one) + 1) if one[start:end] in other), default=0
        )
        found = between(one, other)
        if 2 * found.shared >= min(len(one), len(other)):
            assert (len(found.passage), found.passage in one, found.passage in other) == (longest, True, True)


def test_a_set_phrase_counts_on_no_side():
    phrase = "在市委市政府的坚强领导下，深入学习贯彻习近平新时代中国特色社会主义思想，"
    found = between(phrase + "果农剪下多余的枝条", phrase + "老人把马灯擦得透亮")
    assert (found.shared, kind_of(found, same_author=False)) == (0, None)


CHANGED = PROSE.replace("老屋", "旧宅").replace("马灯", "油灯") + "\n这便是我要说的全部了，灯还亮着。"
ADDED = "\n".join([PROSE, OTHER_PROSE, OTHER_PROSE[::-1]])
QUOTING = "\n".join([OTHER_PROSE, PROSE.split("\n")[1], OTHER_PROSE[::-1], NEWS[::-1], NEWS])


@pytest.mark.parametrize(
    ("text", "before", "mine", "others"),
    [
        (PROSE, PROSE, SAME, OTHER_AUTHOR),
        (PROSE.replace("，", ",").replace("\n", ""), PROSE, SAME, OTHER_AUTHOR),
        (CHANGED, PROSE, REVISION, OTHER_AUTHOR),
        (PROSE[: len(PROSE) // 2], PROSE, EXCERPT, OTHER_AUTHOR),
        (ADDED, PROSE, EXCERPT, EXCERPT),
        (QUOTING, PROSE, EXCERPT, EXCERPT),
        (POEM, POEM, SAME, OTHER_AUTHOR),
        (POEM.replace("无人管", "谁来管"), POEM, REVISION, OTHER_AUTHOR),
        (f"{POEM}\n\n{POEM[::-1]}\n\n柿子红了灯笼挂\n一条小路到天涯", POEM, EXCERPT, EXCERPT),
        (OTHER_PROSE, PROSE, None, None),
        (NEWS, PROSE, None, None),
        ("举头望明月", POEM, None, None),
    ],
)
def test_what_it_is_called(text, before, mine, others):
    found = between(text, before)
    assert (kind_of(found, same_author=True), kind_of(found, same_author=False)) == (mine, others)


def test_a_passage_that_many_have_is_no_excerpt_but_a_copy_is_a_copy():
    assert (kind_of(between(QUOTING, PROSE), True, common=True), kind_of(between(PROSE, PROSE), True, common=True)) == (None, SAME)


@pytest.mark.parametrize("share", [0.05, 0.1, 0.2])
def test_a_text_with_changed_characters_is_still_found(share):
    dice = random.Random(7)
    changed = "".join(char if dice.random() >= share else dice.choice(OTHER_PROSE) for char in PROSE)
    assert kind_of(between(changed, PROSE), same_author=True) in (SAME, REVISION)
