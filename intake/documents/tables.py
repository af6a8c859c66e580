"""Whether a table holds data or only places things; for every format with tables."""

from __future__ import annotations

from collections.abc import Sequence

from intake.model import Block, Heading, Image, ListBlock, Note, Paragraph, Quote, Table, Verse

Cell = Sequence[Block]
_LONG = 300  # characters: a cell with more holds the article itself, not a datum
_MANY = 5  # paragraphs, likewise


def table_blocks(rows: Sequence[Sequence[Cell]]) -> list[Block]:
    """[Table] when the cells hold data; else the cells' own blocks, row by row: a table used for layout dissolves.

    Layout is: a single cell or column, pictures in cells, a table inside a table, or a cell that holds a whole text.
    """
    cells = [cell for row in rows for cell in row]
    filled = [cell for cell in cells if any(block_text(block).strip() or isinstance(block, Image) for block in cell)]
    if not filled:
        return []
    columns = max(len(row) for row in rows)
    if len(filled) == 1 or columns == 1 or any(_is_layout(cell) for cell in filled):
        return [block for cell in cells for block in cell]
    texts = [tuple("\n".join(filter(None, map(block_text, cell))) for cell in row) for row in rows]
    return [Table(tuple(row + ("",) * (columns - len(row)) for row in texts if any(row)))]


def _is_layout(cell: Cell) -> bool:
    if any(isinstance(block, (Image, Table)) for block in cell):
        return True
    return len(cell) > _MANY or sum(len(block_text(block)) for block in cell) > _LONG


def block_text(block: Block) -> str:
    """A block's own text, lines joined; of an Image nothing."""
    match block:
        case Paragraph() | Heading() | Quote() | Note():
            return block.text
        case Verse():
            return "\n".join(block.lines)
        case ListBlock():
            return "\n".join(block.items)
        case Table():
            return "\n".join("\t".join(row) for row in block.rows)
    return ""
