"""Headers in Unicode: encoded words, raw 8-bit values, parameters and file names, addresses and dates.

Words are decoded from bytes by the one ladder of intake.charset; mail-parser then reads addresses and dates from the
Unicode values, which it does well.
"""

from __future__ import annotations

import binascii
import quopri
import re
import urllib.parse
from collections.abc import Iterable
from email.message import Message as Node
from itertools import groupby

from intake.charset import decode_text

_WORD = re.compile(rb"=\?([^?\s=]{1,60})\?([bBqQ])\?([^?\r\n]*(?:\?(?!=)[^?\r\n]*)*)\?=")
_PARAMETER = re.compile(rb";[ \t\r\n]*([^\s=;]{1,80})[ \t\r\n]*=[ \t\r\n]*(?:\"((?:[^\"\\]|\\.)*)\"?|([^;]*))", re.DOTALL)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\ufeff]")
_LONGEST = 16_000  # bytes of a Content-Type that are read
ADDRESS_HEADERS = frozenset({"from", "sender", "reply-to", "to", "cc", "bcc", "delivered-to"})


def raw_value(value: str) -> bytes:
    """A header's bytes as they stood in the mail, unfolded."""
    return re.sub(rb"\r?\n(?=[ \t])", b"", value.encode("utf-8", "surrogateescape")).strip(b"\r\n")


def field(node: Node, name: str) -> bytes:
    """The first header of that (lower-case) name, unfolded, or b""."""
    return next((raw_value(value) for key, value in node.raw_items() if key.lower() == name), b"")


def decode_header(value: bytes, override: str | None = None) -> tuple[str, frozenset[str]]:
    """A header value in Unicode, and the ladder's flags.

    Neighbouring encoded words of one charset are joined as bytes first: QQ and NetEase split them inside a character.
    """
    tokens, flags = _tokens(value, override)
    return _CONTROL.sub("", "".join(text for text, _ in tokens)).strip(), flags


def _tokens(value: bytes, override: str | None) -> tuple[list[tuple[str, bool]], frozenset[str]]:
    """(text, came from encoded words) in order; white space between two encoded words is dropped (RFC 2047, 6.2)."""
    pieces: list[tuple[str, str, bytes]] = []  # charset, encoding ("" for plain text), bytes
    end = 0
    for match in _WORD.finditer(value):
        between = value[end : match.start()]
        if between and not (pieces and pieces[-1][1] and between.isspace()):
            pieces.append(("", "", between))
        charset = match.group(1).decode("ascii", "replace").lower()
        pieces.append((charset, match.group(2).decode().lower(), match.group(3)))
        end = match.end()
    if end < len(value):
        pieces.append(("", "", value[end:]))
    out: list[tuple[str, bool]] = []
    flags: frozenset[str] = frozenset()
    for (charset, encoded), group in groupby(pieces, key=lambda piece: (piece[0], bool(piece[1]))):
        text, _, more = decode_text(_word_bytes(group), charset or None, override)
        out.append((text, encoded))
        flags |= more
    return out, flags


def _word_bytes(group: Iterable[tuple[str, str, bytes]]) -> bytes:
    """The bytes of neighbouring words; base64 cut inside a group of four is joined before it is decoded."""
    done: list[bytes] = []
    pending = b""
    for _, encoding, text in group:
        if encoding == "b":
            pending += re.sub(rb"[^A-Za-z0-9+/=]", b"", text)
            if len(pending) % 4 == 0 or b"=" in pending:
                done.append(_unbase64(pending))
                pending = b""
            continue
        done += [_unbase64(pending), quopri.decodestring(text.replace(b"_", b" ")) if encoding == "q" else text]
        pending = b""
    return b"".join([*done, _unbase64(pending)])


def _unbase64(text: bytes) -> bytes:
    text = text.rstrip(b"=")
    text = text[:-1] if len(text) % 4 == 1 else text
    try:
        return binascii.a2b_base64(text + b"=" * (-len(text) % 4))
    except binascii.Error:
        return b""


