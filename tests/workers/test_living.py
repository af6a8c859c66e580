"""A worker that no longer hears its bell notices it."""

from __future__ import annotations

from workers.living import Ears


def asked(*beats: tuple[int, bool, int]) -> list[bool]:
    ears = Ears()
    return [ears.deaf(heard, busy, rings) for heard, busy, rings in beats]


def test_rings_that_nobody_hears_for_three_beats_mean_deaf():
    assert asked((5, False, 3), (5, False, 3), (5, False, 4), (5, False, 4)) == [False, False, False, True]


def test_a_worker_that_works_or_has_nothing_to_hear_is_not_deaf():
    assert not any(asked(*[(5, True, 3)] * 9))  # a long task in hand
    assert not any(asked(*[(5, False, 0)] * 9))  # nothing rings
    assert not any(asked(*[(number, False, 9) for number in range(1, 10)]))  # it hears, there is more than it can do
