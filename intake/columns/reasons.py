"""Why the learner leans to a column, in whole words instead of the fragments it works with."""

from __future__ import annotations

from collections.abc import Mapping

from intake.columns.features import Vector, fold, word_index, words_of
from intake.columns.snapshot import Snapshot

SHOWN = 4
EXPERIENCED = 3  # corrections of a column before the learner gives reasons for it
SHARE = 0.15  # of the strongest word's weight; what is weaker is not worth an editor's eye


def learned_reasons(text: str, vector: Vector, learner: Snapshot, said: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """A sentence for each column that editors have taught, with the words of the text that spoke most for it.

    `vector` is the text's; `said` has the columns by key and the reasons given already, whose words are not said again.
    """
    taught = [key for key in said if key in learner.keys and learner.counts[learner.keys.index(key)] >= EXPERIENCED]
    if not taught:
        return {}
    index, value = vector
    weights = learner.weights[index]
    words = {word for word in words_of(fold(text)) if not word.isascii()}
    position = {feature: i for i, feature in enumerate(index.tolist())}
    at = [(position[word_index(word)], word) for word in sorted(words) if word_index(word) in position]
    found: dict[str, tuple[str, ...]] = {}
    for key in taught:
        column = learner.keys.index(key)
        lean = value * (weights[:, column] - weights.mean(axis=1))
        best = sorted(((float(lean[i]), word) for i, word in at), reverse=True)[:SHOWN]
        heard = "".join(said[key])
        telling = [word for weight, word in best if weight > 0 and weight >= SHARE * best[0][0] and word not in heard]
        if telling:
            found[key] = (f"参照编辑已归入本栏的{learner.counts[column]}篇，看重“{'、'.join(telling)}”",)
    return found
