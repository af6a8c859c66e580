"""A text as its copies are looked for: letters, digits and Han characters only, one width, simplified; set phrases marked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import ahocorasick
import numpy as np
import numpy.typing as npt
import opencc

from intake.manuscript.fold import fold as one_width

LONGEST = 200_000  # characters of a text that are compared; a book sent as one file is compared as far as that
BEYOND_HAN = 0x33480  # no letter stands from here on
_DATE = re.compile(r"(?:\d{2,4}年)?\d{1,2}月(?:\d{1,2}[日号])?|\d{4}年")


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """`codes`: code points of the kept characters; `at`: where each stands in `typed`; `own`: False inside a set phrase."""

    typed: str
    codes: npt.NDArray[np.uint64]
    at: npt.NDArray[np.int64]
    own: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        """Characters that say something: set phrases do not count."""
        return int(self.own.sum())

    def cut(self, start: int, length: int) -> str:
        """The typed text of a stretch of kept characters."""
        return self.typed[int(self.at[start]) : int(self.at[start + length - 1]) + 1] if length else ""


def fold(text: str) -> Folded:
    """`text` (any length, LONGEST used) ready to be sketched and compared. Never raises on a str."""
    typed = text[:LONGEST]
    table = _table()
    codes = table[np.minimum(np.frombuffer(typed.encode("utf-32-le", "surrogatepass"), dtype=np.uint32), len(table) - 1)]
    at = np.flatnonzero(codes)
    kept = codes[at]
    return Folded(typed, kept.astype(np.uint64), at, _own(kept.tobytes().decode("utf-32-le")))


def _own(folded: str) -> npt.NDArray[np.bool_]:
    """Which characters are the author's: not a phrase everybody writes, not a date."""
    own = np.ones(len(folded), dtype=np.bool_)
    for end, length in _phrases().iter(folded):
        own[end - length + 1 : end + 1] = False
    for date in _DATE.finditer(folded):
        own[date.start() : date.end()] = False
    return own


@cache
def _phrases() -> ahocorasick.Automaton:
    """The set phrases of phrases.txt, folded like the texts they are looked for in. (They are not folded by fold(): it asks us.)"""
    found = ahocorasick.Automaton()
    for line in Path(__file__).with_name("phrases.txt").read_text("utf-8").splitlines():
        phrase = "".join(char for char in line.partition("#")[0] if char.isalnum())
        if phrase:
            found.add_word(phrase, len(phrase))
    found.make_automaton()
    return found


@cache
def _table() -> npt.NDArray[np.uint32]:
    """code point -> the one it is compared as, 0 for marks and spaces. Character by character, so that places in the text stay."""
    every = "".join(" " if 0xD800 <= code < 0xE000 else chr(code) for code in range(BEYOND_HAN))
    plain = one_width(every).translate(_simplified())
    table = np.frombuffer(plain.encode("utf-32-le"), dtype=np.uint32).copy()
    table[~np.fromiter(map(str.isalnum, plain), dtype=np.bool_, count=len(plain))] = 0
    return table


@cache
def _simplified() -> dict[int, str]:
    """Traditional characters and capitals to simplified ones and small letters."""
    han = [chr(code) for code in [*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000)]]
    turned = opencc.OpenCC("t2s").convert("\n".join(han)).split("\n")
    table = {ord(old): new for old, new in zip(han, turned, strict=True) if old != new and len(new) == 1}
    return table | {ord(char): char.lower() for char in map(chr, range(0x41, 0x5B))}
