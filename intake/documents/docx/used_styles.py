"""The few styles a document uses, out of the two hundred its program wrote into it.

A page from python-docx carries 350 KB of styles. Parsing them all costs more than everything else, and in a forked child
every page of memory that the tree needs costs a fault besides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_USED = re.compile(rb"<w:(?:pStyle|rStyle)\s[^>]*?w:val=\"([^\"]*)\"")
_OPEN, _CLOSE = b"<w:style ", b"</w:style>"
_ID = re.compile(rb"<w:style\s[^>]*?w:styleId=\"([^\"]*)\"")
_BASE = re.compile(rb"<w:basedOn\s[^>]*?w:val=\"([^\"]*)\"")
_DEFAULT = re.compile(rb"<w:style\s[^>]*?w:default=\"(?:1|true|on)\"")
_ROOT = re.compile(rb"<w:styles\b[^>]*>")
_DEFAULTS = re.compile(rb"<w:docDefaults>.*?</w:docDefaults>", re.DOTALL)
_SMALL = 30_000  # bytes that are parsed as they are


def used_styles(styles: bytes, document: bytes) -> bytes:
    """word/styles.xml with the styles that `document` names, their ancestors and the defaults; unchanged when it is written unusually."""
    root = _ROOT.search(styles)
    if len(styles) < _SMALL or root is None:
        return styles
    segments: dict[bytes, bytes] = {}
    wanted = set(_USED.findall(document))
    for segment in _segments(styles, root.end()):
        found = _ID.match(segment)
        if found:
            segments[found[1]] = segment
            if _DEFAULT.match(segment):
                wanted.add(found[1])
    kept: dict[bytes, bytes] = {}
    while wanted:
        style = wanted.pop()
        if style in segments and style not in kept:
            kept[style] = segments[style]
            wanted.update(_BASE.findall(segments[style]))
    if not kept:
        return styles
    defaults = _DEFAULTS.search(styles)
    return b"".join((styles[: root.end()], defaults.group() if defaults else b"", *kept.values(), b"</w:styles>"))


def _segments(styles: bytes, at: int) -> Iterator[bytes]:
    """Each w:style element; find() is ten times as fast here as a lazy pattern."""
    while (start := styles.find(_OPEN, at)) >= 0:
        end = styles.find(_CLOSE, start)
        if end < 0:
            return
        at = end + len(_CLOSE)
        yield styles[styles.rfind(_OPEN, start, end) : at]
