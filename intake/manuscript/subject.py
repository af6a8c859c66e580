"""What a subject or a file name says: title, author, genre, contest, number of works, serial. Both are written in the same way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from intake.manuscript.contacts import find
from intake.manuscript.fold import fold, han_count
from intake.manuscript.lexicon import GENRE_PATTERN, GENRE_WORDS, TAG_PATTERN
from intake.manuscript.names import is_name, is_pen_name, is_place, is_unit, split_names, tidy_name

_PREFIX = re.compile(r"^\s*(?:(?:re|fw|fwd|回复|转发|答复|回覆|轉寄|轉發)\s*(?:\[\d+\])?\s*[:：]\s*)+", re.IGNORECASE)
_EXTENSION = re.compile(
    r"\.(?:docx?|wps|txt|rtf|odt|pdf|html?|mht|md|zip|rar|7z|jpe?g|png|gif|bmp|heic|webp|tiff?|xlsx?|pptx?|eml)\s*$", re.IGNORECASE
)
_EMPTY_NAME = re.compile(
    r"^(?:[\s\d()（）._\-]*|新建.*(?:文档|文件|文本).*|文档\s*\d*|未命名.*|无标题.*|无主题|no ?subject|"
    r"untitled.*|document\s*\d*|doc\s*\d*|word|稿|正文|全文|\(无主题\))$",
    re.IGNORECASE,
)
_CAMERA = re.compile(
    r"^(?:IMG|DSC|DSCN?F?|_?MG|P|PIC|WX|QQ|MVI|GOPR|DJI|VID|Screenshot|mmexport|wx_camera|微信图片|QQ图片|"
    r"QQ截图|微信截图|截图|图片|照片|图|image|photo|pic|psb|temp|未标题|IMAG|CIMG|SAM|"
    r"Pano)[\s_\-()（）\d.A-Za-z]*$|^[\dA-Fa-f\-_@.()（）\s]+$",
    re.IGNORECASE,
)
_CONTEST = re.compile(
    r"[“\"「『](?P<quoted>[^“”\"「」『』]{2,20})[”\"」』](?:[^，。\s“”《》]{0,10}?)(?:征文|大赛|征稿|征集)"
    r"|(?P<plain>[一-鿿A-Za-z0-9·]{2,20}?)(?:主题)?(?:有奖)?(?:征文|大赛|征稿|有奖征集|诗歌征集)"
)
_NUMERAL = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2, "二": 2, "双": 2}
_COUNT = re.compile(
    r"(?:(?:[诗词文]|诗歌|散文诗?|小说|小小说|微小说|杂文|随笔|稿件|作品|古诗|诗词|现代诗|短诗|绝句|律诗|七绝|"
    r"七律|五绝|五律|新闻|文章|稿子|短文|故事|童诗|儿歌)\s*([一两二三四五六七八九十\d]{1,2})\s*(?:首|篇|则|题|"
    r"阕|个))|(?<![一-鿿])([两二三四五六七八九十])(?:首|篇)(?![一-鿿])"
)
_EXTRA = re.compile(r"[(（]?\s*外\s*([一二两三四五六七八九十\d]{1,2})\s*(?:首|篇|则|章|题)\s*[)）]?")
_SERIAL = re.compile(
    r"(?:连载|系列(?:报道|之)?|长篇小说[^，。]{0,12}|章回)[^，。一二三四五六七八九十\d]{0,6}?(?:之|"
    r"[(（])?\s*第?([一二三四五六七八九十百\d]{1,4})|第\s*([一二三四五六七八九十百\d]{1,4})\s*[章回集]"
)
_PART_NOTE = re.compile(
    r"^[\s(（\[【]*(?:图文|附图|组图|多图|原创|首发|配图|一|二|三|上|中|下|\d{1,2}|改|新|终稿|定稿|最终版|"
    r"最新|修改稿|修改版|修订稿|更正稿|word版|外[一二三四五六七八九十]首|组诗|已发.{0,4}|请.{1,8}|"
    r"以.{1,6}为准|文.?图|含.{0,4}照片.{0,4}|附.{0,6}照片.{0,3}|[一二两三四五六七八九十\d]{1,3}(?:首|篇|章|则|"
    r"题))[\s)）\]】]*$"
)


# 读《渡口》有感, 《渡口》读后: the marks stand inside the title, they do not enclose it.
_ABOUT_A_BOOK = re.compile(
    r"(?:(?:(?<![一-鿿])|(?<=[：:】]))(?:[重再夜初细品喜又我偶]?[读观评赏看听谈论]|写在|走进|走近|遇见|邂逅|重温|我与|我和|致)"
    r"《[^《》]+》[^\s+＋|｜/—\-（(，,]{0,12}"
    r"|《[^《》]+》(?:有感|读后感?|观后感?|赏析|札记|随想|之我见|[里中]?的[一-鿿]{1,12}))"
)


# A kind word that a title carries: set off by a mark (七律·登山, 小品：过年), or a plain one glued to it (散文渡口, 夸家乡快板).
_KIND_AHEAD = re.compile(rf"^(?P<kind>(?:{GENRE_PATTERN})(?=[\s:：·・•|｜\-—])|散文|诗歌|小小说|小说|杂文|随笔|剧本|现代诗|组诗|新闻|快板)")
_KIND_BEHIND = re.compile(r"(?<![的与和听看说唱老])(?P<kind>快板|三句半|相声|小品|组诗|小小说|剧本)$")


@dataclass(frozen=True, slots=True)
class Hints:
    """What one subject or file name says."""

    source: str = ""  # for the evidence: 主题, 附件文件名
    titles: tuple[str, ...] = ()  # best first
    marked: bool = False  # the title stands in 《》
    authors: tuple[str, ...] = ()
    affiliation: str = ""
    genre: str = ""
    contest: str = ""
    count: int = 0  # 诗三首 = 3, 外二首 = 3; 0 not said
    suite: bool = False  # 组诗
    serial: int = 0
    tagged: bool = False  # a word says that this is a submission


def numeral(text: str) -> int:
    """三, 十二, 12 → a number; 0 when it is none."""
    if text.isdigit():
        return int(text)
    if not text or any(c not in _NUMERAL for c in text):
        return 0
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_NUMERAL.get(tens, 1) if tens else 1) * 10 + (_NUMERAL[ones] if ones else 0)
    return _NUMERAL[text] if len(text) == 1 else 0


def count_in(text: str) -> int:
    """How many works the words announce: 诗三首 3, 外二首 3, 散文两篇 2; else 0."""
    extra = _EXTRA.search(text)
    if extra:
        return numeral(extra.group(1)) + 1
    many = _COUNT.search(text)
    return numeral(many.group(1) or many.group(2)) if many else 0


def serial_in(text: str) -> int:
    """Which part of a serial: 连载之三, 第三章 → 3; else 0."""
    found = _SERIAL.search(text)
    return numeral(found.group(1) or found.group(2)) if found else 0


def genre_in(text: str) -> str:
    """The genre that a 体裁 word names, the longest word first; "" when none stands there."""
    found = re.search(GENRE_PATTERN, text)
    return GENRE_WORDS[found.group()] if found else ""


def contest_in(text: str) -> str:
    """“我与华山”征文, 中秋征文 → the contest's name; else ""."""
    found = _CONTEST.search(re.sub(r"《[^》]*》", " ", text))
    if not found:
        return ""
    name = re.sub(rf"^(?:{TAG_PATTERN}|参加|关于|应征|响应|第.届)+", "", found["quoted"] or found["plain"])
    return name if len(name) >= 2 else ""


