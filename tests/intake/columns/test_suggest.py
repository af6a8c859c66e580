"""Three columns with reasons for any text whatever."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.columns import load, suggest
from intake.model import Column, Guess, Image, Knowledge, Message, Paragraph, Verse, Work

DESK = Knowledge(columns=load())
LETTERS = tomllib.loads(Path(__file__).with_name("letters.toml").read_text("utf-8"))["letter"]


def work_of(letter: dict) -> Work:
    lines = letter["text"].split("\n")
    blocks = (Verse(tuple(lines)),) if letter.get("verse") else tuple(Paragraph(line) for line in lines)
    pictures = tuple(Image(str(n)) for n in range(letter.get("pictures", 0)))
    return Work(title=letter["title"], blocks=blocks + pictures, genre=letter["genre"], affiliation=letter["unit"] or None)


@pytest.mark.parametrize("letter", LETTERS, ids=[letter["column"] for letter in LETTERS])
def test_a_plain_letter_for_each_column_on_the_first_day(letter):
    guesses = suggest(work_of(letter), Message(subject="投稿 " + letter["title"]), DESK)
    assert guesses[0].name in (letter["column"], *letter["also"])
    assert letter["column"] in [guess.name for guess in guesses]


def test_there_is_a_letter_for_every_column():
    assert [letter["column"] for letter in LETTERS] == [column.name for column in load()]


def test_the_authors_word_stands_above_what_the_text_is_about():
    work = Work(title="巡逻", blocks=(Paragraph("派出所的民警又上街巡逻了。" * 5),), genre="散文")
    guess = suggest(work, Message(subject="投稿：散文《巡逻》"), DESK)[0]
    assert (guess.name, guess.reasons[0]) == ("散文", "主题标明“散文”")
    assert guess.confidence > 0.7


def test_verse_is_verse_whatever_it_sings_of():
    work = Work(title="民警颂", blocks=(Verse(("派出所的灯亮着", "民警在巡逻")), Verse(("公安局门前", "雪落下来"))), genre="诗歌")
    assert suggest(work, Message(subject="投稿"), DESK)[0].name == "诗歌"


def test_a_place_is_a_feature_and_no_decision():
    work = Work(title="渭南：母亲的灶台", blocks=(Paragraph("小时候在老家渭南，母亲总在灶台前忙。那时候炊烟很慢。"),), genre="散文")
    assert suggest(work, Message(subject="投稿"), DESK)[0].name == "散文"


def test_a_place_inside_other_words_is_none():
    said = [r for g in suggest(Work("晨", (Paragraph("今天水凉，他说自己安康。"),)), Message(), DESK) for r in g.reasons]
    assert not any("天水" in reason for reason in said)


def test_a_genre_that_was_only_a_default_leaves_the_others_in_the_race():
    text = (Paragraph("她愣住了，扭头就走。老周叹了口气，没吭声。"),)
    unsure = Work("门", text, genre="散文", evidence={"genre": Guess("按散文暂列", 0.5)})
    assert "小说" in [guess.name for guess in suggest(unsure, Message(), DESK)]


def test_as_many_guesses_as_there_are_columns_up_to_three():
    four = tuple(Column(name=name) for name in ("甲", "乙", "丙", "丁"))
    for n, expected in ((0, 0), (1, 1), (2, 2), (3, 3), (4, 3)):
        assert len(suggest(Work("题", ()), Message(), Knowledge(columns=four[:n]))) == expected


def test_traditional_characters_are_read_as_simplified():
    plain, classic = "母亲总在灶台前忙，那时候我们还小，老家的院子", "母親總在灶臺前忙，那時候我們還小，老家的院子"
    one, other = (suggest(Work("家", (Paragraph(text),)), Message(), DESK)[0] for text in (plain, classic))
    assert (one.name, one.reasons) == (other.name, other.reasons)


@given(st.text(max_size=200), st.text(max_size=60), st.text(alphabet="散文诗歌《》【】“”|投稿一篇：+", max_size=30))
@settings(max_examples=60, deadline=None)
def test_any_text_gets_three_columns_that_differ(body, title, subject):
    work = Work(title, (Paragraph(body), Paragraph("\ud800")), source=title or "body", affiliation=subject)
    guesses = suggest(work, Message(subject=subject, body=(Paragraph(body),)), DESK)
    assert len({guess.name for guess in guesses}) == 3
    assert all(guess.reasons and 0 <= guess.confidence <= 1 for guess in guesses)
    assert [guess.confidence for guess in guesses] == sorted((guess.confidence for guess in guesses), reverse=True)
