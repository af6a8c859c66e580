"""A mail taken apart and its files read → what an editor reads in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from intake.manuscript.contacts import Found, collect, find, mask, merge
from intake.manuscript.finish import Setting, finish
from intake.manuscript.flags import mail_flags
from intake.manuscript.intent import Mail, judge, judge_robot, may_answer
from intake.manuscript.letter import is_signature
from intake.manuscript.lines import Line, text_of, to_lines
from intake.manuscript.names import is_name, is_pen_name, tidy_name
from intake.manuscript.number import find_number
from intake.manuscript.pictures import all_pictures, is_portrait
from intake.manuscript.piece import Piece, Source, has_substance, read_source
from intake.manuscript.resolve import Around
from intake.manuscript.share import share_pictures
from intake.manuscript.sources import body_source, file_sources, flatten, note_sources
from intake.manuscript.subject import Hints, read_hints
from intake.manuscript.works import overlap
from intake.model import Block, Contact, Document, Guess, Intent, Knowledge, Message, Picture, Reading, Work

_WITH_WORKS = ("submission", "revision")


def understand(message: Message, documents: tuple[Document, ...], pictures: Mapping[str, Picture], knowledge: Knowledge) -> Reading:
    """The Reading, columns not yet suggested. `pictures`: those the body shows, by key; the body's Image blocks name these keys."""
    number, number_why = find_number(message, knowledge)
    base = Reading(
        subject=message.subject,
        sender=message.sender,
        refers_to=number,
        documents=documents,
        message=message,
        evidence={"refers_to": number_why} if number_why else {},
    )
    robot = judge_robot(message, knowledge)
    if robot:
        return _closed(base, robot[0], robot[1], knowledge, _lines_text(message.body))
    return _read_letter(base, pictures, knowledge)


def _read_letter(base: Reading, pictures: Mapping[str, Picture], knowledge: Knowledge) -> Reading:
    message = base.message
    inner = message.forwarded or message
    subject = read_hints(inner.subject or message.subject, "主题")
    if message.forwarded and not subject.titles:
        subject = read_hints(message.subject, "主题")
    outer = to_lines(message.body) if message.forwarded else []
    known = _known(message, inner, subject)
    files = file_sources(base.documents, subject)
    texts = _pieces(files, known)
    source = body_source(inner.body, subject, outer, len(files))
    body = [p for p in read_source(source, known) if has_substance(p, among_files=bool(texts))]
    if not body and not files:
        body = _second_reading(source, known, subject)
    texts = texts or ([] if body else _pieces(note_sources(base.documents, subject), known))
    letter = _letter_lines(outer, inner.body, body[:1], bool(body))
    pieces, differ = _joined(body, texts)
    pieces = _with_side_files(pieces, base.documents)
    around = Around(
        subject=subject,
        letter_lines=tuple(line.text for line in letter if line.text),
        letter_titles=_letter_titles(letter),
        sender=tidy_name(message.sender.name),
        inner_sender=tidy_name(inner.sender.name) if message.forwarded else "",
        pieces=len(pieces),
    )
    said = "\n".join(around.letter_lines)
    mail = Mail(said, len(pieces), _files(base.documents), sum(len(line.text) for p in body for line in p.lines))
    intent, why = judge(message, mail, knowledge, tuple(d.name for d in flatten(base.documents)))
    if intent not in _WITH_WORKS:
        return _closed(base, intent, why, knowledge, _lines_text(inner.body) + said + _documents_text(base.documents))
    return _open(base, intent, why, knowledge, around, pieces, pictures, differ, letter)


def _open(
    base: Reading,
    intent: Intent,
    why: Guess,
    knowledge: Knowledge,
    around: Around,
    pieces: list[Piece],
    pictures: Mapping[str, Picture],
    differ: bool,
    letter: Sequence[Line],
) -> Reading:
    """A submission or a revision: its works with their pictures."""
    shares, portraits = share_pictures(base, pieces, around, letter)
    said = "\n".join(around.letter_lines)
    everything = {**pictures, **all_pictures(base.documents)}
    setting = Setting(around, said, knowledge, pictures=everything)
    works: list[Work] = []
    found: list[Found] = []
    for piece, images in shares:
        work, private = finish(piece, [i for i in images if not is_portrait(i.name, around.subject.authors)], setting)
        works.append(work)
        found += private
    answer, answer_why = may_answer(base.message, intent, knowledge)
    used = {getattr(b, "picture", "") for w in works for b in w.blocks}
    reading = replace(
        base,
        intent=intent,
        may_answer=answer,
        works=_same_signature(works),
        contact=_contact(base, around, pieces, found),
        pictures={key: picture for key, picture in everything.items() if key in used},
        evidence={**base.evidence, "intent": why, "may_answer": answer_why, **portraits},
        note=mask(said),
    )
    return replace(reading, flags=mail_flags(reading, differ))


