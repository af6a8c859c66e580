"""Why the learner leans to a column, in whole words instead of the fragments it works with."""

from __future__ import annotations

from intake.columns.evidence import body_text
from intake.columns.features import LEARNED_CHARACTERS, features, fold, learned_text, word_index, words_of
from intake.columns.snapshot import Snapshot
from intake.model import Work

SHOWN = 4
EXPERIENCED = 3  # corrections of a column before the learner gives reasons for it
SHARE = 0.15  # of the strongest word's weight; what is weaker is not worth an editor's eye


def learned_reasons(work: Work, learner: Snapshot, keys: list[str]) -> dict[str, tuple[str, ...]]:
    """One sentence for each of these columns that editors have taught: the words of the text that spoke most for it."""
    place = {key: i for i, key in enumerate(learner.keys)}
    taught = [key for key in keys if key in place and learner.counts[place[key]] >= EXPERIENCED]
    if not taught:
        return {}
    index, value = learner.vector(features(learned_text(work)))
    at = {int(feature): j for j, feature in enumerate(index)}
    words = {word for word in words_of(fold(f"{work.title}\n{body_text(work)[:LEARNED_CHARACTERS]}")) if word_index(word) in at}
    usual = learner.weights[index].mean(axis=1)
    said: dict[str, tuple[str, ...]] = {}
    for key in taught:
        lean = value * (learner.weights[index, place[key]] - usual)
        best = sorted(((float(lean[at[word_index(word)]]), word) for word in words if _shown(word)), reverse=True)[:SHOWN]
        telling = [word for weight, word in best if weight > 0 and weight >= SHARE * best[0][0]]
        if telling:
            said[key] = (f"编辑归入本栏的{learner.counts[place[key]]}篇来稿多用“{'、'.join(telling)}”",)
    return said


def _shown(word: str) -> bool:
    return not any(character.isascii() for character in word)
