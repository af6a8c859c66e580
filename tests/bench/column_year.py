"""A year of submissions made up from the columns' own words, for the shape of the learning curve.

Honest about what it is: real mail is harder. Four things keep it from being a look into the mirror: each text holds
one word of the catalogue and three of a dozen invented ones that only corrections can teach; each borrows two words from
another column; one tag in four names a wrong column. Columns arrive by Zipf's law, so some have a handful.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from intake.model import Column, Message, Paragraph, Work

FILLER = "今天 我们 一个 时候 看到 这里 大家 说道 因为 所以 已经 他们 可以 没有 什么 自己 觉得 地方 起来 后来 于是 不过 还是 如此 那些"
SYLLABLES = "峪塬洑沣泾灞浐汭郿郃郇邠邽陇陕雍岐凤扶眉镐鄠盩厔醴泉骊潏滈"


def simulated_year(
    columns: tuple[Column, ...], submissions: int = 3_000, words: int = 120, seed: int = 0
) -> Iterator[tuple[Work, Message, Column]]:
    """(work, its mail, the column an editor gives it)."""
    rng = random.Random(seed)
    shuffled = rng.sample(columns, len(columns))
    zipf = [1 / (rank + 3) for rank in range(len(columns))]
    jargon = {column.name: ["".join(rng.sample(SYLLABLES, 2)) for _ in range(12)] for column in columns}
    for _ in range(submissions):
        column = rng.choices(shuffled, zipf)[0]
        other = rng.choice(columns)
        own = rng.sample(column.keywords, 1) + rng.sample(jargon[column.name], 3)
        pool = own + rng.sample(other.keywords, 2) + FILLER.split()
        text = "，".join("".join(rng.choices(pool, k=5)) for _ in range(words // 5)) + "。"
        genre = rng.choice(column.genres) if column.genres and rng.random() < 0.7 else "其他"
        title = "".join(rng.sample(FILLER.split(), 2)) if rng.random() < 0.5 else "".join(rng.sample(pool, 2))
        tag = rng.random()
        subject = (
            f"投稿：{column.name}《{title}》"
            if tag < 0.15
            else f"投稿：{rng.choice(columns).name}《{title}》"
            if tag < 0.2
            else f"投稿《{title}》"
        )
        yield Work(title=title, blocks=(Paragraph(text),), genre=genre), Message(subject=subject), column
