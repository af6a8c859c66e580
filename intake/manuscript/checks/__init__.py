"""Hints for the desk: one function a kind of fault, run in this order. None changes a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from intake.manuscript.checks.context import Context
from intake.manuscript.checks.figures import check_spellings, check_sums
from intake.manuscript.checks.marks import check_half_width, check_quote_stop, check_spaces
from intake.manuscript.checks.people import check_cards, check_people
from intake.manuscript.checks.state import check_captions, check_state
from intake.manuscript.checks.title_word import check_title_word
from intake.manuscript.checks.wording import check_fixed_words, check_ours, check_until, check_watch_words, check_wrong_words
from intake.model import Check

CHECKS: tuple[Callable[[Context], Iterable[Check]], ...] = (
    check_title_word,
    check_state,
    check_captions,
    check_watch_words,
    check_fixed_words,
    check_people,
    check_cards,
    check_wrong_words,
    check_until,
    check_ours,
    check_sums,
    check_spellings,
    check_quote_stop,
    check_half_width,
    check_spaces,
)
MOST = 12  # of one kind in one work: a text full of stray spaces is one fault, not two hundred


def run_checks(context: Context) -> list[Check]:
    """All checks over one work, in the order of the table."""
    hints: list[Check] = []
    for check in CHECKS:
        hints += [hint for _, hint in zip(range(MOST), check(context), strict=False)]
    return hints


__all__ = ["CHECKS", "Context", "run_checks"]
