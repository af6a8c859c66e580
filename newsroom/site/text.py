"""What an article's body says, without its form: for lists, search and the gate."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from wagtail.rich_text import RichText

from intake.model import Block, Heading, Image, ListBlock, Note, Paragraph, Quote, Table, Verse, Work

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


def as_work(article) -> Work:
    """The article as the door's checks read it; its blocks keep their numbers."""
    blocks = tuple(_block(block.block_type, block.value) for block in article.body)
    return Work(title=article.title, subtitle=article.subtitle, authors=tuple(article.authors or ()), blocks=blocks)


def _block(block_type: str, value) -> Block:
    match block_type:
        case "image":
            return Image("", caption=value.get("caption") or "", credit=value.get("credit") or "")
        case "table":
            return Table(tuple(tuple(str(cell or "") for cell in row) for row in (value or {}).get("data") or []))
        case "list":
            return ListBlock(tuple(map(str, value)))
        case "verse":
            return Verse(tuple(str(value).splitlines()) or ("",))
    kind = {"heading": Heading, "quote": Quote, "note": Note}.get(block_type, Paragraph)
    return kind("\n".join(lines(block_type, value)))
