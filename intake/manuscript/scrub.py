"""Takes every private number out of what may be printed. The last stage before a work leaves: it must never fail.

It reads the work's whole text as one string, so that a number broken over two lines, cells or paragraphs is found too.
"""

from __future__ import annotations

from dataclasses import replace

from intake.manuscript.contacts import Found, find
from intake.manuscript.lines import Block
from intake.model import Heading, ListBlock, Note, Paragraph, Quote, Table, Verse

_LABELS = {
    "phones": "［电话已移出］",
    "wechat": "［微信号已移出］",
    "qq": "［QQ号已移出］",
    "emails": "［邮箱已移出］",
    "postcodes": "［邮编已移出］",
    "id_numbers": "［证件号已移出］",
    "bank_cards": "［账号已移出］",
    "addresses": "［地址已移出］",
}


def scrub_texts(texts: list[str], cells: frozenset[int] = frozenset()) -> tuple[list[str], list[Found]]:
    """The texts without private numbers (a bracketed word stands where one was), and what was taken. Order and number of texts are kept.

    `cells`: indexes of table cells; a number runs on from one into the next only in its own grouping (1380, 2000, 300 in a row
    are three sums).
    """
    whole = "".join(text + ("\0" if index in cells else "\n") for index, text in enumerate(texts))[:-1]
    found = find(whole, prose=True)
    cuts = _spans([f for f in found if f.kind != "public"])
    if not cuts:
        return texts, found
    out: list[str] = []
    at = 0
    for text in texts:
        end = at + len(text)
        pieces, last = [], at
        for start, stop, kind in cuts:
            if stop <= at or start >= end:
                continue
            pieces.append(whole[last : max(start, at)])
            if start >= at:
                pieces.append(_LABELS[kind])
            last = min(stop, end)
        out.append("".join([*pieces, whole[last:end]]))
        at = end + 1
    return out, found


def _spans(found: list[Found]) -> list[tuple[int, int, str]]:
    spans: list[tuple[int, int, str]] = []
    for one in sorted(found, key=lambda f: (f.start, -f.end)):
        if not spans or one.start >= spans[-1][1]:
            spans.append((one.start, one.end, one.kind))
    return spans


def _strings(block: Block) -> list[str]:
    if isinstance(block, Paragraph | Heading | Quote | Note):
        return [block.text]
    if isinstance(block, Verse):
        return list(block.lines)
    if isinstance(block, ListBlock):
        return list(block.items)
    if isinstance(block, Table):
        return [cell for row in block.rows for cell in row]
    return [block.name, block.caption, block.credit]


def _with(block: Block, strings: list[str]) -> Block | None:
    """The block with new strings; None when nothing of it is left."""
    if isinstance(block, Paragraph | Heading | Quote | Note):
        return replace(block, text=strings[0]) if strings[0].strip() else None
    if isinstance(block, Verse):
        return replace(block, lines=tuple(strings))
    if isinstance(block, ListBlock):
        return replace(block, items=tuple(strings))
    if isinstance(block, Table):
        cells = iter(strings)
        return replace(block, rows=tuple(tuple(next(cells) for _ in row) for row in block.rows))
    return replace(block, name=strings[0], caption=strings[1], credit=strings[2])


def scrub_blocks(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], list[Found]]:
    """The blocks without private numbers, and what was taken out of them ("public" numbers are reported, and stay)."""
    strings = [_strings(block) for block in blocks]
    flat = [s for them in strings for s in them]
    owners = [block for block, them in zip(blocks, strings, strict=True) for _ in them]
    clean, found = scrub_texts(flat, frozenset(i for i, owner in enumerate(owners) if isinstance(owner, Table)))
    if clean is flat:
        return blocks, found
    out: list[Block] = []
    at = 0
    for block, them in zip(blocks, strings, strict=True):
        kept = _with(block, clean[at : at + len(them)])
        at += len(them)
        if kept is not None:
            out.append(kept)
    return tuple(out), found
