"""Three columns for a work, best first, with how sure and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from intake.columns.evidence import Evidence
from intake.columns.features import features, learned_text
from intake.columns.learner import follow, start
from intake.columns.reasons import learned_reasons
from intake.columns.rules import strengths_of, weigh
from intake.columns.snapshot import Snapshot, key_of
from intake.columns.trust import LEARNER, chances, combine, weight
from intake.model import Column, ColumnGuess, Knowledge, Message, Work

OFFERED = 3
REASONS = 3
WORTH_SAYING = 0.3  # log-odds
EXPERIENCED, TAUGHT, SURE = 200, 20, 0.9  # corrections in all, corrections of this column, confidence
NOTHING_KNOWN, ONLY_NEXT = "没有明显线索，请编辑定", "备选，线索不多"
LIKE_TAUGHT = "与编辑归入本栏的来稿相近"


@lru_cache(maxsize=1)
def untaught(columns: tuple[Column, ...]) -> Snapshot:
    """The learner of a desk that has corrected nothing yet."""
    return start(columns)


@lru_cache(maxsize=1)
def _up_to_date(learner: Snapshot, columns: tuple[Column, ...]) -> Snapshot:
    """With a column that was added since the snapshot; one that was closed or moved is simply not asked for."""
    return learner if {key_of(column) for column in columns} <= set(learner.keys) else follow(learner, columns)


def suggest(work: Work, message: Message, knowledge: Knowledge) -> tuple[ColumnGuess, ...]:
    """Best first; exactly three when there are three columns, () when there is none. Never raises on any text.

    Confidence is the chance that the column is the right one, as far as corrections have taught it.
    """
    columns = knowledge.columns
    if not columns:
        return ()
    learner = _up_to_date(knowledge.learner, columns) if isinstance(knowledge.learner, Snapshot) else untaught(columns)
    found = weigh(work, message, columns)
    strengths = strengths_of(found, columns)
    text = learned_text(work)
    vector = learner.vector(features(text))
    strengths[LEARNER] = dict(zip(learner.keys, learner.margins(vector).tolist(), strict=True))
    keys = tuple(key_of(column) for column in columns)
    total = combine(strengths, learner.trust, keys)
    chance = chances(total)
    best = sorted(range(len(columns)), key=lambda i: -total[i])[:OFFERED]
    said = _reasons(found, learner, {columns[i].name: keys[i] for i in best})
    told = {keys[i]: tuple(said[columns[i].name][:REASONS]) for i in best}
    taught = learned_reasons(text, vector, learner, told)
    nothing = {keys[i]: (NOTHING_KNOWN if i == best[0] else ONLY_NEXT,) for i in best}
    nearest = max(strengths[LEARNER], key=lambda key: strengths[LEARNER][key])
    if nearest in nothing and learner.counts[learner.keys.index(nearest)]:
        nothing[nearest] = (LIKE_TAUGHT,)
    return tuple(
        ColumnGuess(columns[i].name, round(float(chance[i]), 3), (*told[key], *taught.get(key, ())) or nothing[key])
        for i, key in ((i, keys[i]) for i in best)
    )


def stands_alone(guesses: Sequence[ColumnGuess], knowledge: Knowledge) -> bool:
    """Whether the first may be shown without the other two: the learner is sure, and experienced enough for that to mean something.

    Under about 200 corrections confidences are not frequencies yet.
    """
    learner = knowledge.learner
    if not guesses or not isinstance(learner, Snapshot) or learner.seen < EXPERIENCED:
        return False
    taught = dict(zip(learner.keys, learner.counts, strict=True))
    key = next((key_of(column) for column in knowledge.columns if column.name == guesses[0].name), "")
    return guesses[0].confidence >= SURE and taught.get(key, 0) >= TAUGHT


def _reasons(found: list[Evidence], learner: Snapshot, keys: dict[str, str]) -> dict[str, list[str]]:
    """The strongest sentences for each column, as much as the rules are still believed."""
    said: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for item in found:
        if item.reason and item.column in keys:
            believed = item.strength * weight(learner.trust, item.rule, keys[item.column])
            if believed >= WORTH_SAYING:
                said[item.column].append((believed, item.reason))
    strongest = {name: sorted(items, key=lambda pair: -pair[0]) for name, items in said.items()}
    return defaultdict(list, {name: list(dict.fromkeys(reason for _, reason in items)) for name, items in strongest.items()})
