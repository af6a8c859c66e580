"""A Reading as the JSON object that `laigao read --json` prints."""

from __future__ import annotations

from typing import Any

from intake.model import (
    CONTACT_KINDS,
    Block,
    ColumnGuess,
    Document,
    Heading,
    Image,
    ListBlock,
    Note,
    Paragraph,
    Quote,
    Reading,
    Table,
    Verse,
    Work,
)


def to_contract(reading: Reading, file: str = "") -> dict[str, Any]:
    """Plain JSON data. Keys beyond the contract: evidence, checks, note, failure, defects, and each attachment's reason."""
    return {
        "file": file,
        "intent": reading.intent,
        "may_answer": reading.may_answer,
        "subject": reading.subject,
        "sender": {"name": reading.sender.name, "address": reading.sender.address},
        "refers_to": reading.refers_to,
        "works": [_work(work) for work in reading.works],
        "contact": {kind: list(getattr(reading.contact, kind)) for kind in CONTACT_KINDS},
        "attachments": [_attachment(d) for d in reading.documents if not (d.inline and d.content_id)],
        "flags": list(reading.flags),
        "evidence": _evidence(reading.evidence),
        "note": reading.note,
        "defects": list(reading.message.defects),
        "failure": reading.failure,
    }


def _work(work: Work) -> dict[str, Any]:
    columns = [_column(guess) for guess in work.columns]
    return {
        "title": work.title,
        "subtitle": work.subtitle,
        "authors": list(work.authors),
        "affiliation": work.affiliation,
        "genre": work.genre,
        "column": columns[0] if columns else None,
        "columns": columns,
        "blocks": [block_as_json(block) for block in work.blocks],
        "bio": work.bio,
        "words": work.words,
        "flags": list(work.flags),
        "evidence": _evidence(work.evidence),
        "source": work.source,
        "removed": [{"text": text, "why": why} for text, why in work.removed],
        "checks": [
            {
                "code": c.code,
                "message": c.message,
                "block": c.block,
                "start": c.start,
                "end": c.end,
                "suggestion": c.suggestion,
                "severity": c.severity,
            }
            for c in work.checks
        ],
    }


def _evidence(evidence: Any) -> dict[str, dict[str, Any]]:
    return {name: {"why": guess.why, "confidence": round(guess.confidence, 3)} for name, guess in evidence.items()}


def _column(guess: ColumnGuess) -> dict[str, Any]:
    return {"name": guess.name, "confidence": round(guess.confidence, 3), "reasons": list(guess.reasons)}


def _attachment(document: Document) -> dict[str, Any]:
    return {"name": document.name, "size": document.size, "status": document.status, "kind": document.kind, "reason": document.reason}


def block_as_json(block: Block) -> dict[str, Any]:
    """One block in the contract's form."""
    match block:
        case Paragraph(text=text):
            return {"kind": "paragraph", "text": text}
        case Heading(text=text, level=level):
            return {"kind": "heading", "text": text, "level": level}
        case Verse(lines=lines):
            return {"kind": "verse", "lines": list(lines)}
        case Image():
            return {"kind": "image", "name": block.name, "caption": block.caption, "credit": block.credit, "picture": block.picture}
        case Table(rows=rows):
            return {"kind": "table", "rows": [list(row) for row in rows]}
        case ListBlock(items=items, ordered=ordered):
            return {"kind": "list", "items": list(items), "ordered": ordered}
        case Quote(text=text):
            return {"kind": "quote", "text": text}
        case Note(text=text):
            return {"kind": "note", "text": text}
