"""Names of WordprocessingML, once."""

from __future__ import annotations

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
VAL = W + "val"


def local(node: etree._Element) -> str:
    """The name without its namespace: the same thing is spelt w:, w14:, wps:, or strict."""
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def on(node: etree._Element | None) -> bool | None:
    """A toggle such as w:b: None when absent. ECMA-376 17.17.4: no value means on."""
    if node is None:
        return None
    return node.get(VAL, "1") not in ("0", "false", "off", "none")


def value(node: etree._Element | None, name: str) -> str | None:
    """The w:val of child w:`name`, None when there is none."""
    child = node.find(W + name) if node is not None else None
    return child.get(VAL) if child is not None else None


def number(text: str | None) -> int | None:
    """A measure as an int, None when absent or not a number ("12.5" occurs)."""
    try:
        return int(float(text)) if text else None
    except (ValueError, OverflowError):
        return None
