"""The keys under which a text is found again: Broder's min-wise sketch of its character runs.

A. Broder, On the resemblance and containment of documents (SEQUENCES 1997): of all hashes of a set the s smallest are a fair sample of
it, and where s grows with the set, two samples share keys in proportion to containment, not only to resemblance. So an excerpt finds
the long text it is from, which a signature of fixed length does not (docs/copies.md has both measured).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from intake.copies.fold import Folded

SCHEME = 1  # goes up when the keys of a text change: what is in the database under another number is indexed again
RUN, SHORT_RUN = 6, 3  # characters; a run of six is rare in Chinese, and a fifth of changed characters leaves a quarter of them whole
LEAST, MOST, EVERY = 48, 2_000, 24  # keys: at least, at most, one for so many runs
SHORT, SHORT_KEYS = 120, 24  # texts up to so many characters (poems) have keys of runs of three too
TOO_SHORT = 10  # characters: a couplet still counts, a caption does not

LONG_BAND, SHORT_BAND = 0, 1

_BASE = 0x9E3779B97F4A7C15  # odd, so it has an inverse modulo 2^64
_BACK = pow(_BASE, -1, 1 << 64)


def sketch(text: Folded) -> dict[int, tuple[int, ...]]:
    """band -> its keys, signed 32-bit numbers in no order; {} for a text too short to be a copy of anything."""
    if len(text) < TOO_SHORT:
        return {}
    whole = _mixed(runs(text, RUN)[0], RUN)
    bands = {LONG_BAND: _smallest(whole, min(max(LEAST, len(whole) // EVERY), MOST))}
    if len(text) <= SHORT:
        bands[SHORT_BAND] = _smallest(_mixed(runs(text, SHORT_RUN)[0], SHORT_RUN), SHORT_KEYS)
    return {band: keys for band, keys in bands.items() if keys}


def runs(text: Folded, length: int, phrases: bool = False) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    """(hash, start) of every run of `length` characters; those that touch a set phrase only when `phrases`."""
    count = len(text.codes) - length + 1
    if count <= 0:
        return np.empty(0, np.uint64), np.empty(0, np.int64)
    power = np.full(len(text.codes), _BASE, np.uint64)
    power[0] = 1
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(text.codes * np.cumprod(power), dtype=np.uint64)])
    back = np.full(count, _BACK, np.uint64)
    back[0] = 1
    hashes = (sums[length:] - sums[:-length]) * np.cumprod(back)  # a polynomial of the run alone, modulo 2^64
    starts = np.arange(count)
    if not phrases:
        own = np.concatenate([[0], np.cumsum(text.own)])
        starts = np.flatnonzero(own[length:] - own[:-length] == length)
    return hashes[starts], starts


def _mixed(hashes: npt.NDArray[np.uint64], seed: int) -> npt.NDArray[np.uint64]:
    """Distinct hashes, scattered (the finalizer of SplitMix64): their order says nothing about the characters."""
    x = np.unique(hashes) + np.uint64(seed)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def _smallest(hashes: npt.NDArray[np.uint64], count: int) -> tuple[int, ...]:
    """The low halves of the `count` smallest: the high halves are all alike, being small."""
    chosen = np.partition(hashes, count - 1)[:count] if len(hashes) > count else hashes
    return tuple(int(key) for key in np.unique(chosen.astype(np.uint32).view(np.int32)))
