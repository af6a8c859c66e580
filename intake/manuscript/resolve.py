"""Title and authors of a piece, weighed among the text, the file name, the subject, the 简介, the letter; with the evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from intake.manuscript.byline import Byline, parse_byline
from intake.manuscript.fold import fold, letters_of
from intake.manuscript.letter import UNIT_LINE, is_signature
from intake.manuscript.names import is_name, is_pen_name, tidy_name
from intake.manuscript.piece import Piece
from intake.manuscript.subject import Hints
from intake.manuscript.title import same_title
from intake.model import Guess


@dataclass(frozen=True, slots=True)
class Around:
    """What the mail says around its works."""

    subject: Hints
    letter_lines: tuple[str, ...] = ()
    letter_titles: tuple[str, ...] = ()
    sender: str = ""  # display name
    inner_sender: str = ""  # of a forwarded mail: the one who wrote it
    pieces: int = 1


_PEN = re.compile(r"笔名\s*[:：]?\s*[“\"]?(?P<name>[A-Za-z一-鿿]{2,8})[”\"]?(?=[\s,，。;；)）]|$)")
_REAL = re.compile(
    r"(?:^|[\s,，。;；(（])(?:姓名|作者姓名|投稿人|作者|署名)\s*(?:[:：]|是|"
    r"为)?\s*(?P<name>[一-鿿·]{2,8})(?=[\s,，。;；)）]|$)"
)
_I_AM = re.compile(
    r"(?:^|[，。！,.!\s])(?:我|本人)(?:叫|名叫|是|姓名)(?:[^，。！,.!\s]{0,16}[的叫])?(?P<name>[一-鿿]{2,4})(?=[，。！,.!\s]|$)"
)
_KIN = re.compile(
    r"作者(?:是|为)(?:我)?(?:的)?(?:爸爸?|妈妈?|父亲|母亲|爷爷|奶奶|外公|外婆|老师|朋友|同事|爱人|丈夫|妻子|"
    r"学生|儿子|女儿|孩子|岳父|公公|叔叔?|伯伯?|舅舅?)?(?P<name>[一-鿿]{2,4}?)(?=[\s,，。;；、）)]|$)"
)
_KIN_OF = re.compile(
    r"(?:我|俺)(?:爸|妈|父亲|母亲|爷爷|奶奶|外公|外婆|爱人|丈夫|妻子|学生|儿子|女儿|老师|"
    r"朋友)(?P<name>[一-鿿]{2,3})(?:的|写|所写|创作)"
)


def resolve_title(piece: Piece, around: Around, document_title: str = "") -> tuple[str, Guess, bool]:
    """(title, why, found). Nothing found: a working title from the first words, and found is False."""
    hints = [(t, piece.hints.source) for t in piece.hints.titles]
    if around.pieces == 1:
        hints += [(t, "主题") for t in around.subject.titles if piece.hints is not around.subject]
        hints += [(t, "信中提到") for t in around.letter_titles]
    if piece.title:
        agreeing = [where for t, where in hints if same_title(piece.title, t) >= 0.85]
        differing = [
            f"{where}作「{t}」" for t, where in hints if 0.6 <= same_title(piece.title, t) < 1 and letters_of(t) != letters_of(piece.title)
        ]
        base = piece.title_why or Guess("正文首行", 0.85)
        why = (
            base.why
            + (f"，与{'、'.join(dict.fromkeys(agreeing))}一致" if agreeing else "")
            + (f"；{'，'.join(dict.fromkeys(differing))}" if differing else "")
        )
        return piece.title, Guess(why, 0.98 if agreeing else base.confidence), True
    if hints:
        title, where = hints[0]
        return title, Guess(f"正文没有题目，取自{where}", 0.8), True
    if document_title and len(letters_of(document_title)) <= 40:
        return document_title, Guess("取自文档属性中的标题", 0.5), True
    if not any(line.text for line in piece.lines):
        return f"{around.subject.genre or '图片'}作品", Guess("没有题目，按作品种类暂拟", 0.1), False
    return working_title(piece), Guess("没有题目，暂用正文开头几个字", 0.1), False


def working_title(piece: Piece) -> str:
    """The first words of the text, up to its first mark, twelve characters at most."""
    text = next((line.text for line in piece.lines if line.text), "")
    first = re.split(r"[，。！？；：,.!?…\s]", text.strip('“”"「」（）() '))[0]
    return first[:12] if first else "无题"


def resolve_authors(piece: Piece, around: Around, *, photo: bool) -> tuple[tuple[str, ...], str | None, Guess | None]:
    """(authors, affiliation, why). Nothing found: no authors, and no guess."""
    unit = _unit(piece)
    writers = [b for b in piece.bylines if not b.photographer] or [b for b in piece.bylines if b.authors]
    names = tuple(dict.fromkeys(n for b in writers for n in b.authors))
    if names:
        return names, unit, _with_agreement(names, piece, around, Guess(piece.bylines_why or "正文署名", 0.95))
    below = _tail_byline(piece)
    if below and (below.explicit or photo or not _subject_authors(piece, around)):
        return below.authors, unit or below.affiliation, _with_agreement(below.authors, piece, around, Guess("文末署名", 0.9))
    for authors, where, sure in _elsewhere(piece, around):
        if authors:
            affiliation = unit or (around.subject.affiliation or None if where == "主题" else None)
            return authors, affiliation, Guess(f"取自{where}", sure)
    return (), unit, None


def _elsewhere(piece: Piece, around: Around) -> list[tuple[tuple[str, ...], str, float]]:
    letter = "\n".join(around.letter_lines)
    bio = (piece.carved.bio_name,) if piece.carved.bio_name else ()
    signed = tuple(n for line in around.letter_lines if len(line) <= 30 and is_signature(line) for n in _names(line))
    subject = _subject_authors(piece, around)
    return [
        (tuple(piece.hints.authors) if piece.hints is not around.subject else (), piece.hints.source, 0.85),
        (
            tuple(tidy_name(m["name"]) for m in [_KIN.search(letter) or _KIN_OF.search(letter)] if m and is_name(m["name"])),
            "信中说明",
            0.85,
        ),
        (subject, "主题", 0.88),
        (bio, "作者简介", 0.85),
        (tuple(m["name"] for m in [_PEN.search(letter)] if m), "信中所写笔名", 0.8),
        (tuple(tidy_name(m["name"]) for m in [_REAL.search(letter)] if m and is_pen_name(m["name"])), "信中所写姓名", 0.75),
        (tuple(m["name"] for m in [_I_AM.search(letter)] if m and is_name(m["name"])), "信中自我介绍", 0.75),
        ((around.inner_sender,) if is_name(around.inner_sender) else (), "被转发信的发件人", 0.75),
        (signed[:2], "信末落款", 0.7),
        (tuple(_names_at_end(letter)), "信末落款", 0.65),
    ]


def _subject_authors(piece: Piece, around: Around) -> tuple[str, ...]:
    """Names in the subject; a word of the title that is shaped like one (寄 王昭君) is none."""
    title = letters_of(piece.title)
    return tuple(n for n in around.subject.authors if (is_name(n) or is_pen_name(n)) and letters_of(n) not in title)


def _names(line: str) -> tuple[str, ...]:
    byline = parse_byline(re.sub(r"\s*(?:敬上|敬启|谨启|拜上|敬呈|顿首|呈|手书|谨上)$", "", line.strip()), styled=True, under_title=True)
    return byline.authors if byline else ()


def _names_at_end(letter: str) -> list[str]:
    """The name that ends a letter's sentence: …请用。同小军; 请查收。党振华，陕西澄城."""
    for line in reversed(letter.splitlines()):
        bare = re.sub(r"[\d\s\-]{7,}.*$|(?:手机|电话|微信|联系电话).*$", "", fold(line)).strip(" ,，。、;；")
        tail = re.split(r"[。!！?？,，;；:：\s]+", bare)
        for piece in reversed(tail[-3:]):
            if is_name(piece) and (len(tail) > 1 or len(bare) <= 4):
                return [piece]
    return []


