"""How much text a mail may bring, told from bytes alone: text in memory takes many times what it took in the mail."""

from __future__ import annotations

import re

WIDEST = 4  # bytes of a character in any charset a mail is written in
_MARKUP = 3  # times its words a page's tags may take; word processors write more, but not around so many words
_EMBEDDED = re.compile(rb"base64,[A-Za-z0-9+/=\s%]*+")


def too_long(data: bytes, page: bool, characters: int) -> bool:
    """Whether `data` is sure to be, or to cost, more than `characters` characters of text; pictures inside a page do not count."""
    most = characters * WIDEST * (_MARKUP if page else 1)
    if len(data) <= most:
        return False
    return not page or len(data) - sum(match.end() - match.start() for match in _EMBEDDED.finditer(data)) > most
