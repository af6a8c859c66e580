"""What stands inside a paragraph, as pieces in order: text, pictures, text boxes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from intake.documents.docx.equations import SUB, SUPER, eq_field_text, equation_text
from intake.documents.docx.names import VAL, R, W, local, number, on, value
from intake.documents.docx.styles import Look, Styles
from intake.documents.docx.symbols import symbol

_SPACER = 25_400  # EMU, two points: nothing smaller is a picture


@dataclass(frozen=True, slots=True)
class Span:
    text: str
    bold: bool = False
    half_points: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture by its relationship; `anchored` floats beside the text instead of standing in the line."""

    relation: str
    anchored: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A text box's content (w:txbxContent)."""

    content: etree._Element


Piece = Span | Shown | Box

# Deletions, the old place of a move, properties, and marks of comments and references that draw nothing.
_DROPPED_NAMES = """del moveFrom delText delInstrText pPr rPr sdtPr sdtEndPr smartTagPr customXmlPr sectPr annotationRef commentReference
    footnoteRef endnoteRef separator continuationSeparator softHyphen fldData ffData docPr cNvPr cNvGraphicFramePr spPr bodyPr style
    sizeRelH sizeRelV extLst"""
_DROPPED = frozenset(_DROPPED_NAMES.split())
_DIGITS = re.compile(r"[0-9+\-]{1,3}")
_FIXED = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}


@dataclass
class Inline:
    """Walks paragraphs in document order. Keeps the open fields and the notes met so far, which both outlive a paragraph."""

    styles: Styles
    notes: list[tuple[str, str]] = field(default_factory=list)  # (footnote or endnote, its id), in order of their numbers
    flags: set[str] = field(default_factory=set)
    _fields: list[list[str]] = field(default_factory=list)  # instructions of open fields, [] again once a result has begun

    def pieces(self, paragraph: etree._Element, look: Look) -> list[Piece]:
        """The pieces of a w:p whose own look is `look`."""
        out: list[Piece] = []
        self._walk(paragraph, look, out)
        return out

    def _walk(self, node: etree._Element, look: Look, out: list[Piece]) -> None:
        for child in node:
            name = local(child)
            if name == "r":
                self._run(child, look, out)
            elif name in _DROPPED:
                if name in ("del", "moveFrom"):
                    self.flags.add("tracked-changes")
            elif name == "oMath":
                out.append(Span(equation_text(child)))
            elif name == "AlternateContent":
                self._alternate(child, out, lambda branch, found: self._walk(branch, look, found))
            else:
                self._walk(child, look, out)

    def _alternate(self, node: etree._Element, out: list[Piece], walk: Callable[[etree._Element, list[Piece]], None]) -> None:
        """One branch only (part 3, 7.5): the first choice that holds anything, else the fallback."""
        for branch in node:
            found: list[Piece] = []
            walk(branch, found)
            if found:
                out.extend(found)
                return

    def _run(self, run: etree._Element, look: Look, out: list[Piece]) -> None:
        properties = run.find(W + "rPr")
        bold, half_points, hidden = self._look(properties, look)
        if hidden:
            self.flags.add("hidden-text")
            return
        for child in run:
            name = local(child)
            if name == "t":
                text = child.text or ""
                if child.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
                    text = text.strip(" \t\r\n")
                text = _raised(text, properties)
            elif name in _FIXED:
                text = _FIXED[name]
            elif name in ("drawing", "pict", "object", "AlternateContent"):
                self._drawing(child, out)
                continue
            else:
                text = self._special(name, child)
            if text:
                out.append(Span(text, bold, half_points))

    def _look(self, properties: etree._Element | None, look: Look) -> tuple[bool, int, bool]:
        style = bold = size = hidden = None
        for node in properties if properties is not None else ():
            tag = node.tag
            if tag == W + "rStyle":
                style = node.get(VAL)
            elif tag == W + "b":
                bold = on(node)
            elif tag == W + "sz":
                size = number(node.get(VAL))
            elif tag == W + "vanish":
                hidden = on(node)
        character = self.styles.look(style) if style in self.styles.nodes else Look()
        return (
            bool(_first(bold, character.bold, look.bold)),
            _first(size, character.half_points, look.half_points) or 0,
            bool(_first(hidden, character.hidden)),
        )

    def _special(self, name: str, node: etree._Element) -> str:
        if name == "br":
            return "\n"
        if name == "sym":
            return symbol(node.get(W + "font", ""), node.get(W + "char", ""))
        if name in ("footnoteReference", "endnoteReference"):
            if node.get(W + "customMarkFollows") in ("1", "true", "on"):
                return ""
            self.notes.append((name.removesuffix("Reference"), node.get(W + "id", "")))
            return f"[{len(self.notes)}]"
        if name == "instrText" and self._fields:
            self._fields[-1].append(node.text or "")
        elif name == "fldChar":
            return self._field(node.get(W + "fldCharType", ""))
        elif name == "ruby":
            return _ruby(node)
        return ""

    def _field(self, mark: str) -> str:
        if mark == "begin":
            self._fields.append([])
        elif mark == "separate" and self._fields:
            self._fields[-1].clear()
        elif mark == "end" and self._fields:
            return eq_field_text("".join(self._fields.pop()))
        return ""

    def _drawing(self, node: etree._Element, out: list[Piece], anchored: bool = False) -> None:
        """Pictures and text boxes of DrawingML and of the older VML, in document order."""
        name = local(node)
        if name == "txbxContent":
            out.append(Box(node))
        elif name == "blip" and node.get(R + "embed"):
            out.append(Shown(node.get(R + "embed", ""), anchored))
        elif name == "imagedata" and node.get(R + "id"):
            out.append(Shown(node.get(R + "id", ""), anchored))
        elif name == "textpath" and node.get("string"):
            out.append(Span(node.get("string", "")))
        elif name == "AlternateContent":
            self._alternate(node, out, lambda branch, found: self._drawing(branch, found, anchored))
        elif name not in _DROPPED and not _spacer(node, name):
            floats = anchored or name == "anchor" or "position:absolute" in node.get("style", "")
            for child in node:
                self._drawing(child, out, floats)


def _first(*values: bool | int | None) -> bool | int | None:
    return next((value for value in values if value is not None), None)


def _raised(text: str, properties: etree._Element | None) -> str:
    """m², H₂O: digits set high or low, where Unicode has them so."""
    if properties is None or not _DIGITS.fullmatch(text):
        return text
    place = value(properties, "vertAlign")
    return text.translate(SUPER) if place == "superscript" else text.translate(SUB) if place == "subscript" else text


def _spacer(node: etree._Element, name: str) -> bool:
    """A picture declared hidden, or no larger than a dot."""
    if name not in ("inline", "anchor"):
        return False
    for child in node:
        if local(child) == "extent":
            size = [number(child.get(side)) for side in ("cx", "cy")]
            if any(edge is not None and edge <= _SPACER for edge in size):
                return True
        if local(child) == "docPr" and child.get("hidden") in ("1", "true"):
            return True
    return False


def _ruby(node: etree._Element) -> str:
    """拼音指南: the base, and the reading in brackets after it."""
    base = "".join(text.text or "" for text in node.iterfind(f"{W}rubyBase//{W}t"))
    reading = "".join(text.text or "" for text in node.iterfind(f"{W}rt//{W}t")).strip()
    return f"{base}（{reading}）" if reading else base
