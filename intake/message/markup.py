"""An HTML body to blocks: what a reader of the mail sees, in its order.

`<br>` and the end of a block element both end a paragraph, so HTML and plain text give the same paragraphs; a blank line
(an empty line between two breaks, a block that holds only white space, the margin of a <p> of several lines) sets `gap` on
the next. Scripts, styles, remote pictures and tracking pixels are dropped, hidden text is kept aside, nothing is fetched.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

from lxml import etree

from intake.message.layout import Line, Picture, arranged
from intake.message.links import is_page, linked_file
from intake.message.page import Page
from intake.message.styles import Look, is_big_attachment, look_of, points
from intake.message.text import blocks_of_text, clean
from intake.model import Block, LinkedFile, Paragraph

DEPTH = 200
LONGEST = 6_000_000  # characters of markup a tree is made of; a tree takes some twenty times its text
_PREVIEW = 150  # characters of hidden text that advertisers put above a short mail as its preview
_SILENT = frozenset({"script", "style", "head", "title", "meta", "link", "noscript", "template", "object", "iframe", "map", "svg"})
_INLINE = frozenset(
    re.findall(
        r"\S+",
        "a abbr acronym b bdi bdo big cite code dfn em font i img input ins kbd label mark o:p q rp rt ruby s samp small span strike "
        "strong sub sup time tt u var wbr includetail st1 sec nobr del",
    )
)
_TAG = re.compile(r"<(?:!--.*?(?:-->|$)|(?:script|style)\b.*?(?:</(?:script|style)\s*>|$)|/?[a-zA-Z!?][^<>]*>)", re.DOTALL | re.IGNORECASE)
_BREAKING = re.compile(r"</?(?:p|div|br|tr|li|h[1-6]|table|section|article|blockquote)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Reading:
    """An HTML body read: blocks with whether each is quoted, and what is not body."""

    blocks: tuple[tuple[Block, bool], ...]
    hidden: str = ""
    links: tuple[LinkedFile, ...] = ()
    remote: int = 0
    too_deep: bool = False


def read_html(text: str, unhide: bool = False) -> Reading:
    """The blocks of an HTML body. Never raises; nested deeper than 200 it is read as plain text.

    A body that hides more than it shows was pasted out of a dark screen or before its script showed it: with `unhide`,
    and of itself in that case, nothing counts as hidden.
    """
    if len(text) > LONGEST:
        return _plain(text)
    root = _tree(text)
    page = Page()
    if root is not None:
        try:
            _walk(root, page, unhide)
        except _TooDeep:
            return _plain(text)
    blocks = tuple(arranged(page.lines))
    shown = sum(len(line.raw.strip()) for line in page.lines if isinstance(line, Line))
    if page.hidden and not unhide and (not shown or shown < sum(map(len, page.hidden)) - _PREVIEW):
        return read_html(text, unhide=True)
    return Reading(blocks, "\n".join(page.hidden), tuple(page.links), page.remote)


def _plain(text: str) -> Reading:
    """Markup no tree is made of, read by its words alone."""
    return Reading(tuple((block, False) for block in blocks_of_text(stripped(text))), too_deep=True)


class _TooDeep(Exception):
    pass


def _tree(text: str) -> Any:
    text = clean(text.replace("\x00", ""))
    if not text.strip():
        return None
    parser = etree.HTMLParser(encoding="utf-8", recover=True, huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        return None


def stripped(text: str) -> str:
    """HTML without its tags, for markup no tree can be made of; linear in its length."""
    return html.unescape(_TAG.sub(lambda match: "\n" if _BREAKING.match(match.group()) else "", text))


def _walk(root: Any, page: Page, unhide: bool) -> None:
    """Every element once, by a stack instead of recursion: (what to do, element or text, look around it, depth)."""
    stack: list[tuple[str, Any, Look, int]] = [("open", root, Look(), 1)]
    while stack:
        what, thing, look, depth = stack.pop()
        if what == "text":
            page.say(thing, look)
        elif what == "close":
            _close(thing, page)
        elif isinstance(thing.tag, str):
            tag = thing.tag.lower()
            if tag in _SILENT:
                continue
            if depth > DEPTH:
                raise _TooDeep
            inner = look_of(thing, tag, look)
            inner = inner._replace(gone=False, invisible=False, tiny=False, white=False) if unhide else inner
            inner = _open(thing, tag, page, inner)
            stack.append(("close", thing, inner, depth))
            for child in reversed(thing):
                if child.tail:
                    stack.append(("text", child.tail, inner, depth))
                stack.append(("open", child, inner, depth + 1))
            if thing.text:
                stack.append(("text", thing.text, inner, depth))
    page.end_line(False)


def _open(element: Any, tag: str, page: Page, look: Look) -> Look:
    if tag == "br":
        page.end_line(True)
        return look
    if tag == "img":
        _picture(element, page, look)
        return look
    if tag == "a" and not look.box:
        _link(element, page)
    if tag not in _INLINE:
        page.end_line(False)
        page.enter(element, tag)
    if is_big_attachment(element) and not look.box:
        page.numbers += 1
        look = look._replace(box=page.numbers)
        _box(element, page)
        look = look._replace(gone=True)
    return look


def _close(element: Any, page: Page) -> None:
    tag = element.tag.lower()
    if tag in _INLINE or tag == "br":
        return
    page.end_line(False)
    page.leave(element, tag)


def _picture(element: Any, page: Page, look: Look) -> None:
    """A picture in its place; one that lies on a server is counted and dropped, a tracking pixel is dropped."""
    source = (element.get("src") or element.get("data-src") or "").strip()
    sizes = [points(element.get(name) or "") for name in ("width", "height")]
    if not source or any(size is not None and size <= 2.3 for size in sizes) or look.gone:
        return
    if re.match(r"(?:https?:)?//", source, re.IGNORECASE):
        page.remote += 1
        return
    page.end_line(False)
    page.lines.append(Picture(source[4:] if source[:4].lower() == "cid:" else source, look.quoted, page.gap))
    page.gap = False


def _link(element: Any, page: Page) -> None:
    """A link to a download page outside any box: NetEase and Sina write some so."""
    url = (element.get("href") or "").strip()
    if is_page(url) and url not in {file.url for file in page.links}:
        words = "".join(element.itertext())
        around = "".join((element.getparent() if element.getparent() is not None else element).itertext())[:400]
        file = linked_file(around, url, name="" if "(" in around else words)
        page.links += [file] if file else []


def _box(element: Any, page: Page) -> None:
    """The files of an 超大附件 box: one for each address in it."""
    seen: set[str] = set()
    for item in element.iter():
        if not isinstance(item.tag, str):
            continue
        url = next((item.get(name) for name in ("downloadlink", "href", "download") if "://" in (item.get(name) or "")), "")
        url = url.strip() if url else ""
        if not url or url in seen or url in {file.url for file in page.links}:
            continue
        seen.add(url)
        home = item
        while home.getparent() is not None and home is not element and not re.search(r"\d\s*[KMG]", "".join(home.itertext())):
            home = home.getparent()
        file = linked_file("\n".join(home.itertext()), url, expires=item.get("expiretime") or "")
        page.links += [file] if file else []


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of an HTML text alone, for comparing it with its plain alternative."""
    return [block for block, _ in read_html(text).blocks if isinstance(block, Paragraph)]
