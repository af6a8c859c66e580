"""Why a line was cut off a work, in words an editor reads."""

from __future__ import annotations

from collections.abc import Sequence

from intake.manuscript.fold import han_count
from intake.manuscript.letter import CREDIT_LINE, is_closing, is_contact, is_furniture, is_greeting, is_signature
from intake.manuscript.lines import Line, text_of


def reasons(lines: Sequence[Line], known: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Each line that was cut off, with the reason an editor reads."""
    out = []
    for line in lines:
        text = text_of(line.block) if line.block is not None else line.text
        if text:
            out.append((text, _reason(text, known)))
    return tuple(out)


def _reason(text: str, known: frozenset[str]) -> str:
    if is_contact(text):
        return "联系方式"
    if is_furniture(text):
        return "邮件程序或平台的文字"
    if is_closing(text):
        return "结束语"
    if is_greeting(text):
        return "称呼"
    if CREDIT_LINE.match(text):
        return "署名、来源或审核信息"
    if is_signature(text, known):
        return "落款"
    return "写给编辑部的话" if han_count(text) else "符号"
