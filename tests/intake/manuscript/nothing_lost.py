"""Which sentences of a mail are neither in a work, nor in the note, nor listed as removed."""

from __future__ import annotations

import re

from intake.manuscript.captions import parse_caption
from intake.manuscript.contacts import mask
from intake.manuscript.fold import letters_of
from intake.manuscript.lines import text_of
from intake.manuscript.sources import flatten
from intake.manuscript.typography import normalise_text
from intake.model import Reading


def lost_sentences(reading: Reading) -> list[str]:
    """The sentences of body, forwarded body and files that can be found nowhere in the Reading. Masked data counts as found."""
    have = letters_of(re.sub(r"［[^］]*］", "", _kept(reading)))
    lost: list[str] = []
    for text in _sources(reading):
        for sentence in re.split(r"[。！？!?\n]", text):
            sentence = re.sub(r"^[【\[]?作者简介[】\]]?[:：]?", "", sentence)
            if not any(
                letters_of(form) in have for form in (sentence, mask(sentence), normalise_text(sentence), " ".join(parse_caption(sentence)))
            ) and not _parts_found(sentence, have):
                lost.append(sentence)
    return lost


def _parts_found(sentence: str, have: str) -> bool:
    """A number cut out of its sentence, or a title, byline and caption label on one line: then the parts are found one by one."""
    bare = re.sub(r"[\d\s\-()（）*@.\w]{5,}(?=[^\u4e00-\u9fff]|$)", " ", sentence)
    return all(
        letters_of(part) in have for form in (bare, mask(sentence)) for part in re.split(r"[^\u4e00-\u9fff]+", form) if len(part) > 1
    )


def _sources(reading: Reading) -> list[str]:
    message = reading.message
    blocks = [*message.body, *(message.forwarded.body if message.forwarded else ())]
    return [text_of(b) for b in blocks] + [text_of(b) for d in flatten(reading.documents) if not d.members for b in d.blocks]


def _kept(reading: Reading) -> str:
    pieces = [reading.note]
    for work in reading.works:
        pieces += [work.title, work.subtitle or "", " ".join(work.authors), work.affiliation or "", work.bio or ""]
        pieces += [text_of(block) for block in work.blocks]
        pieces += [text for text, _ in work.removed]
    return "\n".join(pieces)