def is_camera_name(stem: str) -> bool:
    """IMG_4031, 微信图片_2026…, mmexport…: a name that a device gave."""
    return bool(_CAMERA.match(stem.strip()) or _EMPTY_NAME.match(stem.strip()))


def stem_of(name: str) -> str:
    """A file's name without its extension(s)."""
    bare = name
    while _EXTENSION.search(bare):
        bare = _EXTENSION.sub("", bare)
    return bare.strip()


def read_hints(text: str, source: str) -> Hints:
    """Takes a subject line or file name apart. `source` is the word for the evidence."""
    whole = stem_of(_PREFIX.sub("", text)).strip()
    if _EMPTY_NAME.match(whole) or is_camera_name(whole):
        return Hints(source=source)
    outside = re.sub(r"《[^》]*》", "《》", _ABOUT_A_BOOK.sub("《》", whole))
    about = _ABOUT_A_BOOK.findall(whole)
    marked = about or [t for t in re.findall(r"《\s*([^《》]+?)\s*》", whole) if t not in ("丝路情韵",)]
    rest = _without_contacts(outside.replace("《》", " "))
    tokens, titles, affiliation = _tokens(rest)
    authors = [n for t in tokens for n in _authors_of(t)]
    return Hints(
        source=source,
        titles=tuple(marked if marked else [*marked, *titles]),
        marked=bool(marked),
        authors=tuple(dict.fromkeys(authors)),
        affiliation=affiliation,
        genre=_genre_beside(outside, titles) or genre_in(" ".join(re.sub(r"《[^》]*》", "", t) for t in about)),
        contest=contest_in(whole),
        count=0 if "组诗" in outside else count_in(outside),
        suite="组诗" in outside,
        serial=serial_in(outside),
        tagged=bool(re.search(TAG_PATTERN, outside.lower())) or bool(marked),
    )


def _genre_beside(text: str, titles: Sequence[str]) -> str:
    """The genre word that stands beside the title. One inside it names what the text is about: 我与秦腔, 外婆的故事."""
    rest = text
    for title in titles:
        rest = rest.replace(title, " ")
    if found := genre_in(rest):
        return found
    ahead = next((m for t in titles if (m := _KIND_AHEAD.match(t) or _KIND_BEHIND.search(t))), None)
    return GENRE_WORDS.get(ahead.group("kind"), "") if ahead else ""


