"""A piece and its pictures → the Work an editor gets: fields with their evidence, typography, private data out, words, flags, checks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from intake.manuscript.captions import is_marked_caption
from intake.manuscript.checks import Context, run_checks
from intake.manuscript.contacts import Found, mask
from intake.manuscript.genre import guess_genre
from intake.manuscript.lexicon import GENRE_PATTERN
from intake.manuscript.lines import body_text
from intake.manuscript.pictures import place
from intake.manuscript.piece import Piece
from intake.manuscript.resolve import Around, resolve_authors, resolve_title
from intake.manuscript.scrub import scrub_blocks, scrub_texts
from intake.manuscript.subject import contest_in, genre_in
from intake.manuscript.title import same_title
from intake.manuscript.typography import normalise, normalise_text
from intake.manuscript.words import words_of
from intake.model import Block, Check, Guess, Image, Knowledge, Note, Paragraph, Picture, Work

_PUBLISHED = re.compile(
    r"(?:已|曾|先后|首|原|经)(?:经|在|被|于|刊|发|由|先)?[^，。；]{0,24}(?:发表|刊发|刊登|刊载|登载|见报|发布|"
    r"推送|刊出|载于|收录|采用)(?:过|于|在)?|原载(?:于)?|(?:选自|摘自|转自|首发于|刊于|发于|发表于|载于|见于|"
    r"刊登于|刊发于)\s*[《“\"]|(?:刊登|刊发|发表|刊载|登载|刊出|登|发)(?:在|于|到)(?:了)?[《“]|"
    r"[在于]《[^《》]{2,20}》[^，。]{0,12}(?:发过|刊过|登过|发表过|用过|刊出|刊发|刊登|发表)|(?:发过|刊过|"
    r"登过|发表过)(?:一次|的)?|已发(?:纸刊|公众号|报纸|网络|表)"
)
_NOT_PUBLISHED = re.compile(
    r"(?:未|没有?|从未|不曾|尚未|均未|并未)(?:曾|有|经|在|于)?[^，。；]{0,24}(?:发表|刊发|刊登|发布|公开|见报|"
    r"投)|未公开|首发(?!于)|原创首发|原创未发|(?:作品|散文|诗歌|文章|小说|诗作|文字)[^，。]{0,8}(?:散见|见诸|"
    r"发表)于?|如(?:有|已)|若已|一经(?:采用|发表)|是否"
)
_REPRINT = re.compile(r"(?:^|\n)\s*[(（]?\s*(?:稿件|文章|本文)?(?:来源|转自|转载自|摘自|据)\s*[:：]?\s*[《“]?\S{2,16}")


@dataclass(frozen=True, slots=True)
class Setting:
    """What all works of one mail share."""

    around: Around
    letter: str  # words to the desk, for flags
    knowledge: Knowledge
    document_title: str = ""
    pictures: Mapping[str, Picture] = field(default_factory=dict)


def finish(piece: Piece, images: Sequence[Image], setting: Setting) -> tuple[Work, list[Found]]:
    """The Work, and the private data found inside its text."""
    around = setting.around
    title, title_why, titled = resolve_title(piece, around, setting.document_title)
    blocks = place(piece.body.blocks, images, verse=piece.body.verse)
    photo = all(isinstance(b, Image) for b in blocks) or sum(isinstance(b, Image) for b in blocks) >= 2
    authors, unit, authors_why = resolve_authors(piece, around, photo=photo)
    genre, genre_why = guess_genre(_named_genres(piece, around, title), title, blocks, verse=piece.body.verse, unit=unit or "")
    clean, found = _private(blocks, title, piece.subtitle, piece.carved.bio)
    blocks, title, subtitle, bio = clean
    title, subtitle = normalise_text(title), normalise_text(subtitle)
    blocks, typed, notes = normalise(blocks)
    evidence = _evidence(piece, around, title_why, genre_why, authors_why, unit, bio)
    work = Work(
        title=title,
        blocks=blocks,
        subtitle=subtitle or None,
        authors=authors,
        affiliation=unit,
        genre=genre,
        bio=bio or None,
        words=words_of(blocks),
        evidence=evidence,
        source=piece.source,
        typed=typed,
        removed=tuple((mask(text), why) for text, why in piece.removed),
    )
    if typed:
        work = replace(work, evidence={**evidence, "typography": Guess(f"{len(typed)} 段的标点已按中文习惯改过，原文见原信原件", 1.0)})
    work = replace(work, flags=tuple(_flags(work, piece, setting, titled)))
    others = [(t, "主题") for t in around.subject.titles if around.pieces == 1] + [(t, piece.hints.source) for t in piece.hints.titles]
    context = Context(work, setting.knowledge, tuple((t, where) for t, where in others if same_title(t, title) >= 0.6), setting.pictures)
    checks = [*run_checks(context), *notes, *_public_phones(found)]
    flags = tuple(dict.fromkeys([*work.flags, *(f"{c.code}:{_typo(c)}" for c in checks if c.code == "title-typo")]))
    return replace(work, flags=flags, checks=tuple(checks)), found


def _typo(check: Check) -> str:
    """干剖→干部: the flag of the contract names both; the check's suggestion only what should stand there."""
    wrong = re.search(r"的?「([^」]+)」", check.message)
    return f"{wrong.group(1)}→{check.suggestion}" if wrong else check.suggestion


