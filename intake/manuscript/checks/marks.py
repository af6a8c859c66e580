"""Half-width marks that are left, stray spaces, the full stop at a closing quote."""

from __future__ import annotations

import re
from collections.abc import Iterable

from intake.manuscript.checks.context import TITLE, Context
from intake.model import Check, Table, Verse

_HALF = re.compile(r"(?<=[一-鿿])[,;:!?()](?=[一-鿿])|(?<=[一-鿿])[,;:!?](?=\s*$)")
_SPACE = re.compile(
    r"(?<=[一-鿿])[ \t\u3000]+(?=[一-鿿，。！？；：、”）\d])|(?<=[，。！？；：、“（])[ \t\u3000]+(?=[一-鿿])|"
    r"(?<=\d)[ \t\u3000]+(?=[一-鿿])"
)
_STOP_OUTSIDE = re.compile(r"[：:]“[^“”]*[^“”。！？…]”。|^“[^“”]*。[^“”]*[^“”。！？…]”。")


def check_half_width(context: Context) -> Iterable[Check]:
    """Half-width marks between Han characters that the typography left."""
    for index, text in context.texts():
        for found in _HALF.finditer(text):
            yield Check("half-width", "汉字之间的半角标点", index, found.start(), found.end(), severity="info")


def check_spaces(context: Context) -> Iterable[Check]:
    """返乡人员 21人, 隔离 。: a space inside a sentence. Titles, verse, tables and datelines use spaces on purpose."""
    for index, text in context.texts():
        block = context.work.blocks[index] if index >= 0 else None
        if index == TITLE or isinstance(block, Verse | Table):
            continue
        for found in _SPACE.finditer(text):
            head = text[: found.start()]
            if re.search(r"(?:讯|电|记者|通讯员|摄影?|[)）])$", head[-4:]) or len(text) < 30:
                continue
            yield Check("space", "句子中多出的空格", index, found.start(), found.end(), severity="info")


def check_quote_stop(context: Context) -> Iterable[Check]:
    """A whole sentence is quoted, yet its full stop stands outside the quote."""
    for index, text in context.texts():
        for found in _STOP_OUTSIDE.finditer(text):
            yield Check("quote-stop", "引文是完整的话，句号应放在引号里面", index, found.end() - 2, found.end(), "。”", "info")