def _without_contacts(text: str) -> str:
    out = list(text)
    for one in find(text):
        out[one.start : one.end] = " " * (one.end - one.start)
    return "".join(out)


def _is_tag(token: str) -> bool:
    bare = fold(token).lower().strip(" \t.,:;!?()[]【】-_/|+·、“”\"'~*#★☆◆的")
    if not bare:
        return True
    left = re.sub(TAG_PATTERN, "", bare)
    return not left.strip("一二两三四五六七八九十0123456789首篇幅则组个章题件类 、,/和及与的()（）外") or bool(_PART_NOTE.match(bare))


def _tokens(text: str) -> tuple[list[str], list[str], str]:
    """(tokens that may name the author, titles, affiliation). Neighbouring tokens that are neither tag nor name make a title."""
    unbracketed, inner = _brackets(text)
    pieces = re.split(r"(\s*[＋+｜|/—–_－]+\s*|\s*-+\s*|\s*[:：]\s*|\s{1,}|,|，(?=.{0,4}$))", unbracketed)
    runs: list[str] = []
    names: list[str] = []
    affiliation = ""
    current = ""
    glue = ""
    for index in range(0, len(pieces), 2):
        piece = pieces[index]
        joint = pieces[index + 1] if index + 1 < len(pieces) else ""
        person = _person(piece)
        if not piece.strip() or _is_tag(piece) or _contest_token(piece) or person or _column_tag(piece, joint, index):
            runs, current = ([*runs, current] if current else runs), ""
            names += [person] if person else []
        elif is_unit(piece) and not current:
            affiliation = affiliation or piece
        else:
            current = current + glue + piece if current else piece
        glue = _glue(joint)
        if current and re.search(r"[+＋|｜_/—–]", joint) or current and joint.strip().startswith("--"):
            runs, current = [*runs, current], ""
    runs += [current] if current else []
    titles = sorted((t.strip(" -—_:：,，") for t in runs if han_count(t) >= 1 and not is_place(t)), key=lambda t: -len(t))
    return [*names, *inner], titles, affiliation


def _glue(joint: str) -> str:
    if not joint.strip():
        return " " if joint else ""
    return "：" if joint.strip() in (":", "：") else joint


def _brackets(text: str) -> tuple[str, list[str]]:
    """The text without (…), 【…】, […]; and what stood in them when it may be a name."""
    inner: list[str] = []

    def take(match: re.Match[str]) -> str:
        content = next(g for g in match.groups() if g is not None).strip()
        if content and not _is_tag(content) and not _contest_token(content) and _person(content):
            inner.append(_person(content))
        elif content and is_pen_name(content) and not _is_tag(content) and match.end() == len(text.rstrip()):
            inner.append(content)
        return " "

    return re.sub(r"【([^】]*)】|\[([^\]]*)\]|[(（]([^()（）]*)[)）]", take, text), inner


_CONTEST_TOKEN = re.compile(
    r"(?:征文|大赛|征稿)(?:稿件?|投稿|来稿|作品|活动)?$|(?:连载|"
    r"系列报道)(?:稿件?)?之?[一二三四五六七八九十\d]{0,3}$"
)


def _contest_token(token: str) -> bool:
    return bool(_CONTEST_TOKEN.search(token.strip()))


def _column_tag(token: str, joint: str, index: int) -> bool:
    """生活百科稿件：, 民间艺术稿件: the first token names a column or kind and ends in 稿件; 第一次投稿 elsewhere is a title."""
    return (
        index == 0
        and bool(re.search(r"(?:稿件|投稿|来稿)$", token.strip()))
        and (joint.strip() in (":", "：", "-", "—", "——", "+") or joint == "")
    )


def _person(token: str) -> str:
    """The name in a token that holds a name and nothing but tags and roles: 柴广文散文投稿, 作者张建国, 铁路职工魏铁军投稿; else ""."""
    bare = re.sub(rf"(?:的)?(?:{TAG_PATTERN}|[一二两三四五六七八九十\d]{{1,2}}(?:首|篇|幅|则|组|个))+$", "", token.strip(" \t-—_:：,，、"))
    bare = re.sub(r"^(?:作者|文|图|撰文|摄影|编剧|通讯员|记者|笔名|投稿人)[:：/\s]*", "", bare)
    if is_name(bare):
        return bare
    role = re.match(r"^.{0,8}(?:职工|教师|老师|学生|作者|会员|村民|通讯员|记者|农民|工人|警察|民警|医生|护士)([一-鿿]{2,4})$", bare)
    if role and is_name(role.group(1)):
        return role.group(1)
    names = split_names(bare)
    return "、".join(names) if len(names) > 1 and all(is_name(n) for n in names) else ""


def _authors_of(token: str) -> list[str]:
    return [tidy_name(n) for n in split_names(token) if is_name(n) or (is_pen_name(n) and not is_place(n))]
