"""Is this a person's name, a pen name, a unit, a place? Shapes only; the caller brings the other evidence."""

from __future__ import annotations

import re
from functools import lru_cache

from intake.manuscript.fold import fold, is_han
from intake.manuscript.lexicon import CITIES, COMPOUND_SURNAMES, GENRE_PATTERN, NOT_NAMES, PLACES, PROVINCES, SURNAMES, UNIT_ENDINGS

_PROVINCE = "|".join(PROVINCES)
_CITY = "|".join(CITIES)
# A place as written before a name: 陕西, 甘肃天水, 陕西省渭南市, 山西芮城, 合阳县. An unknown county needs its suffix.
PLACE = re.compile(
    rf"^(?:中国)?(?:(?:{_PROVINCE})(?:省|市|自治区|壮族自治区|回族自治区|维吾尔自治区)?)?[·\s]?"
    rf"(?:(?:{_CITY})(?:市|县|区)?|[一-鿿]{{1,4}}(?:市|县|区|州|旗))?[·\s]?(?:[一-鿿]{{1,4}}(?:县|区|镇|乡|村))?$"
)
_UNIT = re.compile(rf"[一-鿿（）()“”·\d]{{2,40}}(?:{'|'.join(sorted(UNIT_ENDINGS, key=len, reverse=True))})$")
_SENTENCE_CHARS = re.compile(r"[的了是着吗呢吧啊么把被这那我你他她它们就都也很还不没]")
_ROLE = re.compile(r"^(?:本报|本网|特约|实习|见习)*(?:记者|通讯员|通訊員|作者|编剧|摄影|撰文|文|图|撰稿人?|供稿人?)[:：/\s]*")
_LABELS = frozenset(("简介", "简历", "单位", "通讯", "通联", "通知", "来稿", "来信", "官方", "时间", "解说", "高级教师", "师傅", "支书"))


@lru_cache(maxsize=4096)
def is_name(text: str) -> bool:
    """A Chinese person's name by shape: a known surname and one or two characters (compound: up to four in all), no common word."""
    if not is_han(text) or not 2 <= len(text) <= 4 or text in NOT_NAMES or text in PLACES:
        return False
    if text[:2] in COMPOUND_SURNAMES and len(text) >= 3:
        return True
    if text[0] not in SURNAMES or len(text) > 3:
        return False
    return not _SENTENCE_CHARS.search(text[1:]) and text[-1] not in "县市镇乡省" and not re.fullmatch(GENRE_PATTERN, text)


def is_name_shaped(text: str) -> bool:
    """Shaped like a name, though it may be a common word too (田野, 高原): for a place where only a name can stand."""
    if text in _LABELS:
        return False
    return is_han(text) and (2 <= len(text) <= 3 and text[0] in SURNAMES or 3 <= len(text) <= 4 and text[:2] in COMPOUND_SURNAMES)


def is_pen_name(text: str) -> bool:
    """Could be printed as an author, given that its place says so: up to 7 Han or some Latin letters, no marks, no common word."""
    bare = re.sub(r"[·•\s]", "", fold(text))
    if not re.fullmatch(r"[A-Za-z一-鿿㐀-䶿·.\- ]{2,20}", fold(text)) or text in NOT_NAMES:
        return False
    if is_unit(text) or is_place(text) or re.fullmatch(rf"(?:{GENRE_PATTERN})+", text):
        return False
    if is_han(bare):
        return len(bare) <= 7 and not re.search(r"[了吗呢吧啊么]$|的$", bare)
    return len(bare) <= 20


def is_place(text: str) -> bool:
    """陕西, 甘肃天水, 山西芮城, 合阳县: where somebody comes from; never a unit."""
    bare = text.strip()
    if bare in PLACES:
        return True
    if not 2 <= len(bare) <= 14 or not PLACE.fullmatch(bare):
        return any(bare.startswith(p) and len(bare) - len(p) in (2, 3) and is_han(bare) and not is_unit(bare) for p in PROVINCES)
    return True


def is_unit(text: str) -> bool:
    """合阳县委宣传部, 华阴市公安局孟塬派出所: an institution's name."""
    bare = text.strip()
    return 4 <= len(bare) <= 42 and bool(_UNIT.fullmatch(bare)) and bare not in NOT_NAMES


def tidy_name(text: str) -> str:
    """A name as to be printed: 鱼  跃 → 鱼跃, brackets and role words off."""
    bare = _ROLE.sub("", fold(text).strip(" \t·:,;、。()[]{}<>\"'《》“”_-"))
    bare = bare.strip()
    return re.sub(r"\s+", "", bare) if is_han(re.sub(r"\s+", "", bare)) else re.sub(r"\s+", " ", bare)


def _both(part: str) -> list[str]:
    """张三和李四 → both; 文化和旅游局 stays."""
    one, joint, two = part.partition("和")
    return [one, two] if joint and is_name(one) and is_name(two) else [part]


def split_names(text: str) -> list[str]:
    """田野   郝佳 → two names; 鱼  跃 → one; 张晓峰、李红梅 → two. A lone character is joined to the next."""
    pieces = [p for part in re.split(r"[\s、，,;；/&|]+", text.strip()) if part for p in _both(part)]
    names: list[str] = []
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        if len(piece) == 1 and is_han(piece) and index + 1 < len(pieces) and len(pieces[index + 1]) <= 2:
            piece += pieces[index + 1]
            index += 1
        names.append(piece)
        index += 1
    return names
