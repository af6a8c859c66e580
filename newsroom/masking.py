"""Private data masked in everything the desk shows (DESIGN decision 13). What counts as private is the door's own judgement."""

from __future__ import annotations

import re

from intake.manuscript.contacts import find, mask, masked

__all__ = ["mask", "spans", "texts"]

#: A number in an href is as private as in the text; digits of a file's own name (IMG_20260101) are not.
_DIGITS = re.compile(r"\d{7,}")


def spans(text: str, *, prose: bool = False) -> list[tuple[int, int, str]]:
    """(start, end, what is shown instead) of each private datum in `text`, in order, not overlapping; offsets in characters.

    `prose`: running text of a work, where a landline offered to the public (热线) stays.
    """
    found: list[tuple[int, int, str]] = []
    for one in find(text, prose=prose):
        if one.kind == "public" or (found and one.start < found[-1][1]):
            continue
        written = text[one.start : one.end]
        at = written.rfind(one.value) if one.kind in ("qq", "postcodes", "wechat") else 0
        found.append((one.start, one.end, written[: max(at, 0)] + masked(one.kind, one.value)))
    return found


def texts(pieces: list[str]) -> list[str]:
    """The pieces of one running text, masked together: a number spread over several (139<b>9139</b>0000) is found.

    Each piece keeps its place; what replaces a datum stands where it began.
    """
    whole = "".join(pieces)
    marks = spans(whole)
    out, at = [], 0
    for piece in pieces:
        end, shown, position = at + len(piece), [], at
        for start, stop, instead in marks:
            if stop <= position or start >= end:
                continue
            shown.append(whole[position : max(start, position)])
            if start >= position:
                shown.append(instead)
            position = min(stop, end)
        shown.append(whole[position:end])
        out.append("".join(shown))
        at = end
    return out
