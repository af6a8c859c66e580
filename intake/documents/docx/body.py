"""The body of a Word document as blocks, in reading order."""

from __future__ import annotations

import posixpath
from collections import Counter
from dataclasses import dataclass, field, replace

from lxml import etree

from intake.documents.docx.inline import Box, Inline, Piece, Shown, Span
from intake.documents.docx.lists import Item, gather_lists
from intake.documents.docx.names import R, W, local, number, value
from intake.documents.docx.numbering import Numbering
from intake.documents.docx.styles import Look, Styles, apply, indent_cells
from intake.documents.layout import split_indent, trim
from intake.documents.package import Package
from intake.documents.pictures import Album
from intake.documents.tables import table_blocks
from intake.model import Block, Heading, Image, Paragraph

_LONGEST_HEADING = 60  # characters; longer ones are body text that somebody styled as a heading
_TITLES = ("title", "标题", "標題")
_DROPPED = frozenset(("del", "moveFrom", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "pPr", "rPr", "customXmlPr"))


@dataclass
class Body:
    """Turns block-level elements into blocks. Keeps what outlives an element: blank lines met, marks deleted, the title."""

    package: Package
    relations: dict[str, tuple[str, str, bool]]
    styles: Styles
    numbering: Numbering
    album: Album
    inline: Inline
    title: str = ""
    chunks: list[str] = field(default_factory=list)  # parts brought in whole by w:altChunk
    _gap: bool = False
    _carried: list[Piece] = field(default_factory=list)

    def blocks(self, node: etree._Element) -> list[Block]:
        """The blocks of a body, cell, text box or note."""
        out: list[Block | Item] = []
        outer, self._gap = self._gap, False
        self._walk(node, out)
        self._gap = outer
        return gather_lists(out)

    def _walk(self, node: etree._Element, out: list[Block | Item]) -> None:
        for child in node:
            name = local(child)
            if name == "p":
                self._paragraph(child, out)
            elif name == "tbl":
                rows: list[list[list[Block]]] = []
                self._rows(child, rows)
                out.extend(table_blocks(rows))
            elif name == "AlternateContent":
                self._walk(child[0], out) if len(child) else None
            elif name == "altChunk":
                self.chunks.append(child.get(R + "id", ""))
            elif name not in _DROPPED:
                self._walk(child, out)

    def _rows(self, node: etree._Element, rows: list[list[list[Block]]]) -> None:
        for child in node:
            name = local(child)
            if name == "tr":
                properties = child.find(W + "trPr")
                if properties is None or properties.find(W + "del") is None:
                    row: list[list[Block]] = []
                    self._cells(child, row)
                    rows.append(row)
            elif name not in _DROPPED:
                self._rows(child, rows)

    def _cells(self, node: etree._Element, row: list[list[Block]]) -> None:
        for child in node:
            name = local(child)
            if name == "tc":
                properties = child.find(W + "tcPr")
                row.append(self.blocks(child))
                span = number(value(properties, "gridSpan")) or 1
                row.extend([] for _ in range(min(span, 64) - 1))
            elif name not in _DROPPED:
                self._cells(child, row)

    def _paragraph(self, node: etree._Element, out: list[Block | Item]) -> None:
        properties = node.find(W + "pPr")
        look = apply(self.styles.look(value(properties, "pStyle")), properties, None)
        pieces = self._carried + self.inline.pieces(node, look)
        self._carried = []
        mark = properties.find(W + "rPr") if properties is not None else None
        if mark is not None and mark.find(W + "del") is not None:  # its end was deleted: it runs on into the next one
            self._carried = pieces
            return
        spans: list[Span] = []
        later: list[Shown | Box] = []
        before = len(out)
        for piece in pieces:
            if isinstance(piece, Span):
                spans.append(piece)
            elif isinstance(piece, Box) or (piece.anchored and _text(spans)):
                later.append(piece)
            else:
                self._text(spans, look, out)
                spans = []
                self._place(piece, out)
        self._text(spans, look, out)
        for piece in later:
            self._place(piece, out)
        if len(out) == before:
            self._gap = True

    def _place(self, piece: Shown | Box, out: list[Block | Item]) -> None:
        if isinstance(piece, Box):
            out.extend(self.blocks(piece.content))
            return
        kind, target, external = self.relations.get(piece.relation, ("", "", True))
        if external or target not in self.package.names:
            self.album.left_out += 1
            return
        name = posixpath.basename(target)
        key = self.album.add(name, self.package.part(target))
        if key:
            out.append(Image(key, name))

    def _text(self, spans: list[Span], look: Look, out: list[Block | Item]) -> None:
        raw = trim(_text(spans))
        text = raw.lstrip("\n")
        if not text.strip():
            return
        typed, text = split_indent(text)
        gap, self._gap = self._gap or len(raw) > len(raw.lstrip("\n")), False
        sizes: Counter[int] = Counter()
        for span in spans:
            sizes[span.half_points] += len(span.text)
        half_points = sizes.most_common(1)[0][0]
        paragraph = Paragraph(
            text,
            align=look.align,  # type: ignore[arg-type]
            bold=all(span.bold for span in spans if span.text.strip()),
            style=look.name,
            size=half_points / 2,
            indent=round(typed + indent_cells(look, half_points)),
            gap=gap,
        )
        out.append(self._labelled(paragraph, look))

    def _labelled(self, paragraph: Paragraph, look: Look) -> Block | Item:
        label = None
        if look.num_id and look.num_id != "0":
            label = self.numbering.label(look.num_id, look.level or 0)
        level = self._heading(paragraph, look)
        if level:
            text = (label[0] if label else "") + paragraph.text
            if level == 1 and not self.title:
                self.title = " ".join(text.split("\n"))
            return Heading(text, level)
        if label is None:
            return paragraph
        return Item(replace(paragraph, text=label[0] + paragraph.text, indent=0), label[1], f"{look.num_id}/{look.level or 0}")

    @staticmethod
    def _heading(paragraph: Paragraph, look: Look) -> int:
        if len(paragraph.text) > _LONGEST_HEADING:
            return 0
        if look.name.lower() in _TITLES:
            return 1
        return look.outline + 2 if look.outline is not None and look.outline < 9 else 0


def _text(spans: list[Span]) -> str:
    return "".join(span.text for span in spans)


def note_text(blocks: list[Block]) -> str:
    """The paragraphs of a foot- or endnote as one text."""
    return "\n".join(block.text for block in blocks if isinstance(block, Paragraph))
