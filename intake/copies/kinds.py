"""What an overlap means to an editor."""

from __future__ import annotations

from intake.copies.compare import Overlap

SAME, REVISION, OTHER_AUTHOR, EXCERPT = "same", "revision", "other-author", "excerpt"

SAME_FROM = 0.97  # of both texts: a wrong character put right is no new version, a changed line of a poem is
COPY_FROM = 0.5  # of a text. A fifth of all characters changed at random leaves 0.65 to 0.7; unrelated texts have under 0.1
PART = 0.65  # as long as the other, or shorter: a part of it, no version
PASSAGE = 50  # characters in one piece: a quotation worth showing
LEAST = 10  # characters in common, for poems


def kind_of(overlap: Overlap, same_author: bool, common: bool = False) -> str | None:
    """SAME, REVISION, OTHER_AUTHOR, EXCERPT, or None: nothing an editor need know.

    `common`: what they share stands in many texts (the database knows): then only a copy of half the text counts, not a passage.
    """
    here, there = overlap.fraction, overlap.fraction_other
    if overlap.shared < LEAST:
        return None
    if max(here, there) < COPY_FROM:
        return EXCERPT if overlap.weight >= PASSAGE and not common else None
    if not same_author:
        return OTHER_AUTHOR if here >= COPY_FROM else EXCERPT
    if overlap.ratio < PART:
        return EXCERPT
    return SAME if min(here, there) >= SAME_FROM else REVISION