def _pieces(files: Sequence[Source], known: frozenset[str]) -> list[Piece]:
    """The works in files."""
    return [
        piece
        for source in files
        for piece in read_source(source, known | frozenset(source.hints.authors))
        if has_substance(piece, among_files=False)
    ]


def _second_reading(source: Source, known: frozenset[str], subject: Hints) -> list[Piece]:
    """A text about letters and submissions may all look like a letter: read again, it is a work when title and byline or subject say so."""
    pieces = read_source(source, known, strict=True)
    return [p for p in pieces if p.title and has_substance(p, among_files=True) and (p.bylines or p.title in subject.titles)]


def _same_signature(works: list[Work]) -> tuple[Work, ...]:
    """Works of one author in one mail: one that is not signed takes the signature of the others, and says so."""
    signed = next((w for w in works if w.authors), None)
    if signed is None or len(works) < 2:
        return tuple(works)
    out = []
    for work in works:
        if not work.authors:
            flags = tuple(f for f in work.flags if f != "no-author")
            work = replace(
                work,
                authors=signed.authors,
                flags=flags,
                evidence={**work.evidence, "authors": Guess(f"同信的《{signed.title}》署此名", 0.6)},
            )
        out.append(work)
    return tuple(out)


def _closed(base: Reading, intent: Intent, why: Guess, knowledge: Knowledge, text: str) -> Reading:
    """A mail without works: contacts and note only."""
    answer, answer_why = may_answer(base.message, intent, knowledge)
    own = {a.lower() for a in knowledge.own_addresses}
    contact = collect(find(text)) if intent not in ("automatic", "bounce") else Contact()
    contact = replace(contact, emails=tuple(e for e in contact.emails if e.lower() not in own))
    note = mask(_lines_text(base.message.body)) if intent not in ("automatic", "bounce") else ""
    reading = replace(
        base,
        intent=intent,
        may_answer=answer,
        contact=contact,
        note=note,
        evidence={**base.evidence, "intent": why, "may_answer": answer_why},
    )
    return replace(reading, flags=mail_flags(reading, False))


def _lines_text(blocks: Sequence[Block]) -> str:
    return "\n".join(text_of(block) for block in blocks)


def _documents_text(documents: Sequence[Document]) -> str:
    return "\n".join(_lines_text(d.blocks) for d in flatten(documents))


def _known(message: Message, inner: Message, subject: Hints) -> frozenset[str]:
    """Names that the sender or the subject give: they make a bare line a byline."""
    names = {tidy_name(inner.sender.name), tidy_name(message.sender.name), *subject.authors}
    return frozenset(n for n in names if n and (is_name(n) or is_pen_name(n)))


def _letter_lines(outer: Sequence[Line], body: Sequence[Block], first: Sequence[Piece], has_work: bool) -> list[Line]:
    """What the sender says to the desk: around the work, or all of the body when it holds none."""
    if not has_work:
        return [*outer, *to_lines(body)]
    carved = first[0].carved if first else None
    return [*outer, *(carved.letter if carved else ()), *(carved.tail if carved else ())]


def _letter_titles(letter: Sequence[Line]) -> tuple[str, ...]:
    """《…》 in the letter, but not the names of papers that printed it."""
    text = "\n".join(line.text for line in letter)
    found = list(re.finditer(r"《\s*([^《》]{1,40}?)\s*》(?!(?:上|杂志|报|刊|网|公众号|等|发表|刊))", text))
    return tuple(
        dict.fromkeys(
            m.group(1) for m in found if m.group(1) != "丝路情韵" and not re.search(r"(?:发表于|刊于|载于|在|于)\s*$", text[: m.start()])
        )
    )


