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
    plain = one_width(typed).translate(_simplified())
    kept = np.fromiter((char.isalnum() for char in plain), dtype=np.bool_, count=len(plain))
    at = np.flatnonzero(kept).astype(np.int64)
    codes = np.frombuffer(plain.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)[at].astype(np.uint64)
    return Folded(typed, codes, at, _own("".join(plain[i] for i in at)))


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
def _simplified() -> dict[int, str]:
    """Character by character, so that places in the text stay what they are: traditional to simplified, capitals to small letters."""
    han = [chr(code) for code in [*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000)]]
    turned = opencc.OpenCC("t2s").convert("\n".join(han)).split("\n")
    table = {ord(old): new for old, new in zip(han, turned, strict=True) if old != new and len(new) == 1}
    return table | {ord(char): char.lower() for char in map(chr, range(0x41, 0x5B))}
