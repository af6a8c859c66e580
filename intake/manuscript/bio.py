"""作者简介: found by its label anywhere, or by its shape at the head or tail; taken out of the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intake.manuscript.fold import fold, han_count
from intake.manuscript.letter import UNIT_LINE, is_closing, is_contact, is_furniture, is_greeting
from intake.manuscript.lines import Line
from intake.manuscript.names import is_pen_name, tidy_name
from intake.model import Image

_LABEL = re.compile(
    r"^[\[【(<〔*·•◆■□▲☆★—\-\s]*(?:附\s*[:：]?\s*)?(?:作\s*者|个\s*人|诗\s*人|本\s*人|摄影者|摄影师|摄影家|"
    r"编\s*剧|画\s*家|书\s*家|书法家|书法作者|书画家|艺术家|作家|笔者|主创|词作者|投稿人|通讯员|关于作者|文学|"
    r"艺术)?\s*"
    r"(?:简\s*介|簡\s*介|小传|小\s*档案|简历|自我介绍|介绍|名片|信息)(?:及联系方式|"
    r"及通联)?[\])】>〕*]*\s*[:：]?\s*(?P<rest>.*)$"
)
_ABOUT = re.compile(r"^[(（]?\s*(?:作者|笔者)(?:系|为|是|单位|现为|现任|[:：].{2,6}[,，]\s*(?:男|女|笔名|本名|原名|\d{4}))")
_SHAPE = re.compile(
    r"^(?P<name>[一-鿿·]{2,8}|[A-Za-z一-鿿]{2,12})\s*(?:\([^)]{1,12}\))?\s*[,，、:：]\s*.{0,40}?(?:男|女|笔名|"
    r"本名|原名|网名|字\S{1,3}[,，]|号\S{1,4}[,，]|\d{4}年|\d0后|[六七八九]零后|出生|生于|人[,，。]|会员|作协|"
    r"毕业|教师|退休)"
)
_MORE = re.compile(
    r"会员|作品|发表|散见|获奖|获得|著有|出版|爱好|热爱|喜欢|喜爱|供职|任职|现居|现为|现任|毕业|生于|出生|"
    r"退休|教师|从事|业余|曾"
)


@dataclass(frozen=True, slots=True)
class Bio:
    text: str = ""
    name: str = ""  # whose it is
    taken: frozenset[int] = frozenset()  # indexes of lines that belong to it, pictures (portraits) included


def find_bio(lines: list[Line], known: frozenset[str] = frozenset()) -> Bio:
    """The 简介 of the author among the lines."""
    taken: set[int] = set()
    texts: list[str] = []
    spoken = [i for i, line in enumerate(lines) if line.block is None]
    edges = frozenset([*spoken[:1], *spoken[-4:]]) if len(spoken) >= 4 else frozenset()
    for index, line in enumerate(lines):
        if index in taken or line.block is not None:
            continue
        label = _label(line)
        if label is not None:
            more = _following(lines, index, bool(label.strip()))
            texts += [t for t in [label.strip(), *(lines[i].text for i in more)] if t]
            taken |= {index, *more}
        elif index in edges and _is_shape(line, index == spoken[0], known):
            texts.append(line.text)
            taken.add(index)
    taken |= _portraits(lines, taken)
    text = "\n".join(texts)
    return Bio(text, _name_of(text), frozenset(taken)) if text else Bio(taken=frozenset())


def _label(line: Line) -> str | None:
    """What follows 作者简介 on its line, "" when it stands alone; None when the line is no such label."""
    match = _LABEL.match(line.text)
    if not match:
        return None
    head = line.text[: match.start("rest")]
    rest = match["rest"]
    marked = bool(re.search(r"作\s*者|个\s*人|诗\s*人|本\s*人|摄影|编\s*剧|家|笔者|主创|投稿人|通讯员", head))
    if re.search(r"介绍|名片|信息", head) and not marked:
        return None
    if rest and not re.search(r"[:：】\])>〕]\s*$|\s$", head) and not re.match(r"[一-鿿]{2,8}[,，]", rest):
        return None
    return rest if marked or not rest or _SHAPE.match(fold(rest)) else None


def _following(lines: list[Line], index: int, has_text: bool) -> list[int]:
    """Lines that go on with the 简介: to the next blank line, title, contact or closing.

    One paragraph at least when the label stands alone.
    """
    more: list[int] = []
    got = has_text
    for at in range(index + 1, len(lines)):
        line = lines[at]
        if line.block is not None or is_contact(line.text) or is_closing(line.text) or is_furniture(line.text) or is_greeting(line.text):
            break
        prose = han_count(line.text) >= 12 and bool(_MORE.search(line.text) or _SHAPE.match(fold(line.text)))
        if got and (line.styled or not prose or line.gap and index < len(lines) // 3):
            break
        if not got and line.styled and not prose:
            break
        more.append(at)
        got = True
    return more


def _is_shape(line: Line, first: bool, known: frozenset[str]) -> bool:
    """An unlabelled 简介, at the very head or tail of a text: begins with a name and says what such lines say."""
    if len(line.text) > 400:
        return False
    if UNIT_LINE.match(fold(line.text)):
        return False  # 作者单位：X and nothing more
    if _ABOUT.match(line.text):
        return True
    match = _SHAPE.match(fold(line.text))
    if not match or (first and not line.text.endswith(("。", "）", ")"))):
        return False
    name = tidy_name(match["name"])
    return (name in known or is_pen_name(name)) and len(_MORE.findall(line.text)) >= (1 if name in known else 2)


def _portraits(lines: list[Line], taken: set[int]) -> set[int]:
    """Pictures that stand right beside the 简介: the author's portrait, no illustration."""
    if not taken:
        return set()
    first, last = min(taken), max(taken)
    beside = {first - 1} if first == 1 or last >= len(lines) - 3 else set()
    beside |= {last + 1, *(i for i in range(first, last))}
    captioned = {i for i in beside if i + 1 < len(lines) and i + 1 not in taken and re.match(r"^(?:图|▲|△)", lines[i + 1].text)}
    return {i for i in beside - captioned if 0 <= i < len(lines) and isinstance(lines[i].block, Image)}


def _name_of(text: str) -> str:
    match = re.match(r"^\s*(?:姓名\s*[:：]\s*)?([A-Za-z一-鿿·]{2,8})\s*(?:[(（][^)）]{1,12}[)）])?\s*[,，、。:：（(]", text)
    return tidy_name(match.group(1)) if match and is_pen_name(tidy_name(match.group(1))) else ""
