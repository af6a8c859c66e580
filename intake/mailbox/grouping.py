"""Which messages are asked for together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Found:
    """A message on the server, before its body is asked for."""

    uid: int
    size: int  # bytes, as the server says
    received_at: datetime | None  # INTERNALDATE, aware
    seen: bool = False


def groups(batch: Iterable[Found], most: int, large: int) -> Iterator[list[Found]]:
    """In the given order: together as long as the bodies stay within `most` bytes; one of more than `large` bytes by itself."""
    group: list[Found] = []
    total = 0
    for found in batch:
        if group and (total + found.size > most or found.size > large):
            yield group
            group, total = [], 0
        group.append(found)
        total += found.size
        if found.size > large:
            yield group
            group, total = [], 0
    if group:
        yield group
