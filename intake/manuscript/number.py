"""Our reference number, wherever a mail names it."""

from __future__ import annotations

from intake.manuscript.fold import fold
from intake.manuscript.lines import text_of
from intake.model import Guess, Knowledge, Message


def find_number(message: Message, knowledge: Knowledge) -> tuple[str | None, Guess | None]:
    """The first reference number in subject, text, quoted text, hidden text or thread headers, in that order of trust."""
    places = (
        ("主题", message.subject),
        ("正文", "\n".join(text_of(block) for block in message.body)),
        ("引用的原信", "\n".join(text_of(block) for block in message.quoted)),
        ("被转发的信", message.forwarded.subject if message.forwarded else ""),
        ("往来信头", " ".join([message.in_reply_to, *message.references])),
        ("隐藏文字", message.hidden),
    )
    for place, text in places:
        found = knowledge.number.search(fold(text))
        if found:
            return found.group().upper(), Guess(f"编号见于{place}", 0.99 if place != "隐藏文字" else 0.8)
    return None, None
