"""What the shape of a text says: verse, a play, a set of photographs, calligraphy.

The genre comes read; a plain look at the blocks backs it.
"""

from __future__ import annotations

from intake.columns.evidence import Evidence, block_text
from intake.model import Column, Image, Verse, Work

# Log-odds of a genre for its home column. Shapes that can be seen (verse, dialogue, pictures) count for more than kinds of
# prose, which a reader tells apart only by taste.
STRENGTH = {
    "诗歌": 4.5,
    "剧本": 5.0,
    "摄影": 4.5,
    "书画": 4.5,
    "曲艺": 4.0,
    "小说": 3.0,
    "新闻": 2.5,
    "散文": 2.2,
    "杂文随笔": 2.2,
    "纪实文学": 2.2,
}
HOME, FIRST, ALSO, NEVER = 1.0, 0.6, 0.45, -0.7
VERSE_SHARE = 0.6
PICTURES_OF_A_SET = 3
WORDS_A_PICTURE = 60  # a photo set has captions, not paragraphs

REASONS = {
    "诗歌": "正文分行，是诗",
    "剧本": "有人物对白和舞台提示",
    "摄影": "以照片为主，文字是图注",
    "书画": "以书画作品图为主",
    "曲艺": "唱词体，有韵脚",
}


def genre_of(work: Work) -> tuple[str, float]:
    """(genre, how sure 0..1): the one that was read, else what the blocks show at a glance."""
    if work.genre != "其他":
        guess = work.evidence.get("genre")
        return work.genre, guess.confidence if guess else 0.8
    verse = sum(len(block_text(block)) for block in work.blocks if isinstance(block, Verse))
    words = sum(len(block_text(block)) for block in work.blocks if not isinstance(block, Image))
    pictures = sum(isinstance(block, Image) for block in work.blocks)
    if verse and verse >= VERSE_SHARE * words:
        return "诗歌", 0.9
    if pictures >= PICTURES_OF_A_SET and words <= WORDS_A_PICTURE * pictures:
        return "摄影", 0.8
    return "其他", 0.0


def find_structure(work: Work, columns: tuple[Column, ...]) -> list[Evidence]:
    """For every column that says which genres it prints: does this one fit?"""
    genre, sure = genre_of(work)
    if genre == "其他":
        return []
    strength = STRENGTH.get(genre, 2.0) * (0.4 + 0.6 * sure)
    return [
        Evidence(f"genre:{genre}", column.name, strength * fit, _reason(genre) if fit == HOME else "")
        for column in columns
        if column.genres
        for fit in [_fit(genre, column)]
    ]


def _fit(genre: str, column: Column) -> float:
    if genre not in column.genres:
        return NEVER
    if len(column.genres) == 1:
        return HOME
    return FIRST if column.genres[0] == genre else ALSO


def _reason(genre: str) -> str:
    return REASONS.get(genre, f"读来是{genre}")
