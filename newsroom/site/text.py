"""What an article's body says, without its form: for lists, search and the gate."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from wagtail.rich_text import RichText

_TAG = re.compile(r"<[^>]*>")
_BREAK = re.compile(r"<br\s*/?>|</p>\s*<p[^>]*>", re.IGNORECASE)
_LINK = re.compile(r"""\bhref\s*=\s*["']([^"']*)["']""", re.IGNORECASE)


def of_html(source: str) -> str:
    """Text of an editor's rich text; a tag inside a word parts nothing, a line break is a line break."""
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", source))).strip()


def links(source: str) -> list[str]:
    """Where an editor's rich text leads: mailto: and tel: links publish what their text may hide."""
    return [html.unescape(target) for target in _LINK.findall(source)]


def lines(block_type: str, value) -> list[str]:
    """The texts of one block of a body."""
    match block_type:
        case "image":
            credit = value.get("credit") or ""
            return [part for part in (value.get("caption") or "", credit) if part]
        case "table":
            rows = (value or {}).get("data") or []
            cells = ["\t".join(str(cell or "") for cell in row) for row in rows]
            return [*cells, *filter(None, [(value or {}).get("table_caption")])]
        case "list":
            return [str(item) for item in value]
    return [of_html(value.source) if isinstance(value, RichText) else str(value)]


def pieces(body) -> Iterator[tuple[int, str, str]]:
    """(number of the block, its type, a text in it) for every text of a body, in order."""
    for number, block in enumerate(body):
        for line in lines(block.block_type, block.value):
            yield number, block.block_type, line


def plain(body) -> str:
    """The whole body as text, one line a paragraph."""
    return "\n".join(line for _number, _type, line in pieces(body) if line)


def first_image(body):
    """The first picture of a body, or None."""
    return next((block.value.get("image") for block in body if block.block_type == "image" and block.value.get("image")), None)
