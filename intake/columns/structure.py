"""What the shape of a text says: verse, a play, a set of photographs, calligraphy, or the prose that is left.

The genre comes read, with how sure it is; what it leaves open is shared among the kinds that look alike. Fiction, prose and
essays cannot be told apart by shape: a reader's first guess is not much better than the second, so all three stay in the race.
"""

from __future__ import annotations

import math

from intake.columns.evidence import Evidence, block_text, body_text
from intake.columns.shape import shape_of
from intake.model import Column, Image, Message, Verse, Work

# Log-odds of a genre for its home column. Shapes that can be seen (verse, dialogue, pictures) count for more than kinds of
# prose, which a reader tells apart only by taste.
STRENGTH = {
    "诗歌": 6.5,
    "剧本": 6.5,
    "摄影": 6.0,
    "书画": 6.0,
    "曲艺": 5.0,
    "小说": 3.0,
    "新闻": 2.5,
    "散文": 2.5,
    "杂文随笔": 2.5,
    "纪实文学": 2.5,
}
SHAPES = ("诗歌", "剧本", "摄影", "书画", "曲艺")
DOUBT_IN_SHAPES = 0.15  # of what the reader's doubt leaves to prose: lines are verse or not, whatever they sing of
HOME, FIRST, ALSO, NEVER = 1.0, 0.6, 0.45, -0.7
SURE = 0.8  # of a genre that came without saying how sure
DEFAULT_READING = 0.6  # a genre read with no more certainty than this was a default
VERSE_SHARE = 0.6
PICTURES_OF_A_SET = 3
WORDS_A_PICTURE = 60  # a photo set has captions, not paragraphs

PROSE = {"散文": 0.45, "杂文随笔": 0.2, "小说": 0.15, "纪实文学": 0.1}  # what unmarked prose in such a mailbox turns out to be
REPORT = {"新闻": 0.8, "纪实文学": 0.1, "散文": 0.1}  # the same, when the author signs with his office
PICTURED = {"摄影": 0.6, "书画": 0.4}  # what is mostly pictures may be either
DOUBT_IN_PICTURES = 0.5

REASONS = {
    "诗歌": "正文分行，是诗",
    "剧本": "有人物对白和舞台提示",
    "摄影": "以照片为主，文字是图注",
    "书画": "以书画作品图为主",
    "曲艺": "唱词体，可上台说唱",
}
SAID_FROM = 0.4  # chance of a genre from which it is a reason


def genres_of(work: Work) -> dict[str, float]:
    """Chance of each genre: the one that was read and its likenesses; where the reading was a mere default, what the lines show."""
    alike = REPORT if work.affiliation else PROSE
    guess = work.evidence.get("genre")
    genre, sure = work.genre, guess.confidence if guess else SURE
    if genre == "其他" or sure <= DEFAULT_READING:
        seen, how_sure = _seen(work)
        genre, sure = (seen, how_sure) if how_sure > sure or genre == "其他" else (genre, sure)
    if not genre:
        return alike
    if genre in PICTURED:
        alike = PICTURED
    doubt = (1 - sure) * (DOUBT_IN_PICTURES if genre in PICTURED else DOUBT_IN_SHAPES if genre in SHAPES else 1.0)
    chances = {other: doubt * share for other, share in alike.items()}
    chances[genre] = chances.get(genre, 0.0) + sure
    return chances


def _seen(work: Work) -> tuple[str, float]:
    """(genre or "", how sure), at a glance."""
    words = sum(len(block_text(block)) for block in work.blocks if not isinstance(block, Image))
    pictures = sum(isinstance(block, Image) for block in work.blocks)
    if pictures >= PICTURES_OF_A_SET and words <= WORDS_A_PICTURE * pictures:
        return "摄影", 0.7
    if sum(len(block_text(block)) for block in work.blocks if isinstance(block, Verse)) > VERSE_SHARE * words:
        return "诗歌", 0.9
    return shape_of(body_text(work).split("\n"))


def find_structure(work: Work, message: Message, columns: tuple[Column, ...]) -> list[Evidence]:
    """For every column that says which genres it prints: does this one fit? The mail itself says nothing about shape."""
    chances = genres_of(work)
    found = []
    for column in columns:
        if not column.genres:
            continue
        parts = {genre: chance * math.exp(STRENGTH.get(genre, 2.0) * _fit(genre, column)) for genre, chance in chances.items()}
        likely = max(parts, key=lambda genre: parts[genre])
        told = _fit(likely, column) == HOME and chances[likely] >= SAID_FROM
        found.append(
            Evidence("genre", column.name, math.log(sum(parts.values()) / sum(chances.values())), _reason(likely, work) if told else "")
        )
    return found


def _fit(genre: str, column: Column) -> float:
    if genre not in column.genres:
        return NEVER
    if len(column.genres) == 1:
        return HOME
    return FIRST if column.genres[0] == genre else ALSO


def _reason(genre: str, work: Work) -> str:
    if genre != work.genre and genre in PROSE:
        return f"体裁未明，这类来稿多为{genre}"
    return REASONS.get(genre, f"读来是{genre}")
