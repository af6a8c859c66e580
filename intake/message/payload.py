"""Transfer encodings off: bytes as they were before the mail, and what was wrong with them."""

from __future__ import annotations

import binascii
import quopri
import re
from email.message import Message as Node

from intake.charset import decode_text
from intake.message.headers import field
from intake.message.structure import Source, raw_payload

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")
_UU_BEGIN = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,255})\r?\n", re.MULTILINE)
_UU_LINE = re.compile(rb"([\x20-\x60]{0,66}|end[ \t]*)\r?(?:\n|$)")
_DAMAGED = "附件的编码有损坏，可能不完整，请重新发送"
CUT_OFF = "附件没有传完，后面缺了一截，请重新发送"


def payload(node: Node, source: Source) -> tuple[bytes, str]:
    """The bytes of a leaf, and a Chinese reason when its transfer encoding was broken (else ""). Never raises."""
    text = source.restore(raw_payload(node))
    encoding = field(node, "content-transfer-encoding").split(b"(")[0].strip(b' \t"').lower().decode("ascii", "replace")
    if encoding in ("base64", "b"):
        return unbase64(text)
    text = bytes(text)
    if encoding in ("quoted-printable", "quopri", "q"):
        return quopri.decodestring(text), ""
    if encoding in ("x-uuencode", "uuencode", "uue", "x-uue"):
        found = next(iter(uuencoded(text)), None)
        return (found[2], found[3]) if found else (text, _DAMAGED)
    return text, ""


def unbase64(text: bytes | memoryview) -> tuple[bytes, str]:
    """Base64 as lenient mail programs read it: foreign characters skipped, a missing end padded and reported.

    Blocks that were padded each on their own (several streams one after the other) are decoded one by one.
    """
    if not _several(text):
        try:
            return binascii.a2b_base64(text), "" if _clean(text) else _DAMAGED
        except binascii.Error:
            pass
    pieces = []
    runs = re.findall(rb"[A-Za-z0-9+/]+", _NOT_BASE64.sub(b"", text))
    for run in runs:
        run = run[: len(run) - 1] if len(run) % 4 == 1 else run
        pieces.append(binascii.a2b_base64(run + b"=" * (-len(run) % 4)))
    return b"".join(pieces), CUT_OFF if len(runs) == 1 and b"=" not in bytes(text[-8:]) else _DAMAGED


def _several(text: bytes | memoryview) -> bool:
    """Base64 streams one after the other, each padded on its own; a list's footer below the data is no stream."""
    return bool(re.search(rb"=\s*[A-Za-z0-9+/]", text) and re.fullmatch(rb"(?:[A-Za-z0-9+/\s]*+=++)+[A-Za-z0-9+/\s]*+=*\s*", text))


def _clean(text: bytes | memoryview) -> bool:
    """Nothing but base64 and white space, and no data after the padding (which the library's decoder drops in silence)."""
    return re.fullmatch(rb"[A-Za-z0-9+/\s]*+[=\s]*+", text) is not None


def uuencoded(text: bytes) -> list[tuple[int, int, bytes, str, str]]:
    """Files written into a text by uuencode: start, end, bytes, damage, name of each.

    A line that begins with "begin 644" is a file only with lines of uuencode below it, up to "end" or at least three.
    """
    found = []
    position = 0
    while match := _UU_BEGIN.search(text, position):
        position = match.end()
        data: list[bytes] = []
        ended = False
        for line in _UU_LINE.finditer(text, match.end()):
            if line.start() != position:
                break
            row = line.group(1)
            ended = row.rstrip() == b"end"
            decoded = b"" if ended or row.strip() in (b"`", b"") else _uu_line(row)
            if decoded is None:
                break
            position = line.end()
            data.append(decoded)
            if ended:
                break
        if (ended and any(data)) or sum(map(bool, data)) >= 3:
            name = decode_text(match.group(1).strip())[0]
            found.append((match.start(), position, b"".join(data), "" if ended else _DAMAGED, name))
        else:
            position = match.end()
    return found


def _uu_line(row: bytes) -> bytes | None:
    """The bytes of a line whose first character tells their number, None when the line cannot be uuencode."""
    count = (row[0] - 32) & 63
    if not count or not 32 < row[0] <= 96 or len(row) > (count + 2) // 3 * 4 + 3 or len(row) - 1 < count:
        return None
    try:
        return binascii.a2b_uu(row[: (count + 2) // 3 * 4 + 1])  # some writers add a check character
    except binascii.Error:
        return None
