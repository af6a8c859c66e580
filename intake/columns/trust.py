"""How much each rule is believed. Rules that editors overrule lose weight by themselves; so does the learner while it is green.

The evidence of all rules is summed as log-odds, each multiplied by its weight; a correction moves the weights along the
gradient of the log-likelihood, as in logistic regression. A sure rule that was wrong loses much, one that was right gains little.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

LEARNER = "learner"
START = {LEARNER: 2.0}  # a margin of the learner is about -1..1; every other rule starts at 1
STEP, STEP_ONE = 0.004, 0.02  # for a rule as a whole, and for a rule with one column
LEARNER_STEP = 0.05
LEAST, MOST = 0.0, 2.5
LEARNER_MOST = 12.0

Strengths = Mapping[str, Mapping[str, float]]  # rule -> column key -> log-odds


def weight(trust: Mapping[str, float], rule: str, column: str = "") -> float:
    """What a finding of this rule for this column is multiplied by."""
    whole = trust.get(rule, START.get(rule, 1.0))
    return max(LEAST, whole + trust.get(f"{rule}>{column}", 0.0))


def combine(strengths: Strengths, trust: Mapping[str, float], keys: tuple[str, ...]) -> npt.NDArray[np.float64]:
    """The weighted log-odds of each key; strengths for other columns (closed since) are left out."""
    place = {key: i for i, key in enumerate(keys)}
    total = np.zeros(len(keys))
    for rule, columns in strengths.items():
        for column, strength in columns.items():
            if column in place:
                total[place[column]] += strength * weight(trust, rule, column)
    return total


def chances(total: npt.NDArray[np.float64], sharpness: float) -> npt.NDArray[np.float64]:
    """Log-odds to probabilities that add up to 1."""
    raised = np.exp((total - total.max()) * sharpness)
    chance: npt.NDArray[np.float64] = raised / raised.sum()
    return chance


def adjust(strengths: Strengths, trust: dict[str, float], keys: tuple[str, ...], right: str, sharpness: float) -> None:
    """One step for one correction, in place."""
    place = {key: i for i, key in enumerate(keys)}
    miss = -chances(combine(strengths, trust, keys), sharpness)
    miss[place[right]] += 1.0
    for rule, columns in strengths.items():
        pulls = {column: strength * float(miss[place[column]]) for column, strength in columns.items() if column in place}
        learner = rule == LEARNER
        moved = trust.get(rule, START.get(rule, 1.0)) + (LEARNER_STEP if learner else STEP) * sum(pulls.values())
        trust[rule] = min(LEARNER_MOST if learner else MOST, max(LEAST, moved))
        if learner:
            continue
        for column, pull in pulls.items():
            if abs(pull) > 0.05:
                name = f"{rule}>{column}"
                trust[name] = min(1.0, max(-MOST, trust.get(name, 0.0) + STEP_ONE * pull))
