"""Folding of text for comparison. `fold` keeps length, so that what is found in the folded text can be cut out of the typed one."""

from __future__ import annotations

import re
import unicodedata

_DASHES = "-‐‑‒–—―─﹣－"
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0f"))


def _fold_one(char: str) -> str:
    if char in _DASHES:
        return "-"
    folded = unicodedata.normalize("NFKC", char)
    return folded if len(folded) == 1 else char


# Every BMP character whose NFKC form is one other character (full-width forms, odd spaces) and the dashes. CJK ideographs, their
# compatibility forms included, are left alone: names may hold them.
_TABLE = {
    code: folded
    for code in [*range(0x80, 0x3400), *range(0xFE30, 0xFFF0)]
    if not 0x2460 <= code <= 0x24FF and (folded := _fold_one(chr(code))) != chr(code)
}
_TABLE[ord("-")] = "-"


def fold(text: str) -> str:
    """The text with full-width letters, digits, marks and spaces as ASCII and every dash as "-"; same length, character for character."""
    return text.translate(_TABLE)


_QUOTES = str.maketrans({"“": '"', "”": '"', "「": '"', "」": '"', "『": '"', "』": '"', "‘": "'", "’": "'", "•": "·", "・": "·", "‧": "·"})


def squash(text: str) -> str:
    """Text without white space, width, quote and dash styles: two spellings of one title become equal."""
    folded = fold(text.translate(_INVISIBLE)).translate(_QUOTES)
    return re.sub(r"-+", "-", re.sub(r"\s+", "", folded)).lower()


def letters_of(text: str) -> str:
    """Only letters, digits and Han characters, folded: for comparing titles by what is said, not how it is punctuated."""
    return "".join(c for c in fold(text) if c.isalnum()).lower()


_HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff〇]")


def han_count(text: str) -> int:
    """How many Han characters the text has."""
    return len(_HAN.findall(text))


def is_han(text: str) -> bool:
    """True when every character is Han (the empty text is not)."""
    return bool(text) and len(_HAN.findall(text)) == len(text)


def without_book_marks(text: str) -> str:
    """The text with every 《…》 taken out: a title may hold any word (散文《侵权》 is no complaint)."""
    return re.sub(r"《[^《》]*》|<<[^<>]*>>|〈[^〈〉]*〉", "《》", text)
