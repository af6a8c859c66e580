"""Builds the files contributors attach: Word documents with pictures between the paragraphs, GBK text files, archives with GBK names."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a Word document. align: "", "center" or "right"; size in points, 0 is the document's own."""

    text: str
    align: str = ""
    bold: bool = False
    size: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of a Word document."""

    rows: tuple[tuple[str, ...], ...]


Piece = str | Line | Grid | bytes


def a_docx(blocks: Sequence[Piece], *, title: str = "", author: str = "") -> bytes:
    """A Word document: texts become paragraphs, bytes pictures in their place. Properties are empty unless given."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    aligned = {"center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}
    document = Document()
    document.core_properties.title, document.core_properties.author = title, author
    for block in blocks:
        if isinstance(block, bytes):
            document.add_picture(io.BytesIO(block), width=Cm(14))
        elif isinstance(block, Grid):
            table = document.add_table(rows=len(block.rows), cols=len(block.rows[0]))
            table.style = "Table Grid"
            for row, texts in zip(table.rows, block.rows, strict=True):
                for cell, text in zip(row.cells, texts, strict=True):
                    cell.text = text
        else:
            line = block if isinstance(block, Line) else Line(block)
            paragraph = document.add_paragraph()
            paragraph.alignment = aligned.get(line.align)
            run = paragraph.add_run(line.text)
            run.bold = line.bold or None
            run.font.size = Pt(line.size) if line.size else None
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def a_gbk_text(text: str) -> bytes:
    """A text file as Notepad on a Chinese Windows saves it: GBK, CRLF, no mark."""
    return text.replace("\r\n", "\n").replace("\n", "\r\n").encode("gbk")


def a_zip(members: Mapping[str, bytes]) -> bytes:
    """An archive as a Chinese Windows makes it: names are raw GBK bytes and no flag says so."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(_placeholder(name), (2026, 3, 16, 9, 30, 0)), data)
    made = out.getvalue()
    for name in members:
        made = made.replace(_placeholder(name).encode("ascii"), name.encode("gbk"))
    return made


def _placeholder(name: str) -> str:
    """An ASCII name with as many bytes as the GBK one, found again in the finished file; zipfile itself would write UTF-8."""
    return ("zz" + hashlib.sha256(name.encode()).hexdigest() * 8)[: len(name.encode("gbk"))]
