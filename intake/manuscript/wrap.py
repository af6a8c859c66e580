"""Puts hard-wrapped lines back together: old mail programs break a line every 70 or so columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from intake.manuscript.lines import Line


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def unwrap(lines: Sequence[Line]) -> list[Line]:
    """Joins lines that end at the margin with the next, when the text is wrapped at one width throughout; verse and short lines stay."""
    widths = [_width(line.text) + 2 * line.indent if line.block is None else 0 for line in lines]
    margin = max(widths, default=0)
    if not 56 <= margin <= 84:
        return list(lines)
    runs = [i for i in range(len(lines) - 1) if _continues(lines, widths, margin, i)]
    full = [i for i, w in enumerate(widths) if margin - 5 <= w]
    if len(runs) < 2 or len(runs) < 0.6 * len([i for i in full if i + 1 < len(lines)]):
        return list(lines)
    out: list[Line] = []
    joined = set(runs)
    for index, line in enumerate(lines):
        if index and index - 1 in joined:
            last = out[-1]
            space = " " if re.search(r"[A-Za-z,.]$", last.text) and re.match(r"[A-Za-z]", line.text) else ""
            out[-1] = replace(last, text=last.text + space + line.text)
        else:
            out.append(line)
    return out


def _continues(lines: Sequence[Line], widths: list[int], margin: int, at: int) -> bool:
    one, two = lines[at], lines[at + 1]
    return (
        one.block is None
        and two.block is None
        and widths[at] >= margin - 5
        and not two.gap
        and two.indent == 0
        and not two.verse
        and not two.styled
    )
