"""The door's blocks as the JSON that drafts hold, and as plain text."""

from __future__ import annotations

from collections.abc import Iterable

from intake.model import Block, Heading, Image, ListBlock, Note, Paragraph, Quote, Table, Verse


def as_dict(block: Block) -> dict[str, object]:
    """One block in the contract's form; an image also names its picture's key, a paragraph its alignment when it is no plain one."""
    match block:
        case Paragraph(text=text, align=align):
            return {"kind": "paragraph", "text": text} | ({"align": align} if align in ("center", "right") else {})
        case Heading(text=text):
            return {"kind": "heading", "text": text}
        case Verse(lines=lines):
            return {"kind": "verse", "lines": list(lines)}
        case Image():
            return {"kind": "image", "picture": block.picture, "name": block.name, "caption": block.caption, "credit": block.credit}
        case Table(rows=rows):
            return {"kind": "table", "rows": [list(row) for row in rows]}
        case ListBlock(items=items, ordered=ordered):
            return {"kind": "list", "items": list(items)} | ({"ordered": True} if ordered else {})
        case Quote(text=text):
            return {"kind": "quote", "text": text}
        case Note(text=text):
            return {"kind": "note", "text": text}
    raise TypeError(f"{type(block).__name__} is no block")


def as_text(blocks: Iterable[dict]) -> str:
    """The words of blocks in JSON form, a line each; captions stand where their pictures do."""
    return "\n".join(line for block in blocks for line in _lines(block) if line)


def _lines(block: dict) -> list[str]:
    match block["kind"]:
        case "verse":
            return [*block["lines"], ""]
        case "image":
            return [block.get("caption", "")]
        case "table":
            return ["\t".join(row) for row in block["rows"]]
        case "list":
            return list(block["items"])
    return [block["text"]]
