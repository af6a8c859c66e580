"""The door's blocks as the JSON that drafts hold, and as plain text."""

from __future__ import annotations

from collections.abc import Iterable

from intake.contract import block_as_json
from intake.model import Block, Paragraph


def as_dict(block: Block) -> dict[str, object]:
    """One block in the contract's form, and a paragraph's alignment when it is no plain one."""
    made = block_as_json(block)
    if isinstance(block, Paragraph) and block.align in ("center", "right"):
        return made | {"align": block.align}
    return made


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
