"""OpenDocument text (OASIS ODF 1.3) by our own walk: nothing else needs to be installed for it."""

from __future__ import annotations

import posixpath
import re
import time
from dataclasses import dataclass, field, replace

from lxml import etree

from intake.documents.docx.lists import Item, gather_lists
from intake.documents.docx.numbering import spell
from intake.documents.file import File
from intake.documents.layout import split_indent, trim
from intake.documents.odt_styles import OdtStyles, read_odt_styles
from intake.documents.package import Package, open_package
from intake.documents.pictures import Album
from intake.documents.tables import table_blocks
from intake.documents.unread import damaged, empty, encrypted
from intake.model import Block, Document, Heading, Image, Paragraph

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_SPACE = re.compile(r"[ \t\r\n]+")
_DROPPED_NAMES = """tracked-changes annotation annotation-end forms sequence-decls variable-decls user-field-decls desc title object-ole
    table-of-content-source alphabetical-index-source event-listeners bookmark"""
_DROPPED = frozenset(_DROPPED_NAMES.split())
_FORMS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "一, 二, 三, ...": "chineseCounting",
    "壹, 贰, 叁, ...": "chineseLegalSimplified",
    "①, ②, ③, ...": "decimalEnclosedCircle",
    "甲, 乙, 丙, ...": "ideographTraditional",
    "子, 丑, 寅, ...": "ideographZodiac",
}


def read_odt(file: File) -> Document:
    """Paragraphs, headings, lists, tables, pictures in place, notes. Raises Unread."""
    package = open_package(file.data, file.limits)
    if "META-INF/manifest.xml" in package.names and b"encryption-data" in package.part("META-INF/manifest.xml"):
        raise encrypted()
    if "content.xml" not in package.names:
        raise damaged()
    content = package.xml("content.xml")
    body = content.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise damaged()
    styles = read_odt_styles(package.xml("styles.xml") if "styles.xml" in package.names else None, content)
    album = Album(file.limits.image_pixels, time.process_time() + 0.6 * file.limits.document_cpu_seconds)
    walk = _Walk(package, styles, album)
    blocks = walk.blocks(body) + walk.note_blocks()
    if not blocks:
        raise empty()
    title, author = _properties(package)
    flags = frozenset({"pictures-left-out"}) if album.left_out else frozenset()
    return Document(file.name, "read", blocks=tuple(blocks), pictures=album.pictures, title=walk.title or title, author=author, flags=flags)


