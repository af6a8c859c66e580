"""What is missing or must be asked about: author, source, captions, pictures, earlier publication."""

from __future__ import annotations

from collections.abc import Iterable

from intake.manuscript.captions import is_marked_caption
from intake.manuscript.checks.context import TITLE, WHOLE, Context
from intake.model import Check, Paragraph

_OF_FLAGS = {
    "no-title": ("题目是按正文开头暂拟的", TITLE, "warn"),
    "no-author": ("没有找到署名", WHOLE, "warn"),
    "previously-published": ("作者说已在别处发表，请核对首发与授权", WHOLE, "warn"),
    "possible-reprint": ("像是转载稿，请写明来源、原作者和原题", WHOLE, "warn"),
    "editor-note-from-sender": ("来稿自带编者按，请确认是否保留", WHOLE, "warn"),
    "count-mismatch": ("说的篇数与找到的题目数不同，请看是否要拆分", WHOLE, "warn"),
}


def check_state(context: Context) -> Iterable[Check]:
    """One hint for each flag that asks something of the desk."""
    for flag in context.work.flags:
        found = _OF_FLAGS.get(flag.partition(":")[0])
        if found:
            message, place, severity = found
            yield Check(flag.partition(":")[0], message, place, severity="warn" if severity == "warn" else "info")


def check_captions(context: Context) -> Iterable[Check]:
    """A caption that no picture stands by; a picture in a news piece without a caption."""
    loose = "caption-without-image" in context.work.flags
    for index, block in enumerate(context.work.blocks):
        if loose and isinstance(block, Paragraph) and is_marked_caption(block.text):
            yield Check("caption-without-image", "有图注，没有对应的图片", index, 0, len(block.text))
    if context.work.genre == "新闻":
        for index, image in context.captions():
            if not image.caption:
                yield Check("image-without-caption", "新闻图片没有图注", index, severity="info")
