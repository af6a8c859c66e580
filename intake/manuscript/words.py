"""字数 as Word counts it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from intake.manuscript.lines import text_of
from intake.model import Block, Image

_ASIAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003ffff“”‘’…—·]")


def count_words(text: str) -> int:
    """字数: each Han character and full-width mark counts 1, each run of other visible characters (a word, a number) counts 1."""
    asian = len(_ASIAN.findall(text))
    rest = _ASIAN.sub(" ", text)
    runs = [run for run in rest.split() if any(unicodedata.category(c)[0] in "LNPS" for c in run)]
    return asian + len(runs)


def words_of(blocks: Iterable[Block]) -> int:
    """字数 of a work: its text blocks, not the captions."""
    return sum(count_words(text_of(block)) for block in blocks if not isinstance(block, Image))
