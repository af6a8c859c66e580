"""A wrong character in the title: a pair of characters that never occurs in the text, while a pair one character away occurs often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from intake.manuscript.fold import is_han
from intake.manuscript.lines import body_text
from intake.manuscript.piece import Piece
from intake.model import Check, Knowledge, Work

OFTEN = 3  # a word of the text's own; twice may be chance


def check_title_word(work: Work, piece: Piece, knowledge: Knowledge) -> Iterable[Check]:
    """干剖 in the title, 干部 41 times in the text → title-typo 干剖→干部.

    A pair counts only when the wrong character itself never stands in the text and the pairs around it are strange to the text too, so that a
    title's own words (父亲 beside 母亲) are left alone.
    """
    text = body_text(work.blocks)
    title = work.title
    pairs = Counter(text[i : i + 2] for i in range(len(text) - 1))
    by_first: dict[str, Counter[str]] = {}
    by_second: dict[str, Counter[str]] = {}
    for pair, count in pairs.items():
        if count >= OFTEN and is_han(pair):
            by_first.setdefault(pair[0], Counter())[pair] = count
            by_second.setdefault(pair[1], Counter())[pair] = count
    for at in range(len(title) - 1):
        pair = title[at : at + 2]
        if not is_han(pair) or pair in pairs:
            continue
        for wrong, likely in ((1, by_first.get(pair[0])), (0, by_second.get(pair[1]))):
            if not likely or pair[wrong] in text:
                continue
            best, count = likely.most_common(1)[0]
            if _stands_alone(title, at, wrong, best, text) and count >= OFTEN:
                yield Check(
                    "title-typo",
                    f"题目里的「{pair}」正文里一次也没有，正文里有 {count} 处「{best}」",
                    -1,
                    at,
                    at + 2,
                    f"{pair}→{best}",
                    "block",
                )
                return


def _stands_alone(title: str, at: int, wrong: int, best: str, text: str) -> bool:
    """The corrected title reads on: the right word's other half is what the title has, and the correction does not double what stands beside it."""
    mended = title[:at] + best + title[at + 2 :]
    before, after = mended[max(0, at - 1) : at + 1], mended[at + 1 : at + 3]
    doubled = (wrong == 1 and mended[at + 1 : at + 2] == mended[at + 2 : at + 3]) or (
        wrong == 0 and mended[at : at + 1] == mended[at - 1 : at]
    )
    return not doubled and (best in text) and (before != best or after != best)
