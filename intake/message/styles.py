"""How an HTML element looks: what its tag, attributes and inline style say about the text in it."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from intake.message.links import MARKS

_FONT_SIZES = (0.0, 8.0, 10.0, 12.0, 14.0, 18.0, 24.0, 36.0)  # <font size=1..7> in points
_POINTS = {"pt": 1.0, "px": 0.75, "em": 12.0, "rem": 12.0, "%": 0.12, "": 0.75, "cm": 28.35, "mm": 2.835, "in": 72.0}
_NAMED_SIZES = {"xx-small": 7.0, "x-small": 8.0, "small": 10.0, "medium": 12.0, "large": 13.5, "x-large": 18.0, "xx-large": 24.0}
_LENGTH = re.compile(r"(-?\d{1,6}(?:\.\d{1,6})?|-?\.\d{1,6})\s*(pt|px|em|rem|%|cm|mm|in|)")
_WHITE = re.compile(r"(?:#fff(?:fff)?|white|rgba?\(\s*255\s*,\s*255\s*,\s*255\b[^)]*\)|transparent|rgba\([^)]*,\s*0(?:\.0+)?\s*\))")
_ALIGNS = {"left": "left", "start": "left", "center": "center", "right": "right", "end": "right", "justify": "justify"}

# what mail programs put around the mail being answered: Gmail, Thunderbird, Yahoo, NetEase, Outlook, Foxmail, Apple, ...
_QUOTING = re.compile(
    r"\b(?:gmail_quote|gmail_quote_container|yahoo_quoted|moz-cite-prefix|ntes-mailmaster-quote|isReplyContent|isForwardContent|"
    r"divRplyFwdMsg|appendonsend|OutlookMessageHeader|replySplit|protonmail_quote|zmail_extra|mail_quote_wrapper|"
    r"xm_mail_oringinal_describe|xm_mail_oringinal_content)\b"
)


class Look(NamedTuple):
    """Inherited properties of text. Sizes in points, 0 unknown."""

    bold: bool = False
    size: float = 0.0
    align: str = ""
    gone: bool = False  # display:none and its kin: nothing inside can show again
    invisible: bool = False  # visibility:hidden, font-size:0: an inner element may show again
    tiny: bool = False
    white: bool = False
    backed: bool = False  # something stands behind the text, so white may be read
    quoted: bool = False
    box: int = 0  # number of the 超大附件 box the text stands in
    keep_space: bool = False

    @property
    def hidden(self) -> bool:
        return self.gone or self.invisible or self.tiny or (self.white and not self.backed)


def declarations(style: str) -> dict[str, str]:
    """An inline style as a mapping of lower-case names to lower-case values."""
    pairs = (item.partition(":") for item in style[:5000].lower().split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, _, value in pairs if value}


def points(value: str, around: float = 0.0) -> float | None:
    """A CSS length in points, None when it is none. `around` is the size of the text outside, for em and %."""
    if value in _NAMED_SIZES:
        return _NAMED_SIZES[value]
    match = _LENGTH.match(value)
    if not match:
        return None
    number, unit = float(match.group(1)), match.group(2)
    if unit in ("em", "%") and around:
        return number * around * (0.01 if unit == "%" else 1.0)
    return number * _POINTS[unit]


def look_of(element: Any, tag: str, look: Look) -> Look:
    """The look of an element's text, given the look around it."""
    attributes = element.attrib
    if tag in ("b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"):
        look = look._replace(bold=True)
    if tag == "center":
        look = look._replace(align="center")
    if tag in ("pre", "textarea", "listing", "xmp"):
        look = look._replace(keep_space=True)
    if not attributes:
        return look
    look = _by_attributes(attributes, tag, look)
    style = attributes.get("style")
    return _by_style(declarations(style), look) if style else look


def _by_attributes(attributes: Any, tag: str, look: Look) -> Look:
    align = _ALIGNS.get((attributes.get("align") or "").lower())
    if align and tag != "table":
        look = look._replace(align=align)
    if tag == "font" and (attributes.get("size") or "").isdigit():
        look = look._replace(size=_FONT_SIZES[min(int(attributes["size"][:2]), 7)])
    colour = (attributes.get("color") or "").strip().lower()
    if colour:
        look = look._replace(white=_WHITE.fullmatch(colour) is not None)
    if (attributes.get("bgcolor") or "").strip().lower() not in ("", "#fff", "#ffffff", "white") or attributes.get("background"):
        look = look._replace(backed=True)
    if "hidden" in attributes:
        look = look._replace(gone=True)
    named = f"{attributes.get('id') or ''} {attributes.get('class') or ''}"
    if (named != " " and _QUOTING.search(named)) or (tag == "blockquote" and (attributes.get("type") or "").lower() == "cite"):
        look = look._replace(quoted=True)
    return look


def _by_style(style: dict[str, str], look: Look) -> Look:
    """The style attribute's say: weight, size, alignment, colours, and the ways to hide text."""
    if "font-weight" in style:
        weight = style["font-weight"]
        look = look._replace(bold=weight in ("bold", "bolder") or (weight.isdigit() and int(weight[:4]) >= 600))
    align = _ALIGNS.get(style.get("text-align", ""))
    look = look._replace(align=align) if align else look
    size = points(style["font-size"], look.size) if "font-size" in style else None
    if size is not None:
        look = look._replace(size=round(size, 1), tiny=size < 0.8)
    if style.get("white-space", "").startswith("pre"):
        look = look._replace(keep_space=style["white-space"] != "pre-line")
    behind = style.get("background-color") or style.get("background") or style.get("background-image")
    if behind and not _WHITE.fullmatch(behind) and behind not in ("none", "initial", "inherit", "unset"):
        look = look._replace(backed=True)
    if "color" in style:
        look = look._replace(white=_WHITE.fullmatch(style["color"]) is not None)
    if style.get("display") == "none" or style.get("mso-hide") == "all":
        look = look._replace(gone=True)
    flat = [points(style.get(name, "")) for name in ("height", "max-height", "width", "max-width")]
    if 0.0 in flat and style.get("overflow") == "hidden":
        look = look._replace(gone=True)
    if re.fullmatch(r"0?(?:\.0+)?", style.get("opacity", "1") or "1") and style.get("opacity"):
        look = look._replace(gone=True)
    if "visibility" in style:
        look = look._replace(invisible=style["visibility"] in ("hidden", "collapse"))
    return look


def is_big_attachment(element: Any) -> bool:
    """The element is a mail program's box for 超大附件."""
    attributes = element.attrib
    return bool(attributes) and MARKS.search(f"{attributes.get('id') or ''} {attributes.get('class') or ''}") is not None
