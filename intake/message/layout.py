"""Lines of an HTML body to blocks: hard wraps out, list items and table cells put together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Literal, cast

from intake.message.styles import Look
from intake.message.text import cells, rejoin
from intake.model import Block, Heading, Image, ListBlock, Paragraph, Table

_WHITE = " \t\u3000\xa0\u2002\u2003\u2009\n"
_NEWLINE = re.compile(r"[ \t]*\n[ \t\n]*")
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_BETWEEN_WIDE = re.compile(rf"(?<=[{_WIDE}])[ \t]*\n[ \t\n]*(?=[{_WIDE}])")


@dataclass
class Picture:
    """A picture's place: its source without cid:."""

    source: str
    quoted: bool = False
    gap: bool = False


@dataclass
class Line:
    """A line while it is gathered: runs of text with their look, and the list item, table cell or heading it stands in."""

    runs: list[tuple[str, Look]] = field(default_factory=list)
    item: tuple[int, int] = (0, 0)  # number of the list, of the item
    ordered: bool = False
    cell: tuple[int, int, int] = (0, 0, 0)  # number of the table, row, column
    heading: int = 0
    gap: bool = False
    broken: bool = False  # ended by <br>

    def add(self, text: str, look: Look) -> None:
        self.runs.append((text, look))

    @property
    def raw(self) -> str:
        return "".join(text for text, _ in self.runs)

    @property
    def blank(self) -> bool:
        return not self.raw.strip(_WHITE)

    @property
    def spaced(self) -> bool:
        """Blank, but with a character that takes a line of its own (&nbsp;)."""
        return any(char in "\xa0\u3000" for char in self.raw)

    @property
    def look(self) -> Look:
        return next((look for text, look in self.runs if text.strip(_WHITE)), Look())

    @property
    def bold(self) -> bool:
        return all(look.bold for text, look in self.runs if text.strip(_WHITE))

    @property
    def text(self) -> str:
        """The line as shown: white space collapsed, a line end between Han characters taken out."""
        kept = self.look.keep_space
        text = self.raw
        if not kept:
            text = _NEWLINE.sub(" ", _BETWEEN_WIDE.sub("", text))
            text = re.sub(r"[ \t]+", " ", text).strip(" ")
        return text.rstrip(_WHITE)


def is_data_table(table: Any) -> bool:
    """A table with rows and columns of words. One that holds tables, pictures or long text places things on the page."""
    if (table.get("role") or "").lower() == "presentation" or table.find(".//table") is not None or table.find(".//img") is not None:
        return False
    rows = []
    for row in table.iter("tr"):
        texts = ["".join(cell.itertext()).strip(_WHITE) for cell in row if isinstance(cell.tag, str) and cell.tag.lower() in ("td", "th")]
        if any(len(text) > 200 for text in texts):
            return False
        rows.append(sum(bool(text) for text in texts))
    return sum(count >= 2 for count in rows) >= 2


def arranged(lines: list[Line | Picture]) -> Iterator[tuple[Block, bool]]:
    """Blocks in order, each with whether it is quoted."""
    for key, group in groupby(lines, key=_belongs):
        members = list(group)
        if key[0] == "picture":
            yield from ((Image(item.source), item.quoted) for item in members if isinstance(item, Picture))
            continue
        found = [item for item in members if isinstance(item, Line)]
        if key[0] == "table":
            yield _table(found), found[0].look.quoted
        elif key[0] == "list":
            yield _list(found), found[0].look.quoted
        elif key[0] == "heading":
            yield from ((Heading(line.text.strip(_WHITE), line.heading), line.look.quoted) for line in found)
        else:
            yield from _paragraphs(found)


def _belongs(item: Line | Picture) -> tuple[str, int]:
    if isinstance(item, Picture):
        return "picture", 0
    if item.cell[2]:
        return "table", item.cell[0]
    if item.item[1]:
        return "list", item.item[0]
    return ("heading", 0) if item.heading else ("text", 0)


def _table(lines: list[Line]) -> Block:
    rows: dict[int, dict[int, list[str]]] = {}
    for line in lines:
        rows.setdefault(line.cell[1], {}).setdefault(line.cell[2], []).append(line.text.strip(_WHITE))
    width = max(max(row) for row in rows.values())
    return Table(tuple(tuple("\n".join(row.get(column, ())) for column in range(1, width + 1)) for row in rows.values()))


def _list(lines: list[Line]) -> Block:
    items = ("\n".join(line.text.strip(_WHITE) for line in group) for _, group in groupby(lines, key=lambda line: line.item))
    return ListBlock(tuple(items), lines[0].ordered)


def _paragraphs(lines: list[Line]) -> Iterator[tuple[Block, bool]]:
    """A line each; runs of lines that a mail program broke at one width are joined again."""
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) - 1 and lines[end].broken and not lines[end + 1].gap:
            end += 1
        texts = [line.text for line in lines[start : end + 1]]
        joined = rejoin(texts) if len(texts) > 1 else texts
        if len(joined) < len(texts):
            first = lines[start]
            yield from ((_paragraph(first, text, first.gap and not index), first.look.quoted) for index, text in enumerate(joined))
        else:
            yield from ((_paragraph(line, line.text, line.gap), line.look.quoted) for line in lines[start : end + 1])
        start = end + 1


def _paragraph(line: Line, text: str, gap: bool) -> Paragraph:
    look = line.look
    bare = text.lstrip(_WHITE)
    align = cast(Literal["", "left", "center", "right", "justify"], look.align)
    return Paragraph(
        bare.replace("\xa0", " "), align=align, bold=line.bold, size=look.size, indent=cells(text[: len(text) - len(bare)]), gap=gap
    )
