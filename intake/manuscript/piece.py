"""One source (the mail's body or one file) → pieces: what `carve` cut, split into works, each with what was read of it and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from intake.manuscript.body import Body, build_body
from intake.manuscript.byline import Byline, parse_byline, parse_dateline, parse_end_byline
from intake.manuscript.carve import Carved, carve
from intake.manuscript.fold import letters_of
from intake.manuscript.lines import Line, to_lines
from intake.manuscript.subject import Hints, count_in, genre_in, serial_in
from intake.manuscript.title import BODY_LABEL
from intake.manuscript.verse import is_verse
from intake.manuscript.works import split_works
from intake.model import Block, Guess, Heading, Image, Paragraph


@dataclass(frozen=True, slots=True)
class Source:
    """A text of the mail. `hints` come from its file name (or, for the body, from the subject)."""

    name: str  # "body" or the file's name
    blocks: tuple[Block, ...]
    hints: Hints = Hints()
    titles: tuple[str, ...] = ()  # titles that this text may bear, best first
    document_title: str = ""
    announced: int = 0  # works announced for this text from outside
    genre: str = ""  # the genre outside words give


@dataclass(frozen=True, slots=True)
class Piece:
    """A work in the making."""

    source: str
    title: str
    title_why: Guess | None
    carved: Carved
    body: Body
    lines: tuple[Line, ...]
    bylines: tuple[Byline, ...] = ()
    bylines_why: str = ""
    subtitle: str = ""
    note: str = ""
    serial: int = 0
    agency: str = ""
    several: int = 0  # how many works its text holds; 0 one
    words_to_editor: str = ""
    hints: Hints = Hints()
    removed: tuple[tuple[str, str], ...] = field(default=())

    @property
    def genre_note(self) -> str:
        return genre_in(self.note)


def read_source(source: Source, known: frozenset[str], *, strict: bool = False) -> list[Piece]:
    """The works in one text; [] when it holds nothing but a letter."""
    lines = to_lines(source.blocks)
    carved = carve(lines, source.titles, known, letter=source.name == "body", strict=strict)
    announced = count_in(carved.note) or count_in(carved.title_line) or source.announced
    suite = "组诗" in carved.note or source.hints.suite
    genre = genre_in(carved.note) or source.hints.genre or source.genre
    verse = is_verse([line for line in carved.core if len(line.text) > 0], genre)
    sections, words = split_works(carved.core, carved.title, announced, suite=suite, verse=verse)
    if not sections:
        return [_piece(source, carved, carved.core, genre, words)]
    pieces = []
    for index, section in enumerate(sections):
        signed = _signed(section.lines)
        own = signed if signed else Byline(())
        made = _piece(source, carved, section.lines[1:] if signed else section.lines, genre, "")
        why = Guess(section.why, 0.9)
        pieces.append(
            replace(
                made,
                title=section.title,
                title_why=why,
                subtitle=carved.subtitle if index == 0 else "",
                bylines=(own, *made.bylines) if signed else made.bylines,
                several=len(sections),
                removed=(*(made.removed if index == 0 else ()), *(((section.lines[0].text, "署名行"),) if signed else ())),
            )
        )
    return pieces


def _signed(lines: Sequence[Line]) -> Byline | None:
    if len(lines) < 2 or lines[0].block is not None:
        return None
    byline = parse_byline(lines[0].text, styled=lines[0].styled, under_title=lines[0].styled)
    return byline if byline and (byline.explicit or lines[0].styled) else None


def _without_label(lines: Sequence[Line]) -> list[Line]:
    """正文：… without its label."""
    if lines and lines[0].block is None and (label := BODY_LABEL.match(lines[0].text)):
        rest = lines[0].text[label.end() :].strip()
        return [*([replace(lines[0], text=rest)] if rest else []), *lines[1:]]
    return list(lines)


def _piece(source: Source, carved: Carved, lines: Sequence[Line], genre: str, words: str) -> Piece:
    kept, ending, cut = _end_byline(_without_label(lines))
    body = build_body(kept, genre)
    body = _without_repeated_title(body, carved)
    line = next((parse_dateline(b.text) for b in body.blocks[:3] if isinstance(b, Paragraph) and parse_dateline(b.text)), None)
    bylines, why = carved.bylines, "题目下署名" if carved.bylines else ""
    if not bylines and ending:
        bylines, why = (ending,), "文末括号内署名"
    if not bylines and line and line.authors:
        bylines, why = (Byline(line.authors, explicit=True),), "电头中的记者、通讯员"
    serial = serial_in(carved.note) or source.hints.serial or _chapter(body.blocks)
    return Piece(
        source=source.name,
        title=carved.title,
        title_why=Guess("正文首行", 0.9) if carved.title else None,
        carved=carved,
        body=body,
        lines=tuple(kept),
        bylines=bylines,
        bylines_why=why,
        subtitle=carved.subtitle,
        note=carved.note,
        serial=serial,
        agency=line.source if line and line.agency else "",
        words_to_editor=words,
        hints=source.hints,
        removed=(*carved.removed, *((cut,) if cut else ())),
    )


def _end_byline(lines: Sequence[Line]) -> tuple[list[Line], Byline | None, tuple[str, str] | None]:
    """Takes （张三 李四） off the end of the last paragraph."""
    kept = list(lines)
    if not kept or kept[-1].block is not None:
        return kept, None, None
    byline, text = parse_end_byline(kept[-1].text)
    if byline is None or not text:
        return kept, None, None
    cut = (kept[-1].text[len(text) :].strip(), "文末署名")
    kept[-1] = replace(kept[-1], text=text)
    return kept, byline, cut


def _chapter(blocks: Sequence[Block]) -> int:
    """第三章 as the only chapter heading: a part of a serial."""
    numbers = [serial_in(b.text) for b in blocks if isinstance(b, Heading) and serial_in(b.text)]
    return numbers[0] if len(numbers) == 1 and numbers[0] > 1 else 0


def _without_repeated_title(body: Body, carved: Carved) -> Body:
    """A title that stands once more at the head of the text (雨水（外二首） … 雨水) is no subhead."""
    first = body.blocks[0] if body.blocks else None
    if isinstance(first, Heading) and letters_of(first.text) == letters_of(carved.title):
        return replace(body, blocks=body.blocks[1:])
    return body


def has_substance(piece: Piece, *, among_files: bool) -> bool:
    """Is there a work, or only a letter? `among_files`: the works are expected in attachments, so the body must show more."""
    text = "".join(line.text for line in piece.lines)
    size = len(letters_of(text))
    pictures = sum(isinstance(line.block, Image) for line in piece.lines)
    if pictures and (piece.title or size >= 20):
        return True
    if piece.several and piece.body.verse:
        return size >= 6
    if among_files:
        return size >= 150 or (bool(piece.title) and size >= 24 and (bool(piece.bylines) or piece.body.verse or size >= 80))
    announced = piece.hints.marked or bool(piece.hints.genre)  # the subject names a title or a kind: nothing that came with it is lost
    return (
        size >= 60
        or (bool(piece.title) and size >= 16)
        or (piece.body.verse and size >= 12)
        or (announced and size >= 30)
        or (piece.hints.tagged and size >= 45)
    )
