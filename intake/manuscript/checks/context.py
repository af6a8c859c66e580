"""What a check may look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from intake.manuscript.lines import text_of
from intake.model import Image, Knowledge, Picture, Work

TITLE, WHOLE = -1, -2  # places beside the blocks


@dataclass(frozen=True, slots=True)
class Context:
    """One work with what is known around it."""

    work: Work
    knowledge: Knowledge = Knowledge()
    titles: tuple[tuple[str, str], ...] = ()  # (title as another place has it, that place): 主题, 附件文件名
    pictures: Mapping[str, Picture] = field(default_factory=dict)

    def texts(self) -> Iterator[tuple[int, str]]:
        """(block index, text): the title as -1, then every text block; captions are left out."""
        yield TITLE, self.work.title
        for index, block in enumerate(self.work.blocks):
            if not isinstance(block, Image):
                yield index, text_of(block)

    def captions(self) -> Iterator[tuple[int, Image]]:
        """(block index, picture)."""
        for index, block in enumerate(self.work.blocks):
            if isinstance(block, Image):
                yield index, block