def _tail_byline(piece: Piece) -> Byline | None:
    found: list[Byline] = []
    for line in piece.carved.tail:
        if (
            line.block is not None
            or len(line.text) > 60
            or re.match(r"^\s*(?:编辑|责编|责任编辑|审核|审稿|初审|复审|终审|校对|监制|签发|来源|主编|编审|排版|制作)", line.text)
        ):
            continue
        byline = parse_byline(re.sub(r"(?:联系)?(?:电话|手机|微信).*$", "", line.text), styled=line.styled or line.gap)
        if byline and byline.authors:
            found.append(byline)
    return next((b for b in found if b.explicit and not b.photographer), None) or (found[0] if found else None)


def _unit(piece: Piece) -> str | None:
    units = [b.affiliation for b in piece.bylines if b.affiliation]
    if not units:
        below = _tail_byline(piece)
        units = [below.affiliation] if below and below.affiliation else []
    return units[0] if units else next((m["unit"] for line in piece.carved.tail if (m := UNIT_LINE.match(fold(line.text)))), None)


def _with_agreement(names: Sequence[str], piece: Piece, around: Around, guess: Guess) -> Guess:
    also = [
        where
        for where, them in (
            ("主题", around.subject.authors),
            ("文件名", piece.hints.authors),
            ("简介", (piece.carved.bio_name,)),
            ("发件人", (around.sender,)),
        )
        if set(them) & set(names)
    ]
    return Guess(guess.why + (f"，与{'、'.join(dict.fromkeys(also))}一致" if also else ""), min(0.99, guess.confidence + 0.02 * len(also)))