@dataclass
class _Walk:
    """The walk's memory: numbers of lists, notes met, blank lines, the title."""

    package: Package
    styles: OdtStyles
    album: Album
    title: str = ""
    notes: list[etree._Element] = field(default_factory=list)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    gap: bool = False

    def blocks(self, node: etree._Element) -> list[Block]:
        out: list[Block | Item] = []
        outer, self.gap = self.gap, False
        self._walk(node, out)
        self.gap = outer
        return gather_lists(out)

    def note_blocks(self) -> list[Block]:
        out: list[Block] = []
        for count, note in enumerate(self.notes[:1000], 1):
            text = "\n".join(block.text for block in self.blocks(note) if isinstance(block, Paragraph))
            if text:
                out.append(Paragraph(f"[{count}] {text}", style="footnote text"))
        return out

    def _walk(self, node: etree._Element, out: list[Block | Item], lists: tuple[str, ...] = ()) -> None:
        for child in node:
            name = etree.QName(child).localname
            if name in ("p", "h"):
                self._paragraph(child, out, lists)
            elif name == "list":
                style = child.get(_TEXT + "style-name") or (lists[-1] if lists else "")
                if child.get(_TEXT + "continue-numbering") != "true" and not lists:
                    self.counts = {key: count for key, count in self.counts.items() if key[0] != style}
                self._walk(child, out, (*lists, style))
            elif name == "table":
                rows: list[list[list[Block]]] = []
                self._rows(child, rows)
                out.extend(table_blocks(rows))
            elif name in ("frame", "g", "custom-shape", "a", "rect"):
                self._drawing(child, out)
            elif name not in _DROPPED:
                self._walk(child, out, lists)

    def _rows(self, node: etree._Element, rows: list[list[list[Block]]]) -> None:
        for child in node:
            name = etree.QName(child).localname
            if name == "table-row":
                row: list[list[Block]] = []
                for cell in child:
                    again = _count(cell.get(_TABLE + "number-columns-repeated"), 64)
                    inner = self.blocks(cell)
                    row.extend(inner if not i else [] for i in range(again)) if inner or again < 64 else None
                rows.append(row)
            elif name in ("table-rows", "table-header-rows", "table-row-group"):
                self._rows(child, rows)

    def _drawing(self, node: etree._Element, out: list[Block | Item]) -> None:
        """A frame shows its first child it can show: others are replacements of it."""
        for child in node:
            name = etree.QName(child).localname
            if name == "image":
                if self._image(child, out):
                    return
            elif name in ("text-box", "custom-shape"):
                out.extend(self.blocks(child))
                return
            elif name == "object" and (text := self._object(child)):
                out.append(Paragraph(text))
                return
            elif name in ("frame", "g", "a", "rect"):
                self._drawing(child, out)
            elif name in ("p", "list"):
                out.extend(self.blocks(node))
                return

    def _image(self, node: etree._Element, out: list[Block | Item]) -> bool:
        target = posixpath.normpath(node.get(_LINK, "")).lstrip("./")
        if target not in self.package.names:
            return False
        name = posixpath.basename(target)
        key = self.album.add(name, self.package.part(target))
        if key:
            out.append(Image(key, name))
        return bool(key)

    def _object(self, node: etree._Element) -> str:
        """An equation is an object of its own, in MathML: its signs in order."""
        part = posixpath.normpath(node.get(_LINK, "")).lstrip("./") + "/content.xml"
        if part not in self.package.names:
            return ""
        root = self.package.xml(part)
        if etree.QName(root).localname != "math":
            return ""
        return "".join((leaf.text or "").strip() for leaf in root.iter("{*}mi", "{*}mn", "{*}mo", "{*}mtext"))

    def _paragraph(self, node: etree._Element, out: list[Block | Item], lists: tuple[str, ...]) -> None:
        look = self.styles.look(node.get(_TEXT + "style-name", ""))
        pieces: list[tuple[str, bool] | etree._Element] = []
        self._inline(node, look.bold, pieces)
        before = len(out)
        spans: list[tuple[str, bool]] = []
        later: list[etree._Element] = []
        for piece in pieces:
            if isinstance(piece, tuple):
                spans.append(piece)
            elif any(text.strip() for text, _ in spans) and piece.get(_TEXT + "anchor-type") != "as-char":
                later.append(piece)
            else:
                self._text(node, spans, lists, out)
                spans = []
                self._shown(piece, out)
        self._text(node, spans, lists, out)
        for shown in later:
            self._shown(shown, out)
        self.gap = self.gap or len(out) == before

    def _shown(self, node: etree._Element, out: list[Block | Item]) -> None:
        wrapper = etree.Element("wrapper")
        before, parent, place = len(out), node.getparent(), 0
        if parent is not None:
            place = parent.index(node)
        wrapper.append(node)  # the walk looks at children; the node goes back to where it was
        self._walk(wrapper, out)
        if parent is not None:
            parent.insert(place, node)
        if len(out) == before and node.find(".//{*}image") is not None:
            self.album.left_out += 1

    def _inline(self, node: etree._Element, bold: bool, out: list[tuple[str, bool] | etree._Element]) -> None:
        if node.text:
            out.append((_SPACE.sub(" ", node.text), bold))
        for child in node:
            self._inline_child(child, etree.QName(child).localname, bold, out)
            if child.tail:
                out.append((_SPACE.sub(" ", child.tail), bold))

    def _inline_child(self, child: etree._Element, name: str, bold: bool, out: list[tuple[str, bool] | etree._Element]) -> None:
        if name == "s":
            out.append((" " * _count(child.get(_TEXT + "c"), 200), bold))
        elif name == "tab":
            out.append(("\t", bold))
        elif name == "line-break":
            out.append(("\n", bold))
        elif name == "note":
            body = child.find(_TEXT + "note-body")
            if body is not None:
                self.notes.append(body)
                out.append((f"[{len(self.notes)}]", bold))
        elif name in ("frame", "g", "custom-shape", "rect"):
            out.append(child)
        elif name == "ruby":
            base, reading = child.find(_TEXT + "ruby-base"), child.find(_TEXT + "ruby-text")
            out.append((_flat(base), bold))
            if _flat(reading).strip():
                out.append((f"（{_flat(reading)}）", bold))
        elif name == "span":
            own = self.styles.look(child.get(_TEXT + "style-name", ""), "text")
            self._inline(child, own.bold if own.says_bold else bold, out)
        elif name not in _DROPPED:
            self._inline(child, bold, out)

    def _text(self, node: etree._Element, spans: list[tuple[str, bool]], lists: tuple[str, ...], out: list[Block | Item]) -> None:
        raw = trim("".join(text for text, _ in spans))
        text = raw.lstrip("\n")
        if not text.strip():
            return
        look = self.styles.look(node.get(_TEXT + "style-name", ""))
        typed, text = split_indent(text)
        gap, self.gap = self.gap or len(raw) > len(raw.lstrip("\n")), False
        if look.name.lower() in ("title", "标题") or etree.QName(node).localname == "h":
            level = 1 if look.name.lower() in ("title", "标题") else _count(node.get(_TEXT + "outline-level"), 10) + 1
            self.title = self.title or (text.replace("\n", " ") if level == 1 else "")
            out.append(Heading(text, level))
            return
        bold = all(strong for part, strong in spans if part.strip())
        indent = round(typed + look.indent / (look.size or 10.5))
        paragraph = Paragraph(text, look.align, bold, look.name, look.size, indent, gap)  # type: ignore[arg-type]
        out.append(self._item(node, paragraph, lists) if lists else paragraph)

    def _item(self, node: etree._Element, paragraph: Paragraph, lists: tuple[str, ...]) -> Block | Item:
        """Only the first paragraph of an item carries its number."""
        parent = node.getparent()
        first = parent is not None and next(iter(parent), None) is node and etree.QName(parent).localname == "list-item"
        level = self.styles.list_level(lists[0], len(lists)) if first else None
        if level is None:
            return paragraph
        if level.form is None:
            return Item(replace(paragraph, indent=0), ordered=False)
        key = (lists[0], len(lists))
        self.counts = {k: c for k, c in self.counts.items() if k[0] != key[0] or k[1] <= key[1]}
        self.counts[key] = self.counts.get(key, level.start - 1) + 1
        label = level.before + spell(self.counts[key], _FORMS.get(level.form, level.form)) + level.after
        return Item(
            replace(paragraph, text=label + (" " if label and label[-1].isascii() else "") + paragraph.text, indent=0), ordered=True
        )


def _count(text: str | None, most: int) -> int:
    """A positive whole number as an attribute has it; 1 when it is missing or none."""
    return min(int(text), most) if text and text.isascii() and text.isdigit() and len(text) < 10 and int(text) else 1


def _flat(node: etree._Element | None) -> str:
    return "".join(map(str, node.itertext())) if node is not None else ""


def _properties(package: Package) -> tuple[str, str]:
    if "meta.xml" not in package.names:
        return "", ""
    texts = {etree.QName(node).localname: (node.text or "").strip() for node in package.xml("meta.xml").iter() if isinstance(node.tag, str)}
    return texts.get("title", ""), texts.get("creator", "") or texts.get("initial-creator", "")
