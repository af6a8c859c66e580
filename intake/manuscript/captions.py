"""Captions and credits: 图为…, 图1：…, …（王喜民 摄）, 当地供图."""

from __future__ import annotations

import re

from intake.manuscript.fold import fold
from intake.manuscript.lines import Line
from intake.manuscript.names import is_name, is_unit, split_names, tidy_name
from intake.manuscript.subject import is_camera_name, stem_of

_LABEL = re.compile(
    r"^\s*(?:[▲△▼▽↑↓◀▶●■□]\s*|(?:图片说明|照片说明|图说|图注|说明|作品名称?|题目)\s*[:：]\s*|[(（]?(?:图|照片|图片)\s*[一二三四五六七八九十\d]{1,3}\s*[)）]?\s*[:：、.．\s—\-]+\s*|图\s*[:：]\s*)+"
)
_MARKED = re.compile(
    r"^\s*(?:[▲△▼↑↓]\s*\S|图\s*为|图中|图[:：]|(?:图|照片|图片)\s*[一二三四五六七八九十\d]{1,3}\s*[:：、.．\s]|图片说明|照片说明|(?:上|下|左|右)图)|[(（]图为"
)
_CREDIT = re.compile(
    r"\s*[(（\[【]?\s*(?:(?:摄影|拍摄|摄|供图|图片?|图源|照片)\s*[:：/|]\s*(?P<after>[^()（）\s:：][^()（）:：，。]{1,30}?)|(?P<before>[^()（），。；：:！？\s][^()（），。；：:！？]{0,24}?)\s*(?:/\s*)?(?:摄影|供图|供稿图片|摄|/\s*图|提供图片|提供))\s*[)）\]】]?\s*[。.]?\s*$"
)


def split_credit(text: str) -> tuple[str, str]:
    """(caption, credit) of a caption line; the credit is the name only. 他在山里拍摄 is a sentence and has none."""
    match = _CREDIT.search(text)
    if not match:
        return text.strip(), ""
    who = (match["after"] or match["before"] or "").strip()
    head = text[: match.start()].strip()
    bracketed = bool(re.match(r"\s*[(（\[【]", match.group()))
    names = [tidy_name(n) for n in split_names(fold(who))]
    named = bool(names) and all(is_name(n) for n in names)
    if match["before"] and not bracketed and not named:
        last = re.split(r"[\s　]+", who)
        tail = [tidy_name(n) for n in last[1:]] if len(last) > 1 else []
        if tail and all(is_name(n) or is_unit(n) or n in ("当地", "本人", "通讯员", "作者") for n in tail):
            return (head + who[: who.find(last[1])]).strip(), " ".join(tail)
        local = re.fullmatch(r"(?:当地|单位|受访者|资料|作者|本人|[一-鿿]{2,12}(?:局|院|委|部|中心|队|镇|村|台|网))", who)
        if not local or match.group().rstrip(" 。)）").endswith("提供") and not head:
            return text.strip(), ""
    if not bracketed and match["before"] and match.group().rstrip(" 。").endswith("摄") and re.search(r"[在把将被正]", who):
        return text.strip(), ""
    return head.rstrip(" ，,"), " ".join(n for n in names if n not in ("摄影", "通讯员", "记者")) or who


def parse_caption(text: str) -> tuple[str, str]:
    """A caption line → (caption without its number or arrow, credit)."""
    caption, credit = split_credit(text)
    bare = _LABEL.sub("", caption).strip()
    return re.sub(r"^[(（](图为[^()（）]*)[)）]$", r"\1", bare), credit


def is_marked_caption(text: str) -> bool:
    """The line says itself that it is a caption: 图为…, 图1：…, or ends with a credit."""
    return len(text) <= 160 and (bool(_MARKED.match(text)) or is_credit_only(text) or (len(text) <= 90 and bool(split_credit(text)[1])))


def is_credit_only(text: str) -> bool:
    """肖勇 亚玲 程鹏 摄: a line that only credits the picture before it."""
    caption, credit = split_credit(text)
    return bool(credit) and not caption


def may_be_caption(line: Line, body_centered: bool) -> bool:
    """Right below a picture: is this line its caption?"""
    text = line.text
    if line.block is not None or not text or len(text) > 90:
        return False
    if is_marked_caption(text):
        return True
    return line.align == "center" and not body_centered and len(text) <= 60 and not line.level and not re.search(r"[：:]$", text)


_NUMBERED = re.compile(
    r"^\s*(?:[(（]?\d{1,3}[)）]?\s*[.、．_\-—\s]+|(?:图|图片|照片|配图|插图|组图|作品)\s*[一二三四五六七八九十\d]{0,3}\s*[:：.、．_\-—\s]*)(?=\S)|\s*[(（]\d{1,2}[)）]\s*$"
)


def caption_of_name(name: str) -> tuple[str, str]:
    """A picture's file name as caption and credit; empty when a camera or phone gave the name."""
    stem = stem_of(name)
    if is_camera_name(stem):
        return "", ""
    bare = _NUMBERED.sub("", stem).strip(" _-")
    if is_camera_name(bare) or len(bare) < 2 or re.fullmatch(r"[\d\s_\-.A-Za-z]+", bare):
        return "", ""
    caption, credit = split_credit(re.sub(r"[_＿]+", " ", bare))
    return caption, credit
