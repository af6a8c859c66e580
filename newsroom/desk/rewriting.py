"""What a small edit makes of a draft: functions from the draft to the fields that change. Nothing here writes a row.

A check belongs to its place (block, start, end): an edit moves the places behind it and drops those it has overwritten.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from intake.manuscript.words import count_words
from newsroom import blocks as forms
from newsroom import masking
from newsroom.models import Draft

from .shown import TITLE, replacement, text_of


class Impossible(Exception):
    """The edit does not fit the text as it is; the message says why, in Chinese."""


def without(checks: list[dict], block: int) -> list[dict]:
    """The checks but those of one block, whose text was typed anew."""
    return [check for check in checks if check["block"] != block]


def apply_check(draft: Draft, number: int) -> dict:
    """The check's suggestion in the place of what it marks."""
    check = _check(draft, number)
    new = replacement(check)
    if not new:
        raise Impossible(_("这一处没有现成的改法，请直接修改"))
    at, start, end = check["block"], check["start"], check["end"]
    rest = [_moved(other, at, start, end, len(new)) for n, other in enumerate(draft.checks) if n != number]
    checks = [other for other in rest if other is not None]
    if at == TITLE:
        return {"title": _replaced(draft.title, start, end, new), "checks": checks}
    made = [dict(block) for block in draft.blocks]
    if not 0 <= at < len(made):
        raise Impossible(_("正文已经变动，这条提示找不到原处"))
    made[at] = _with_text(made[at], _replaced(text_of(made[at]), start, end, new))
    return _fields(made, checks)


def dismiss_check(draft: Draft, number: int) -> dict:
    """The check stays with the draft, marked as seen: it is not shown again."""
    _check(draft, number)
    return {"checks": [check | {"dismissed": True} if n == number else check for n, check in enumerate(draft.checks)]}


def _check(draft: Draft, number: int) -> dict:
    if not 0 <= number < len(draft.checks):
        raise Impossible(_("这条提示已经处理过了"))
    return draft.checks[number]


def _replaced(text: str, start: int, end: int, new: str) -> str:
    if not 0 <= start < end <= len(text):
        raise Impossible(_("正文已经变动，这条提示找不到原处"))
    return text[:start] + new + text[end:]


def _moved(check: dict, at: int, start: int, end: int, length: int) -> dict | None:
    """A check after `start`..`end` of its block has become `length` characters; None when it stood in what was replaced."""
    if check["block"] != at or check["end"] <= start:
        return check
    if check["start"] < end:
        return None
    shift = length - (end - start)
    return check | {"start": check["start"] + shift, "end": check["end"] + shift}


def rewrite(draft: Draft, index: int, text: str = "", **_rest) -> dict:
    """A block's words anew. In a paragraph each line becomes a paragraph of its own; if it had lines already, a blank line parts."""
    block = _block(draft, index)
    if masking.spans(text_of(block), prose=True):
        raise Impossible(_("这一段含有联系方式等私人信息，送审后在文章里修改"))
    text = "\n".join(line.strip() for line in text.replace("\r\n", "\n").strip().split("\n"))
    if not text:
        return drop(draft, index)
    if block["kind"] == "paragraph":
        parts = text.split("\n\n") if "\n" in block["text"] else text.split("\n")
        new = [block | {"text": part.strip("\n")} for part in parts if part.strip()]
    else:
        new = [_with_text(block, text)]
    return _swapped(draft, index, 1, new)


def turn(draft: Draft, index: int, **_rest) -> dict:
    """A paragraph becomes a subhead, a subhead a paragraph."""
    block = _block(draft, index)
    other = {"paragraph": "heading", "heading": "paragraph"}.get(block["kind"])
    if other is None or "\n" in block["text"]:
        raise Impossible(_("只有单行的段落与小标题可以互换"))
    made = [dict(one) for one in draft.blocks]
    made[index] = {"kind": other, "text": block["text"]}
    return _fields(made, draft.checks)


def join(draft: Draft, index: int, **_rest) -> dict:
    """A block is joined to the one before it, when both are of one kind with words."""
    if index < 1:
        raise Impossible(_("前面没有可以合并的段落"))
    before, block = _block(draft, index - 1), _block(draft, index)
    if before["kind"] != block["kind"] or block["kind"] not in ("paragraph", "heading", "verse", "quote", "note"):
        raise Impossible(_("只能与前面同类的段落合并"))
    between = "\n" if block["kind"] == "verse" else ""
    return _swapped(draft, index - 1, 2, [_with_text(before, text_of(before) + between + text_of(block))])


def drop(draft: Draft, index: int, **_rest) -> dict:
    """A block leaves the text."""
    _block(draft, index)
    return _swapped(draft, index, 1, [])


def caption(draft: Draft, index: int, caption: str = "", credit: str = "", **_rest) -> dict:
    """A picture's caption and photographer."""
    block = _block(draft, index)
    if block["kind"] != "image":
        raise Impossible(_("这里不是图片"))
    made = [dict(one) for one in draft.blocks]
    made[index] = block | {"caption": " ".join(caption.split())[:300], "credit": " ".join(credit.split())[:60]}
    return _fields(made, without(draft.checks, index))


CHECK: dict[str, Callable[[Draft, int], dict]] = {"apply": apply_check, "dismiss": dismiss_check}
BLOCK: dict[str, Callable[..., dict]] = {"text": rewrite, "turn": turn, "join": join, "drop": drop, "caption": caption}


def _block(draft: Draft, index: int) -> dict:
    if not 0 <= index < len(draft.blocks):
        raise Impossible(_("正文已经变动，请看过新的内容再改"))
    return draft.blocks[index]


def _with_text(block: dict, text: str) -> dict:
    match block["kind"]:
        case "verse":
            return block | {"lines": [line for line in text.split("\n") if line.strip()]}
        case "list":
            return block | {"items": [line for line in text.split("\n") if line.strip()]}
        case "image":
            words, _newline, credit = (
                text.rpartition("\n") if block.get("caption") and block.get("credit") else (text, "", block.get("credit", ""))
            )
            return block | {"caption": words, "credit": credit}
        case "table":
            raise Impossible(_("表格送审后在文章里修改"))
    return block | {"text": text}


def _swapped(draft: Draft, index: int, count: int, new: list[dict]) -> dict:
    """`count` blocks from `index` become `new`; checks behind them move, checks in them go."""
    made = [*draft.blocks[:index], *new, *draft.blocks[index + count :]]
    shift = len(new) - count
    checks = [
        check | {"block": check["block"] + shift} if check["block"] >= index + count else check
        for check in draft.checks
        if not index <= check["block"] < index + count
    ]
    return _fields(made, checks)


def _fields(made: list[dict], checks: list[dict]) -> dict:
    words = count_words("\n".join(text_of(block) for block in made if block["kind"] != "image"))
    return {"blocks": made, "text": forms.as_text(made), "words": words, "checks": checks}
