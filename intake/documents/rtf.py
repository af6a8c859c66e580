"""RTF in the code page of each font: text, looks, tables, pictures in place."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

from intake.charset import decode_text
from intake.documents.file import File
from intake.documents.layout import split_indent, trim
from intake.documents.pictures import Album
from intake.documents.rtf_names import ALIGN, CHARSETS, SHOWN, SIGNS, SKIPPED, codec_of_page
from intake.documents.rtf_words import words
from intake.documents.tables import table_blocks
from intake.documents.unread import empty, refused
from intake.model import Block, Document, Image, Paragraph

_DEPTH = 500


@dataclass(slots=True)
class _Look:
    """What a group inherits."""

    where: str = "body"  # or fonttbl, pict, title, author, skip
    font: int = 0
    bold: bool = False
    half_points: int = 24
    hidden: bool = False
    skip: int = 1  # bytes that stand for a \\u in older readers


@dataclass(slots=True)
class _Place:
    """Paragraph properties, reset by \\pard."""

    align: str = ""
    left: int = 0
    first: int = 0
    table: bool = False


def read_rtf(file: File) -> Document:
    r"""Raises Unread. Deletions (\deleted), hidden text, headers, footers and field codes are left out."""
    album = Album(file.limits.image_pixels, time.process_time() + 0.6 * file.limits.document_cpu_seconds)
    walk = _Walk(album, file.charset)
    for word in words(file.data):
        walk.take(*word)
    blocks = walk.finish()
    if not blocks:
        raise empty()
    flags = frozenset({"pictures-need-libreoffice"}) if album.left_out else frozenset()
    return Document(
        file.name,
        "read",
        blocks=tuple(blocks),
        pictures=album.pictures,
        title="".join(walk.title),
        author="".join(walk.author),
        flags=flags,
    )


@dataclass
class _Walk:
    """A stack of groups, bytes waiting to be decoded, the paragraph and the table under way."""

    album: Album
    override: str | None = None
    page: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    look: _Look = field(default_factory=_Look)
    place: _Place = field(default_factory=_Place)
    stack: list[_Look] = field(default_factory=list)
    waiting: bytearray = field(default_factory=bytearray)
    skipping: int = 0
    star: bool = False
    first_word: bool = False
    spans: list[tuple[str, bool, int]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    cell: list[Block] = field(default_factory=list)
    row: list[list[Block]] = field(default_factory=list)
    rows: list[list[list[Block]]] = field(default_factory=list)
    picture: list[bytes] = field(default_factory=list)
    title: list[str] = field(default_factory=list)
    author: list[str] = field(default_factory=list)
    gap: bool = False
    high: int = 0  # first half of a surrogate pair

    def take(self, name: str, value: int | None, data: bytes) -> None:
        if not name:
            self._bytes(data)
            return
        self._flush()
        if name == "{":
            if len(self.stack) >= _DEPTH:
                raise refused(f"RTF 嵌套超过 {_DEPTH} 层")
            self.stack.append(replace(self.look))
            self.first_word, self.star = True, False
        elif name == "}":
            self._leave()
        elif name == "*":
            self.star = True
        else:
            self._word(name, value)
            self.first_word, self.star = False, False

    def _leave(self) -> None:
        outer = self.stack.pop() if self.stack else _Look()
        if self.look.where == "pict" and outer.where != "pict":
            self._picture()
        self.look = outer
        self.skipping = 0
        self.first_word = False

    def _word(self, name: str, value: int | None) -> None:
        look = self.look
        if self.skipping and name != "u":
            self.skipping -= 1
            return
        if self.first_word and self._destination(name):
            return
        if look.where == "fonttbl":
            self._font(name, value)
        elif name == "u" and value is not None:
            self._unicode(value & 0xFFFF)
        elif name in SIGNS:
            self._say(SIGNS[name])
        elif name in ("cell", "row"):
            self._table(name)
        elif name in ("ansicpg", "ansi", "mac", "pc", "pca"):
            self.page = (
                codec_of_page(value) if name == "ansicpg" else {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}.get(name, self.page)
            )
        else:
            self._property(name, value)

    def _destination(self, name: str) -> bool:
        """Whether the group's first word says that it holds something else than text."""
        look = self.look
        if look.where == "skip":
            return True
        if name in SKIPPED or (self.star and name not in SHOWN):
            look.where = "skip"
        elif name in ("fonttbl", "pict", "title", "author"):
            look.where = name
        elif name in ("info", "field", "fldrslt", "footnote", "listtext", "pntext"):
            return name != "info" and name != "footnote"
        else:
            return False
        return True

    def _font(self, name: str, value: int | None) -> None:
        if name == "f":
            self.look.font = value or 0
        elif name == "fcharset" and value in CHARSETS:
            self.fonts[self.look.font] = CHARSETS[value]
        elif name == "cpg":
            self.fonts[self.look.font] = codec_of_page(value)

    def _property(self, name: str, value: int | None) -> None:
        look, on = self.look, value != 0
        if name == "f":
            look.font = value or 0
        elif name == "b":
            look.bold = on
        elif name == "fs" and value:
            look.half_points = min(abs(value), 400)
        elif name in ("v", "deleted"):
            look.hidden = on
        elif name == "uc":
            look.skip = max(value or 0, 0)
        elif name == "plain":
            look.bold, look.hidden, look.half_points = False, False, 24
        elif name == "pard":
            self.place = _Place()
        elif name in ALIGN:
            self.place.align = ALIGN[name]
        elif name in ("li", "lin"):
            self.place.left = value or 0
        elif name == "fi":
            self.place.first = value or 0
        elif name == "intbl":
            self.place.table = True

    def _bytes(self, data: bytes) -> None:
        if self.skipping:
            data, self.skipping = data[self.skipping :], max(self.skipping - len(data), 0)
        self.first_word = False
        if self.look.where == "pict":
            self.picture.append(data)
        elif self.look.where not in ("skip", "fonttbl"):
            self.waiting += data

    def _flush(self) -> None:
        if self.waiting:
            data, self.waiting = bytes(self.waiting), bytearray()
            self._say(self._decode(data))

    def _decode(self, data: bytes) -> str:
        if data.isascii():
            return data.decode("ascii")
        codec = self.override or self.fonts.get(self.look.font, self.page)
        if codec in ("cp1252", "cp437") and self.page not in ("cp1252", "cp437"):
            codec = self.page  # a Latin font over Chinese text: WPS and phones write that
        if codec == "cp1252" and len(data) >= 4:
            return decode_text(data, codec)[0]  # "\\ansi" alone is what every writer puts; Chinese under it shows itself
        try:
            return data.decode(codec)
        except (UnicodeDecodeError, LookupError):
            return decode_text(data, codec)[0]

    def _unicode(self, code: int) -> None:
        self.skipping = self.look.skip
        if 0xD800 <= code < 0xDC00:
            self.high = code
        elif 0xDC00 <= code < 0xE000:
            self._say(chr(0x10000 + ((self.high - 0xD800) << 10) + code - 0xDC00) if self.high else "")
            self.high = 0
        elif 0xF020 <= code <= 0xF0FF:
            self._say(chr(code - 0xF000))  # a symbol font's private place for an ordinary character
        else:
            self._say(chr(code))

    def _say(self, text: str) -> None:
        where = self.look.where
        if where in ("title", "author"):
            (self.title if where == "title" else self.author).append(text)
        elif where == "body" and not self.look.hidden:
            if text == "\r":
                self._end_paragraph()
            elif text:
                self.spans.append((text, self.look.bold, self.look.half_points))

    def _end_paragraph(self) -> None:
        target = self.cell if self.place.table else self.blocks
        if not self.place.table:
            self._end_table()
        spans, self.spans = self.spans, []
        block = self._paragraph(spans)
        if block:
            target.append(block)
            self.gap = False
        else:
            self.gap = True

    def _paragraph(self, spans: list[tuple[str, bool, int]]) -> Paragraph | None:
        text = trim("".join(part for part, _, _ in spans)).lstrip("\n")
        if not text.strip():
            return None
        typed, text = split_indent(text)
        seen = [(bold, size, len(part)) for part, bold, size in spans if part.strip()]
        half_points = max(seen, key=lambda item: item[2])[1]
        indent = typed + max(self.place.left + self.place.first, 0) / (half_points * 10)
        bold = all(strong for strong, _, _ in seen)
        return Paragraph(text, self.place.align, bold, size=half_points / 2, indent=round(indent), gap=self.gap)  # type: ignore[arg-type]

    def _table(self, name: str) -> None:
        if self.look.where != "body":
            return
        if name == "cell":
            self.place.table = True
            self._end_paragraph()
            self.row.append(self.cell)
            self.cell = []
        elif self.row:
            self.rows.append(self.row)
            self.row = []

    def _end_table(self) -> None:
        if self.row:
            self.rows.append(self.row)
        if self.rows:
            self.blocks += table_blocks(self.rows)
        self.row, self.rows = [], []

    def _picture(self) -> None:
        digits, self.picture = b"".join(self.picture), []
        if self.look.hidden or not digits:
            return
        try:
            data = bytes.fromhex(digits.decode("ascii"))
        except ValueError:
            self.album.left_out += 1
            return
        key = self.album.add("", data)
        if key:
            spans, self.spans = self.spans, []
            block = self._paragraph(spans)
            (self.cell if self.place.table else self.blocks).extend([block, Image(key)] if block else [Image(key)])

    def finish(self) -> list[Block]:
        """All blocks; whatever was under way at a cut-off end is ended."""
        self._flush()
        self.look = _Look()
        if self.spans:
            self._end_paragraph()
        self.blocks += self.cell
        self._end_table()
        return self.blocks
