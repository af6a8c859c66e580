"""Lines of a work → its blocks: paragraphs, subheads, stanzas, notes, pictures with their captions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from intake.manuscript.captions import is_marked_caption, may_be_caption, parse_caption
from intake.manuscript.fold import han_count
from intake.manuscript.letter import is_date
from intake.manuscript.lines import Line
from intake.manuscript.verse import is_verse, stanzas
from intake.manuscript.wrap import unwrap
from intake.model import Block, Heading, Image, Note, Paragraph, Verse

NOTE = re.compile(
    r"^\s*[【\[(（]?\s*(?:编者按语?|编者的话|编前语|编前话|编前|编后语?|编后记|按语|按)\s*[】\])）]?\s*[:：]|"
    r"^\s*[【\[]?(?:编者按|编前语)[】\]]?\s*$"
)
_NUMBERED = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}\s*[、.．]\s*\S.{0,24}|"
    r"[（(][一二三四五六七八九十\d]{1,2}[)）]\s*.{0,24}|"
    r"第\s*[一二三四五六七八九十百\d]{1,4}\s*[章节回幕场辑部卷]\s*.{0,24}|"
    r"[其之][一二三四五六七八九十]\s*[:：、]?.{0,16}|[一二三四五六七八九十]{1,2}|\d{1,2}|[①-⑩].{0,20}|(?:引子|"
    r"楔子|尾声|序幕|序曲|序|跋|后记|Day\s*\d+.{0,30}))\s*$"
)
_FULL_STOP = re.compile(r"[。！？!?；;，,、…：:][”\"』」）)]?$")


@dataclass(frozen=True, slots=True)
class Body:
    blocks: tuple[Block, ...]
    verse: bool = False
    loose_captions: int = 0  # captions that no picture stands by
    sender_note: bool = False  # an 编者按 came with the text


def is_numbered(text: str) -> bool:
    """一、晨光; 第三章 渡口; （二）: the shape of a numbered subhead."""
    return bool(_NUMBERED.match(text)) and not re.search(r"[。；，]$", text)


def build_body(lines: Sequence[Line], genre: str = "") -> Body:
    """The blocks of one work. `genre`: the author's own word for it."""
    flowed = unwrap(lines)
    verse = is_verse([line for line in flowed if not is_numbered(line.text)], genre)
    with_pictures = _captioned(flowed)
    blocks = _verse_blocks(with_pictures) if verse else _prose_blocks(with_pictures)
    placed = [b for b in blocks if isinstance(b, Image)]
    loose = sum(isinstance(b, Paragraph) and is_marked_caption(b.text) for b in blocks)
    return Body(tuple(blocks), verse, loose if not verse or placed else 0, any(isinstance(b, Note) for b in blocks))


def _captioned(lines: Sequence[Line]) -> list[Line]:
    """Gives pictures the caption lines that stand below them (or, marked as such, above)."""
    prose = [line for line in lines if line.block is None and len(line.text) >= 30]
    centered = bool(prose) and sum(line.align == "center" for line in prose) > 0.5 * len(prose)
    out: list[Line] = []
    at = 0
    while at < len(lines):
        run = at
        while run < len(lines) and isinstance(lines[run].block, Image):
            run += 1
        if run == at:
            out.append(lines[at])
            at += 1
            continue
        below = run
        while below < len(lines) and below - run < run - at + 1 and may_be_caption(lines[below], centered):
            below += 1
        images = [line.block for line in lines[at:run] if isinstance(line.block, Image)]
        captions = [lines[i].text for i in range(run, below)]
        if (
            not captions
            and out
            and out[-1].block is None
            and re.match(r"^\s*[(（]?图\s*[为一二三四五六七八九十\d]", out[-1].text)
            and len(out[-1].text) <= 80
        ):
            captions = [out.pop().text]
        out += [Line(block=image, gap=True) for image in _assign(images, captions)]
        at = below
    return out


