"""White space before a line, counted in full-width cells, and runs of lines made into blocks."""

from __future__ import annotations

import re

_HALF = " \u00a0\u2002\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
_FULL = "\u3000\u2003\u2001\u3164"
_NOTHING = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_BLANK = re.compile(f"[{_HALF}{_FULL}{_NOTHING}\t]+")
_TRAILING = re.compile(f"[{_HALF}{_FULL}{_NOTHING}\t]+(?=\n|$)")
TAB_CELLS = 2


def split_indent(text: str) -> tuple[float, str]:
    """(cells of white space before the first character, the rest). Half-width spaces count a half, a tab two."""
    match = _BLANK.match(text)
    if not match:
        return 0.0, text
    head = match.group()
    cells = sum(0.5 if c in _HALF else TAB_CELLS if c == "\t" else 1.0 if c in _FULL else 0.0 for c in head)
    return cells, text[match.end() :]


def trim(text: str) -> str:
    """Without white space at the ends of lines."""
    return _TRAILING.sub("", text).rstrip()
