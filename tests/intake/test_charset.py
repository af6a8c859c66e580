"""The charset ladder: right text for right, wrong, missing and unknown declarations; never an exception, never a silent loss."""

from __future__ import annotations

import random

import pytest

from intake.charset import codec_name, decode_text

NONE: frozenset[str] = frozenset()
WRONG = frozenset({"charset-mismatch"})
BROKEN = frozenset({"suspected-mojibake"})
PROSE = "秋天到了，渭河边的芦花白了头，父亲说该收棉花了。"
TRADITIONAL = "編輯先生您好，茲投稿散文一篇，敬請指教。"


@pytest.mark.parametrize(
    ("data", "declared", "text", "codec", "flags"),
    [
        (PROSE.encode("gbk"), "gb2312", PROSE, "gb18030", NONE),
        ("镕喆堃".encode("gbk"), "GB2312", "镕喆堃", "gb18030", NONE),
        ("𠮷野家".encode("gb18030"), "gbk", "𠮷野家", "gb18030", NONE),
        (PROSE.encode("gbk"), "x-gbk", PROSE, "gb18030", NONE),
        (PROSE.encode("gbk"), '"cp-936"', PROSE, "gb18030", NONE),
        (PROSE.encode("gbk"), None, PROSE, "gb18030", NONE),
        ("镕喆堃".encode("gbk"), None, "镕喆堃", "gb18030", NONE),
        (PROSE.encode("gbk"), "utf-8", PROSE, "gb18030", WRONG),
        (PROSE.encode("gbk"), "iso-8859-1", PROSE, "gb18030", WRONG),
        (PROSE.encode("gbk"), "us-ascii", PROSE, "gb18030", WRONG),
        (PROSE.encode(), "gb2312", PROSE, "utf-8", WRONG),
        (PROSE.encode(), "iso-8859-1", PROSE, "utf-8", WRONG),
        (PROSE.encode(), "x-nobody-knows", PROSE, "utf-8", NONE),
        (PROSE.encode(), "base64", PROSE, "utf-8", NONE),
        (PROSE.encode(), None, PROSE, "utf-8", NONE),
        (TRADITIONAL.encode("big5"), "big5", TRADITIONAL, "big5hkscs", NONE),
        (TRADITIONAL.encode("big5"), "gb2312", TRADITIONAL, "big5hkscs", WRONG),
        (TRADITIONAL.encode("big5"), None, TRADITIONAL, "big5hkscs", NONE),
        (PROSE.encode("hz"), "hz-gb-2312", PROSE, "hz", NONE),
        (PROSE.encode("hz"), None, PROSE, "hz", NONE),
        (PROSE.encode("utf-7"), "utf-7", PROSE, "utf-7", NONE),
        (PROSE.encode("utf-16"), None, PROSE, "utf-16-le", NONE),
        (PROSE.encode("utf-8-sig"), "gbk", PROSE, "utf-8", NONE),
        (("a1\r\n" + PROSE).encode("utf-16-be"), None, "a1\r\n" + PROSE, "utf-16-be", NONE),
        (PROSE.encode("utf-16-le"), "utf-16", PROSE, "utf-16-le", NONE),
        ("日本語のメールです".encode("iso-2022-jp"), "iso-2022-jp", "日本語のメールです", "iso2022_jp_2", NONE),
        ("Привет".encode("koi8-r"), "koi8-r", "Привет", "koi8-r", NONE),
        ("Привет".encode(), None, "Привет", "utf-8", NONE),
        ("café".encode("latin-1"), "iso-8859-1", "café", "cp1252", NONE),
        ("稿酬€9".encode("gb18030").replace("€".encode("gb18030"), b"\x80"), "gbk", "稿酬€9", "gb18030", NONE),
        (b"plain ascii", "gb2312", "plain ascii", "gb18030", NONE),
        (b"", None, "", "ascii", NONE),
        ("锟斤拷锟斤拷".encode(), "utf-8", "锟斤拷锟斤拷", "utf-8", BROKEN),
    ],
)
def test_ladder(data: bytes, declared: str | None, text: str, codec: str, flags: frozenset[str]) -> None:
    assert decode_text(data, declared) == (text, codec, flags)


def test_lost_bytes_are_marked_and_flagged() -> None:
    text, codec, flags = decode_text(PROSE.encode("gbk")[:-1], "gbk")
    assert (text, codec, flags) == (PROSE[:-1] + "\ufffd", "gb18030", BROKEN)


def test_an_editors_choice_is_obeyed() -> None:
    assert decode_text(TRADITIONAL.encode("big5"), "gb2312", "big5") == (TRADITIONAL, "big5hkscs", NONE)
    text, codec, flags = decode_text(PROSE.encode("gbk"), "gbk", "utf-8")
    assert (codec, flags) == ("utf-8", BROKEN)
    assert "\ufffd" in text


def test_an_unknown_override_is_no_override() -> None:
    assert decode_text(PROSE.encode(), None, "klingon") == (PROSE, "utf-8", NONE)


@pytest.mark.parametrize(
    "name", ["rot13", "hex", "zlib", "idna", "undefined", "punycode", "unicode_escape", "mbcs", "\x00", "=?", "utf-8*en", "é" * 99]
)
def test_odd_charset_names_never_raise(name: str) -> None:
    codec_name(name)
    text, _, _ = decode_text(PROSE.encode(), name)
    text.encode("utf-8")


def test_any_bytes_become_storable_text() -> None:
    dice = random.Random(7)
    names = [None, "gb2312", "utf-8", "big5", "utf-16", "utf-7", "hz", "iso-2022-jp", "iso-2022-kr", "euc-kr", "utf-32", "cp437"]
    for _ in range(1500):
        data = dice.randbytes(dice.randrange(60))
        text, _, _ = decode_text(data, dice.choice(names), dice.choice([None, None, *names]))
        text.encode("utf-8")
