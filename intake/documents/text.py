"""Plain text and Markdown in any charset."""

from __future__ import annotations

import re

from intake.charset import decode_text
from intake.documents.file import File
from intake.documents.unread import empty
from intake.message.text import blocks_of_text
from intake.model import Block, Document, Heading, ListBlock, Paragraph, Quote

_ATX = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_BULLET = re.compile(r"[-*+]\s+(.*)")
_NUMBERED = re.compile(r"(\d{1,3}[.)]\s+.*)")
_RULE = re.compile(r"(?:[-*_]\s*){3,}$|=+$")
_PICTURE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = re.compile(r"\*(?=[^\s*])([^*]+?)(?<=[^\s*])\*|(?<!\w)_(?=[^\s_])([^_]+?)(?<=[^\s_])_(?!\w)")
_CODE = re.compile(r"`([^`]+)`")


def read_txt(file: File) -> Document:
    """One Paragraph a line as typed; lines that a program wrapped are joined again. Verse stays line by line."""
    blocks, flags = _blocks(file)
    return Document(file.name, "read", blocks=tuple(blocks), flags=flags)


def read_md(file: File) -> Document:
    """Markdown: headings, lists and quotes as blocks, marks of emphasis taken off. Lines stay lines, authors write poems so."""
    blocks, flags = _blocks(file)
    marked = _gather([_mark(block) for block in blocks if isinstance(block, Paragraph)])
    title = next((block.text for block in marked if isinstance(block, Heading)), "")
    return Document(file.name, "read", blocks=tuple(marked), title=title, flags=flags)


def _blocks(file: File) -> tuple[list[Block], frozenset[str]]:
    declared = re.search(r"charset=[\"']?([\w-]+)", file.declared_type)
    text, _, flags = decode_text(file.data, declared[1] if declared else None, file.charset)
    blocks = blocks_of_text(text)
    if not blocks:
        raise empty()
    return blocks, flags


def _mark(block: Paragraph) -> Block:
    text = block.text
    if heading := _ATX.match(text):
        return Heading(_plain(heading[2]), len(heading[1]))
    if _RULE.fullmatch(text):
        return Paragraph("", gap=True)
    if item := _BULLET.match(text):
        return ListBlock((_plain(item[1]),))
    if item := _NUMBERED.match(text):
        return ListBlock((_plain(item[1]),), ordered=True)
    if text.startswith(">"):
        return Quote(_plain(text.lstrip("> ")))
    bold = _STRONG.fullmatch(text) is not None
    return Paragraph(_plain(text), bold=bold, indent=block.indent, gap=block.gap)


def _plain(text: str) -> str:
    text = _LINK.sub(r"\1", _PICTURE.sub(r"\1", text))
    text = _STRONG.sub(r"\2", text)
    return _CODE.sub(r"\1", _EMPHASIS.sub(lambda match: match[1] or match[2], text)).strip()


def _gather(blocks: list[Block]) -> list[Block]:
    """Neighbouring items become one list; one numbered line alone is a line. Neighbouring quotes become one; rules go."""
    out: list[Block] = []
    for block in blocks:
        last = out[-1] if out else None
        if isinstance(block, ListBlock) and isinstance(last, ListBlock) and last.ordered == block.ordered:
            out[-1] = ListBlock(last.items + block.items, block.ordered)
        elif isinstance(block, Quote) and isinstance(last, Quote):
            out[-1] = Quote(f"{last.text}\n{block.text}")
        elif not isinstance(block, Paragraph) or block.text:
            out.append(block)
    return [Paragraph(b.items[0]) if isinstance(b, ListBlock) and b.ordered and len(b.items) == 1 else b for b in out]
