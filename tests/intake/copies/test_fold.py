"""What two texts are compared by."""

from __future__ import annotations

import pytest

from intake.copies import fold


def said(text: str) -> str:
    """What is left of a text that says something."""
    folded = fold(text)
    return "".join(chr(code) for code, own in zip(folded.codes, folded.own, strict=True) if own)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("老屋，在塬下。", "老屋　在塬下！"),
        ("ＬＡＯＷＵ１２３", "laowu123"),
        ("開門見華山，樹葉落盡", "开门见华山，树叶落尽"),
        ("老\u200b屋 在\n塬下", "老屋在塬下"),
    ],
)
def test_marks_spaces_width_and_script_do_not_count(one, other):
    assert said(one) == said(other)


def test_set_phrases_and_dates_say_nothing():
    assert said("尊敬的编辑老师：您好！2026年3月4日，灯亮了。此致 敬礼") == "灯亮了"


def test_a_set_phrase_is_one_in_any_script_and_with_marks_inside():
    assert said("此致，敬禮") == ""


def test_a_stretch_is_cut_from_the_text_as_typed():
    folded = fold("「開門，見山。」他說")
    assert (len(folded), folded.cut(1, 3), folded.cut(0, 0)) == (6, "門，見山", "")


@pytest.mark.parametrize("text", ["", "。。。", "\ud800\udfff", "\U0010ffff" * 3, "😀" * 20, "\x00"])
def test_a_text_that_says_nothing_is_empty(text):
    assert len(fold(text)) == 0


def test_han_beyond_the_basic_plane_is_text():
    assert len(fold("𠮷野家𰻝𰻝面")) == 6
