"""The title line of a text: is this line a title, and what is the title in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from intake.manuscript.byline import parse_byline
from intake.manuscript.fold import fold, han_count, letters_of
from intake.manuscript.letter import CREDIT_LINE, is_contact, is_date, is_furniture, is_greeting, is_request
from intake.manuscript.lexicon import GENRE_PATTERN, TAG_PATTERN
from intake.manuscript.lines import Line
from intake.manuscript.names import is_name, tidy_name
from intake.manuscript.verse import is_measured

_LABEL = re.compile(
    r"^[\[【(（]?\s*(?:作品|文章|稿件|来稿|诗歌|散文|小说|主)?\s*(?:题目|標題|标题|题\s+目|篇名|名称|诗题|"
    r"文题)\s*[\]】)）]?\s*[:：]\s*(?=\S)"
    r"|^[\[【](?:作品)?(?:题目|标题)[\]】]\s*(?=\S)"
)
_KIND_PREFIX = re.compile(rf"^(?:{GENRE_PATTERN}|原创|投稿)(?:作品|投稿|稿件?)?\s*[:：|｜]\s*(?=\S)")
_NUMBER = re.compile(
    r"^(?:[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]?\s*[、.．:：]?\s*|"
    r"其[一二三四五六七八九十][:：、\s]*|[①-⑩]\s*)(?=《)"
)
FORM_LABEL = re.compile(
    r"^[\[【]?\s*(?:投稿|作品|稿件|文章)?\s*(?:类别|类型|体裁|栏目|种类|组别|参赛组别|"
    r"投稿栏目)\s*[\]】]?\s*[:：]\s*\S{1,14}\s*$"
)
BODY_LABEL = re.compile(
    r"^[\[【]?\s*(?:作品)?(?:正文|内容|全文|原文|作品内容|文章内容|稿件内容)(?:如下)?\s*[\]】]?\s*[:：]?\s*$|"
    r"^(?:正文|内容)\s*[:：]\s*(?=\S)"
)
_TAGS = re.compile(
    rf"^[\[【(（]?\s*(?:(?:{TAG_PATTERN})[\s、·/+＋]*)+[\]】)）]?\s*[:：]?\s*(?:之[一二三四五六七八九十\d]+)?$", re.IGNORECASE
)
_NOTE = re.compile(
    rf"\s*[(（\[【]\s*(?P<note>(?:{TAG_PATTERN}|外\s*[一二两三四五六七八九十\d]{{1,2}}\s*[首篇则章题]|"
    rf"[一二两三四五六七八九十\d]{{1,3}}\s*[首章篇则题]|[^()（）]{{0,10}}(?:{GENRE_PATTERN})[^()（）]{{0,10}}|"
    rf"已发[^()（）]{{0,6}})+)\s*[)）\]】]\s*$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    rf"^(?:{TAG_PATTERN})*[一二两三四五六七八九十\d]{{1,3}}\s*[首篇则章题阕]$|"
    rf"^(?:{GENRE_PATTERN})[(（][一二两三四五六七八九十\d]{{1,3}}[首篇则章题][)）]$"
)
_BOOK = re.compile(r"^(?P<before>[^《》]{0,16})《\s*(?P<title>[^《》]+(?:《[^《》]+》[^《》]*)*)\s*》(?P<after>.{0,30})$")
_INLINE = re.compile(r"^(?P<title>\S.{1,36}?)(?:\s{2,}|\s*[/／|｜]\s*|\s+(?=(?:作者|文|作)\s*[:：/／|]))(?P<name>.{2,20})$")
_SUBTITLE = re.compile(r"^\s*[-—–─―]{1,4}\s*(?P<text>[^-—–─―\s].{1,60})$")
_END = re.compile(r"[。；，、：,;]$")
_PLAY_HEAD = re.compile(r"^\s*[【\[(（]?(?:时\s*间|地\s*点|人\s*物|场\s*景|布\s*景|角\s*色)\s*[】\])）]?\s*[:：]")
_MARKED_END = re.compile(r"[。！？；，,.!?;…]$")  # a verse ends with its mark


def is_tag_line(text: str) -> bool:
    """【散文】, 诗歌投稿, （小小说）, （长篇小说连载之三）: says the kind and nothing else."""
    bare = text.strip()
    return (
        bool(_TAGS.match(bare))
        or bool(_COUNTED.match(bare))
        or (bool(re.fullmatch(r"[(（【\[][^()（）]{1,20}[)）】\]]", bare)) and bool(_NOTE.match(" " + bare)))
    )


def clean_title(text: str) -> tuple[str, str]:
    """(the title, the note that stood in brackets behind it): 《雨水》（外二首） → 雨水, 外二首; 题目：老  屋 → 老屋."""
    bare = _NUMBER.sub("", _KIND_PREFIX.sub("", _LABEL.sub("", text.strip()))).strip()
    note = ""
    while (found := _NOTE.search(bare)) and found.start() > 0:
        note = found["note"] + (f" {note}" if note else "")
        bare = bare[: found.start()].strip()
    book = _BOOK.match(bare)
    if book and not re.sub(
        TAG_PATTERN, "", re.sub(r"[\s:：、【】\[\]()（）之的]|[一二三四五六七八九十\d]+[首篇]?", "", book["before"].lower())
    ):
        after = book["after"].strip()
        if not after or parse_byline(after, under_title=True) or _NOTE.match(" " + after):
            bare = book["title"]
    return _join_spaced(bare.strip(" \t\u3000")), note


def _join_spaced(text: str) -> str:
    """老  井 → 老井: a short title spaced out character by character; a space between two phrases stays, as one."""
    parts = re.split(r"[\s\u3000]+", text)
    if len(parts) > 1 and all(len(p) == 1 for p in parts):
        return "".join(parts)
    return " ".join(parts)


def inline_byline(text: str) -> tuple[str, str]:
    """A title and byline on one line: 老屋    张建国, 《老屋》 文/张建国 → (title part, byline part); (text, "") when there is none."""
    book = _BOOK.match(text.strip())
    after = book["after"] if book else ""
    glued = re.match(r"[一-鿿]{1,2}[面外内里中上下前后间时]$", after)  # 写在《坟》后面
    if after.strip() and not glued and parse_byline(after.strip(" -—"), under_title=True):
        return text[: text.rindex("》") + 1], after.strip(" -—")
    match = _INLINE.match(text.strip())
    if match:
        found = parse_byline(match["name"])
        if found and found.explicit or is_name(tidy_name(match["name"])) and re.search(r"\s{2,}|[/／|｜]", text):
            return match["title"], match["name"]
    return text, ""


def subtitle_of(text: str) -> str:
    """——记华山挑山工 → 记华山挑山工; "" when the line is no subtitle."""
    match = _SUBTITLE.match(text)
    if match and not _END.search(text.rstrip()):
        return match["text"].strip(" -—–─―")
    return ""


def same_title(one: str, other: str) -> float:
    """How much two spellings are one title, 0..1: equal letters 1, one within the other .9, else their similarity."""
    a, b = letters_of(one), letters_of(other)
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    if min(len(a), len(b)) >= 4 and (a in b or b in a):
        return 0.9
    return fuzz.ratio(a, b) / 100


def title_score(lines: Sequence[Line], at: int, hints: Sequence[str], known: frozenset[str]) -> float:
    """Points for line `at` being a title; 2 and more is one. `hints` are titles that subject, file name or letter give."""
    line = lines[at]
    title, _ = clean_title(inline_byline(line.text)[0])
    size = len(letters_of(title))
    if (
        line.block is not None
        or not 1 <= size <= 46
        or is_contact(line.text)
        or is_greeting(line.text)
        or is_furniture(line.text)
        or is_date(line.text)
    ):
        return -9
    if (
        CREDIT_LINE.match(line.text)
        or is_tag_line(line.text)
        or re.match(r"^\s*(?:编者按|编前|按[:：]|图\d|图为|[“\"「].*[”\"」]\s*$(?<=。.))", line.text)
    ):
        return -9
    agree = max((same_title(title, hint) for hint in hints), default=0.0)
    if is_request(line.text) and agree < 0.85:
        return -9
    score = 3.0 if agree >= 0.85 else 1.5 if agree >= 0.6 else 0.0
    score += 2.0 if re.fullmatch(r"《[^《》]+》", line.text.strip()) or _LABEL.match(line.text) else 0.0
    score += 2.0 if line.styled else 0.0
    score += _below(lines, at, known)
    score += 0.5 if size <= 24 else 0.0
    if re.search(r"。", title) or _END.search(title):
        score -= 4
    if re.match(r"^[“\"「]", title) and re.search(r"[。！？!?][”\"」]$", title):
        score -= 4
    return score - _verse_penalty(lines, at, agree, known)


def _below(lines: Sequence[Line], at: int, known: frozenset[str]) -> float:
    """What the following lines say for a title: a byline, a blank line, a long paragraph."""
    below = list(lines[at + 1 : at + 4])
    if not below:
        return 0.0
    for step, each in enumerate(below):
        if each.block is None and (found := parse_byline(each.text, known, styled=each.styled, under_title=step == 0)):
            return 2.5 if found.explicit else 2.0
        if not (is_tag_line(each.text) or subtitle_of(each.text) or each.styled):
            break
    first = below[0]
    if _PLAY_HEAD.match(first.text):
        return 3.0
    if subtitle_of(first.text) or is_tag_line(first.text):
        return 1.5
    size = han_count(first.text)
    if first.gap or size >= 40 or (size >= 20 and _MARKED_END.search(first.text)):
        return 1.5
    return 1.0 if size >= 25 else 0.0


def _verse_penalty(lines: Sequence[Line], at: int, agree: float, known: frozenset[str]) -> float:
    """An untitled poem's first line looks like a title: short lines go on without a blank one between.

    Not so when a byline follows, or when the lines below are verse of one measure, each closed by its mark, and this one is not: then it
    speaks for a title (a negative penalty).
    """
    if is_above_measured(lines, at):
        return -2.0
    signed = parse_byline(lines[at + 1].text, known, under_title=True) if at + 1 < len(lines) else None
    if signed and (signed.explicit or set(signed.authors) <= known or len(lines[at + 1].text) <= 4):
        return 0.0
    below = [each.text for each in lines[at + 1 : at + 4] if each.block is None and not each.gap]
    short = [t for t in below if len(t) <= 20 and not is_name(tidy_name(t))]
    plain = not lines[at].styled and agree < 0.6
    return 1.0 if plain and len(short) >= 2 and len(fold(lines[at].text)) <= 16 else 0.0


def is_above_measured(lines: Sequence[Line], at: int) -> bool:
    """A line without marks above 绝句, 律诗, 词: the byline between them left out of account."""
    if re.search(r"[，。！？；：,!?;]", lines[at].text):
        return False
    below = [each for each in lines[at + 1 : at + 14] if each.block is None]
    first = next((i for i, each in enumerate(below[:3]) if _MARKED_END.search(each.text)), len(below))
    verse: list[str] = []
    for each in below[first:]:
        if not _MARKED_END.search(each.text) or len(each.text) > 40:
            break
        verse.append(each.text)
    return is_measured(verse)
