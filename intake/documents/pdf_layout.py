"""Lines on pages to paragraphs: page numbers and running heads out, wrapped lines together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from intake.documents.layout import split_indent, trim
from intake.message.text import columns, join
from intake.model import Block, Image, Paragraph

_NUMBER = re.compile(
    r"[-—–·•\s]*(?:第\s*)?(?:\d{1,4}|[ivxlc]{1,6}|[一二三四五六七八九十百]{1,5})(?:\s*页)?(?:\s*[/／,，]?\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–·•\s]*",
    re.I,
)
_EDGE = 0.12  # of the page's height: where running heads and page numbers stand


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text and its box in points, y upwards from the page's bottom; all zero when unknown."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    bold: bool = False

    @property
    def em(self) -> float:
        """The width of a full-width cell, measured: font sizes in PDFs are scaled by matrices."""
        return (self.right - self.left) / max(columns(self.text.strip()), 1) * 2


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture and its vertical place."""

    key: str
    top: float
    bottom: float


Page = tuple[float, float, list[Line | Shown]]


@dataclass(frozen=True, slots=True)
class Frame:
    """The text's measures over the whole document."""

    left: float
    right: float
    em: float
    pitch: float  # from one line to the next
    width: float  # of the page


def arranged(pages: Sequence[Page]) -> list[Block]:
    """The blocks of all pages; a paragraph may run on over a page's end."""
    kept = _without_edges(pages)
    frame = _frame(kept)
    out: list[Block] = []
    run: list[Line] = []
    waiting: list[Block] = []
    gap = False
    last: Line | None = None
    for _, _, items in kept:
        last = replace(last, top=0.0, bottom=0.0) if last else None  # on another page heights say nothing
        for item in items:
            if isinstance(item, Shown):
                waiting.append(Image(item.key))
                continue
            if run and last and _goes_on(last, item, frame):
                run.append(item)
            else:
                out += _close(run, frame, gap) + waiting
                waiting = []
                gap = bool(last and last.bottom and last.bottom - item.top > 0.9 * frame.pitch)
                run = [item]
            last = item
    return out + _close(run, frame, gap) + waiting


def _without_edges(pages: Sequence[Page]) -> list[Page]:
    """Pages without page numbers, and without heads and feet that most pages repeat (digits aside)."""
    seen: Counter[str] = Counter()
    for _, height, items in pages:
        seen.update({_folded(line.text) for line in _edges(items, height)})
    often = {text for text, count in seen.items() if count >= 3 and count > len(pages) / 2}
    out = []
    for width, height, items in pages:
        edges = [id(line) for line in _edges(items, height) if _folded(line.text) in often or _NUMBER.fullmatch(line.text.strip())]
        out.append((width, height, [item for item in items if id(item) not in edges]))
    return out


def _edges(items: Sequence[Line | Shown], height: float) -> list[Line]:
    return [
        item
        for item in items
        if isinstance(item, Line) and item.top and not _EDGE * height < (item.top + item.bottom) / 2 < (1 - _EDGE) * height
    ]


def _folded(text: str) -> str:
    return re.sub(r"\d+", "0", "".join(text.split()))


def _frame(pages: Sequence[Page]) -> Frame:
    lines = [item for _, _, items in pages for item in items if isinstance(item, Line) and item.right > item.left]
    if not lines:
        return Frame(0, 0, 10.5, 16, 595)
    long = [line for line in lines if columns(line.text) >= 20] or lines
    em = median(line.em for line in long)
    lefts = Counter(round(line.left / 3) for line in lines)
    rights = sorted(line.right for line in long)
    steps = [a.top - b.top for _, _, items in pages for a, b in _neighbours(items) if 0 < a.top - b.top < 6 * em]
    widest = max(page[0] for page in pages)
    often = max(lefts.values())  # the leftmost edge that is common: more lines may be indented than not
    usual = min(place for place, count in lefts.items() if count >= min(0.1 * len(lines), often)) * 3
    return Frame(usual, rights[int(0.9 * (len(rights) - 1))], em, median(steps) if steps else 1.5 * em, widest)


def _neighbours(items: Sequence[Line | Shown]) -> list[tuple[Line, Line]]:
    lines = [item for item in items if isinstance(item, Line)]
    return list(zip(lines, lines[1:], strict=False))


def _goes_on(last: Line, line: Line, frame: Frame) -> bool:
    """Whether `line` continues the paragraph: the one before it is full to the margin, and this one neither begins one nor stands apart."""
    if last.top and abs(last.bottom - line.bottom) < 0.3 * frame.em and line.left > last.right:
        return True
    indent, _ = split_indent(line.text)
    full = last.right >= frame.right - 2 * frame.em
    same = 0.8 < line.em / (last.em or 1) < 1.25 or columns(line.text) < 6
    near = not last.top or last.top - line.top < 1.5 * frame.pitch
    starts = indent >= 1.5 or line.left - frame.left > 1.2 * frame.em
    return full and same and near and not starts


def _close(run: list[Line], frame: Frame, gap: bool) -> list[Block]:
    if not run:
        return []
    text = ""
    for line in run:
        text = join(text, line.text.strip()) if text else trim(line.text)
    typed, text = split_indent(text)
    first = run[0]
    align = _align(run, frame)
    indent = typed if align else typed + max(first.left - frame.left, 0) / frame.em
    return [Paragraph(text, align=align, bold=all(line.bold for line in run), size=round(first.em * 2) / 2, indent=round(indent), gap=gap)]  # type: ignore[arg-type]


def _align(run: list[Line], frame: Frame) -> str:
    line = run[0]
    if len(run) > 1 or line.right <= line.left:
        return ""
    middle = (frame.left + frame.right) / 2
    if abs((line.left + line.right) / 2 - middle) < frame.em and line.left - frame.left > 3 * frame.em:
        return "center"
    return "right" if line.right > frame.right - 1.5 * frame.em and line.left > middle else ""
