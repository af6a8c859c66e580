"""A mail's own HTML, made fit to be looked at: cleaned, private data masked, nothing in it that runs, loads or leads anywhere."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping

import lxml.html
import nh3
from lxml import etree

from intake.message import open_message
from intake.message.body import Gathered, content_type, decoded
from intake.message.headers import disposition
from intake.message.structure import children, lift, parse, walk
from intake.model import Knowledge, Part
from newsroom import masking

DEPTH = 200  # of nested elements; nh3 takes minutes for 100,000 nested ones
SIZE = 2_000_000  # characters of HTML that are shown
INLINE = 6_000_000  # bytes of pictures put into the page, all together
TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "caption", "center", "code", "col", "colgroup", "dd", "del", "div", "dl", "dt", "em"),
    *("figcaption", "figure", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "li", "ol", "p", "pre", "q", "s"),
    *("small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul"),
}
_LOOK = {"align", "valign", "width", "height", "bgcolor", "border", "cellpadding", "cellspacing", "style"}
ATTRIBUTES = {
    "*": {"style", "align", "dir"},
    "img": {"src", "alt", "width", "height", "style"},
    "table": _LOOK,
    "td": _LOOK | {"colspan", "rowspan"},
    "th": _LOOK | {"colspan", "rowspan"},
    "tr": _LOOK,
    "col": {"width", "span"},
    "font": {"color", "face", "size"},
    "ol": {"start", "type"},
}
_SIDES = ("", "-top", "-bottom", "-left", "-right")
STYLES = {
    *(f"{name}{side}" for name in ("border", "margin", "padding") for side in _SIDES),
    *("color", "background-color", "font-family", "font-size", "font-style", "font-weight", "line-height", "letter-spacing", "text-align"),
    *("text-decoration", "text-indent", "vertical-align", "white-space", "list-style-type", "border-collapse", "width", "max-width"),
}
#: Raster formats by their first bytes; what a browser could run (SVG) is no picture here.
_MAGIC = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png", b"GIF8": "image/gif", b"RIFF": "image/webp"}


def source(raw: bytes, charset: str = "") -> tuple[str, Mapping[str, Part]]:
    """The HTML body of a mail ("" when it has none) and its inline pictures by Content-ID. Never raises."""
    message = open_message(raw, Knowledge(charset=charset or None))
    pictures = {part.content_id: part for part in message.parts if part.content_id}
    if not raw.strip():
        return "", {}
    light, kept = lift(raw)
    for node in walk(parse(light)):
        if content_type(node) == "text/html" and disposition(node) != "attachment" and children(node) is None:
            return decoded(node, "text/html", Gathered(kept, charset or None)), pictures
    return "", pictures


def cleaned(html: str, pictures: Mapping[str, Part]) -> str:
    """HTML that shows the mail and does nothing. Pictures sent along are put in as data, others become a word. Never raises."""
    try:
        tree = lxml.html.fragment_fromstring(_NO_CHARACTER.sub("", html[:SIZE]), create_parent="div")
    except (etree.LxmlError, ValueError, AssertionError):
        return ""
    if _depth(tree) > DEPTH:
        return ""
    _mask(tree)
    _pictures(tree, pictures)
    for name in ("script", "style", "head", "title", "noscript", "template", "svg", "math", "iframe", "object", "form"):
        for element in list(tree.iter(name)):
            element.drop_tree() if name != "form" else element.drop_tag()
    safe = lxml.html.tostring(tree, encoding="unicode")
    return nh3.clean(
        safe,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"data"},
        filter_style_properties=STYLES,
        link_rel=None,
        attribute_filter=_attribute,
    )


def _depth(tree) -> int:
    deepest, stack = 0, [(tree, 1)]
    while stack:
        element, depth = stack.pop()
        deepest = max(deepest, depth)
        if deepest > DEPTH:
            break
        stack.extend((child, depth + 1) for child in element)
    return deepest


def _mask(tree) -> None:
    """Every text of the mail as one, so that a number spread over several elements is found."""
    holders = []
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag not in ("script", "style") and element.text:
            holders.append((element, "text", element.text))
        if element.tail and element is not tree:
            holders.append((element, "tail", element.tail))
    for (element, where, _old), new in zip(holders, masking.texts([text for _e, _w, text in holders]), strict=True):
        setattr(element, where, _NO_CHARACTER.sub("", new))
    for element in tree.iter("img"):
        if element.get("alt"):
            element.set("alt", masking.mask(element.get("alt")))


def _pictures(tree, pictures: Mapping[str, Part]) -> None:
    """cid: pictures as data: addresses, until INLINE bytes are used; every other picture becomes a note where it stood."""
    left = INLINE
    for image in list(tree.iter("img")):
        reference = (image.get("src") or "").strip()
        part = pictures.get(reference[4:].strip()) if reference[:4].lower() == "cid:" else None
        kind = next((kind for magic, kind in _MAGIC.items() if part and part.data.startswith(magic)), "")
        if part and kind and len(part.data) <= left:
            left -= len(part.data)
            image.set("src", f"data:{kind};base64,{base64.b64encode(part.data).decode('ascii')}")
            continue
        note = etree.Element("span")
        note.text = "［图片］" if part else "［网络图片，未载入］"
        note.tail = image.tail
        image.getparent().replace(image, note)


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "src":
        return value if value.startswith("data:image/") else None
    if name == "face" and not _FACE.fullmatch(value):
        return None
    if name == "style" and ("url(" in value.lower() or "expression" in value.lower() or "\\" in value):
        return None
    return value


_FACE = re.compile(r"[\w ,'\"-]{1,100}")
#: What XML's model of a text, and so lxml, does not take: controls, lone surrogates, non-characters.
_NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

PAGE = """<!doctype html>
<html lang="zh-Hans"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>来信</title><style>
html {{ font: 14px/1.7 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; color: #222; background: #fff; }}
body {{ margin: 10px 12px; overflow-wrap: anywhere; }} img {{ max-width: 100%; height: auto; }} table {{ max-width: 100%; }}
pre {{ white-space: pre-wrap; font: inherit; margin: 0; }}
</style></head><body>{body}</body></html>"""
