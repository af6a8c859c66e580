"""Two versions of a Chinese text, word by word: Chinese has no spaces, so it is cut into words first and one changed word is one mark."""

from __future__ import annotations

import rjieba
from diff_match_patch import diff_match_patch

SAME, GONE, NEW = "same", "gone", "new"
_OPERATIONS = {0: SAME, -1: GONE, 1: NEW}
LONGEST = 60_000  # characters compared; more is compared as far as that


def changes(old: str, new: str) -> list[tuple[str, str]]:
    """(same | gone | new, text) in order. Words are told to the differ as single characters, one per distinct word."""
    words: dict[str, str] = {}
    coded = [_coded(text[:LONGEST], words) for text in (old, new)]
    differ = diff_match_patch()
    differ.Diff_Timeout = 2.0  # seconds; a coarser answer after that
    back = {code: word for word, code in words.items()}
    return [(_OPERATIONS[operation], "".join(back[code] for code in run)) for operation, run in differ.diff_main(*coded, False) if run]


def _coded(text: str, words: dict[str, str]) -> str:
    out = []
    for word in rjieba.cut(text):
        if word not in words:
            code = len(words) + 1
            words[word] = chr(code if code < 0xD800 else code + 0x800)  # surrogates are no characters
        out.append(words[word])
    return "".join(out)
