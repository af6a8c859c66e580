"""Office Math (ECMA-376 part 1, 22.1) and EQ fields as a line of text: 1/2, x², √(a+b)."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from intake.documents.docx.names import local

SUPER = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
SUB = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_RAISABLE = re.compile(r"[0-9+\-=()n]+")
_LOWERABLE = re.compile(r"[0-9+\-=()]+")
_SIMPLE = re.compile(r"[\w.′°]*|\([^()]*\)")
_ENCLOSED = re.compile(r"\\o\s*\\a[cdlr]?\s*\(\s*[○◯□△◇〇]\s*[,;，；]\s*(.*?)\s*\)\s*$", re.IGNORECASE)
_RUBY = re.compile(r"\\o\s*(?:\\a[cdlr]\s*)?\(\s*\\s\s*\\up\s*\d+\s*\(([^()]*)\)\s*[,;，；]\s*([^()]*)\)\s*$", re.IGNORECASE)


def equation_text(node: etree._Element) -> str:
    """An m:oMath or any part of it."""
    kind = local(node)
    if kind == "t":
        return node.text or ""
    if kind.endswith("Pr"):
        return ""
    parts = {local(child): child for child in node}
    build = _BUILD.get(kind)
    if build and build[0] <= parts.keys():
        return build[1](*(equation_text(parts[name]) for name in build[2]))
    if kind == "nary":
        return _nary(node, parts)
    if kind == "d":
        return _delimited(node)
    if kind == "mr":
        return ", ".join(equation_text(child) for child in node)
    if kind == "m":
        return "[" + "; ".join(equation_text(child) for child in node if local(child) == "mr") + "]"
    return "".join(equation_text(child) for child in node)


def _grouped(text: str) -> str:
    return text if _SIMPLE.fullmatch(text) else f"({text})"


def _raised(text: str) -> str:
    return text.translate(SUPER) if _RAISABLE.fullmatch(text) else f"^{_grouped(text)}" if text else ""


def _lowered(text: str) -> str:
    return text.translate(SUB) if _LOWERABLE.fullmatch(text) else f"_{_grouped(text)}" if text else ""


def _property(node: etree._Element, name: str) -> str | None:
    for child in node.iter():
        if local(child) == name:
            return str(next(iter(child.values()), ""))
        if local(child) == "e":
            break
    return None


def _nary(node: etree._Element, parts: dict[str, etree._Element]) -> str:
    sign = _property(node, "chr") or "∫"
    low, high, what = (equation_text(parts[name]) if name in parts else "" for name in ("sub", "sup", "e"))
    return f"{sign}{_lowered(low)}{_raised(high)}{what}"


def _delimited(node: etree._Element) -> str:
    opening, closing = _property(node, "begChr"), _property(node, "endChr")
    inside = ", ".join(equation_text(child) for child in node if local(child) == "e")
    return f"{'(' if opening is None else opening}{inside}{')' if closing is None else closing}"


_BUILD: dict[str, tuple[set[str], Callable[..., str], tuple[str, ...]]] = {
    "f": ({"num", "den"}, lambda top, bottom: f"{_grouped(top)}/{_grouped(bottom)}", ("num", "den")),
    "sSup": ({"e", "sup"}, lambda base, up: _grouped(base) + _raised(up), ("e", "sup")),
    "sSub": ({"e", "sub"}, lambda base, low: _grouped(base) + _lowered(low), ("e", "sub")),
    "sSubSup": ({"e", "sub", "sup"}, lambda base, low, up: _grouped(base) + _lowered(low) + _raised(up), ("e", "sub", "sup")),
    "sPre": ({"e", "sub", "sup"}, lambda base, low, up: _lowered(low) + _raised(up) + base, ("e", "sub", "sup")),
    "rad": ({"e", "deg"}, lambda inside, degree: f"{degree.translate(SUPER)}√({inside})", ("e", "deg")),
    "limLow": ({"e", "lim"}, lambda base, low: base + _lowered(low), ("e", "lim")),
    "limUpp": ({"e", "lim"}, lambda base, up: base + _raised(up), ("e", "lim")),
}


def eq_field_text(instruction: str) -> str:
    r"""Text of a field that Word computes and does not store: 带圈字符 `EQ \o\ac(○,1)` and the older 拼音指南."""
    if not re.match(r"\s*eq\b", instruction, re.IGNORECASE):
        return ""
    ruby = _RUBY.search(instruction)
    if ruby:
        return f"{ruby[2]}（{ruby[1]}）" if ruby[1].strip() else ruby[2]
    enclosed = _ENCLOSED.search(instruction)
    if not enclosed:
        return ""
    inside = enclosed[1]
    return chr(0x245F + int(inside)) if inside.isascii() and inside.isdigit() and 1 <= int(inside) <= 20 else inside