def _evidence(
    piece: Piece, around: Around, title: Guess, genre: Guess, authors: Guess | None, unit: str | None, bio: str
) -> dict[str, Guess]:
    evidence = {"title": title, "genre": genre}
    if authors:
        evidence["authors"] = authors
    elif around.sender:
        evidence["authors"] = Guess(f"没有署名；发件人显示为「{mask(around.sender)}」，仅供参考", 0.2)
    if unit:
        evidence["affiliation"] = Guess("与署名在同一行", 0.9)
    if piece.subtitle:
        evidence["subtitle"] = Guess("题目上下的另一行", 0.8)
    if bio:
        evidence["bio"] = Guess("「作者简介」或同样写法的段落", 0.9)
    if piece.several or piece.words_to_editor:
        evidence["works"] = Guess(
            piece.words_to_editor or (piece.title_why.why if piece.title_why else ""), 0.6 if piece.words_to_editor else 0.9
        )
    return evidence


def _named_genres(piece: Piece, around: Around, title: str) -> list[tuple[str, str]]:
    named = [(piece.genre_note, "题目旁"), (piece.hints.genre, piece.hints.source)]
    if around.pieces == 1:
        named.append((around.subject.genre, "主题"))
        letter = "\n".join(around.letter_lines)
        spoken = re.search(
            rf"({GENRE_PATTERN})(?:作品|稿件?|投稿)?(?:一|1|两|三)?[篇首个则]?\s*《{re.escape(title)}》|(?:我的|投|"
            rf"现投|寄上|拙作|创作的?|一篇|一首|新作)(?:一篇|一首|了|的|个)?({GENRE_PATTERN})",
            letter,
        )
        named.append((genre_in(spoken.group(1) or spoken.group(2)) if spoken else "", "信中"))
    return named


def _private(blocks: tuple[Block, ...], title: str, subtitle: str, bio: str) -> tuple[tuple[tuple[Block, ...], str, str, str], list[Found]]:
    clean, found = scrub_blocks(blocks)
    (title, subtitle, bio), more = scrub_texts([title, subtitle, bio])
    return (clean, title, subtitle, bio), [*found, *more]


def _public_phones(found: Sequence[Found]) -> list[Check]:
    return [Check("public-phone", "正文里的电话像是对外公布的，已保留，请核对", severity="info") for f in found if f.kind == "public"][:1]


def _flags(work: Work, piece: Piece, setting: Setting, titled: bool) -> list[str]:
    flags: list[str] = []
    subject = setting.around.subject
    text = body_text(work.blocks)
    tail = "\n".join(line.text for line in piece.carved.tail)
    ending = text[-60:]
    said = _NOT_PUBLISHED.sub("", "\n".join([setting.letter, piece.note, tail, piece.genre_note]))
    if not titled:
        flags.append("no-title")
    if not work.authors:
        flags.append("no-author")
    if _PUBLISHED.search(said) or re.search(
        r"[(（](?:原载|原刊|刊于|载于|选自|发表于|首发于)[^()（）]{2,40}[)）]\s*$|(?:原载|原刊|首发|"
        r"刊)于?《[^》]+》[^。]{0,20}$",
        ending,
    ):
        flags.append("previously-published")
    if (
        piece.agency
        or _names_a_medium(tail, piece)
        or _series_of_a_medium(work)
        or (subject.source and re.search(r"转发|转载", setting.letter))
    ):
        flags.append("possible-reprint")
    if piece.body.sender_note:
        flags.append("editor-note-from-sender")
    contest = subject.contest or piece.hints.contest or contest_in(piece.note) or contest_in(_contest_sentence(setting.letter))
    if contest:
        flags.append(f"contest:{contest}")
    if piece.serial:
        flags.append(f"serial:{piece.serial}")
    if piece.body.loose_captions and not all(isinstance(b, Image) for b in work.blocks) and _still_loose(work):
        flags.append("caption-without-image")
    if piece.words_to_editor:
        flags.append("count-mismatch")
    return flags


def _names_a_medium(tail: str, piece: Piece) -> bool:
    """来源：新华社, 转自《…报》 under the title or behind the text."""
    told = "\n".join([tail, *(text for text, why in piece.removed if why == "来源和日期")])
    return any(re.search(r"社|网|报|台|客户端|公众号|杂志|刊", told[m.start() : m.end() + 12]) for m in _REPRINT.finditer(told))


_SERIES = re.compile(
    r"(?:《[^《》]{1,16}(?:报|刊|网|社|杂志)》|[一-鿿]{2,10}(?:日报|晚报|早报|时报|都市报|商报|晨报|通讯社|杂志|杂志社|电视台|融媒体中心|客户端|公众号)|本[报刊台社])"
    r"[^。]{0,24}(?:推出|开设|开辟|刊发|刊登|刊载|转载|摘登|播发|连载|策划)"
)


def _series_of_a_medium(work: Work) -> bool:
    """编者按：…《…报》推出系列报道: the note of another medium's editors came with the text."""
    return any(isinstance(b, Note) and _SERIES.search(b.text) for b in work.blocks)


def _contest_sentence(letter: str) -> str:
    found = re.search(r"[“\"「][^“”\"」]{2,20}[”\"」](?:主题)?(?:征文|大赛)", letter)
    return found.group() if found else ""


def _still_loose(work: Work) -> bool:
    return any(isinstance(b, Paragraph) and is_marked_caption(b.text) for b in work.blocks)
