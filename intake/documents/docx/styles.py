"""What a paragraph's or run's style says, through its ancestors to the document's defaults."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from intake.documents.docx.names import VAL, W, number, on, value

_ALIGN = {
    "left": "left",
    "start": "left",
    "center": "center",
    "right": "right",
    "end": "right",
    "both": "justify",
    "distribute": "justify",
}
_HEADING = re.compile(r"(?:heading|标题|標題)\s*([1-9])$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph looks. None: nothing said. Indents in twips, or in hundredths of a character (`*_chars`)."""

    name: str = ""
    align: str = ""
    outline: int | None = None  # 0 is the highest, 9 is body text
    left: int | None = None
    first: int | None = None
    left_chars: int | None = None
    first_chars: int | None = None
    num_id: str | None = None
    level: int | None = None
    bold: bool | None = None
    hidden: bool | None = None
    half_points: int | None = None


@dataclass
class Styles:
    """Styles by id, resolved when first asked for: a document uses five of the two hundred it carries."""

    nodes: dict[str, etree._Element] = field(default_factory=dict)
    default: Look = Look()
    default_paragraph: str = ""
    _looks: dict[str, Look] = field(default_factory=dict)

    def look(self, style_id: str | None) -> Look:
        """The resolved look of a style; unknown and missing ids give the document's default paragraph."""
        key = style_id or self.default_paragraph
        if key not in self._looks:
            self._looks[key] = self._resolve(key)
        return self._looks[key]

    def _resolve(self, style_id: str) -> Look:
        chain: list[etree._Element] = []
        at: str | None = style_id
        while at and at in self.nodes and self.nodes[at] not in chain and len(chain) < 20:
            chain.append(self.nodes[at])
            at = value(chain[-1], "basedOn")
        look = self.default
        for node in reversed(chain):
            look = apply(look, node.find(W + "pPr"), node.find(W + "rPr"))
            name = value(node, "name") or ""
            heading = _HEADING.match(name)
            outline = int(heading[1]) - 1 if heading and look.outline is None else look.outline
            look = replace(look, name=name, outline=outline)
        return look


def read_styles(root: etree._Element | None) -> Styles:
    """Styles of word/styles.xml; of None, a document without styles."""
    styles = Styles()
    if root is None:
        return styles
    defaults = root.find(W + "docDefaults")
    if defaults is not None:
        styles.default = apply(Look(), defaults.find(f"{W}pPrDefault/{W}pPr"), defaults.find(f"{W}rPrDefault/{W}rPr"))
    for node in root.iterchildren(W + "style"):
        style_id = node.get(W + "styleId", "")
        styles.nodes[style_id] = node
        if node.get(W + "type") == "paragraph" and node.get(W + "default") in ("1", "true", "on"):
            styles.default_paragraph = style_id
    return styles


def apply(look: Look, paragraph: etree._Element | None, run: etree._Element | None) -> Look:
    """`look` with what a w:pPr and a w:rPr say on top."""
    said: dict[str, object] = {}
    if run is not None:
        said |= {"bold": on(run.find(W + "b")), "hidden": on(run.find(W + "vanish")), "half_points": number(value(run, "sz"))}
    if paragraph is not None:
        for node in paragraph:
            tag = node.tag
            if tag == W + "jc":
                said["align"] = _ALIGN.get(node.get(VAL, ""), "")
            elif tag == W + "outlineLvl":
                said["outline"] = number(node.get(VAL))
            elif tag == W + "ind":
                said |= _indents(node)
            elif tag == W + "numPr":
                said |= {"num_id": value(node, "numId"), "level": number(value(node, "ilvl"))}
    known = {key: what for key, what in said.items() if what is not None}
    return replace(look, **known) if known else look  # type: ignore[arg-type]


def _indents(node: etree._Element) -> dict[str, object]:
    """A character measure wins over twips where both stand (17.3.1.12); a hanging indent is a negative first line."""
    hanging, hanging_chars = number(node.get(W + "hanging")), number(node.get(W + "hangingChars"))
    return {
        "left": number(node.get(W + "left") or node.get(W + "start")),
        "left_chars": number(node.get(W + "leftChars") or node.get(W + "startChars")),
        "first": -hanging if hanging is not None else number(node.get(W + "firstLine")),
        "first_chars": -hanging_chars if hanging_chars else number(node.get(W + "firstLineChars")),
    }


def indent_cells(look: Look, half_points: int) -> float:
    """White space before the first character, in cells of the paragraph's own size. Word's default size is 10.5 pt."""
    cell = (half_points or 21) * 10  # twips
    left = look.left_chars / 100 if look.left_chars else (look.left or 0) / cell
    first = look.first_chars / 100 if look.first_chars else (look.first or 0) / cell
    return max(left + first, 0.0)
