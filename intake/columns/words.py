"""Keywords and places of the columns, found in a work. This is the cold start; the learner takes over as labels come."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

import ahocorasick
import rjieba

from intake.columns.evidence import Evidence, body_text
from intake.columns.features import fold
from intake.model import Column, Message, Work

TITLE_WEIGHT, UNIT_WEIGHT = 1.6, 1.6  # a word in the title or in the author's unit, against 1 for many times in the text
HALF_SEEN = 2.0  # occurrences in the body after which a word has given 63 % of its weight
SCALE = 2.4
WORDS_MISSING = -1.2  # for a column of a subject when none of its words stands there, less when one is mentioned in passing
PLACE_NEAR, PLACE_FAR, PLACE_MISSING = 0.9, 0.4, -0.6
OPENING = 120  # characters: the dateline and the first sentence
REASON_WORDS = 4


@dataclass(frozen=True, slots=True)
class Index:
    """All keywords and places of one set of columns in one automaton."""

    automaton: ahocorasick.Automaton
    owners: dict[str, tuple[str, ...]]  # word -> columns, keywords
    places: dict[str, tuple[str, ...]]
    tags: frozenset[str]  # names and aliases: in a title they say nothing (《一个人的散文》), as tags they are read elsewhere


@lru_cache(maxsize=8)
def index(columns: tuple[Column, ...]) -> Index:
    """Built once per set of columns (55 columns: 3 ms)."""
    owners: dict[str, list[str]] = defaultdict(list)
    places: dict[str, list[str]] = defaultdict(list)
    for column in columns:
        for word in dict.fromkeys(map(fold, column.keywords)):
            owners[word].append(column.name)
        for place in map(fold, column.places):
            places[place].append(column.name)
    automaton = ahocorasick.Automaton()
    for word in {*owners, *places} - {""} or {"\0"}:  # an automaton must hold something
        automaton.add_word(word, word)
    automaton.make_automaton()
    tags = frozenset(fold(name) for column in columns for name in (column.name, *column.aliases))
    return Index(automaton, {w: tuple(c) for w, c in owners.items()}, {p: tuple(c) for p, c in places.items()}, tags)


def find_words(work: Work, message: Message, columns: tuple[Column, ...]) -> list[Evidence]:
    """One Evidence a column from its keywords, with the words that weighed most, and one from its places."""
    known = index(columns)
    text = fold(body_text(work))
    title = _count(known, fold(f"{work.title}\n{work.subtitle or ''}\n{message.subject}"))
    unit = _count(known, fold(work.affiliation or ""))
    body, head = _count(known, text), _count(known, text[:OPENING])
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    for word in {*title, *unit, *body}:
        weight = 1 - math.exp(-body.get(word, 0) / HALF_SEEN)
        weight += TITLE_WEIGHT * (word in title and word not in known.tags) + UNIT_WEIGHT * (word in unit)
        for column in known.owners.get(word, ()):
            weights[column][word] = weight * _telling(word) / len(known.owners[word])
    found = [Evidence("words", column, SCALE * math.log1p(sum(words.values())), _word_reason(words)) for column, words in weights.items()]
    for subject in columns:
        lack = 1 - sum(weights[subject.name].values()) if subject.name in weights else 1.0
        if len(subject.genres) != 1 and subject.keywords and lack > 0:
            found.append(Evidence("words:missing", subject.name, WORDS_MISSING * lack))
    return found + _places(known, columns, {*title, *unit, *head}, set(body))


def _count(known: Index, text: str) -> dict[str, int]:
    """How often each known word stands in the text as a word or within one: 天水 in 今天水凉 is none."""
    counts: dict[str, int] = defaultdict(int)
    hits = list(known.automaton.iter(text))
    if not hits:
        return counts
    word_at = [number for number, word in enumerate(rjieba.cut(text)) for _ in word]
    for last, word in hits:
        first = last - len(word) + 1
        whole = word_at[first] == word_at[last]
        starts = first == 0 or word_at[first - 1] != word_at[first]
        ends = last + 1 == len(word_at) or word_at[last + 1] != word_at[last]
        if whole or (starts and ends):
            counts[word] += 1
    return counts


def _telling(word: str) -> float:
    """Long words are rarer, so they tell more."""
    return min(1.6, 0.4 + 0.3 * len(word))


def _word_reason(words: dict[str, float]) -> str:
    """The words that weighed most, without those that stand inside a longer one."""
    best = sorted(words, key=lambda word: (-words[word], word))
    shown: list[str] = []
    for word in best:
        if not any(word in other or other in word for other in shown):
            shown.append(word)
        if len(shown) == REASON_WORDS:
            break
    return f"写到“{'、'.join(shown)}”" if shown else ""


def _places(known: Index, columns: tuple[Column, ...], near: set[str], far: set[str]) -> list[Evidence]:
    """Places are features: in title, unit or opening they count, later less, and a column of one place misses it when it is not named."""
    best: dict[str, tuple[float, str]] = {}
    for words, strength in ((near, PLACE_NEAR), (far, PLACE_FAR)):
        for place in sorted(words):
            for column in known.places.get(place, ()):
                if column not in best:
                    best[column] = (strength, f"地点在{place}")
    found = [Evidence("place", column, strength, reason) for column, (strength, reason) in best.items()]
    missing = [column.name for column in columns if column.places and column.name not in best]
    return found + [Evidence("place:missing", column, PLACE_MISSING) for column in missing]
