"""Is it verse, and where do its stanzas end?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from intake.columns.shape import CLAUSES, HAN
from intake.columns.shape import is_verse as has_verse_shape
from intake.manuscript.fold import han_count
from intake.manuscript.lines import Line
from intake.model import Verse

_SPEAKER = re.compile(r"^[^，。！？\s：:]{1,8}[：:]\s*\S")
_LIST = re.compile(r"^(?:第[一二三四五六七八九十]+[，、是]|\d{1,2}[.、．)]|[（(][一二三四五六七八九十\d]+[)）])")


def is_verse(lines: Sequence[Line], genre: str = "") -> bool:
    """Short lines that end where the verse ends, not where the margin is. `genre`: what the author calls it, "" when he does not."""
    texts = [line.text for line in lines if line.block is None and line.text and not line.level]
    if not texts:
        return False
    if sum(line.verse for line in lines) >= 0.6 * len(texts):
        return True
    sizes = [len(t) for t in texts]
    if genre in ("诗歌", "曲艺"):
        # The author says verse: only long paragraphs speak against it (a 散文诗, a review).
        return median(sizes) <= 30 and sum(s > 44 for s in sizes) <= len(sizes) // 8
    if len(texts) >= (8 if genre else 3) and _looks_like_verse(texts, sizes):
        return True
    return is_measured(texts, least=8 if genre else 4)


def is_measured(texts: Sequence[str], *, least: int = 4) -> bool:
    """Lines of one measure, or the changing short clauses of 词 and 曲, each line closed by its mark: verse of the old forms.

    `least` clauses. Good wishes come in four-character clauses too (万事如意，阖家安康): threes and fours need three even lines.
    """
    if not texts or max(map(len, texts)) > 80:
        return False
    clauses = [n for text in texts for clause in CLAUSES.split(text) if (n := len(HAN.findall(clause)))]
    if len(clauses) < least or not has_verse_shape(texts):
        return False
    if median(clauses) > 4:
        return True
    per_line = {sum(bool(HAN.search(c)) for c in CLAUSES.split(text)) for text in texts}
    return len(texts) >= 3 and (len(per_line) == 1 or len(clauses) >= 8)


def _looks_like_verse(texts: list[str], sizes: list[int]) -> bool:
    if median(sizes) > 18 or sorted(sizes)[int(len(sizes) * 0.9)] > 34 or max(sizes) > 60:
        return False
    if sum(bool(re.match(r"^[“\"「—]", t)) for t in texts) > 0.25 * len(texts) or sum(bool(_SPEAKER.match(t)) for t in texts) > 0.25 * len(
        texts
    ):
        return False
    if sum(bool(_LIST.match(t)) for t in texts) > 0.3 * len(texts):
        return False
    if sum(map(han_count, texts)) < 0.6 * sum(sizes):
        return False
    closed = sum(bool(re.search(r"[。！？…；]”?$", t)) for t in texts) / len(texts)
    regular = max(sizes) - min(sizes) <= 3
    return closed <= 0.5 or regular or median(sizes) <= 16 and closed <= 0.6


def stanzas(lines: Sequence[Line]) -> list[Verse]:
    """The lines as stanzas: a blank line parts them, or, where lines are soft breaks of a paragraph, the paragraph's end."""
    gaps = sum(line.gap for line in lines[1:])
    soft = sum(line.soft for line in lines)
    spaced = len(lines) > 3 and gaps >= 0.8 * (len(lines) - 1)  # every line is set apart: the blank lines say nothing
    out: list[list[str]] = []
    for index, line in enumerate(lines):
        new = index == 0 or (line.gap and not spaced) or (soft >= 0.4 * len(lines) and not line.soft)
        if new:
            out.append([])
        out[-1].append(line.text)
    return [Verse(tuple(them)) for them in out if them]
