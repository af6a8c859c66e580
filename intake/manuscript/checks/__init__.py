"""Hints for the desk: one function a kind of fault, run in this order. None changes a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from intake.manuscript.checks.title_word import check_title_word
from intake.manuscript.piece import Piece
from intake.model import Check, Knowledge, Work

CHECKS: tuple[Callable[[Work, Piece, Knowledge], Iterable[Check]], ...] = (check_title_word,)


def run_checks(work: Work, piece: Piece, knowledge: Knowledge) -> list[Check]:
    """All checks over one work, in the order of the table."""
    return [hint for check in CHECKS for hint in check(work, piece, knowledge)]
