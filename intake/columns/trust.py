"""How much each rule is believed. Rules that editors overrule lose weight by themselves, and so does the learner while it is green.

The evidence of all rules is summed as log-odds, each multiplied by its weight, and the chances follow by softmax: logistic
regression with a handful of weights. One correction moves them a step along the gradient (a sure rule that was wrong loses
much, one that was right gains little); a refit finds the best ones by Newton's method, which also makes confidences frequencies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

LEARNER = "learner"
START = {LEARNER: 6.0}  # its margins are small: 0.1 apart on a long text; every other rule starts at 1
STEP, STEP_ONE, STEP_LEARNER = 0.004, 0.02, 0.05  # a rule as a whole, a rule with one column, the learner
MOST, MOST_ONE, MOST_LEARNER = 4.0, 1.0, 60.0
IMAGINED = 10.0  # corrections' worth of faith in the weights of the start
NEWTON_STEPS = 12

Strengths = Mapping[str, Mapping[str, float]]  # rule -> column key -> log-odds
Floats = npt.NDArray[np.float64]


def whole_weight(trust: Mapping[str, float], rule: str) -> float:
    """The weight of a rule, whatever the column."""
    return trust.get(rule, START.get(rule, 1.0))


def weight(trust: Mapping[str, float], rule: str, column: str) -> float:
    """What a finding of this rule for this column is multiplied by."""
    return max(0.0, whole_weight(trust, rule) + trust.get(f"{rule}>{column}", 0.0))


def combine(strengths: Strengths, trust: Mapping[str, float], keys: tuple[str, ...]) -> Floats:
    """The weighted log-odds of each key; strengths for other columns (closed since) are left out."""
    place = {key: i for i, key in enumerate(keys)}
    total = np.zeros(len(keys))
    for rule, columns in strengths.items():
        for column, strength in columns.items():
            if column in place:
                total[place[column]] += strength * weight(trust, rule, column)
    return total


def chances(total: Floats) -> Floats:
    """Log-odds to probabilities, along the last axis."""
    raised = np.exp(total - total.max(axis=-1, keepdims=True))
    chance: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return chance


def adjust(strengths: Strengths, trust: dict[str, float], keys: tuple[str, ...], right: str, whole: bool = True) -> None:
    """One step for one correction, in place. whole=False moves only what a rule is worth for single columns."""
    place = {key: i for i, key in enumerate(keys)}
    miss = -chances(combine(strengths, trust, keys))
    miss[place[right]] += 1.0
    for rule, columns in strengths.items():
        pulls = {column: strength * float(miss[place[column]]) for column, strength in columns.items() if column in place}
        step, most = (STEP_LEARNER, MOST_LEARNER) if rule == LEARNER else (STEP, MOST)
        if whole:
            trust[rule] = min(most, max(0.0, whole_weight(trust, rule) + step * sum(pulls.values())))
        if rule == LEARNER:
            continue
        for column, pull in pulls.items():
            if abs(pull) > 0.05:
                name = f"{rule}>{column}"
                trust[name] = min(MOST_ONE, max(-MOST, trust.get(name, 0.0) + STEP_ONE * pull))


def fit(said: Sequence[Strengths], keys: tuple[str, ...], right: Sequence[str]) -> dict[str, float]:
    """The weights under which the columns that editors chose were likeliest, drawn towards the start. 3,000 corrections: 0.5 s."""
    place = {key: i for i, key in enumerate(keys)}
    rules = sorted({rule for strengths in said for rule in strengths})
    tensor = np.zeros((len(said), len(keys), len(rules)), dtype=np.float32)
    for i, strengths in enumerate(said):
        for rule, columns in strengths.items():
            for column, strength in columns.items():
                if column in place:
                    tensor[i, place[column], rules.index(rule)] = strength
    chosen = tensor[np.arange(len(said)), [place[key] for key in right]]
    begin = np.array([START.get(rule, 1.0) for rule in rules])
    most = np.array([MOST_LEARNER if rule == LEARNER else MOST for rule in rules])
    weights, faith = begin.copy(), IMAGINED / begin**2
    for _ in range(NEWTON_STEPS):
        chance = chances(tensor @ weights)
        expected = np.einsum("nk,nkr->nr", chance, tensor)
        gradient = (chosen - expected).sum(axis=0) - faith * (weights - begin)
        spread = np.einsum("nk,nkr,nks->rs", chance, tensor, tensor, optimize=True) - expected.T @ expected
        weights = np.clip(weights + np.linalg.solve(spread + np.diag(faith), gradient), 0.0, most)
    return {rule: round(float(value), 4) for rule, value in zip(rules, weights, strict=True)}
