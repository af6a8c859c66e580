"""A docx from its parts."""

from __future__ import annotations

import time
from dataclasses import replace

from lxml import etree

from intake.documents.docx.body import Body, note_text
from intake.documents.docx.inline import Inline
from intake.documents.docx.names import W, local
from intake.documents.docx.numbering import read_numbering
from intake.documents.docx.styles import read_styles
from intake.documents.docx.used_styles import used_styles
from intake.documents.file import File
from intake.documents.html import read_mht, read_page
from intake.documents.package import Package, open_package
from intake.documents.pictures import Album
from intake.documents.safexml import parse_xml
from intake.documents.sniff import sniff
from intake.documents.unread import Unread, damaged, empty
from intake.model import Block, Document, Paragraph

_PICTURE_SHARE = 0.6  # of the CPU limit; what is left reads the text


def read_docx(file: File) -> Document:
    """A Word document, macros and all: nothing of them is run or kept. Raises Unread."""
    package = open_package(file.data, file.limits)
    main = _main_part(package)
    relations = package.relations(main)
    parts = {kind: target for kind, target, external in relations.values() if not external and target in package.names}
    document = package.markup(main)
    styles = read_styles(_styles(package, parts.get("styles"), document))
    album = Album(file.limits.image_pixels, time.process_time() + _PICTURE_SHARE * file.limits.document_cpu_seconds)
    body = Body(package, relations, styles, read_numbering(_optional(package, parts.get("numbering"))), album, Inline(styles))
    root = parse_xml(document, file.limits.markup_depth).find(W + "body")
    if root is None:
        raise damaged()
    blocks = body.blocks(root)
    blocks += _chunks(file, body)
    blocks += _notes(package, body, parts)
    title, author = properties(package)
    flags = set(body.inline.flags)
    if album.left_out:
        flags.add("pictures-left-out")
    if not blocks:
        raise empty()
    return Document(
        file.name,
        "read",
        blocks=tuple(blocks),
        pictures=album.pictures,
        title=body.title or title,
        author=author,
        flags=frozenset(flags),
    )


def _main_part(package: Package) -> str:
    for kind, target, external in package.relations("").values():
        if kind == "officeDocument" and not external and target in package.names:
            return target
    if "word/document.xml" in package.names:
        return "word/document.xml"
    raise damaged()


def _styles(package: Package, name: str | None, document: bytes) -> etree._Element | None:
    if not name:
        return None
    whole = package.markup(name)
    try:
        return parse_xml(used_styles(whole, document), package.limits.markup_depth)
    except Unread:  # cut where it should not have been
        return parse_xml(whole, package.limits.markup_depth)


def _optional(package: Package, name: str | None) -> etree._Element | None:
    """Styles and numbers are worth having, but a text is read without them; a bomb in them is still refused."""
    return package.xml(name) if name else None


def _chunks(file: File, body: Body) -> list[Block]:
    """Pages that web editors put into a docx whole (w:altChunk) instead of converting them."""
    out: list[Block] = []
    for relation in body.chunks[:50]:
        _, target, external = body.relations.get(relation, ("", "", True))
        if external or target not in body.package.names:
            continue
        data = body.package.part(target)
        read = {"html": read_page, "mht": read_mht, "eml": read_mht}.get(sniff(target, data))
        if read:
            chunk = read(replace(file, data=data))
            body.album.pictures |= chunk.pictures
            out += chunk.blocks
    return out


def _notes(package: Package, body: Body, parts: dict[str, str]) -> list[Block]:
    """Foot- and endnotes in the order of their numbers, after the text. A note may call another: the list grows while it is read."""
    found: dict[tuple[str, str], etree._Element] = {}
    for kind in ("footnote", "endnote") if body.inline.notes else ():
        if kind + "s" in parts:
            found |= {(kind, node.get(W + "id", "")): node for node in package.xml(parts[kind + "s"]) if local(node) == kind}
    out: list[Block] = []
    for count, key in enumerate(body.inline.notes, 1):
        node = found.get(key)
        text = note_text(body.blocks(node)) if node is not None and count <= 1000 else ""
        if text:
            out.append(Paragraph(f"[{count}] {text}", style="footnote text"))
    return out


def properties(package: Package) -> tuple[str, str]:
    """(title, author) the office program noted; hints only, they are often of an older file."""
    name = "docProps/core.xml"
    if name not in package.names:
        return "", ""
    texts = {local(node): (node.text or "").strip() for node in package.xml(name)}
    return texts.get("title", ""), texts.get("creator", "")
