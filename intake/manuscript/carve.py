"""Cuts one text into letter, title block, work and tail. Everything cut off is kept with the reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from intake.manuscript.bio import find_bio
from intake.manuscript.body import NOTE
from intake.manuscript.byline import Byline, is_explicit, parse_byline
from intake.manuscript.contacts import find
from intake.manuscript.head import Head
from intake.manuscript.letter import (
    CREDIT_LINE,
    PAYEE,
    is_closing,
    is_contact,
    is_date,
    is_furniture,
    is_greeting,
    is_labelled_signature,
    is_public_line,
    is_request,
    is_signature,
)
from intake.manuscript.lines import Line, text_of
from intake.manuscript.names import is_place, is_unit, tidy_name
from intake.manuscript.reasons import reasons
from intake.manuscript.title import clean_title, inline_byline, is_above_measured, is_tag_line, same_title, title_score
from intake.model import ListBlock, Table


@dataclass(frozen=True, slots=True)
class Carved:
    """One text, cut. `core` is what may be printed; `letter` and `tail` are what was said around it."""

    title: str = ""
    title_line: str = ""  # as typed
    styled: bool = False  # the title line is set apart by its form
    note: str = ""  # 外二首, 组诗: from the title's brackets
    subtitle: str = ""
    bylines: tuple[Byline, ...] = ()
    core: tuple[Line, ...] = ()
    letter: tuple[Line, ...] = ()  # before
    tail: tuple[Line, ...] = ()  # behind: contacts, closings, signature
    bio: str = ""
    bio_name: str = ""
    credits: tuple[str, ...] = ()  # lines of the tail that name people: 作者：…, 供稿：…
    portraits: tuple[str, ...] = ()  # keys of pictures beside the 简介
    removed: tuple[tuple[str, str], ...] = field(default=())


def carve(
    lines: Sequence[Line], hints: Sequence[str] = (), known: frozenset[str] = frozenset(), *, letter: bool = True, strict: bool = False
) -> Carved:
    """Cuts a text. `letter`: it is a mail's body, so that words to the desk are to be expected before and behind the work.

    `strict`: only greetings, closings, contacts and furniture are taken for a letter: for a second reading, when the first left nothing.
    """
    bio = find_bio(list(lines), known)
    known = known | ({bio.name} if bio.name else set())
    portraits = tuple(getattr(lines[i].block, "picture", "") for i in sorted(bio.taken) if lines[i].block is not None)
    rest = [line for index, line in enumerate(lines) if index not in bio.taken]
    start = _start(rest, hints, known, strict)
    signed = known | {name for byline in Head(rest[start:], hints, known).bylines for name in byline.authors}
    end = _end(rest, start, signed, letter, strict)
    head = Head(rest[start:end], hints, known)
    tail = tuple(rest[end:])
    noted = [line for line in rest[:start] if NOTE.match(line.text)]  # a sender's 编者按 above the title goes with the work
    core, inside = _without_contacts(rest[start:end][head.used :])
    return Carved(
        title=head.title,
        title_line=head.title_line,
        styled=head.styled,
        note=head.note,
        subtitle=head.subtitle,
        bylines=tuple(head.bylines),
        core=(*noted, *head.notes, *core),
        letter=tuple(line for line in rest[:start] if line not in noted),
        tail=tail,
        bio=bio.text,
        bio_name=bio.name,
        credits=tuple(line.text for line in tail if CREDIT_LINE.match(line.text)),
        portraits=portraits,
        removed=(
            *reasons([line for line in rest[:start] if line not in noted], known),
            *head.removed,
            *reasons(inside, known),
            *reasons(tail, signed),
        ),
    )


def _without_contacts(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """(lines of the work, lines and tables of contact or payee data that stand among them). A line that a story gives its readers stays."""
    kept: list[Line] = []
    taken: list[Line] = []
    for line in lines:
        text = text_of(line.block) if line.block is not None else line.text
        private = any(f.kind != "public" for f in find(text, prose=True)) or PAYEE.match(text)
        gone = bool(private) and (_is_contact_block(line) if line.block is not None else is_contact(line.text))
        (taken if gone else kept).append(line)
    return kept, taken


def _is_contact_block(line: Line) -> bool:
    """A table or list of which most rows are contact or payee data."""
    if isinstance(line.block, Table):
        rows = [" ".join(row).strip() for row in line.block.rows]
    elif isinstance(line.block, ListBlock):
        rows = list(line.block.items)
    else:
        return False
    return sum(is_contact(row) for row in rows) >= max(1, 0.6 * len(rows))


def _start(lines: Sequence[Line], hints: Sequence[str], known: frozenset[str], strict: bool) -> int:
    """Where the work begins: at the line that is the title elsewhere too, else behind the words to the desk."""
    limit = min(len(lines), 30)
    anchors = []
    for at in range(limit):
        line = lines[at]
        if line.block is None and len(line.text) <= 60 and hints:
            title, _ = clean_title(inline_byline(line.text)[0])
            agree = max(same_title(title, hint) for hint in hints)
            if agree >= 0.75 and title_score(lines, at, hints, known) >= 2:
                anchors.append((-(agree >= 0.99), -agree if agree < 0.99 else 0, at))
    if anchors:
        at = min(anchors)[2]
        return _with_shoulder(lines, at)
    return _behind_letter(lines, hints, known, strict)


def _with_shoulder(lines: Sequence[Line], at: int) -> int:
    """Takes a 眉题 or kind line right above the title along: centred, as the title is, and no words to the desk."""
    while at > 0:
        above = lines[at - 1]
        kind = is_tag_line(above.text) or is_explicit(above.text)
        shoulder = above.block is None and above.align == "center" and lines[at].align == "center" and len(above.text) <= 40
        if not (kind or shoulder) or is_greeting(above.text) or is_request(above.text) or is_furniture(above.text):
            break
        at -= 1
    return at


def _behind_letter(lines: Sequence[Line], hints: Sequence[str], known: frozenset[str], strict: bool) -> int:
    at = 0
    seen = False
    while at < len(lines):
        line = lines[at]
        if line.block is not None or is_tag_line(line.text):
            break
        if seen and _signs_off(lines, at, known):
            at += 1
            continue
        if seen and line.styled and title_score(lines, at, hints, known) >= 4:
            break
        if (
            is_greeting(line.text)
            or is_furniture(line.text)
            or is_contact(line.text)
            or (_speaks(line.text) and not strict)
            or (seen and is_closing(line.text))
        ):
            seen = True
        elif strict or not (seen and (_letter_name(lines, at, known) or _goes_on(lines, at, hints, known))):
            break
        at += 1
    return at


def _signs_off(lines: Sequence[Line], at: int, known: frozenset[str]) -> bool:
    """The end of the letter, pushed to the right or not: 学生：方远, a date, the sender's name right under a closing or above a date."""
    text = lines[at].text
    if is_date(text) or is_labelled_signature(text):
        return True
    if not is_signature(text, known):
        return False
    dated = at + 1 < len(lines) and is_date(lines[at + 1].text)
    parsed = parse_byline(text, known, styled=True, under_title=True)
    return dated or bool(parsed and set(parsed.authors) <= known and at and is_closing(lines[at - 1].text) and not lines[at].align)


