"""Phones and e-mail addresses written so that no robot finds them: （at）, 一三九…, ①③⑨, 139OOOO. All in folded text."""

from __future__ import annotations

import re
from collections.abc import Iterable

_DIGITS = "零〇○一幺二三四五六七八九壹贰叁肆伍陆柒捌玖⓪①②③④⑤⑥⑦⑧⑨oO"
_VALUES = str.maketrans(_DIGITS, "0001123456789123456789012345678900")
_PHONE = re.compile(rf"(?<![{_DIGITS}\dA-Za-z])[1一幺壹①](?:[\s\-.·]{{0,2}}[{_DIGITS}\d]){{10}}(?![{_DIGITS}\dA-Za-z])")
_AT = r"(?:@|[(\[{【<]\s?(?:at|@|艾特|a|圈a)\s?[)\]}】>]|艾特|#|\s(?:at)\s)"
_DOT = r"\s?(?:[.。·]|[(\[]\s?(?:dot|点)\s?[)\]]|点|\sdot\s)\s?"
_EMAIL = re.compile(
    rf"(?<![\w.+\-])(?P<name>[A-Za-z0-9][\w.+\-]{{0,63}})\s?{_AT}\s?(?P<host>[A-Za-z0-9\-]{{1,40}}(?:{_DOT}[A-Za-z0-9\-]{{1,40}}){{0,2}}?)"
    rf"{_DOT}(?P<top>com|cn|net|org)(?![A-Za-z0-9])(?:{_DOT}cn(?![A-Za-z0-9]))?",
    re.ASCII | re.IGNORECASE,
)


def spoken_phones(folded: str) -> Iterable[tuple[str, int, int]]:
    """(the eleven digits, start, end) of mobile numbers in words, circled digits or letters for noughts."""
    for found in _PHONE.finditer(folded):
        digits = re.sub(r"\D", "", found.group().translate(_VALUES))
        if re.fullmatch(r"1[3-9]\d{9}", digits) and not re.fullmatch(r"[\d\s\-.·]+", found.group()):
            yield digits, found.start(), found.end()


def veiled_emails(folded: str) -> Iterable[tuple[str, int, int]]:
    """(the address, start, end) where the @ or the dot is written as a word or sign."""
    for found in _EMAIL.finditer(folded):
        host = re.sub(_DOT, ".", found["host"])
        yield f"{found['name']}@{host}.{found['top'].lower()}", found.start(), found.end()