def _assign(images: list[Image], captions: list[str]) -> list[Image]:
    """As many captions as pictures: one each. A credit alone belongs to the picture before; one caption for several goes to the last."""
    merged: list[tuple[str, str]] = []
    for text in captions:
        caption, credit = parse_caption(text)
        if not caption and merged and not merged[-1][1]:
            merged[-1] = (merged[-1][0], credit)
        else:
            merged.append((caption, credit))
    skip = max(0, len(images) - len(merged))
    out = list(images)
    for index, (caption, credit) in enumerate(merged[: len(images)]):
        old = out[skip + index]
        out[skip + index] = replace(old, caption=caption or old.caption, credit=credit or old.credit)
    for caption, credit in merged[len(images) :]:
        out[-1] = replace(out[-1], caption=f"{out[-1].caption} {caption}".strip(), credit=out[-1].credit or credit)
    return out


def _verse_blocks(lines: Sequence[Line]) -> list[Block]:
    out: list[Block] = []
    stanza_lines: list[Line] = []

    def flush() -> None:
        if stanza_lines:
            out.extend(stanzas(stanza_lines))
            stanza_lines.clear()

    bold = sum(line.bold for line in lines) > 0.5 * len(lines)
    for line in lines:
        heading = line.level > 0 or is_numbered(line.text) or (line.bold and not bold and len(line.text) <= 24)
        if line.block is not None:
            flush()
            out.append(line.block)
        elif NOTE.match(line.text):
            flush()
            out.append(Note(line.text))
        elif heading or re.fullmatch(r"《[^《》]{1,20}》", line.text):
            flush()
            out.append(Heading(line.text))
        elif len(line.text) > 60:
            flush()
            out.append(Paragraph(line.text))
        else:
            stanza_lines.append(line)
    flush()
    return out


def _prose_blocks(lines: Sequence[Line]) -> list[Block]:
    out: list[Block] = []
    bold = sum(line.bold for line in lines if line.block is None) > 0.4 * max(1, len(lines))
    pending_note = False
    for index, line in enumerate(lines):
        if line.block is not None:
            out.append(line.block)
        elif line.verse:
            _append_verse(out, line)
        elif NOTE.match(line.text) or pending_note:
            label_only = bool(re.fullmatch(r"\s*[【\[(（]?(?:编者按|编前语|按语)[】\])）]?\s*[:：]?\s*", line.text))
            out = [*out[:-1], Note(f"{out[-1].text}{line.text}")] if pending_note and isinstance(out[-1], Note) else [*out, Note(line.text)]
            pending_note = label_only
        elif _is_heading(lines, index, bold):
            out.append(Heading(line.text, max(line.level, 2)))
        else:
            out.append(Paragraph(line.text, "" if line.align == "left" else _align(line.align), line.bold, gap=line.gap))
    return out


def _align(align: str) -> Literal["", "center", "right", "justify"]:
    return align if align in ("center", "right", "justify") else ""  # type: ignore[return-value]


def _append_verse(out: list[Block], line: Line) -> None:
    last = out[-1] if out else None
    if isinstance(last, Verse) and not line.gap:
        out[-1] = Verse((*last.lines, line.text))
    else:
        out.append(Verse((line.text,)))


def _is_heading(lines: Sequence[Line], at: int, bold_text: bool) -> bool:
    """A subhead by style, by number, or a short unpunctuated line between two paragraphs."""
    line = lines[at]
    text = line.text
    if line.level:
        return True
    if len(text) > 34 or is_marked_caption(text) or is_date(text) or re.match(r"^[“\"「(（\[【—]", text) and not is_numbered(text):
        return False
    if is_numbered(text):
        return len(text) > 2 or line.styled or (0 < at < len(lines) - 1 and han_count(lines[at + 1].text) >= 10)
    if _FULL_STOP.search(text):
        return False
    last = at == len(lines) - 1
    if line.bold and not bold_text and not last:
        return True
    if not 0 < at < len(lines) - 1 or len(text) > 24 or han_count(text) < 3:
        return False
    before, after = lines[at - 1], lines[at + 1]
    return _is_paragraph(before) and _is_paragraph(after) and bool(_FULL_STOP.search(before.text)) and not re.search(r"[：:]", text)


def _is_paragraph(line: Line) -> bool:
    return line.block is not None or len(line.text) >= 40
