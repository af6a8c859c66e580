"""Reads one line as a byline: who wrote it and for which unit. Returns None for a line that is none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intake.manuscript.fold import fold, han_count
from intake.manuscript.names import is_name, is_name_shaped, is_pen_name, is_place, is_unit, split_names, tidy_name

_ROLES = (
    r"作者姓名|作者|作\s?者|词曲作者|词作者|曲作者|词曲|撰文|撰稿人?|文字?图片?|图片?文字?|"
    r"文\s*[/、&并和]?\s*[图摄影]{1,2}|图\s*[/、&]?\s*文|文字|文|编剧|编创|创作|作词|原著|原创|执笔|署名|笔名|"
    r"(?:本报|本网|本刊|特约|见习|实习)*(?:记者|通讯员|通訊員|评论员|撰稿人)|供稿人?|摄影作者|摄影师?|摄制|"
    r"图片?|书法作者|书法|绘画|作画|口述|整理|讲述|改编|投稿人|投稿者|诗|词|演唱"
)
_EXPLICIT = re.compile(rf"^[(\[【]?\s*(?P<role>{_ROLES})\s*(?:[:/|¦·]|\s{{1,}}|-)\s*(?P<rest>.+?)[)\]】]?$")
_SYMBOL = re.compile(r"^[@□■◎●○◇◆▲△★☆※▪◉◈❖♢✎✍¤⊙]\s*(?:文[:/\s]\s*)?(?P<rest>.{2,30})$")
_PAREN = re.compile(r"^\((?P<rest>[^()]{2,24})\)$")
_SUFFIX = re.compile(r"^(?P<rest>.{2,20}?)\s*[/\s]\s*(?:文/图|图/文|文图|图文|文并摄|文|图|摄影|撰文|供稿|作|著|编剧|整理|报道)$")
_ROLE_WORD = re.compile(rf"(?:^|(?<=[\s、/,;)]))(?:{_ROLES})(?=[\s:/]|$)\s*[:/|]?")
_PERSON = re.compile(r"记者|通讯员|通訊員|作者|编剧|供稿人|撰稿人")  # behind these only a person can stand
_PHOTO_ROLE = re.compile(r"摄影|图片?$|摄")


@dataclass(frozen=True, slots=True)
class Byline:
    authors: tuple[str, ...]
    affiliation: str | None = None
    explicit: bool = False  # a role word or mark says so
    photographer: bool = False  # only of the pictures
    origin: str = ""  # a place before the name


def parse_byline(text: str, known: frozenset[str] = frozenset(), *, styled: bool = False, under_title: bool = False) -> Byline | None:
    """The line as a byline, or None.

    `known`: names the sender, subject or 简介 give. `styled`: the line is centred or pushed to the right.
    `under_title`: it stands directly under the title. Only then a bare pen name counts: a surname-shaped word
    alone on a line (黄河, 高原红) is usually no byline.
    """
    folded = re.sub(r"\s*\d[\d\s\-]{9,}\d", "", fold(text)).strip(" \t-_")
    if not 2 <= len(folded) <= 60 or re.search(r"[。!?…]", folded):
        return None
    return (
        _explicit(folded)
        or _marked(folded)
        or _with_unit(folded, known, styled or under_title)
        or _bare(folded, known, styled, under_title)
    )


def is_explicit(text: str) -> bool:
    """The line says by a role word, a mark or a unit that it is a byline."""
    found = parse_byline(text)
    return bool(found and found.explicit)


def _explicit(folded: str) -> Byline | None:
    match = _EXPLICIT.match(folded)
    if match and (re.search(r"[:/|¦·]", folded[match.end("role") : match.end("role") + 2]) or _names_only(match["rest"], match["role"])):
        names, unit, origin = _people(match["rest"], loose=True, person=bool(_PERSON.search(match["role"])))
        if names:
            return Byline(tuple(names), unit, True, bool(_PHOTO_ROLE.fullmatch(match["role"])), origin)
    suffix = _SUFFIX.match(folded)
    if suffix:
        names, unit, origin = _people(suffix["rest"], loose="/" in folded)
        if names:
            return Byline(tuple(names), unit, True, folded.endswith(("摄影", "图")) and "文" not in folded[-3:], origin)
    return None


def _names_only(text: str, role: str) -> bool:
    """Behind 记者, 通讯员 stands a person, be the name a common word too (田园) or of a rare surname beside other names."""
    words = [n for n in split_names(re.sub(r"[()]", " ", text)) if not re.fullmatch(_ROLES, n)]
    person = bool(_PERSON.search(role))
    shaped = is_name_shaped if person else is_name
    sure = [shaped(n) or is_unit(n) or is_place(n) for n in words]
    return all(sure) or person and len(words) >= 2 and any(sure) and all(ok or _is_short_pen(n) for ok, n in zip(sure, words, strict=True))


def _marked(folded: str) -> Byline | None:
    match = _SYMBOL.match(folded)
    if match:
        names, unit, origin = _people(match["rest"], loose=True)
        return Byline(tuple(names), unit, True, origin=origin) if names else None
    match = _PAREN.match(folded)
    if match:
        inner = _explicit(match["rest"])
        if inner:
            return inner
        names, unit, origin = _people(match["rest"], loose=False)
        return Byline(tuple(names), unit, bool(unit or origin), origin=origin) if names else None
    return None


def _with_unit(folded: str, known: frozenset[str], near: bool) -> Byline | None:
    """合阳县委宣传部　王喜民; 宁夏  马驰远; 华阴市公安局 通讯员 田野 郝佳."""
    pieces = folded.split()
    if len(pieces) < 2 and not re.search(r"[:/、(]", folded):
        return _glued_unit(folded)
    names, unit, origin = _people(folded, loose=False, known=known, near=near)
    if names and (unit or origin or re.search(_ROLE_WORD, folded)):
        return Byline(tuple(names), unit, True, origin=origin)
    return None


def _glued_unit(folded: str) -> Byline | None:
    """合阳县公安局李强: a unit and a name without a space."""
    for size in (3, 2):
        head, tail = folded[:-size], folded[-size:]
        if len(head) >= 5 and is_unit(head) and is_name(tail):
            return Byline((tail,), head, True)
    return None


def _bare(folded: str, known: frozenset[str], styled: bool, under_title: bool) -> Byline | None:
    names = [tidy_name(n) for n in split_names(folded)]
    if not names or len(names) > 6:
        return None
    if all(n in known for n in names) or (all(is_name(n) for n in names) and (under_title or styled)):
        return Byline(tuple(names))
    if under_title and styled and len(names) == 1 and is_pen_name(names[0]):
        return Byline(tuple(names))
    return None


def _people(
    text: str, *, loose: bool, known: frozenset[str] = frozenset(), near: bool = False, person: bool = False
) -> tuple[list[str], str | None, str]:
    """(names, unit, place) in what stands beside a role word. `loose`: pen names count too; `person`: the role is a person's."""
    units: list[str] = []
    origin = ""
    names: list[str] = []
    person = person or bool(_PERSON.search(text))
    bare = re.sub(r"\(([^()]*)\)", r" \1 ", _ROLE_WORD.sub(" ", text))
    bare = re.sub(r"(?:单位|工作单位|作者单位|地址|籍贯)\s*[:：]", " ", bare)
    for piece in split_names(re.sub(r"[:|]", " ", bare)):
        name = tidy_name(piece)
        if not name or re.fullmatch(_ROLES, name):
            continue
        if is_unit(piece) and name not in known:
            units.append(piece)
        elif is_place(piece) and not is_name(name):
            origin = origin or piece
        elif _is_author(name, loose, known, person or bool(units)) or (near and not names and (units or origin) and _is_short_pen(name)):
            names.append(name)
        elif _glued_unit(piece):
            glued = _glued_unit(piece)
            names += glued.authors if glued else ()
            units += [glued.affiliation] if glued and glued.affiliation else []
        else:
            return [], None, ""
    return list(dict.fromkeys(names)), (" ".join(units) or None), origin


