"""重稿: has this text come before? Which texts to look at (sketch), and how much of one stands in the other (compare)."""

from intake.copies.compare import Overlap, compare
from intake.copies.fold import Folded, fold
from intake.copies.kinds import COPY_FROM, EXCERPT, OTHER_AUTHOR, REVISION, SAME, kind_of
from intake.copies.sketch import SCHEME, sketch

__all__ = [
    "COPY_FROM",
    "EXCERPT",
    "OTHER_AUTHOR",
    "REVISION",
    "SAME",
    "SCHEME",
    "Folded",
    "Overlap",
    "compare",
    "fold",
    "kind_of",
    "sketch",
]
