"""RTF (specification 1.9.1) cut into words: groups, control words, text bytes; binary runs are skipped, never allocated."""

from __future__ import annotations

import re
from collections.abc import Iterator

_WORD = re.compile(
    rb"\\([A-Za-z]{1,32})(-?\d{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z'])|([{}])|([^\\{}\r\n\0]+)|[\r\n\0]+|\\'?|.", re.DOTALL
)

Word = tuple[str, int | None, bytes]  # (control word or sign, its number, bytes of text)


def words(data: bytes) -> Iterator[Word]:
    r"""("{", None, b""), ("}", …), ("par", None, b""), ("u", 24180, b""), ("", None, text bytes); \'hh comes as text.

    `\bin` is followed by that many raw bytes: at most what is there is passed over.
    """
    at = 0
    scan = _WORD.match
    while (match := scan(data, at)) is not None:
        at = match.end()
        word, number, code, sign, brace, text = match.groups()
        if text is not None:
            yield "", None, text
        elif word is not None:
            name = word.decode("ascii")
            value = int(number) if number else None
            if name == "bin":
                at += max(value or 0, 0)
            yield name, value, b""
        elif code is not None:
            yield "", None, bytes((int(code, 16),))
        elif brace is not None:
            yield brace.decode("ascii"), None, b""
        elif sign is not None:
            yield sign.decode("latin-1"), None, b""
