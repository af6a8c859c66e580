"""What speaks for or against a column, and the texts of a work the rules look at."""

from __future__ import annotations

from dataclasses import dataclass

from intake.model import Block, Heading, Image, ListBlock, Note, Paragraph, Quote, Table, Verse, Work

READ_CHARACTERS = 4_000  # of a work's body; what a novel is about shows long before its end


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason. `strength` is in log-odds (natural), `rule` names the rule so that its weight can be learned."""

    rule: str
    column: str
    strength: float
    reason: str = ""  # Chinese, for the editor; empty when it is not worth saying


def block_text(block: Block) -> str:
    """The words of a block, a picture's caption included."""
    match block:
        case Verse(lines=lines):
            return "\n".join(lines)
        case Image(caption=caption):
            return caption
        case Table(rows=rows):
            return "\n".join(" ".join(row) for row in rows)
        case ListBlock(items=items):
            return "\n".join(items)
        case Paragraph(text=text) | Heading(text=text) | Quote(text=text) | Note(text=text):
            return text
    return ""


def body_text(work: Work) -> str:
    """The work's own words without its title, at most READ_CHARACTERS of them."""
    taken: list[str] = []
    left = READ_CHARACTERS
    for block in work.blocks:
        if left <= 0:
            break
        text = block_text(block)[:left]
        taken.append(text)
        left -= len(text) + 1
    return "\n".join(taken)
