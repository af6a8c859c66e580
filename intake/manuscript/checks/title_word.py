"""A wrong character in a title: a pair of characters that never occurs in the text, while a pair one character away occurs often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from intake.manuscript.checks.context import TITLE, Context
from intake.manuscript.fold import is_han
from intake.manuscript.lines import body_text
from intake.model import Check

OFTEN = 3  # a word of the text's own; twice may be chance


def check_title_word(context: Context) -> Iterable[Check]:
    """干剖 in the title, 干部 41 times in the text: title-typo, suggestion 干部. Titles in subject and file name are looked at too."""
    text = body_text(context.work.blocks)
    pairs = Counter(text[i : i + 2] for i in range(len(text) - 1))
    told: set[str] = set()
    for title, where in ((context.work.title, ""), *context.titles):
        for at, wrong, right, count in _slips(title, text, pairs):
            if wrong not in told:
                told.add(wrong)
                place = f"{where}的题目" if where else "题目"
                message = f"{place}里的「{wrong}」正文里一次也没有，正文里有 {count} 处「{right}」"
                spot = at if not where else 0
                yield Check("title-typo", message, TITLE, spot, spot + 2 if not where else 0, right, "block")


def _slips(title: str, text: str, pairs: Counter[str]) -> Iterable[tuple[int, str, str, int]]:
    """(place, wrong pair, right pair, how often the right one stands in the text)."""
    for at in range(len(title) - 1):
        pair = title[at : at + 2]
        if not is_han(pair) or pair in pairs:
            continue
        for half in (1, 0):
            # The strange character must be strange to the whole text: 父亲 beside 母亲 is no slip.
            if pair[half] in text:
                continue
            likely = [(count, p) for p, count in pairs.items() if count >= OFTEN and p[1 - half] == pair[1 - half] and is_han(p)]
            best = next((found for found in sorted(likely, reverse=True) if found[1] not in title and _is_word(found[1], text)), None)
            if best and _is_torn(title, at):
                yield at, pair, best[1], best[0]
                break


def _is_word(pair: str, text: str) -> bool:
    """The pair is a word of the text, not two halves of neighbours (家的)."""
    return pair in _cut(text[:20_000], True)


def _is_torn(title: str, at: int) -> bool:
    """Both characters of the pair are left over when the title is cut into dictionary words (消|坊); a character of 普法 or 照亮 is not."""
    place = 0
    for token in _cut(title, False):
        if len(token) > 1 and place < at + 2 and place + len(token) > at:
            return False
        place += len(token)
    return True


def _cut(text: str, guess: bool) -> list[str]:
    import rjieba  # loading its dictionary takes 0.4 s, and few titles come here

    return list(rjieba.cut(text, guess))
