"""The mails of a chaos run: each with an author of its own, so that what became of it can be counted from outside."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.builders import DOCX, Attachment, a_docx, a_mail

PLACES = ["渭水", "华山", "秦岭", "洛河", "塬上", "陇海", "城墙", "老街", "麦场", "窑院"]
THINGS = ["灯火", "雪夜", "槐花", "石桥", "炊烟", "鼓声", "麦浪", "梨园", "渡口", "皂荚"]
LINES = """\
{place}的{thing}落在肩头，
像去年{number}月没有寄出的信。
父亲把锄头靠在门后，
说地里的话要慢慢听。

我数过{number}级台阶，
每一级都有人喊我的小名。
如今{thing}还在，
喊我的人换了一个又一个。
"""
DELIVERED_AGAIN = b"Received: from another.example by mx.example; Wed, 04 Mar 2026 14:00:00 +0800\r\n"


@dataclass(frozen=True)
class Sent:
    """A mail and what must become of it: the state of its letter, its drafts, its acknowledgements."""

    author: str
    copies: tuple[bytes, ...]  # as they arrive; the first is the mail, the others are the same mail once more
    state: str
    drafts: int
    answers: int
    second_copies: int = 0  # letters that are ignored as redeliveries


def mails(count: int, seed: int, prefix: str = "a") -> list[Sent]:
    """`count` mails in a fixed mixture: poems in the text, in a .docx, robots, the same bytes twice, redeliveries."""
    chance = random.Random(seed)
    return [_mail(number, chance, prefix) for number in range(1, count + 1)]


def _mail(number: int, chance: random.Random, prefix: str) -> Sent:
    kind = chance.choices(["text", "docx", "robot", "twice", "redelivered"], [72, 8, 8, 6, 6])[0]
    author = f"{prefix}{number:05}@example.com"
    place, thing = chance.choice(PLACES), chance.choice(THINGS)
    title = f"{place}{thing}其{number}"
    text = LINES.format(place=place, thing=thing, number=number)
    headers = {"message_id": f"<{prefix}-{number}@example.com>"}
    if kind == "robot":
        words = f"这是来自QQ邮箱的假期自动回复邮件。\n\n您好，我最近正在休假中（{number}）。"
        return Sent(author, (a_mail(f"自动回复: 收稿回执{number}", ("假期", author), words, **headers),), "ignored", 0, 0)
    if kind == "docx":
        file = Attachment(f"{title}.docx", a_docx([title, *text.splitlines()]), DOCX)
        return Sent(
            author, (a_mail(f"投稿：诗歌《{title}》", ("作者", author), "见附件。", attachments=[file], **headers),), "drafted", 1, 1
        )
    raw = a_mail(f"投稿：诗歌《{title}》", ("作者", author), f"{title}\n\n{text}", **headers)
    if kind == "twice":
        return Sent(author, (raw, raw), "drafted", 1, 1)
    if kind == "redelivered":
        return Sent(author, (raw, DELIVERED_AGAIN + raw), "drafted", 1, 1, 1)
    return Sent(author, (raw,), "drafted", 1, 1)
