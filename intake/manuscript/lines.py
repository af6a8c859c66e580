"""A text as lines with what is known of each, and back into blocks. One line is one thing an editor would judge by itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from intake.model import Block, Heading, Image, ListBlock, Note, Paragraph, Quote, Table, Verse


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, or one block that is no text (then `block` is set and `text` empty)."""

    text: str = ""  # stripped
    gap: bool = False  # a blank line stands before it
    soft: bool = False  # parted from the line before by a soft break only
    align: str = ""
    bold: bool = False
    size: float = 0.0
    indent: int = 0
    style: str = ""
    level: int = 0  # 1.. of a heading
    verse: bool = False  # the reader of the document saw verse
    block: Block | None = None

    @property
    def styled(self) -> bool:
        """Set apart by its form: centred, right-aligned, bold, a heading or pushed in by spaces."""
        return (
            self.align in ("center", "right")
            or self.bold
            or self.level > 0
            or self.indent >= 5
            or "title" in self.style.lower()
            or "标题" in self.style
        )


def to_lines(blocks: Iterable[Block]) -> list[Line]:
    """The blocks as lines; empty paragraphs become the `gap` of the next line."""
    lines: list[Line] = []
    gap = False
    for block in blocks:
        made = list(_lines_of(block))
        for index, line in enumerate(made):
            if line.block is None and not line.text:
                gap = True
                continue
            lines.append(replace(line, gap=line.gap or gap, soft=line.soft and index > 0 and not gap))
            gap = False
    return lines


def _lines_of(block: Block) -> Iterable[Line]:
    if isinstance(block, Paragraph):
        for index, text in enumerate(block.text.split("\n")):
            pad = len(text) - len(text.lstrip(" \t\u3000\xa0"))
            wide = sum(2 if c == "\u3000" else 1 for c in text[:pad]) // 2
            yield Line(
                _clean(text),
                block.gap and index == 0,
                index > 0,
                block.align,
                block.bold,
                block.size,
                max(wide, block.indent if index == 0 else 0),
                block.style,
            )
    elif isinstance(block, Heading):
        for index, text in enumerate(block.text.split("\n")):
            yield Line(_clean(text), gap=True, soft=index > 0, level=block.level, bold=True, style="heading")
    elif isinstance(block, Verse):
        for index, text in enumerate(block.lines):
            yield Line(_clean(text), gap=index == 0, soft=index > 0, verse=True)
    else:
        yield Line(block=block)


def _clean(text: str) -> str:
    return text.replace("\xa0", " ").strip(" \t\u3000\r\n\u200b\ufeff")


def text_of(block: Block) -> str:
    """All visible text of a block, for searching; captions and credits included."""
    if isinstance(block, Paragraph | Heading | Quote | Note):
        return block.text
    if isinstance(block, Verse):
        return "\n".join(block.lines)
    if isinstance(block, ListBlock):
        return "\n".join(block.items)
    if isinstance(block, Table):
        return "\n".join(" ".join(row) for row in block.rows)
    if isinstance(block, Image):
        return "\n".join(t for t in (block.caption, block.credit) if t)
    return ""


def body_text(blocks: Sequence[Block]) -> str:
    """The running text of a work: every block but the pictures."""
    return "\n".join(text_of(b) for b in blocks if not isinstance(b, Image))
