"""Word 97-2003 and WPS Writer by their piece table (MS-DOC 2.8.35): the text, right in Chinese, without any other program."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from intake.charset import decode_text
from intake.documents.doc_format import ParagraphLook, Ranges, RunLook, paragraph_looks, run_looks
from intake.documents.file import File
from intake.documents.layout import split_indent, trim
from intake.documents.ole import open_ole
from intake.documents.tables import table_blocks
from intake.documents.unread import damaged, empty, encrypted
from intake.model import Block, Document, Heading, Paragraph

_PAGES = {0x0804: "gb18030", 0x0404: "big5hkscs", 0x0C04: "big5hkscs", 0x1004: "gb18030", 0x0411: "cp932", 0x0412: "cp949"}
PICTURES = "pictures-need-libreoffice"
LOOKS = "looks-need-libreoffice"  # styles or lists of its own: the text is whole, numbers and centring may be missing
_LONGEST_HEADING = 60
_DRAWN = "\x01\x08"  # a picture in the line, a drawing beside it
_PLAIN = {
    "\x1e": "-",
    "\x1f": "",
    "\x02": "",
    "\x05": "",
    "\x03": "",
    "\x04": "",
    "\x01": "",
    "\x08": "",
    "\x00": "",
    "\x0b": "\n",
    "\x0e": "\n",
}
_LARGEST = 30_000_000  # characters


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    offset: int  # of its first byte in the main stream
    width: int  # bytes a character


def read_doc(file: File) -> Document:
    """Body, then footnotes, endnotes and text boxes; headers and comments are left out. Raises Unread."""
    try:
        with open_ole(file.data) as ole:
            stream = ole.openstream("WordDocument").read()
            bits = struct.unpack_from("<H", stream, 10)[0]
            if bits & 0x0100:
                raise encrypted()
            name = "1Table" if bits & 0x0200 else "0Table"
            table = ole.openstream(name).read() if ole.exists(name) else b""
            meta = ole.get_metadata()
    except (OSError, struct.error, IndexError, KeyError, ValueError, TypeError, AttributeError):
        raise damaged() from None
    text = _Text(stream, table, file.charset)
    blocks = text.blocks()
    if not blocks:
        raise empty()
    flags = frozenset(text.flags)
    return Document(file.name, "read", blocks=tuple(blocks), title=_meta(meta.title), author=_meta(meta.author), flags=flags)


def _meta(value: object) -> str:
    return decode_text(value.strip(b"\0 "))[0] if isinstance(value, bytes) else ""


@dataclass
class _Text:
    """The characters of the file in the order of its pieces, and what they look like."""

    stream: bytes
    table: bytes
    charset: str | None
    flags: set[str] = field(default_factory=set)
    notes: int = 0
    looks: Ranges[RunLook] = field(default_factory=Ranges)
    places: Ranges[ParagraphLook] = field(default_factory=Ranges)

    def blocks(self) -> list[Block]:
        if struct.unpack_from("<H", self.stream, 2)[0] < 0x00C1:  # Word 6 and 95 keep everything in the main stream
            return self._old()
        body, notes, header, _, comments, ends, boxes = struct.unpack_from("<7I", self.stream, 0x4C)
        start_run, size_run, start_par, size_par = struct.unpack_from("<4I", self.stream, 0xFA)
        self.looks = run_looks(self.stream, self.table, start_run, size_run)
        self.places = paragraph_looks(self.stream, self.table, start_par, size_par)
        pieces = list(self._pieces())
        out: list[Block] = []
        at = 0
        for count, kept in ((body, True), (notes, True), (header, False), (comments, False), (ends, True), (boxes, True)):
            if kept and count:
                out += self._blocks(_cut(pieces, at, at + count))
            if at == 0:
                self.notes = 0  # the notes themselves are numbered as their marks were
            at += count
        return out

    def _old(self) -> list[Block]:
        first, last = struct.unpack_from("<2I", self.stream, 0x18)
        data = self.stream[first : min(last, len(self.stream))]
        text = decode_text(data, self._page(), self.charset)[0]
        return self._blocks([_Piece(text, first, 0)])

    def _page(self) -> str:
        return _PAGES.get(struct.unpack_from("<H", self.stream, 6)[0], "cp1252")

    def _pieces(self) -> Iterator[_Piece]:
        start, size = struct.unpack_from("<2I", self.stream, 0x01A2)
        clx = self.table[start : start + size]
        at = 0
        while clx[at : at + 1] == b"\x01":  # property lists of fast saves come first
            at += 3 + int.from_bytes(clx[at + 1 : at + 3], "little")
        if clx[at : at + 1] != b"\x02":
            raise damaged()
        length = int.from_bytes(clx[at + 1 : at + 5], "little")
        plc = clx[at + 5 : at + 5 + length]
        count = (len(plc) - 4) // 12
        if count < 1:
            raise damaged()
        bounds = struct.unpack_from(f"<{count + 1}I", plc)
        if bounds[-1] > _LARGEST or list(bounds) != sorted(bounds):
            raise damaged()
        for index in range(count):
            where = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * index + 2)[0]
            length = bounds[index + 1] - bounds[index]
            if where & 0x40000000:
                offset = (where & 0x3FFFFFFF) // 2
                yield _Piece(self._eight_bits(self.stream[offset : offset + length]), offset, 1)
            else:
                offset = where & 0x3FFFFFFF
                yield _Piece(self.stream[offset : offset + 2 * length].decode("utf-16-le", "replace"), offset, 2)

    @staticmethod
    def _eight_bits(data: bytes) -> str:
        """Compressed pieces are Windows 1252 whatever the language; Chinese is never compressed."""
        return data.decode("cp1252", "replace").replace("\ufffd", "") if len(data) else ""

    def _blocks(self, pieces: list[_Piece]) -> list[Block]:
        walk = _Walk(self)
        for piece in pieces:
            walk.take(piece)
        return walk.finish()


def _cut(pieces: list[_Piece], start: int, end: int) -> list[_Piece]:
    """The part of the pieces between two character positions."""
    out, at = [], 0
    for piece in pieces:
        first, last = max(start - at, 0), min(end - at, len(piece.text))
        if first < last:
            out.append(_Piece(piece.text[first:last], piece.offset + first * piece.width, piece.width))
        at += len(piece.text)
    return out


@dataclass
class _Walk:
    """Characters to paragraphs and tables; field codes are dropped, their results stay."""

    text: _Text
    out: list[Block] = field(default_factory=list)
    spans: list[tuple[str, RunLook]] = field(default_factory=list)
    cell: list[Block] = field(default_factory=list)
    row: list[list[Block]] = field(default_factory=list)
    rows: list[list[list[Block]]] = field(default_factory=list)
    fields: list[bool] = field(default_factory=list)  # of each open field: whether its result has begun
    gap: bool = False

    def take(self, piece: _Piece) -> None:
        looks, plain = self.text.looks, RunLook()
        for index, char in enumerate(piece.text):
            offset = piece.offset + index * piece.width
            if char in "\r\x07\x0c":
                self._end(char, self.text.places.at(offset) or ParagraphLook())
            elif char == "\x13":
                self.fields.append(False)
            elif char in "\x14\x15":
                self._field(char)
            elif all(self.fields):
                look = looks.at(offset) or plain
                if not look.gone:
                    self.spans.append((self._char(char), look))

    def _char(self, char: str) -> str:
        if char in _DRAWN:
            self.text.flags.add(PICTURES)
        if char == "\x02":
            self.text.notes += 1
            return f"[{self.text.notes}]"
        return _PLAIN.get(char, char)

    def _field(self, char: str) -> None:
        if char == "\x14" and self.fields:
            self.fields[-1] = True
        elif char == "\x15" and self.fields:
            self.fields.pop()

    def _end(self, char: str, place: ParagraphLook) -> None:
        spans, self.spans = self.spans, []
        block = self._paragraph(spans, place)
        inside = place.table or char == "\x07"
        if not inside:
            self._end_table()
        if block:
            (self.cell if inside else self.out).append(block)
        self.gap = block is None
        if char == "\x07":
            if place.row_end or (not place.table and not block):
                self.rows.append(self.row)
                self.row, self.cell = [], []
            else:
                self.row.append(self.cell)
                self.cell = []

    def _paragraph(self, spans: list[tuple[str, RunLook]], place: ParagraphLook) -> Paragraph | Heading | None:
        text = trim("".join(part for part, _ in spans)).lstrip("\n")
        if not text.strip():
            return None
        if place.listed or place.style > 9:
            self.text.flags.add(LOOKS)
        typed, text = split_indent(text)
        if 1 <= place.style <= 9 and len(text) <= _LONGEST_HEADING:
            return Heading(text, place.style + 1)
        seen = [look for part, look in spans if part.strip()]
        half_points = max({look.half_points for look in seen}, key=lambda size: sum(look.half_points == size for look in seen))
        indent = typed + max(place.left + place.first, 0) / ((half_points or 21) * 10)
        bold = all(look.bold for look in seen)
        return Paragraph(text, place.align, bold, size=half_points / 2, indent=round(indent), gap=self.gap)  # type: ignore[arg-type]

    def _end_table(self) -> None:
        if self.row or self.cell:
            self.rows.append([*self.row, self.cell])
        if self.rows:
            self.out += table_blocks([row for row in self.rows if row])
        self.row, self.cell, self.rows = [], [], []

    def finish(self) -> list[Block]:
        if self.spans:
            self._end("\r", ParagraphLook())
        self._end_table()
        return self.out