def _is_author(name: str, loose: bool, known: frozenset[str], beside: bool) -> bool:
    """Beside a unit or 通讯员 a word shaped like a name is one (通讯员 田野), beside a role word a pen name counts too."""
    return is_name(name) or name in known or (loose and is_pen_name(name)) or (beside and is_name_shaped(name))


def _is_short_pen(name: str) -> bool:
    return is_pen_name(name) and han_count(name) <= 4


_DATELINE = re.compile(
    r"^\s*(?:[(（【\[]?(?P<source>本报|本网|本刊|本台|[一-鿿]{2,8}(?:社|网|报|台|日报|晚报|"
    r"客户端))(?P<place>[^，。()（）]{0,10}?)(?:\d{1,2}月\d{1,2}日)?(?P<how>讯|电|消息|"
    r"报道)[)）】\]]?)\s*(?:[(（](?P<who>[^()（）]{2,60})[)）])?"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    source: str
    agency: bool  # filed by another medium: a possible reprint
    authors: tuple[str, ...] = ()


def parse_dateline(text: str) -> Dateline | None:
    """本报讯（通讯员 X）, 新华社西安7月21日电（记者 X Y）: the opening of a news piece; None when there is none."""
    match = _DATELINE.match(text)
    if not match:
        return None
    own = match["source"] in ("本报", "本网", "本刊", "本台")
    names: list[str] = []
    if match["who"]:
        who = fold(match["who"])
        names, _, _ = _people(who, loose=bool(re.match(_ROLES, who)))
    return Dateline(match["source"], match["how"] == "电" and not own, tuple(names))


_END_NAMES = re.compile(r"[(（]\s*(?P<inner>[^()（）]{2,40})\s*[)）]\s*$")


def parse_end_byline(text: str) -> tuple[Byline | None, str]:
    """A byline in brackets that ends the last paragraph: …丰收的喜悦。（张三 李四）; and the text without it."""
    match = _END_NAMES.search(text)
    if not match or match.start() == 0:
        return None, text
    inner = fold(match["inner"])
    if re.search(r"摄|供图|图片|据|原载|未完|完$", inner):
        return None, text
    role = re.match(rf"^(?:{_ROLES})", inner)
    byline = _explicit(inner) if role else None
    if byline is None:
        names, unit, origin = _people(inner, loose=False)
        byline = Byline(tuple(names), unit, True, origin=origin) if names else None
    return (byline, text[: match.start()].rstrip()) if byline else (None, text)