def decoded_headers(node: Node, override: str | None = None) -> tuple[tuple[tuple[str, str], ...], frozenset[str]]:
    """Every header of a node, decoded, in order; flags are those of the headers an editor sees."""
    out = []
    flags: frozenset[str] = frozenset()
    for name, value in node.raw_items():
        text, more = decode_header(raw_value(value), override)
        out.append((_CONTROL.sub("", decode_text(name.encode("utf-8", "surrogateescape"))[0]), text))
        if name.lower() in ("subject", "from"):
            flags |= more
    return tuple(out), flags


def unicode_addresses(node: Node, override: str | None = None) -> None:
    """Put Unicode where the address headers hold encoded words or raw bytes, quoted, so that mail-parser can read them.

    Encoded words become quoted strings, since a decoded name may hold commas and brackets.
    """
    for index, (name, value) in enumerate(node._headers):  # type: ignore[attr-defined]
        raw = raw_value(value)
        if (raw.isascii() and b"=?" not in raw) or name.lower().startswith("content-"):
            continue
        if name.lower() not in ADDRESS_HEADERS:
            node._headers[index] = (name, "")  # type: ignore[attr-defined]  # decoded already; mail-parser would do it again
            continue
        tokens, _ = _tokens(re.sub(rb'"(=\?[^"]*\?=)"', rb"\1", raw), override)
        quoted = (f'"{_CONTROL.sub("", text).translate(_QUOTED)}" ' if encoded else text for text, encoded in tokens)
        node._headers[index] = (name, _CONTROL.sub("", "".join(quoted)))  # type: ignore[attr-defined]


_QUOTED = str.maketrans({'"': '\\"', "\\": "\\\\"})


def parameters(node: Node, header: str, override: str | None = None) -> dict[str, str]:
    """The parameters of Content-Type or Content-Disposition by lower-case name: RFC 2231 parts joined and decoded,
    RFC 2047 words inside quotes and raw bytes decoded too, since mail programs write all three."""
    found: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[bytes, bool]]] = {}
    for match in _PARAMETER.finditer(b";" + field(node, header)[:_LONGEST].partition(b";")[2]):
        name = match.group(1).decode("ascii", "replace").lower()
        value = re.sub(rb'\\(["\\])', rb"\1", match.group(2)) if match.group(2) is not None else match.group(3).strip()
        base, star, rest = name.partition("*")
        if star:
            number = re.match(r"\d{1,4}", rest)
            pieces.setdefault(base, {})[int(number.group()) if number else 0] = (value, rest.endswith("*") or not rest)
        elif value:
            found.setdefault(base, decode_header(value, override)[0])
    for base, parts in pieces.items():
        found[base] = _joined(parts, override) or found.get(base, "")
    return found


def _joined(parts: dict[int, tuple[bytes, bool]], override: str | None) -> str:
    """An RFC 2231 value; all of its bytes are joined before they are decoded, as a character may stand across parts."""
    charset = ""
    data = b""
    for number in sorted(parts):
        value, percent = parts[number]
        if percent and number == min(parts) and value.count(b"'") >= 2:
            name, _, value = value.split(b"'", 2)
            charset = name.decode("ascii", "replace")
        data += urllib.parse.unquote_to_bytes(value) if percent else value
    if not charset and b"=?" in data:
        return decode_header(data, override)[0]
    return _CONTROL.sub("", decode_text(data, charset or None, override)[0]).strip()


def file_name(node: Node, override: str | None = None) -> str:
    """The base name of a part as its sender gave it, "" when it has none."""
    name = parameters(node, "content-disposition", override).get("filename") or parameters(node, "content-type", override).get("name", "")
    return base_name(name)


def base_name(name: str) -> str:
    """Folders and control characters off; a name of dots alone is no name."""
    name = re.split(r"[/\\]", _CONTROL.sub("", name).replace("\n", " ").rstrip("/\\"))[-1].strip()
    return "" if name.strip(".") == "" else name[:255]


def content_id(node: Node) -> str:
    return field(node, "content-id").decode("ascii", "replace").strip().strip("<>").strip()


def disposition(node: Node) -> str:
    return field(node, "content-disposition").split(b";")[0].strip().lower().decode("ascii", "replace")
