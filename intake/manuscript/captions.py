"""Captions and credits: 图为…, 图1：…, …（王喜民 摄）, 当地供图."""

from __future__ import annotations

import re

from intake.manuscript.fold import fold, is_han
from intake.manuscript.lines import Line
from intake.manuscript.names import is_name, is_name_shaped, is_unit, split_names, tidy_name
from intake.manuscript.subject import is_camera_name, stem_of

_LABEL = re.compile(
    r"^\s*(?:[▲△▼▽↑↓◀▶●■□]\s*|(?:图片说明|照片说明|图说|图注|说明|作品名称?|题目)\s*[:：]\s*|[(（]?(?:图|照片|"
    r"图片)\s*[一二三四五六七八九十\d①-⑳]{1,3}\s*[)）]?\s*[:：、.．\s—\-]+\s*|图\s*[:：]\s*)+"
)
_MARKED = re.compile(
    r"^\s*(?:[▲△▼↑↓]\s*\S|图\s*为|图中|图[:：]|(?:图|照片|"
    r"图片)\s*[一二三四五六七八九十\d①-⑳]{1,3}\s*[:：、.．\s]|图片说明|照片说明|(?:上|下|左|右)图)|[(（]图为"
)
_WORD = r"(?:摄影报道|摄影|供图|供稿|提供图片|提供|图片|摄|图)"
_IN_BRACKETS = re.compile(r"[(（\[【]\s*(?P<inner>[^()（）\[\]【】]{2,36})\s*[)）\]】]\s*[。.]?\s*$")
_BEFORE = re.compile(rf"^(?:{_WORD}|拍摄|摄影者|摄影师|图源|照片)\s*[:：/／|]\s*(?P<who>.{{2,30}})$")
_LABELLED = re.compile(rf"(?:^|[\s。；;，,])(?:{_WORD}|拍摄|摄影者|摄影师|图源)\s*[:：/／|]\s*(?P<who>[^()（）:：，。]{{2,30}}?)\s*$")
_AFTER = re.compile(
    r"^(?P<who>.{2,}?)\s*(?:(?<![拍为插配])(?P<word>摄影报道|摄影|供图|供稿|提供图片|提供|摄)|[/／]\s*(?:文/)?(?P<mark>摄影?|图片?|文图))\s*[。.]?$"
)
_NOBODY = frozenset(["当地", "本人", "资料", "受访者", "作者", "单位"])
_ROLE = frozenset(["通讯员", "记者", "本报记者", "本网记者", "摄影", "特约记者", "文/图", "图/文", "文图", "图文"])


def split_credit(text: str) -> tuple[str, str]:
    """(caption, credit) of a caption line; the credit is the name only. 他在山里拍摄 is a sentence and has none."""
    whole = re.fullmatch(r"\s*[(（]\s*((?:图|照片)[^()（）]{4,})[)）]\s*", text)
    bare = (whole.group(1) if whole else text).strip()
    bracket = _IN_BRACKETS.search(bare)
    if bracket:
        inner = bracket["inner"].strip()
        who = _BEFORE.match(inner) or _AFTER.match(inner)
        if who:
            return bare[: bracket.start()].rstrip(" ，,"), _names(who["who"])
    labelled = _LABELLED.search(bare)
    if labelled:
        return bare[: labelled.start()].strip(" ，,；;") + ("。" if bare[labelled.start() : labelled.start() + 1] == "。" else ""), _names(
            labelled["who"]
        )
    return _suffixed(bare)


def _suffixed(bare: str) -> tuple[str, str]:
    """…    田野 摄; …工作。当地供图; 肖勇 亚玲 程鹏 摄: the names are the last words before the credit word."""
    after = _AFTER.match(bare)
    if not after:
        return bare, ""
    words = list(re.finditer(r"[^\s。；;，,、]+", after["who"]))
    taken: list[re.Match[str]] = []
    for word in reversed(words):
        if not _is_creditor(word.group(), bool(taken), alone=len(words) == 1, photo=(after["word"] or after["mark"]).startswith("摄")):
            break
        taken.insert(0, word)
    if not taken or all(t.group() in _ROLE for t in taken):
        return bare, ""
    return after["who"][: taken[0].start()].rstrip(" \u3000，,、"), _names(" ".join(t.group() for t in taken))


def _is_creditor(word: str, more: bool, *, alone: bool, photo: bool) -> bool:
    """A person, a role word, a unit, 当地. Beside a name already taken, any short word is a name too (肖勇 亚玲 程鹏)."""
    bare = fold(word)
    if is_name_shaped(bare) or bare in _NOBODY or bare in _ROLE:
        return photo or not alone or bare in _NOBODY or is_name(bare)
    if more and len(bare) in (2, 3) and is_han(bare):
        return True
    return is_unit(bare) and len(bare) <= 16


def _names(who: str) -> str:
    return " ".join(n for n in (tidy_name(p) for p in split_names(fold(who))) if n and n not in _ROLE)


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
    r"^\s*(?:[(（]?\d{1,3}[)）]?\s*[.、．_\-—\s]+|(?:图|图片|照片|配图|插图|组图|"
    r"作品)\s*[一二三四五六七八九十\d]{0,3}\s*[:：.、．_\-—\s]*)(?=\S)|\s*[(（]\d{1,2}[)）]\s*$"
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
