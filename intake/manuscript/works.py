"""One text, one work or several? Split on evidence: titles of one form, as many as announced; never on a guess."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from intake.manuscript.body import is_numbered
from intake.manuscript.byline import parse_byline
from intake.manuscript.fold import letters_of
from intake.manuscript.lines import Line
from intake.manuscript.title import clean_title, subtitle_of, title_score

_FORM = re.compile(
    r"^(?:[七五四六]\s?[律绝古言](?:诗)?|绝句|律诗|古风|[一-鿿]{2,4}(?:令|慢|子|引|花|词|歌|调|江南|春|吟|近|"
    r"仙|沙|楼|月|头|郎|影|人|曲|门|破|犯|序))\s*[·•・‧—\-]{1,2}\s*\S{1,20}"
)
_NUMBERED_BOOK = re.compile(r"^(?:[（(]?[一二三四五六七八九十\d]{1,2}[)）]?\s*[、.．:：]?\s*)?《[^《》]{1,30}》$")
_STRIP_NUMBER = re.compile(
    r"^[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]?\s*[、.．:：]\s*|"
    r"^其[一二三四五六七八九十][:：、\s]*|^[①-⑩]\s*"
)


MOST_LINES = 3_000  # a longer text is a book: editors split it, if at all


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a text that is a work of its own; `lines` begin behind its title line."""

    title: str
    lines: tuple[Line, ...]
    why: str


def split_works(lines: Sequence[Line], title: str, announced: int, *, suite: bool, verse: bool) -> tuple[list[Section], str]:
    """(sections, words to the editor). No sections: it is one work. `title` was read at the head; `announced` is what the author says.

    A count that cannot be found among the titles keeps one work and tells the editor.
    """
    if suite or announced == 1 or len(lines) > MOST_LINES:
        return [], ""
    most = sum(each.styled for each in lines) > 0.5 * len(lines)
    kinds: tuple[tuple[str, Callable[[int], bool]], ...] = (
        ("各有带书名号的题目", lambda at: bool(_NUMBERED_BOOK.match(lines[at].text))),
        ("各有词牌或诗体题目", lambda at: bool(_FORM.match(lines[at].text)) and len(lines[at].text) <= 24),
        ("题目下各有署名", lambda at: _titled_and_signed(lines, at)),
        ("各有同样格式的题目", lambda at: not most and _styled_title(lines, at)),
        ("各有序号题目", lambda at: is_numbered(lines[at].text) and len(letters_of(lines[at].text)) >= 2),
        ("各有单独成行的题目", lambda at: _lone_title(lines, at, verse)),
    )
    found = [(why, at) for why, at in ((why, _starts(lines, test)) for why, test in kinds) if at]
    for why, at in found:
        whole = len(at) + (at[0] > 0)
        if announced and whole == announced:
            return _sections(lines, title, at, f"作者说有{announced}篇，{why}"), ""
    if announced:
        seen = max((len(at) + (at[0] > 0) for _, at in found), default=1)
        return [], f"作者说有 {announced} 篇，正文里找到 {seen} 个题目，暂作一篇，请编辑拆分"
    for why, at in found:
        if why in ("各有带书名号的题目", "各有词牌或诗体题目", "题目下各有署名") and _sure(lines, at, why, verse):
            return _sections(lines, title, at, why), ""
    return [], ""


def _starts(lines: Sequence[Line], test: Callable[[int], bool]) -> list[int]:
    return [at for at, line in enumerate(lines) if line.block is None and line.text and at + 1 < len(lines) and test(at)]


def _sure(lines: Sequence[Line], at: list[int], why: str, verse: bool) -> bool:
    """Unannounced works: each needs a text of its own, and a 《题目》 in prose must stand apart."""
    ends = [*at[1:], len(lines)]
    long_enough = all(sum(len(line.text) for line in lines[a + 1 : b]) >= (16 if verse else 80) for a, b in zip(at, ends, strict=True))
    apart = all(lines[a].gap or lines[a].styled or a == 0 for a in at)
    return long_enough and (apart or why == "题目下各有署名")


def _titled_and_signed(lines: Sequence[Line], at: int) -> bool:
    line, below = lines[at], lines[at + 1]
    if below.block is not None or len(letters_of(line.text)) > 30 or not (line.gap or line.styled) or subtitle_of(line.text):
        return False
    byline = parse_byline(below.text, styled=below.styled)
    return bool(byline and byline.explicit) and title_score(lines, at, (), frozenset()) >= 2


def _styled_title(lines: Sequence[Line], at: int) -> bool:
    line = lines[at]
    styled = line.align == "center" or line.level > 0 or line.bold or line.indent >= 5
    return styled and len(letters_of(line.text)) <= 24 and not re.search(r"[。；，]$", line.text)


def _lone_title(lines: Sequence[Line], at: int, verse: bool) -> bool:
    """A short line between blank ones: in verse a title, when so many were announced."""
    line = lines[at]
    if not line.gap or len(letters_of(line.text)) > 16 or re.search(r"[。；，！？,]$", line.text):
        return False
    alone = lines[at + 1].gap
    return alone if verse else alone or len(lines[at + 1].text) >= 40


def _sections(lines: Sequence[Line], title: str, at: list[int], why: str) -> list[Section]:
    out: list[Section] = []
    if at[0] > 0:
        out.append(Section(title, tuple(lines[: at[0]]), why))
    for start, end in zip(at, [*at[1:], len(lines)], strict=True):
        name, _ = clean_title(_STRIP_NUMBER.sub("", lines[start].text))
        out.append(Section(name, tuple(lines[start + 1 : end]), why))
    return out


def shingles(text: str) -> set[str]:
    """Character 4-grams of the letters of a text."""
    letters = letters_of(text)
    return {letters[i : i + 4] for i in range(max(0, len(letters) - 3))} or ({letters} if letters else set())


def overlap(one: str, other: str) -> float:
    """How much of the shorter text stands in the longer, 0..1."""
    a, b = shingles(one), shingles(other)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0
