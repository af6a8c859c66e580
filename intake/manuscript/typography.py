"""Typography: full-width marks between Han, dashes, ellipses, quotes. The typed text is kept beside; every change is told to the desk."""

from __future__ import annotations

import re
from dataclasses import replace

from intake.model import Block, Check, Heading, Note, Paragraph, Quote, Verse

_WIDE = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", ".": "。", "(": "（", ")": "）"}
_HAN = r"[一-鿿㐀-䶿”’》）】]"
_MARK = re.compile(rf"(?<={_HAN})\s?[,;:!?](?=[一-鿿“‘《（\s\"'\d]|$)|(?<={_HAN})\.(?=[一-鿿“”\s]|$)(?!\.)")
_BRACKET = re.compile(r"\((?=[^()]*[一-鿿])([^()\n]{1,60})\)")
_DOTS = re.compile(r"(?<![.\d])\.{3,}|(?<=[一-鿿])\.\.(?!\.)|。{2,}|…(?!…)(?<!……)|·{3,}")
_DASH = re.compile(rf"(?<={_HAN})\s?(?:-{{2,}}|—(?!—)(?<!——)|－－+|──+|――+)\s?(?=[一-鿿“《])")


def normalise_text(text: str) -> str:
    """Half-width marks beside Han made full-width, ... and 。。。 made ……, -- made ——, straight double quotes paired into “ ”."""
    out = _DOTS.sub("……", text)
    out = _DASH.sub("——", out)
    out = _MARK.sub(lambda m: _WIDE[m.group().strip()], out)
    out = _BRACKET.sub(r"（\1）", out)
    return _quotes(out)


def _quotes(text: str) -> str:
    """Straight quotes are paired only when their number is even and they stand beside Han."""
    if text.count('"') % 2 or not re.search(r'"[^"\n]*[一-鿿][^"\n]*"', text):
        return text
    turn = iter("“”" * text.count('"'))
    return re.sub('"', lambda _: next(turn), text)


def normalise(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], dict[int, str], list[Check]]:
    """(blocks, typed text by the index of each changed block, one note for the desk for each of them)."""
    out: list[Block] = []
    typed: dict[int, str] = {}
    checks: list[Check] = []
    for index, block in enumerate(blocks):
        changed: Block = block
        old = new = ""
        if isinstance(block, Paragraph | Heading | Quote | Note):
            old, new = block.text, normalise_text(block.text)
            changed = replace(block, text=new) if new != old else block
        elif isinstance(block, Verse):
            lines = tuple(map(normalise_text, block.lines))
            old, new = "\n".join(block.lines), "\n".join(lines)
            changed = Verse(lines) if new != old else block
        out.append(changed)
        if new != old:
            typed[index] = old
            start = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), 0)
            count = sum(a != b for a, b in zip(old, new, strict=False)) if len(old) == len(new) else 0
            told = f"标点已按中文习惯改{f' {count} 处' if count else '过'}，原文留底可还原"
            checks.append(Check("typography", told, index, start, start + 1, severity="info"))
    return tuple(out), typed, checks
