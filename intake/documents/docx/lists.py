"""List paragraphs that stand together become a list; one that stands alone stays a paragraph, its number typed out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from intake.model import Block, ListBlock, Paragraph

_LONG = 120  # characters: longer "items" are numbered paragraphs of an article


@dataclass(frozen=True, slots=True)
class Item:
    """A list paragraph on its way: `paragraph` has its number in the text; `family` is the same for items that belong together."""

    paragraph: Paragraph
    ordered: bool
    family: str = ""


def gather_lists(blocks: Iterable[Block | Item]) -> list[Block]:
    """`blocks` with runs of items joined.

    A numbered paragraph between other paragraphs (一、晨光) is a subhead or numbered prose, not a list of one; a bullet is one.
    """
    out: list[Block] = []
    run: list[Item] = []
    for block in blocks:
        if isinstance(block, Item):
            if run and (run[-1].ordered != block.ordered or block.paragraph.gap):
                out.extend(_close(run))
                run = []
            run.append(block)
        else:
            out.extend(_close(run))
            run = []
            out.append(block)
    return out + _close(run)


def _close(run: list[Item]) -> list[Block]:
    if not run:
        return []
    ordered = run[0].ordered
    if ordered and (len(run) == 1 or any(len(item.paragraph.text) > _LONG for item in run)):
        return [item.paragraph for item in run]
    return [ListBlock(tuple(item.paragraph.text for item in run), ordered)]
