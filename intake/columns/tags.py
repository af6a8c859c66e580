"""Tags a contributor wrote himself: 【散文】 in a subject, 小小说 in a file name, （快板） under a title, 投给诗歌栏目 in the letter.

《》 holds a title, never a tag: 《一个人的散文》 says nothing about the column, so titles are blanked out before looking.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from intake.columns.evidence import Evidence, block_text
from intake.columns.features import fold
from intake.model import Block, Column, Message, Work

TITLES = re.compile(r"《[^《》]*》|《[^》]*$|〈[^〈〉]*〉|『[^』]*』|“[^”]*”|「[^」]*」")
BREAKS = re.compile(r"[\s,，、;；:：。.!！?？+＋_/／\\|｜()（）【】\[\]〔〕{}<>＜＞*#＊~～=&·•\-－—–―]+")
EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,5}$")
COUNT = r"[一二三四五六七八九十两几数\d]+"
UNIT = r"(?:首|篇|组|幅|部|张|则|章|件|个)"
HEAD = rf"(?:投稿|来稿|投给|投|原创|现投|转投|新|短|我的|贵刊|贵网|栏目|体裁|类别|类型|文体|{COUNT}{UNIT})"
TAIL = (
    r"(?:投稿|来稿|稿件|稿子|稿|征文|作品选|作品|选登|选|栏目|专栏|版块|版|类|投递|组稿|篇"
    rf"|各?{COUNT}{UNIT}|{COUNT}题?|外{COUNT}{UNIT})"
)
LINES_READ = 6
LINE_LENGTH = 80

SUBJECT, FILE, LINE, LOOSE = 10.0, 10.5, 9.0, 2.0  # log-odds: what the author says outweighs what we read out of the text


@dataclass(frozen=True, slots=True)
class Tagger:
    """The patterns of one set of columns."""

    column_of: dict[str, str]  # name or alias -> column
    token: re.Pattern[str]  # a whole token is a tag
    phrase: re.Pattern[str]  # a tag inside a sentence: 一篇散文, 散文两篇, 诗歌栏目, 体裁：小说
    loose: re.Pattern[str]  # a column's own name inside a longer token


@lru_cache(maxsize=8)
def tagger(columns: tuple[Column, ...]) -> Tagger:
    """Compile the patterns once per set of columns. On a name that two columns claim, the column so named wins, then the first."""
    column_of = {fold(column.name): column.name for column in columns}
    for column in columns:
        for alias in column.aliases:
            column_of.setdefault(fold(alias), column.name)
    every = _any_of(column_of)
    long = _any_of(word for word in column_of if len(word) >= 2)
    names = _any_of(fold(column.name) for column in columns)
    phrases = (
        rf"{COUNT}{UNIT}(?:原创|短|小|新)?({long})",
        rf"({long})(?:稿件|作品)?{COUNT}{UNIT}",
        rf"({long})(?:栏目|专栏|版块)",
        rf"(?:栏目|体裁|类别|文体):({long})",
        rf"({long})(?=\|)",  # right before a title
    )
    return Tagger(column_of, re.compile(rf"{HEAD}*({every}){TAIL}*"), re.compile("|".join(phrases)), re.compile(f"({names})"))


def _any_of(words: Iterator[str] | dict[str, str]) -> str:
    longest_first = sorted({re.escape(word) for word in words if word}, key=len, reverse=True)
    return "|".join(longest_first) or r"(?!)"


def outside_titles(text: str) -> str:
    """The text with every title blanked out by a separator."""
    return TITLES.sub("|", text)


def find_tags(work: Work, message: Message, columns: tuple[Column, ...]) -> list[Evidence]:
    """Every explicit tag, the strongest finding for each column only. A mail that names several columns gives each a share."""
    rules = tagger(columns)
    found: dict[str, Evidence] = {}

    def take(rule: str, column: str, strength: float, reason: str) -> None:
        if column not in found or found[column].strength < strength:
            found[column] = Evidence(f"tag:{rule}", column, strength, reason)

    subject = message.subject + " " + (message.forwarded.subject if message.forwarded else "")
    in_subject = list(_tags(rules, subject, work.title))
    for word, strength in in_subject:
        take("subject", rules.column_of[word], strength * SUBJECT / len(in_subject) ** 0.5, f"主题标明“{word}”")
    if work.source and work.source != "body":
        for word, strength in _tags(rules, EXTENSION.sub("", work.source), work.title):
            take("file", rules.column_of[word], strength * FILE, f"文件名标明“{word}”")
    for word in _line_tags(rules, work, message):
        take("line", rules.column_of[word], LINE, f"文前标明“{word}”")
    return list(found.values())


def _tags(rules: Tagger, text: str, title: str) -> Iterator[tuple[str, float]]:
    """(tag, 1.0 for a clear one or less) in a subject or file name; each tag once."""
    text, title = _without(rules, outside_titles(fold(text)), fold(title)), fold(title)
    seen: set[str] = set()
    for match in rules.phrase.finditer(text):
        word = next(filter(None, match.groups()))
        if word not in seen:
            seen.add(word)
            yield word, 1.0
    for token in filter(None, BREAKS.split(text)):
        whole = rules.token.fullmatch(token)
        if whole and whole[1] not in seen:
            seen.add(whole[1])
            yield whole[1], 1.0
        elif not whole and not (title and (token in title or title in token)):
            part = rules.loose.search(token)
            if part and part[1] not in seen:
                seen.add(part[1])
                yield part[1], LOOSE / SUBJECT


def _without(rules: Tagger, text: str, title: str) -> str:
    """The text without a title typed bare (我写一篇散文的时候), unless a tag is still stuck to the title (散文 老屋)."""
    stuck = any(rules.token.fullmatch(token) for token in BREAKS.split(title) if token)
    return text if stuck or len(title) < 2 else text.replace(title, "|")


def _line_tags(rules: Tagger, work: Work, message: Message) -> Iterator[str]:
    """Tags on the first lines. A line of the work itself must be nothing but the tag; a line of the letter may be a sentence."""
    own = [work.subtitle or "", *_first_lines(work.blocks)]
    for line in own:
        match = rules.token.fullmatch(_bare(line))
        if match:
            yield match[1]
    mine = {line for line in own if line}
    for line in _first_lines(message.body) + _first_lines(message.forwarded.body if message.forwarded else ()):
        if line in mine or fold(line) == fold(work.title):
            continue
        text = _without(rules, outside_titles(fold(line)), fold(work.title))
        match = rules.phrase.search(text) or rules.token.fullmatch(_bare(text))
        if match:
            yield next(filter(None, match.groups()))


def _first_lines(blocks: tuple[Block, ...]) -> list[str]:
    lines: list[str] = []
    for block in blocks[: LINES_READ * 2]:
        lines += [line.strip() for line in block_text(block).split("\n") if 0 < len(line.strip()) <= LINE_LENGTH]
    return lines[:LINES_READ]


def _bare(line: str) -> str:
    return BREAKS.sub("", fold(line))
