"""The one charset ladder: bytes of a header, a body, a file's name or a text file become Unicode here and nowhere else.

The steps: an editor's override, a byte order mark, the declared charset, strict UTF-8, then the candidate that reads most
like a text. Nothing is ever decoded with errors ignored: a byte that cannot be read becomes U+FFFD and a flag.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

import chardet

MOJIBAKE = "suspected-mojibake"
MISMATCH = "charset-mismatch"  # the declaration was wrong, the text is right

# Senders write the name of a subset for its superset: 镕, 喆, 堃 stand in mails labelled gb2312 (WHATWG reads them alike).
_SAME = {
    **dict.fromkeys(("gb2312", "gbk", "gb231280", "cp936", "ms936", "windows936", "euccn", "gb", "chinese", "gb180302000"), "gb18030"),
    **dict.fromkeys(("big5", "big5hkscs", "big5eten", "cp950", "ms950", "big5tw", "csbig5", "xxbig5"), "big5hkscs"),
    **dict.fromkeys(("hz", "hzgb", "hzgb2312"), "hz"),
    **dict.fromkeys(("utf8", "utf8mb4", "unicode11utf8", "utf"), "utf-8"),
    **dict.fromkeys(("iso88591", "latin1", "windows1252", "cp1252", "usascii", "ascii", "ansix341968"), "cp1252"),
    **dict.fromkeys(("ksc56011987", "kscs56011987", "euckr", "ksc5601", "windows949"), "cp949"),
    **dict.fromkeys(("shiftjis", "sjis", "windows31j", "ms932"), "cp932"),
    **dict.fromkeys(("unicode", "ucs2", "iso10646ucs2"), "utf-16"),
    "iso2022jp": "iso2022_jp_2",
    "iso88598i": "iso8859-8",
    "iso88596i": "iso8859-6",
    "gb18030": "gb18030",
    "utf7": "utf-7",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_SECOND_NAMES = {"big5hkscs": ("cp950",), "cp1252": ("latin-1",), "cp949": ("johab",), "cp932": ("shift_jis_2004",)}
_MULTIBYTE = ("gb18030", "big5hkscs", "cp932", "cp949", "euc_jp")
_HZ_RUN = re.compile(rb"~\{(?:[!-w][!-~]){2,}~\}")
_ESCAPES = ((b"\x1b$)A", "iso2022_cn"), (b"\x1b$)C", "iso2022_kr"), (b"\x1b$", "iso2022_jp_2"))
_SAMPLE = 20_000  # bytes that are enough to tell one charset from another

_OFTEN = set(
    "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学么之都好看起发当没"
    "成只如事把还用第样道想作种开美总从无情己面最女但现前些所同日手又行意动方期它头经长儿回位分爱老因很给名法间斯知世什两次使身者被高已"
    "亲其进此话常与活正感见明问力理尔点文几定本公特做外孩相西果走将月十实向声车全信重三机工物气每并别真打太新比才便夫再书部水像眼等体却"
    "加电主界门利海受听表德少克代员许稜先口由死安写性马光白或住难望教命花结乐色更拉东神记处让母父应直字场平报友关放至张认接告入笑内英军"
    "来個這們時說國為過學沒樣開總從無長給間兩親進話見問點幾實車氣機電門許馬寫難樂東記處讓應場報關張認內軍稿投編輯師鄉編號華詩"
    "稿件邮编辑部尊敬您好散歌小散文题目作者附请查收谢渭南秦县市省村镇春夏秋冬山河风雨雪夜梦"
)


@lru_cache(maxsize=1)
def _everyday() -> frozenset[str]:
    """The characters both standards call everyday: GB 2312 level 1 (3,755) and Big5 level 1 (5,401)."""
    simplified = (bytes((high, low)) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    traditional = (bytes((high, low)) for high in range(0xA4, 0xC7) for low in (*range(0x40, 0x7F), *range(0xA1, 0xFF)))
    known = {pair.decode("gb2312", "ignore") for pair in simplified} | {pair.decode("big5", "ignore") for pair in traditional}
    return frozenset(known - {""})


def _worth(char: str) -> float:
    """How much one character speaks for the reading that brought it up; from -4 (cannot be) to 3 (everyday Chinese)."""
    code = ord(char)
    if char in _OFTEN:
        return 3.0
    if 0x4E00 <= code <= 0x9FFF:
        return 1.5 if char in _everyday() else -0.5
    if char in "，。、；：？！“”‘’（）《》【】—…·〈〉「」『』　":
        return 2.5
    if code in (0xFFFD, 0x20AC) or 0xE000 <= code <= 0xF8FF or code < 0x20 or 0x7F <= code < 0xA0:
        return -4.0 if code != 0x20AC else 0.0
    if 0x3040 <= code <= 0x30FF or 0xAC00 <= code <= 0xD7A3 or 0xFF01 <= code <= 0xFF5E:
        return 1.6
    if 0xFF61 <= code <= 0xFF9F or 0x3400 <= code <= 0x4DBF or 0x20000 <= code <= 0x3FFFF:
        return -1.0
    if 0xC0 <= code <= 0x24F or 0x370 <= code <= 0x52F:
        return 0.6
    return 0.2


def _plausible(text: str) -> float:
    """The mean worth of the characters beyond ASCII; 0 when there are none. Chinese prose reads 2 and more."""
    foreign = [char for char in text[:4000] if ord(char) > 0x7F or (ord(char) < 0x20 and char not in "\t\n\r\x0c")]
    return sum(map(_worth, foreign)) / len(foreign) if foreign else 0.0


def codec_name(declared: str | None) -> str | None:
    """The Python codec for a charset name as mails write it ('x-gbk', '"GB2312"', 'cp-936'), None when nobody knows it."""
    bare = re.sub(r"[^a-z0-9]", "", (declared or "").split("*")[0].strip().lower())
    for key in (bare, bare.removeprefix("x"), bare.removeprefix("cs")):
        if key in _SAME:
            return _SAME[key]
    try:
        found = codecs.lookup((declared or "").strip().strip("\"'").split("*")[0])
    except (LookupError, ValueError, UnicodeError):
        return None
    return found.name if getattr(found, "_is_text_encoding", True) else None


def _euro(error: UnicodeError) -> tuple[str, int]:
    """Code page 936 writes the euro sign as the single byte 80, which gb18030 does not know; all else stays an error."""
    if isinstance(error, UnicodeDecodeError) and error.object[error.start] == 0x80:
        return "€", error.start + 1
    raise error


codecs.register_error("laigao-euro", _euro)


def _strict(data: bytes, codec: str, related: bool = True) -> tuple[str, str] | None:
    """Text and codec when `data` is whole and right in `codec` or in its near relation, else None."""
    for name in (codec, *(_SECOND_NAMES.get(codec, ()) if related else ())):
        try:
            text = data.decode(name, "laigao-euro" if name == "gb18030" else "strict")
            text.encode("utf-8")  # UTF-7 and UTF-16 may bring lone surrogates
        except (UnicodeError, LookupError, ValueError):
            continue
        return text, name
    return None


def _replaced(data: bytes, codec: str) -> str:
    """Every byte kept or marked: what does not decode becomes U+FFFD."""
    try:
        text = data.decode(codec, "replace")
    except (UnicodeError, LookupError, ValueError):
        text = data.decode("utf-8", "replace")
    return text.encode("utf-8", "replace").decode("utf-8") if any("\ud800" <= char <= "\udfff" for char in text) else text


def _seven_bit(data: bytes) -> tuple[str, str] | None:
    """Encodings that hide in ASCII: HZ runs and ISO 2022 escapes, taken only when the text comes out as everyday Chinese."""
    if _HZ_RUN.search(data):
        found = _strict(data, "hz")
        if found and _plausible(found[0]) > 1.2:
            return found
    for escape, codec in _ESCAPES:
        if escape in data:
            return _strict(data, codec)
    return None


def _wide(data: bytes) -> tuple[str, str] | None:
    """UTF-16 without a mark: zero bytes on one side only, or everyday Chinese on one side."""
    if len(data) < 4 or len(data) % 2:
        return None
    head = data[: _SAMPLE & ~1]
    zeros = (head[0::2].count(0), head[1::2].count(0))
    if max(zeros) * 50 < len(head) or min(zeros) * 4 > max(zeros):
        return None
    return _strict(data, "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le")


def _valid_utf8(data: bytes) -> tuple[str, str] | None:
    """UTF-8 by strict decoding; two-byte sequences alone may be GBK by chance, so there the better text wins."""
    found = _strict(data, "utf-8")
    if found and not data.isascii() and max(found[0]) < "\u0800":
        rival = _strict(data, "gb18030")
        if rival and _plausible(rival[0]) > max(1.4, _plausible(found[0])):
            return rival
    return found


def _prior(name: str, first: str | None, whole: bool) -> float:
    """What speaks for a codec before its text is read: the sender's word, and that this is a Chinese mailbox.

    A single-byte codec decodes anything, so it starts with nothing; rare characters of a person's name (镕喆堃) must not
    lose to it.
    """
    chinese = {"gb18030": 1.2, "big5hkscs": 0.3}.get(name, -0.6) if whole else 0.0
    return (0.8 if name == first else chinese) - (0.0 if whole else 0.5)


def _guess(data: bytes, first: str | None) -> tuple[str, str, bool]:
    """The best reading of bytes that are no UTF-8: text, codec, and whether every byte of it decoded."""
    sample = data[:_SAMPLE]
    detected = codec_name(chardet.detect(sample).get("encoding")) if not data.isascii() else None
    names = dict.fromkeys(name for name in (first, "gb18030", "big5hkscs", detected, "cp932", "cp949", "cp1252") if name)
    best: tuple[float, str, str, bool] | None = None
    for name in names:
        whole = _strict(data, name, related=name == first)
        text = whole[0] if whole else _replaced(data, name)
        score = _plausible(text.rstrip("\ufffd")) + _prior(name, first, whole is not None)
        if best is None or score > best[0] + 0.05:
            best = (score, text, whole[1] if whole else name, whole is not None)
    assert best is not None  # noqa: S101 - gb18030 always stands in `names`
    return best[1], best[2], best[3]


def _doubted(data: bytes, text: str, codec: str) -> tuple[str, str] | None:
    """A better strict reading than the declared one, when the declared one reads badly or any bytes would have passed."""
    single_byte = codec not in _MULTIBYTE and not codec.startswith(("utf", "iso2022", "hz"))
    found = _valid_utf8(data) if codec not in ("utf-8", "utf-7") else None
    worth = _plausible(text[:4000])
    if found and _plausible(found[0]) > (worth if not single_byte else min(worth, 0.5)):
        return found
    if codec == "utf-8" or worth > 1.0 or (not single_byte and codec not in ("gb18030", "big5hkscs")):
        return None
    for name in ("gb18030", "big5hkscs"):
        rival = _strict(data, name) if name != codec else None
        if rival and _plausible(rival[0]) > max(1.6, worth + 0.8):
            return rival
    return None


def _flags(text: str, *flags: str) -> frozenset[str]:
    broken = "\ufffd" in text or "锟斤拷" in text
    return frozenset(flags) | (frozenset({MOJIBAKE}) if broken else frozenset())


def decode_text(data: bytes, declared: str | None = None, override: str | None = None) -> tuple[str, str, frozenset[str]]:
    """Text, the codec that read it, and flags out of `suspected-mojibake` and `charset-mismatch`. Never raises.

    `declared` is the sender's word and is checked against the bytes; `override` is an editor's and is obeyed.
    """
    forced = codec_name(override)
    if forced:
        whole = _strict(data, forced)
        text = whole[0] if whole else _replaced(data, forced)
        return text.removeprefix("\ufeff"), forced, _flags(text, *(() if whole else (MOJIBAKE,)))
    for mark, codec in _BOMS:
        if data.startswith(mark) and (found := _strict(data, codec)):
            return found[0].removeprefix("\ufeff"), codec, _flags(found[0])
    codec_declared = codec_name(declared)
    if data.isascii() and codec_declared not in ("utf-7", "hz", "utf-16", "utf-16-be", "utf-16-le", "utf-32"):
        found = _seven_bit(data) if b"~{" in data or b"\x1b$" in data else None
        found = found or _wide(data) or (data.decode("ascii"), codec_declared or "ascii")
        return found[0], found[1], _flags(found[0])
    return _ladder(data, codec_declared)


def _ladder(data: bytes, declared: str | None) -> tuple[str, str, frozenset[str]]:
    """The steps below an override and a mark, for bytes that are more than ASCII."""
    if declared == "utf-16":  # RFC 2781: without a mark big-endian, but the writers of such mails mean little-endian
        declared = max(("utf-16-le", "utf-16-be"), key=lambda name: _plausible(_replaced(data, name)))
    found = _strict(data, declared) if declared else None
    if found:
        better = _doubted(data, *found)
        text, codec = better or found
        return text, codec, _flags(text, *((MISMATCH,) if better else ()))
    wrong = (MISMATCH,) if declared else ()
    found = _wide(data) or _valid_utf8(data)
    if found:
        return found[0], found[1], _flags(found[0], *wrong)
    text, codec, whole = _guess(data, declared)
    unsure = () if whole and _plausible(text) > -0.9 else (MOJIBAKE,)
    return text, codec, _flags(text, *unsure, *(wrong if codec != declared else ()))