def _text(piece: Piece) -> str:
    return "\n".join(line.text for line in piece.lines)


def _joined(body: list[Piece], texts: list[Piece]) -> tuple[list[Piece], bool]:
    """Body and files with the same text are one work: the fuller is kept, the other stands in its `removed`.

    True when they differ by more than spacing.
    """
    kept_body, kept_files = list(body), list(texts)
    differ = False
    for one in body:
        for two in texts:
            a, b = _text(one), _text(two)
            if two not in kept_files or one not in kept_body or overlap(a, b) < 0.6:
                continue
            bare_a, bare_b = re.sub(r"\W", "", a), re.sub(r"\W", "", b)
            differ |= bare_a != bare_b
            if len(bare_a) > 1.05 * len(bare_b):
                kept_body[kept_body.index(one)] = _richer(one, two)
                kept_files.remove(two)
            else:
                kept_files[kept_files.index(two)] = _richer(two, one)
                kept_body.remove(one)
            break
    return [*kept_body, *_unlike(kept_files)], differ


def _unlike(pieces: list[Piece]) -> list[Piece]:
    """The same text in two files (老屋.doc and 老屋.docx) is one work."""
    out: list[Piece] = []
    for piece in pieces:
        text = _text(piece)
        alike = [overlap(text, _text(other)) >= 0.9 and abs(len(text) - len(_text(other))) < 0.2 * len(text) for other in out]
        same = alike.index(True) if True in alike else None
        if same is None:
            out.append(piece)
        else:
            out[same] = _richer(out[same], piece)
    return out


def _richer(kept: Piece, other: Piece) -> Piece:
    """The kept text with what only the other says: byline, bio, title; the other's text is listed as removed."""
    where = "正文" if other.source == "body" else f"附件「{other.source}」"
    copy = (*((t, f"{where}里的同一篇") for t in [other.carved.title_line, _text(other)] if t), *other.removed)
    return replace(
        kept,
        title=kept.title or other.title,
        title_why=kept.title_why or other.title_why,
        bylines=kept.bylines or other.bylines,
        bylines_why=kept.bylines_why or other.bylines_why,
        carved=kept.carved if kept.carved.bio else replace(kept.carved, bio=other.carved.bio, bio_name=other.carved.bio_name),
        removed=(*kept.removed, *copy),
    )


def _with_side_files(pieces: list[Piece], documents: Sequence[Document]) -> list[Piece]:
    """Files with text that hold no work: a 简介 becomes the 简介 of works that have none; the rest is listed as removed from the first."""
    read = {name for p in pieces for name in (p.source, *re.findall(r"附件「([^」]+)」", " ".join(why for _, why in p.removed)))}
    side = [d for d in flatten(documents) if d.status == "read" and not d.members and d.blocks and d.name not in read]
    if not pieces or not side:
        return pieces
    out = list(pieces)
    for document in side:
        text = _lines_text(document.blocks)
        if re.search(r"简介|简历", document.name) and len(text) <= 1500:
            out = [p if p.carved.bio else replace(p, carved=replace(p.carved, bio=text)) for p in out]
        else:
            out[0] = replace(out[0], removed=(*out[0].removed, (text, f"附件「{document.name}」里的资料，不是稿件")))
    return out


def _files(documents: Sequence[Document]) -> int:
    """Attachments that may hold a work, opened or not."""
    return sum(d.status in ("read", "encrypted", "damaged", "refused", "linked", "empty", "image") and not d.inline for d in documents)


def _contact(base: Reading, around: Around, pieces: Sequence[Piece], found: Sequence[Found]) -> Contact:
    """All private data of the mail: letter, subject, texts around the works, the files' own contact blocks, names of files."""
    texts = ["\n".join(around.letter_lines), base.message.subject]
    for piece in pieces:
        texts.append("\n".join(text for text, _ in piece.removed))
    for document in flatten(base.documents):
        if not any(piece.source == document.name for piece in pieces):
            texts.append(_lines_text(document.blocks))
    names = [d.name for d in flatten(base.documents)]
    contacts = [collect(find(text)) for text in [*texts, *names]]
    return merge([*contacts, collect(found)])


__all__ = ["understand", "is_signature"]
