"""Verse, plays and news told by their lines alone, whatever they are about and without anybody's word for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

HAN = re.compile(r"[㐀-鿿豈-﫿𠀀-𯿿〇□]")
CLAUSES = re.compile(r"[，。！？；：、,.!?;:\s]+")
CLOSED = re.compile(r"[。！？；…!?;][”』」）)]?$")
SPEECH = re.compile(r"^[^，。！？；：:\s（(]{1,8}\s*(?:[（(][^）)]{0,30}[）)])?\s*[:：]\s*\S|^[“「『—]")
SPEAKER = re.compile(r"^\s*([^，。！？；：:\s（()）△▲【】]{1,8})\s*(?:[（(][^）)]{0,30}[）)])?\s*[:：]\s*\S")
STAGE = re.compile(
    r"^\s*[△▲]|[（(][^）)]{0,12}(?:[云唱白科介]|上|下|做[^）)]{1,6})[）)]|幕(?:启|落)|^\s*(?:第[一二三四五六七八九十\d]+[场幕折出]|\d+[-－]\d+\s)|"
    r"^\s*(?:时间|地点|人物|场景|布景)\s*[:：]"
)
DATELINE = re.compile(
    r"本报讯|本网讯|讯（|电（|记者|通讯员|消息(?:，|称|人士)|获悉|据[^，。]{0,14}(?:报道|了解|介绍|悉|统计|透露)|(?:本周|昨日|昨天|近日|日前|今日)"
)
LATELY = re.compile(r"\d+月\d+日|20\d\d年|\d+(?:\.\d+)?(?:%|％|亿|万)|北京时间|公布|举行|召开|表示|同比|市场")

SPOKEN = re.compile("[的了着是我他她它在这那吗呢吧说么们]")  # what prose of today cannot do without
REGULAR = frozenset((3, 4, 5, 6, 7))
LEAST_CLAUSES = 4


def shape_of(lines: Sequence[str]) -> tuple[str, float]:
    """(诗歌, 剧本, 新闻 or "", how sure). Lines are paragraphs or typed lines; empty ones are passed over."""
    lines = [line.strip() for line in lines if line.strip()]
    if not lines:
        return "", 0.0
    if is_play(lines):
        return "剧本", 0.9
    if is_verse(lines):
        return "诗歌", 0.9
    if is_news(lines):
        return "新闻", 0.75
    return "", 0.0


def is_verse(lines: Sequence[str]) -> bool:
    """Lines that end where the verse ends: of one measure, or short and mostly open."""
    sizes = [len(HAN.findall(line)) for line in lines]
    if sum(sizes) < 0.5 * sum(map(len, lines)) or sum(bool(SPEECH.match(line)) for line in lines) > 0.25 * len(lines):
        return False
    clauses = [n for line in lines for clause in CLAUSES.split(line) if (n := len(HAN.findall(clause)))]
    if len(clauses) < LEAST_CLAUSES:
        return False
    measure, times = Counter(clauses).most_common(1)[0]
    if measure in REGULAR and times >= 0.75 * len(clauses) and median(sizes) <= 4 * measure:
        return True  # 绝句, 律诗, 古风, 四言, 三字
    ordered = sorted(sizes)
    short = median(sizes) <= 18 and ordered[int(len(ordered) * 0.9)] <= 30 and max(sizes) <= 60
    closed = sum(bool(CLOSED.search(line)) for line in lines) / len(lines)
    if len(lines) >= LEAST_CLAUSES and short and closed <= 0.5:
        return True  # free verse
    # 词, 曲, 辞: lines of several short clauses, each closed, of changing measure, in the old language
    spoken = sum(len(SPOKEN.findall(line)) for line in lines) / max(sum(sizes), 1)
    return (
        spoken <= 0.03
        and len(lines) >= 2
        and max(sizes) <= 40
        and max(clauses) <= 11
        and median(clauses) <= 7
        and len(clauses) >= 1.5 * len(lines)
    )


def is_play(lines: Sequence[str]) -> bool:
    """Speeches of named persons who speak again, and stage directions."""
    names = [found[1] for line in lines if (found := SPEAKER.match(line))]
    stage = sum(bool(STAGE.search(line)) for line in lines)
    again = len(names) - len(set(names))
    if stage >= 2 and len(names) >= 0.25 * len(lines) and again >= 2:
        return True
    inside = sum(len(STAGE.findall(line)) for line in lines)
    return inside >= 3 and inside >= 0.3 * len(lines) and sum(map(len, lines)) <= 400 * inside


def is_news(lines: Sequence[str]) -> bool:
    """A dateline or a source in the opening, and the dates and numbers of reports."""
    opening = "".join(lines)[:400]
    return len(set(DATELINE.findall(opening))) + min(3, len(set(LATELY.findall(opening)))) >= 3 and bool(DATELINE.search(opening))