def _speaks(text: str) -> bool:
    """A request to the desk; a quoted line of dialogue is none, nor is a long paragraph that only mentions a submission."""
    return is_request(text) and not re.match(r"^[“\"「]", text) and len(text) <= 220


def _letter_name(lines: Sequence[Line], at: int, known: frozenset[str]) -> bool:
    """The sender's name under the letter; not the byline under a title, for the title line has ended the letter by then.

    A title shaped like a name (修鞋摊, 王昭君) is told by the byline or the verse below it.
    """
    below = parse_byline(lines[at + 1].text, known) if at + 1 < len(lines) else None
    titled = bool(below and below.explicit and lines[at].text not in below.authors)
    if (titled or is_above_measured(lines, at)) and title_score(lines, at, (), known) >= 2:
        return False
    return (is_signature(lines[at].text, known) or is_date(lines[at].text)) and not lines[at].styled


def _goes_on(lines: Sequence[Line], at: int, hints: Sequence[str], known: frozenset[str]) -> bool:
    """A sentence between two that are words to the desk belongs to them; also one that speaks of the sender himself."""
    line = lines[at]
    if title_score(lines, at, hints, known) >= 2 or len(line.text) > 160:
        return False
    if re.search(r"^(?:我叫|我是|本人|我爸|我妈|我父亲|我爷爷|我的)|老师|编辑|贵网|贵刊|贵报|您", line.text) and not line.gap:
        return True
    ahead = [each for each in lines[at + 1 : at + 4] if each.block is None]
    return bool(ahead) and not line.gap and any(_speaks(e.text) or is_closing(e.text) for e in ahead[:2]) and len(lines) > at + 4


