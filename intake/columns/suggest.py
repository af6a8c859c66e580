"""Three columns for a work, best first, with how sure and why."""

from __future__ import annotations

import math
from collections import defaultdict

from intake.columns.evidence import Evidence
from intake.columns.structure import find_structure
from intake.columns.tags import find_tags
from intake.columns.words import find_words
from intake.model import Column, ColumnGuess, Knowledge, Message, Work

OFFERED = 3
TEMPERATURE = 1.3
NOTHING_KNOWN = "没有明显线索，按栏目常见程度列出"


def weigh(work: Work, message: Message, columns: tuple[Column, ...]) -> list[Evidence]:
    """All the evidence of the rules, in the order in which an editor would give it."""
    return [*find_tags(work, message, columns), *find_structure(work, columns), *find_words(work, message, columns)]


def suggest(work: Work, message: Message, knowledge: Knowledge) -> tuple[ColumnGuess, ...]:
    """Best first; exactly three when there are three columns, () when there is none. Never raises on any text."""
    columns = knowledge.columns
    if not columns:
        return ()
    evidence = weigh(work, message, columns)
    score = dict.fromkeys((column.name for column in columns), 0.0)
    for item in evidence:
        score[item.column] += item.strength
    chance = _softmax(score)
    best = sorted(columns, key=lambda column: -score[column.name])[:OFFERED]
    reasons = _reasons(evidence)
    return tuple(ColumnGuess(c.name, round(chance[c.name], 3), reasons.get(c.name) or (NOTHING_KNOWN,)) for c in best)


def _softmax(score: dict[str, float]) -> dict[str, float]:
    top = max(score.values())
    raised = {name: math.exp((value - top) / TEMPERATURE) for name, value in score.items()}
    total = sum(raised.values())
    return {name: value / total for name, value in raised.items()}


def _reasons(evidence: list[Evidence]) -> dict[str, tuple[str, ...]]:
    """The three strongest sentences for each column."""
    said: dict[str, list[Evidence]] = defaultdict(list)
    for item in evidence:
        if item.reason and item.strength > 0:
            said[item.column].append(item)
    return {
        column: tuple(dict.fromkeys(item.reason for item in sorted(items, key=lambda item: -item.strength)))[:3]
        for column, items in said.items()
    }
