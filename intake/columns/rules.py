"""All rules asked, in the order in which an editor would give his reasons."""

from __future__ import annotations

from collections import defaultdict

from intake.columns.evidence import Evidence
from intake.columns.snapshot import key_of
from intake.columns.structure import find_structure
from intake.columns.tags import find_tags
from intake.columns.words import find_words
from intake.model import Column, Message, Work

RULES = (find_tags, find_structure, find_words)


def weigh(work: Work, message: Message, columns: tuple[Column, ...]) -> list[Evidence]:
    """Every finding of every rule, by column name."""
    return [item for rule in RULES for item in rule(work, message, columns)]


def strengths_of(found: list[Evidence], columns: tuple[Column, ...]) -> dict[str, dict[str, float]]:
    """Rule -> column key -> log-odds: the form that is weighed and kept with a correction."""
    keys = {column.name: key_of(column) for column in columns}
    strengths: dict[str, dict[str, float]] = defaultdict(dict)
    for item in found:
        strengths[item.rule][keys[item.column]] = round(item.strength, 3)
    return dict(strengths)
