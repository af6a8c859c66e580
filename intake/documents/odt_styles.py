"""Styles and list levels of an OpenDocument text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_ALIGN = {"start": "left", "left": "left", "center": "center", "end": "right", "right": "right", "justify": "justify"}
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "px": 0.75, "pc": 12.0}
_MEASURE = re.compile(r"(-?\d+(?:\.\d+)?)(pt|in|cm|mm|px|pc)")


@dataclass
class OdtLook:
    """A resolved style; `indent` is in points."""

    name: str = ""
    align: str = ""
    bold: bool = False
    says_bold: bool = False
    size: float = 0.0
    indent: float = 0.0


@dataclass
class OdtLevel:
    """A level of a list; `form` None is a bullet."""

    form: str | None
    before: str = ""
    after: str = ""
    start: int = 1


@dataclass
class OdtStyles:
    """Styles by (family, name), lists by name; resolved when asked for."""

    nodes: dict[tuple[str, str], etree._Element] = field(default_factory=dict)
    lists: dict[str, etree._Element] = field(default_factory=dict)
    _looks: dict[tuple[str, str], OdtLook] = field(default_factory=dict)

    def look(self, name: str, family: str = "paragraph") -> OdtLook:
        """What a style says, through its parents."""
        key = (family, name)
        if key not in self._looks:
            self._looks[key] = self._resolve(key)
        return self._looks[key]

    def _resolve(self, key: tuple[str, str]) -> OdtLook:
        family, name = key
        chain: list[etree._Element] = []
        while (family, name) in self.nodes and len(chain) < 20:
            chain.append(self.nodes[family, name])
            name = chain[-1].get(_STYLE + "parent-style-name", "")
        look = OdtLook()
        for node in reversed(chain):
            if node.get(_STYLE + "display-name") or not node.get(_STYLE + "name", "").startswith(("P", "T")):
                look.name = node.get(_STYLE + "display-name") or node.get(_STYLE + "name", "").replace("_20_", " ")
            _apply(look, node)
        return look

    def list_level(self, name: str, level: int) -> OdtLevel | None:
        """Level 1.. of a list; None when it draws nothing."""
        for node in self.lists.get(name, ()):
            if node.get(_TEXT + "level") != str(level):
                continue
            if not etree.QName(node).localname.endswith("number"):
                return OdtLevel(None)
            form = node.get(_STYLE + "num-format", "")
            if not form:
                return None
            start = node.get(_TEXT + "start-value", "1")
            before, after = node.get(_STYLE + "num-prefix", ""), node.get(_STYLE + "num-suffix", "")
            return OdtLevel(form, before, after, int(start) if start.isdigit() else 1)
        return OdtLevel(None)


def read_odt_styles(*roots: etree._Element | None) -> OdtStyles:
    """Styles of styles.xml and of content.xml."""
    styles = OdtStyles()
    for root in roots:
        for node in root.iter(_STYLE + "style", _STYLE + "default-style", _TEXT + "list-style") if root is not None else ():
            if node.tag == _TEXT + "list-style":
                styles.lists[node.get(_STYLE + "name", "")] = node
            else:
                styles.nodes[node.get(_STYLE + "family", ""), node.get(_STYLE + "name", "")] = node
    return styles


def _apply(look: OdtLook, node: etree._Element) -> None:
    paragraph, text = node.find(_STYLE + "paragraph-properties"), node.find(_STYLE + "text-properties")
    if paragraph is not None:
        look.align = _ALIGN.get(paragraph.get(_FO + "text-align", ""), look.align)
        margin, first = paragraph.get(_FO + "margin-left"), paragraph.get(_FO + "text-indent")
        if margin is not None or first is not None:
            look.indent = max(points(margin) + points(first), 0.0)
    if text is not None:
        weight = text.get(_STYLE + "font-weight-asian") or text.get(_FO + "font-weight")
        if weight:
            look.bold, look.says_bold = weight in ("bold", "600", "700", "800", "900"), True
        look.size = points(text.get(_STYLE + "font-size-asian") or text.get(_FO + "font-size")) or look.size


def points(measure: str | None) -> float:
    """A length in points; 0 for percentages and nonsense."""
    match = _MEASURE.fullmatch(measure or "")
    return float(match[1]) * _POINTS[match[2]] if match else 0.0
