"""Titles cut for narrow lists: between words, never inside a bracket or a number, and a mark only where something is left out."""

from __future__ import annotations

import re
import unicodedata

import rjieba

PAIRS = dict(zip("《〈（(「『【[“‘", "》〉）)」』】]”’", strict=True))
MARK = "…"
DEEPEST = 3  # brackets in each other that are still closed behind the mark: more would be wider than the words
_BRACKETS = re.escape("".join([*PAIRS, *PAIRS.values()]))
_PIECE = re.compile(rf"[A-Za-z0-9][A-Za-z0-9.,:/%+\-]*[年月日号元人万亿个]?|[{_BRACKETS}]|[^A-Za-z0-9{_BRACKETS}]+")
_LOOSE_END = "，。、；：·—－-,;: 　丨|"


def width(text: str) -> float:
    """In Han characters: a letter or digit takes half the room."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WF" or char in "“”‘’…—" else 0.5 for char in text)


def cut(title: str, room: float = 12) -> str:
    """The title in about `room` Han characters.

    One that is a character too long is shown whole: the mark would take the same room. When all of its beginning stands in a bracket the
    text in it is cut and the bracket closed behind the mark: 《关于进一步加强…》.
    """
    title = " ".join(title.split())
    if width(title) <= room + 1:
        return title
    place, best = 0, 0
    opened: list[str] = []
    inside = ""  # the longest beginning that fits, brackets open or not
    closing = ""
    for word in _words(title):
        if width(title[: place + len(word)]) > room:
            break
        place += len(word)
        for char in word:
            if char in PAIRS:
                opened.append(PAIRS[char])
            elif opened and char == opened[-1]:
                opened.pop()
        if word[-1] not in PAIRS and len(opened) <= DEEPEST:
            inside, closing = title[:place], "".join(reversed(opened))
            best = place if not opened else best
    shown = title[:best].rstrip(_LOOSE_END)
    if width(shown) < room / 2:
        body = (inside or title[: int(room)]).rstrip(_LOOSE_END)
        return f"{body}{MARK}{closing}"
    return shown + MARK


def _words(title: str) -> list[str]:
    """Words as rjieba sees them, runs of letters and digits and every bracket kept by themselves."""
    found: list[str] = []
    for piece in _PIECE.findall(title):
        found += [piece] if piece[0].isascii() and piece[0].isalnum() else rjieba.cut(piece)
    return found
