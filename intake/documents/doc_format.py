"""How runs and paragraphs of a Word 97 file look (MS-DOC 2.8.25, 2.9.32, 2.9.176): the few properties that reading needs."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

_ALIGN = {0: "left", 1: "center", 2: "right", 3: "justify", 4: "justify", 5: "justify"}
_VARIABLE = {0xD608, 0xC615}  # their length is not one byte: sprmTDefTable, sprmPChgTabs
_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)  # by the sprm's upper three bits, MS-DOC 2.6.1
Changes = dict[int, int]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RunLook:
    bold: bool = False
    half_points: int = 0
    gone: bool = False  # deleted in a tracked change, or hidden


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    align: str = ""
    left: int = 0  # twips
    first: int = 0
    table: bool = False
    style: int = 0  # 0 the default, 1 to 9 the headings, whatever their names; others are the document's own
    row_end: bool = False
    listed: bool = False  # Word draws a number or bullet before it


@dataclass
class Ranges(Generic[T]):
    """What holds from which file offset on."""

    starts: list[int] = field(default_factory=list)
    looks: list[T] = field(default_factory=list)

    def at(self, offset: int) -> T | None:
        place = bisect_right(self.starts, offset) - 1
        return self.looks[place] if place >= 0 else None


def run_looks(stream: bytes, table: bytes, start: int, size: int) -> Ranges[RunLook]:
    """From the bin table of character properties (PlcBteChpx)."""

    def look(page: bytes, at: int) -> RunLook:
        offset = page[at] * 2
        if not offset:
            return RunLook()
        said = sprms(page[offset + 1 : offset + 1 + page[offset]])
        return RunLook(said.get(0x0835) in (1, 0x81), said.get(0x4A43, 0), said.get(0x0800) == 1 or said.get(0x083C) == 1)

    return _pages(stream, table, start, size, 1, look)


def paragraph_looks(stream: bytes, table: bytes, start: int, size: int) -> Ranges[ParagraphLook]:
    """From the bin table of paragraph properties (PlcBtePapx)."""

    def look(page: bytes, at: int) -> ParagraphLook:
        offset = page[at] * 2
        if not offset:
            return ParagraphLook()
        count = page[offset]
        begin, length = (offset + 1, 2 * count - 1) if count else (offset + 2, 2 * page[offset + 1])
        grpprl = page[begin : begin + length]
        said = sprms(grpprl[2:])
        align = said.get(0x2461, said.get(0x2403))
        return ParagraphLook(
            _ALIGN.get(align, "") if align is not None else "",
            _signed(said.get(0x845E, said.get(0x840F, 0))),
            _signed(said.get(0x8460, said.get(0x8411, 0))),
            said.get(0x2416) == 1,
            int.from_bytes(grpprl[:2], "little"),
            said.get(0x2417) == 1,
            said.get(0x460B, 0) != 0,
        )

    return _pages(stream, table, start, size, 13, look)


def sprms(data: bytes) -> Changes:
    """Property changes: number → operand; of long operands only that they stand there."""
    found: Changes = {}
    at = 0
    while at + 2 < len(data):
        number = int.from_bytes(data[at : at + 2], "little")
        at += 2
        size = _SIZES[number >> 13]
        if size == 0:
            size = data[at] + 1 if number not in _VARIABLE else int.from_bytes(data[at : at + 2], "little") + 1
            if number == 0xC615 and data[at] != 255:
                size = data[at] + 1
            found[number] = 0
        else:
            found[number] = int.from_bytes(data[at : at + size], "little")
        at += size
    return found


def _pages(stream: bytes, table: bytes, start: int, size: int, width: int, look: Callable[[bytes, int], T]) -> Ranges[T]:
    """Walk the 512-byte pages a bin table names; broken ones are passed over, the text is read without looks there."""
    out: Ranges[T] = Ranges()
    count = max((size - 4) // 8, 0)
    numbers = table[start + 4 * (count + 1) : start + 4 * (count + 1) + 4 * count]
    for (number,) in struct.iter_unpack("<I", numbers[: len(numbers) // 4 * 4]):
        page = stream[number * 512 : number * 512 + 512]
        if len(page) < 512:
            continue
        runs = page[511]
        for index in range(runs):
            try:
                out.starts.append(int.from_bytes(page[index * 4 : index * 4 + 4], "little"))
                out.looks.append(look(page, 4 * (runs + 1) + index * width))
            except IndexError:
                out.starts.pop() if len(out.starts) > len(out.looks) else None
    order = sorted(range(len(out.looks)), key=out.starts.__getitem__)
    return Ranges([out.starts[i] for i in order], [out.looks[i] for i in order])


def _signed(value: int) -> int:
    return value - 0x10000 if value >= 0x8000 else value
