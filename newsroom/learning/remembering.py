"""What is kept of an editor's choice of a column: the text, and what each rule had said about it."""

from __future__ import annotations

from dataclasses import replace

from intake.columns import correction
from intake.manuscript.contacts import mask
from intake.model import Block, Guess, Heading, Image, Knowledge, ListBlock, Message, Note, Paragraph, Quote, Table, Verse, Work
from newsroom.columns import as_column, open_columns
from newsroom.models import ColumnPage, Draft

LINES = 40  # of the letter: tags stand in its first lines


def lesson(draft: Draft, column: ColumnPage) -> dict:
    """The learner's row for 「this draft belongs to this column」, as JSON. A few milliseconds; phones and addresses are masked.

    The rules are asked again about the draft as it stands now: an editor may have mended its text before choosing.
    """
    knowledge = Knowledge(columns=open_columns())
    said = correction(_work(draft), _message(draft), as_column(column), knowledge)
    return replace(said, text=mask(said.text)).to_json()


def _work(draft: Draft) -> Work:
    genre = (draft.evidence or {}).get("genre")
    return Work(
        title=draft.title,
        subtitle=draft.subtitle or None,
        authors=tuple(draft.authors),
        affiliation=draft.affiliation or None,
        genre=draft.genre or "其他",
        blocks=tuple(_block(block) for block in draft.blocks),
        evidence={"genre": Guess(genre.get("why", ""), genre.get("confidence") or 0.0)} if genre else {},
        source=draft.came_from,
    )


def _message(draft: Draft) -> Message:
    lines = [line for line in draft.letter.preview.splitlines()[:LINES] if line.strip()]
    return Message(subject=draft.letter.subject, body=tuple(Paragraph(line) for line in lines))


def _block(block: dict) -> Block:
    """A block from the JSON form, its words only: pictures and layout say nothing about the column."""
    match block["kind"]:
        case "heading":
            return Heading(block["text"])
        case "verse":
            return Verse(tuple(block["lines"]))
        case "image":
            return Image(block.get("picture", ""), caption=block.get("caption", ""))
        case "table":
            return Table(tuple(tuple(row) for row in block["rows"]))
        case "list":
            return ListBlock(tuple(block["items"]))
        case "quote":
            return Quote(block["text"])
        case "note":
            return Note(block["text"])
    return Paragraph(block["text"])
