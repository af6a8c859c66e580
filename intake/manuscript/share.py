"""Gives each piece its pictures; a mail of pictures alone becomes a work of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from intake.manuscript.body import Body
from intake.manuscript.carve import Carved, carve
from intake.manuscript.lines import Line, text_of
from intake.manuscript.pictures import is_portrait, loose_pictures, named_captions, owner_of, with_named_captions
from intake.manuscript.piece import Piece
from intake.manuscript.resolve import Around
from intake.manuscript.sources import flatten
from intake.manuscript.subject import read_hints
from intake.model import Guess, Image, Paragraph, Reading


def share_pictures(
    reading: Reading, pieces: Sequence[Piece], around: Around, letter: Sequence[Line]
) -> tuple[list[tuple[Piece, list[Image]]], dict[str, Guess]]:
    """(pieces with the loose pictures that go behind them, evidence about portraits)."""
    shown = {b.picture for p in pieces for b in p.body.blocks if isinstance(b, Image)}
    skipped = {key for p in pieces for key in p.carved.portraits}
    body_holds_work = any(p.source == "body" for p in pieces)
    images = [i for i in loose_pictures(reading.documents, inline=not body_holds_work) if i.picture not in shown | skipped]
    captions, _ = named_captions([d for d in flatten(reading.documents) if d.status == "read"]) if images else ({}, ())
    images = with_named_captions(images, captions)
    names = [*around.subject.authors, *(a for p in pieces for b in p.bylines for a in b.authors), *(p.carved.bio_name for p in pieces)]
    portraits = [i for i in images if is_portrait(i.name, names)]
    images = [i for i in images if i not in portraits]
    evidence = {"portrait": Guess(f"{len(portraits)} 张照片按文件名是作者像，没有放进正文", 0.85)} if portraits else {}
    if not pieces:
        return ([(_picture_piece(around, letter, reading, images), images)] if images else []), evidence
    shares: list[list[Image]] = [[] for _ in pieces]
    titles = [p.title for p in pieces]
    for image in images:
        at = owner_of(image, titles) if len(pieces) > 1 else 0
        shares[max(at, 0)].append(image)
    return list(zip(pieces, shares, strict=True)), evidence


def _picture_piece(around: Around, letter: Sequence[Line], reading: Reading, images: Sequence[Image]) -> Piece:
    """A mail whose only content is pictures: what the letter says beyond greetings stays as its text."""
    carved = carve([line for line in letter if line.block is None], around.subject.titles, frozenset(around.subject.authors))
    text = [line for line in carved.core if line.block is None and len(line.text) >= 16 and not re.search(r"附件|请(?:查收|审)", line.text)]
    body = Body(tuple(Paragraph(line.text) for line in text))
    title = carved.title if carved.title and around.subject.titles else ""
    kept = (
        replace(carved, core=tuple(text))
        if text
        else Carved(bio=carved.bio, bio_name=carved.bio_name, tail=carved.tail, removed=carved.removed)
    )
    hints = around.subject
    if not hints.titles and not hints.authors:
        hints = read_hints(images[0].name, "图片文件名")
    about = next((d for d in flatten(reading.documents) if d.status == "read" and re.search(r"简介|简历", d.name)), None)
    if about and not kept.bio:
        kept = replace(kept, bio="\n".join(text_of(block) for block in about.blocks))
    return Piece(
        "body",
        title,
        Guess("信中首行", 0.8) if title else None,
        kept,
        body,
        tuple(text),
        carved.bylines,
        "信中署名",
        note=carved.note,
        hints=hints,
        removed=kept.removed,
    )
