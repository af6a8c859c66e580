"""Texts for measuring near copies: real ones from ../shared, as many others as wanted from a chain of their words, and changed forms."""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import opencc
import rjieba

SHARED = Path(__file__).resolve().parents[4] / "shared" / "corpora" / "columns"
FOLLOW = 0.8  # of the words are followed by one that followed them in a real text; the others by any
END = "。"
_SENTENCE = re.compile(r"[^。！？\n]*[。！？\n]|[^。！？\n]+$")


def real() -> tuple[list[str], list[str]]:
    """(long prose, plays, news and abstracts; poems of 20 to 60 characters). Empty when the folder is not there."""
    if not SHARED.is_dir():
        return [], []
    rows = [json.loads(line) for name in ("genre_dev", "csldcp67_dev_test", "csldcp67_dev_train8") for line in _lines(name)]
    texts = list(dict.fromkeys(row["text"].strip() for row in rows))
    return [text for text in texts if len(text) >= 150], [text for text in texts if 20 <= len(text) <= 60 and "\n" in text]


def _lines(name: str) -> list[str]:
    return (SHARED / f"{name}.jsonl").read_text("utf-8").splitlines()


class Chain:
    """Words that follow each other as they do in the texts it was made of, many works at a time."""

    def __init__(self, texts: list[str], seed: int = 0) -> None:
        self.dice = np.random.default_rng(seed)
        words = [word for text in texts for word in rjieba.cut(re.sub(r"\s+", "", text))]
        names = sorted(set(words))
        number = {word: n for n, word in enumerate(names)}
        self.words = np.array(names, dtype=object)
        self.stream = np.array([number[word] for word in words])
        order = np.argsort(self.stream[:-1], kind="stable")
        self.after = self.stream[1:][order]
        self.first = np.searchsorted(self.stream[:-1][order], np.arange(len(names)))
        self.many = np.maximum(np.bincount(self.stream[:-1], minlength=len(names)), 1)

    def works(self, count: int) -> Iterator[str]:
        """`count` works; a tenth are poems of four lines, the others of 100 to 5,000 characters, half of them over 800."""
        for start in range(0, count, 1000):
            size = min(1000, count - start)
            lengths = np.clip(self.dice.lognormal(6.3, 0.6, size), 60, 3000).astype(int)  # words
            ids = self._walk(size, int(lengths.max()))
            for row, length in zip(ids, lengths, strict=True):
                yield self._poem(row) if self.dice.random() < 0.1 else _in_paragraphs("".join(self.words[row[:length]]))

    def _walk(self, size: int, length: int) -> np.ndarray:
        out = np.empty((size, length), np.int64)
        now = self.dice.choice(self.stream, size)
        for step in range(length):
            out[:, step] = now
            followed = self.after[np.minimum(self.first[now] + self.dice.integers(0, self.many[now]), len(self.after) - 1)]
            now = np.where(self.dice.random(size) < FOLLOW, followed, self.dice.choice(self.stream, size))
        return out

    def _poem(self, row: np.ndarray) -> str:
        han = "".join(char for char in "".join(self.words[row[:60]]) if "\u4e00" <= char <= "\u9fff")
        return "\n".join(han[n * 7 : n * 7 + 7] for n in range(4))


def _in_paragraphs(text: str) -> str:
    sentences = text.split(END)
    return "\n".join(END.join(sentences[n : n + 4]) for n in range(0, len(sentences), 4))


# ── changed forms ─────────────────────────────────────────────────────────────────────────────────────────────────────


def edited(share: float) -> Callable[[str, random.Random, str], str]:
    """That share of the characters is replaced, taken out, or gets a neighbour, each as often; `other` gives the characters."""

    def change(text: str, dice: random.Random, other: str) -> str:
        out = []
        for char in text:
            if dice.random() >= share:
                out.append(char)
            elif (what := dice.randrange(3)) == 0:
                out.append(dice.choice(other))
            elif what == 1:
                out += [char, dice.choice(other)]
        return "".join(out)

    return change


def half(text: str, dice: random.Random, other: str) -> str:
    middle = len(text) // 2
    return text[:middle] if dice.random() < 0.5 else text[middle:]


def shuffled(text: str, dice: random.Random, other: str) -> str:
    """Its paragraphs (or, having fewer than four, its sentences) in another order."""
    parts = [part for part in text.split("\n") if part]
    if len(parts) < 4:
        parts = _SENTENCE.findall(text)
    dice.shuffle(parts)
    return "\n".join(parts)


def tail(share: float) -> Callable[[str, random.Random, str], str]:
    """Something else behind it, `share` of its own length."""
    return lambda text, dice, other: text + "\n" + other[: int(len(text) * share)]


def inside(text: str, dice: random.Random, other: str) -> str:
    """A tenth of it, at least 100 characters in one piece, in a work of somebody's own."""
    length = min(max(len(text) // 10, 100), len(text))
    start = dice.randrange(len(text) - length + 1)
    return other[:300] + "\n" + text[start : start + length] + "\n" + other[300:600]


def traditional(text: str, dice: random.Random, other: str) -> str:
    return opencc.OpenCC("s2t").convert(text)


def by_length(texts: list[str]) -> dict[str, list[str]]:
    """For the table of what was measured on."""
    made: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        made["under 300" if len(text) < 300 else "300 to 1,000" if len(text) < 1000 else "over 1,000"].append(text)
    return made
