"""What is gathered while an HTML body is walked: lines with the list, table or heading they stand in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from intake.message.layout import Line, Picture, is_data_table
from intake.message.styles import Look
from intake.model import LinkedFile


@dataclass
class Page:
    """Lines and pictures so far, the line that is open, and what the text stands in."""

    lines: list[Line | Picture] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    links: list[LinkedFile] = field(default_factory=list)
    remote: int = 0  # pictures that did not come with the mail
    line: Line = field(default_factory=Line)
    gap: bool = False  # a blank line has gone by
    numbers: int = 0  # of tables, lists, items and boxes
    paragraph_from: int = 0  # index of the first line of the <p> that is open
    item: tuple[int, int] = (0, 0)
    ordered: bool = False
    cell: tuple[int, int, int] = (0, 0, 0)
    heading: int = 0

    def say(self, text: str, look: Look) -> None:
        """Text in its look; in <pre> its line ends count."""
        parts = text.split("\n") if look.keep_space else [text]
        for index, part in enumerate(parts):
            if index:
                self.end_line(True)
            if not look.hidden:
                self.line.runs.append((part, look))
            elif part.strip():
                self.hidden.append(part.strip())

    def end_line(self, broken: bool) -> None:
        """End the line: by a <br> (`broken`), where an empty line is a blank one, or by a block's edge, where it is none."""
        line = self.line
        self.line = Line()
        if line.blank:
            self.gap = self.gap or broken or line.spaced
            return
        line.item, line.ordered, line.cell, line.heading = self.item, self.ordered, self.cell, self.heading
        line.gap, line.broken = self.gap and bool(self.lines), broken
        self.gap = False
        self.lines.append(line)

    def number(self) -> int:
        """A new number for a table, a list, an item or a box."""
        self.numbers += 1
        return self.numbers

    def enter(self, element: Any, tag: str) -> None:
        """Remember what the next lines stand in."""
        if tag in ("ul", "ol"):
            self.item = self.item if self.item[0] else (self.number(), 0)
            self.ordered = tag == "ol"
        elif tag == "li" and self.item[0]:
            self.item = (self.item[0], self.number())
        elif tag == "table" and is_data_table(element):
            self.cell = (self.number(), 0, 0)
        elif tag == "tr" and self.cell[0]:
            self.cell = (self.cell[0], self.cell[1] + 1, 0)
        elif tag in ("td", "th") and self.cell[0]:
            self.cell = (self.cell[0], self.cell[1], self.cell[2] + 1)
        elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.heading = int(tag[1])
        elif tag in ("p", "pre"):
            self.paragraph_from = len(self.lines)

    def leave(self, element: Any, tag: str) -> None:
        """Forget what has ended; a <p> of several lines is a stanza and has space around it."""
        if tag in ("ul", "ol"):
            nested = any(above.tag in ("ul", "ol") for above in element.iterancestors())
            self.item = self.item if nested else (0, 0)
        elif tag == "table" and self.cell[0]:
            self.cell = (0, 0, 0)
        elif tag in ("td", "th") and self.cell[0] and (element.get("colspan") or "").isdecimal():
            self.cell = (self.cell[0], self.cell[1], self.cell[2] + min(int(element.get("colspan")[:2]) or 1, 50) - 1)
        elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.heading = 0
        elif tag == "p" and self.paragraph_from <= len(self.lines) - 2:
            first = self.lines[self.paragraph_from]
            first.gap = self.paragraph_from > 0
            self.gap = True