_TAIL_REQUEST = re.compile(
    r"附件|附上|编辑(?:老师|部|同志)?[，,：:!！好]|贵[刊网报站社]|请(?:您|老师|编辑|予|多)*(?:审|查收|指正|"
    r"斧正|采用|刊|编|修改|转)|原创|首发|文责自负|一稿多投|未(?:在|曾|经).{0,20}(?:发表|刊发)|授权|粘贴版|"
    r"片名见|原图|稿费|样刊|此稿|投稿|来稿|同样内容|内容一样|如需|盼复|采用|录用|刊用|联系方式|供稿|感谢|谢谢|"
    r"已发|原载"
)


def _end(lines: Sequence[Line], start: int, known: frozenset[str], letter: bool, strict: bool) -> int:
    """Where the work ends: the first line from which on everything is contact, closing, signature or furniture."""
    end = _signature_mark(lines, start)
    while end > start + 1:
        line = lines[end - 1]
        tail = _is_contact_block(line) if line.block is not None else _is_tail(lines, end - 1, known, letter)
        if not tail or strict and _is_sentence(line.text, 30):
            break
        end -= 1
    return end


def _signature_mark(lines: Sequence[Line], start: int) -> int:
    """Where a mail program's signature begins: a lone -- near the end with contact data below it; else the end of the text."""
    for at in range(max(start + 2, len(lines) - 8), len(lines)):
        below = lines[at + 1 :]
        short = bool(below) and all(len(each.text) <= 70 and not _is_sentence(each.text) for each in below)
        if short and re.fullmatch(r"[-—_=*~]{2,}", lines[at].text) and any(is_contact(each.text) for each in below):
            return at
    return len(lines)


def _is_sentence(text: str, least: int = 12) -> bool:
    """A sentence of `least` characters that says nothing to the desk: the work goes on."""
    told = re.search(r"[。！？…][”\"』」）)]?$", text) and len(text) >= least
    return bool(told) and not (is_contact(text) or is_closing(text) or is_request(text) or is_furniture(text) or CREDIT_LINE.match(text))


def _is_tail(lines: Sequence[Line], at: int, known: frozenset[str], letter: bool) -> bool:
    line = lines[at]
    text = line.text
    if is_public_line(text) and not is_contact(re.sub(r"联系", "", text)):
        return False
    if is_furniture(text) or (is_contact(text) and not is_public_line(text)):
        return True
    if re.match(r"^[“\"「]", text):
        return False
    if CREDIT_LINE.match(text) and len(text) <= 70 and not re.match(r"^[(（]?图", text):
        return True
    apart = line.gap or at + 1 < len(lines)
    if (
        _TAIL_REQUEST.search(text)
        and (is_request(text) or re.search(r"原创|首发|原载|文责|采用|投稿", text))
        and len(text) <= 120
        and apart
    ):
        return True
    if is_greeting(text) and len(text) <= 20 and letter:
        return True
    below = lines[at + 1].text if at + 1 < len(lines) else ""
    cut_below = bool(below) and (is_contact(below) or is_closing(below) or is_signature(below, known) or is_date(below))
    if is_closing(text) and (line.gap or cut_below or not re.match(r"^(?:谢谢|感谢|多谢|祝)", text)):
        return True
    if is_unit(text) and (is_contact(below) or is_signature(below, known)):
        return True
    if is_date(text) and letter and at + 1 < len(lines):
        return True
    if is_place(text) and at and _tail_name(lines, at - 1, known):
        return True
    return _tail_name(lines, at, known)


def _tail_name(lines: Sequence[Line], at: int, known: frozenset[str]) -> bool:
    """A byline or signature under the work: a known name, or one set apart by a blank line, to the right, or by contact lines below it."""
    line = lines[at]
    pushed = line.align == "right" or line.indent >= 8
    if pushed and at == len(lines) - 1 and at > 2 and len(line.text) <= 10 and not re.search(r"[，。！？…：；、]", line.text):
        return True  # pushed to the right under the text: a name, whatever its shape
    if not is_signature(line.text, known) or len(line.text) > 30:
        return False
    parsed = parse_byline(line.text, known, styled=line.styled)
    names = {tidy_name(n) for n in (parsed.authors if parsed else ())}
    below = at + 1 < len(lines) and (is_contact(lines[at + 1].text) or is_closing(lines[at + 1].text) or is_furniture(lines[at + 1].text))
    return bool(names & known) or line.gap or below or pushed or line.indent >= 4 or bool(parsed and parsed.explicit)
