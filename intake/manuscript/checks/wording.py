"""Wrong words, 截止 for 截至, 我省 and 我市, watch-list terms, near misses of fixed wordings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

import ahocorasick

from intake.manuscript.checks.context import Context
from intake.manuscript.fold import fold
from intake.model import Check

_UNTIL = re.compile(r"截止(?=到?(?:\d|[一二三四五六七八九十元]+月|今年|去年|昨|今|本月|上月|\s*\d{4}))")
_OURS = re.compile(r"(?<![自本])我(?:省|市|县|区|镇|乡|州)(?!长|委书记|政府的)")


@lru_cache(maxsize=1)
def _wrong_words() -> tuple[re.Pattern[str], dict[str, str]]:
    rows = (files("intake.manuscript.checks") / "words.tsv").read_text("utf-8").splitlines()
    pairs = {wrong: right for wrong, _, right in (row.partition("\t") for row in rows) if right and wrong != right}
    return re.compile("|".join(sorted(map(re.escape, pairs), key=len, reverse=True))), pairs


def check_wrong_words(context: Context) -> Iterable[Check]:
    """再接再励 for 再接再厉 and their like: words.tsv, wrong word and right one a line."""
    pattern, right = _wrong_words()
    for index, text in context.texts():
        for found in pattern.finditer(text):
            mended = right[found.group()]
            yield Check("wrong-word", f"「{found.group()}」应为「{mended}」", index, found.start(), found.end(), mended)


def check_until(context: Context) -> Iterable[Check]:
    """截止 is when something ends, 截至 is up to when something is counted."""
    for index, text in context.texts():
        for found in _UNTIL.finditer(text):
            yield Check("until", "「截止」后面跟日期时应为「截至」", index, found.start(), found.end(), "截至")


def check_ours(context: Context) -> Iterable[Check]:
    """A site read everywhere has no 我省, 我市."""
    if context.work.genre != "新闻":
        return
    for index, text in context.texts():
        for found in _OURS.finditer(text):
            yield Check("ours", f"「{found.group()}」请写明地名", index, found.start(), found.end(), severity="info")


def squeezed(text: str) -> tuple[str, list[int]]:
    """The folded text without marks, spaces and case, and where each of its characters stood: 加 微-信 → 加微信."""
    folded = fold(text).lower()
    places = [i for i, char in enumerate(folded) if char.isalnum()]
    return "".join(folded[i] for i in places), places


@lru_cache(maxsize=4)
def _automaton(words: tuple[str, ...]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for word in words:
        key, _ = squeezed(word)
        if key:
            automaton.add_word(key, word)
    automaton.make_automaton()
    return automaton


def check_watch_words(context: Context) -> Iterable[Check]:
    """Terms of the desk's own list, whatever width they are typed in and whatever stands between their characters."""
    words = tuple(w for w in context.knowledge.watch_words if squeezed(w)[0])
    if not words:
        return
    automaton = _automaton(words)
    for index, text in context.texts():
        flat, places = squeezed(text)
        for end, word in automaton.iter(flat):
            start = end - len(squeezed(word)[0]) + 1
            yield Check("watch-word", f"词表中的「{word}」", index, places[start], places[end] + 1, severity="block")


def check_fixed_words(context: Context) -> Iterable[Check]:
    """One character wrong, missing or swapped in a name with its title or a set wording of the desk's list."""
    for wording in context.knowledge.fixed_words:
        if len(wording) < 4:
            continue
        for index, text in context.texts():
            for start, end in _near_misses(wording, text):
                yield Check("fixed-wording", f"与固定写法「{wording}」差一点", index, start, end, wording, "block")


def _near_misses(wording: str, text: str) -> Iterable[tuple[int, int]]:
    size = len(wording)
    exact = {m.start() for m in re.finditer(re.escape(wording), text)}
    for at in range(len(text) - size + 2):
        if any(abs(at - e) < size for e in exact):
            continue
        same = text[at : at + size]
        differing = [i for i in range(min(size, len(same))) if same[i] != wording[i]]
        swapped = (
            len(differing) == 2
            and differing[1] == differing[0] + 1
            and sorted(same[i] for i in differing) == sorted(wording[i] for i in differing)
        )
        if len(same) == size and (len(differing) == 1 or swapped):
            yield at, at + size
        elif same[:-1] and len(wording) > 4 and any(wording[:i] + wording[i + 1 :] == same[:-1] for i in range(1, size - 1)):
            yield at, at + size - 1
