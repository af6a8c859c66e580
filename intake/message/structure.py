"""Bytes of a mail to a tree of parts, whatever the sender's program did to it.

`parse` gives the standard library's Message objects (mail-parser walks the same tree). Two things are ours: long runs of
base64 are lifted out before parsing, so a mail of 50 MB costs little more than its own bytes, and a mail nested deeper
than the library can follow is split by a loop.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from email.feedparser import BytesFeedParser
from email.message import Message as Node

DEPTH = 40  # nested containers that are followed; no mail program makes more than ten
_LONGEST = 16_000  # characters of a Content-* header
_LIFTED_BYTES = 200_000
_ENDLESS = 2_000_000  # bytes of one text; a letter has some thousand
_DASHES = re.compile(rb"^--", re.MULTILINE)
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
# possessive throughout: a backtracking repeat would keep a state for each line, several times the mail's size in all
_BASE64_RUN = re.compile(rb"(?:^[A-Za-z0-9+/]{40,}+={0,2}+[ \t]*+\r?\n)++(?:[A-Za-z0-9+/]++={0,2}+[ \t]*+\r?\n)?+", re.MULTILINE)
_BOUNDARY = re.compile(rb"boundary\s*=\s*(?:\"([^\"\r\n]{1,200})\"|([^\s;\"]{1,200}))", re.IGNORECASE)
_HEADER = re.compile(rb"[!-9;-~]+[ \t]*:")


@dataclass(frozen=True)
class Source:
    """The mail's bytes, and the runs lifted out of them: marker line -> (start, end)."""

    raw: bytes
    token: bytes
    runs: tuple[tuple[int, int], ...]

    def restore(self, text: bytes) -> bytes | memoryview:
        """`text` with every lifted run back in its place; a text that is one run and no more comes without a copy."""
        if not self.runs or self.token not in text:
            return text
        whole = re.fullmatch(self.token + rb"(\d+)\s*", text)
        if whole:
            return memoryview(self.raw)[slice(*self.runs[int(whole.group(1))])]
        pieces = re.split(self.token + rb"(\d+)\r?\n?", text)
        view = memoryview(self.raw)
        for at in range(1, len(pieces), 2):
            start, end = self.runs[int(pieces[at])]
            pieces[at] = view[start:end]
        return b"".join(pieces)


def lift(raw: bytes) -> tuple[bytes, Source]:
    """The mail with each long run of base64 lines, and each endless text, replaced by one marker line nobody can have guessed."""
    token = b"LIFTED" + secrets.token_hex(12).encode() + b"X"
    if len(raw) < _LIFTED_BYTES:
        return raw, Source(raw, token, ())
    runs: list[tuple[int, int]] = []
    kept: list[bytes] = []
    end = 0
    for match in _BASE64_RUN.finditer(raw):
        if match.end() - match.start() < _LIFTED_BYTES:
            continue
        kept += [raw[end : match.start()], token, str(len(runs)).encode(), b"\r\n"]
        runs.append(match.span())
        end = match.end()
    if not runs:
        runs, kept, end = *_texts(raw, token), len(raw)
    kept.append(raw[end:])
    return b"".join(kept) if runs else raw, Source(raw, token, tuple(runs))


def _texts(raw: bytes, token: bytes) -> tuple[list[tuple[int, int]], list[bytes]]:
    """The runs of endless texts, and the mail without them: what stands below a blank line up to the next line that may be a boundary.

    The library makes four bytes and a list entry of what is one byte in the mail. A mail inside has its headers below a blank line too,
    so with one nothing is lifted.
    """
    runs: list[tuple[int, int]] = []
    kept: list[bytes] = []
    if len(raw) < _ENDLESS or b"message/rfc822" in raw.lower():
        return runs, [raw]
    end = at = 0
    while at < len(raw):
        following = _DASHES.search(raw, at + 1)
        stop = following.start() if following else len(raw)
        blank = _BLANK_LINE.search(raw, at, stop) if stop - at > _ENDLESS else None
        if blank and stop - blank.end() > _ENDLESS:
            until = stop - len(raw[stop - 2 : stop]) + len(raw[stop - 2 : stop].rstrip(b"\r\n"))  # the boundary's own line end stays
            kept += [raw[end : blank.end()], token, str(len(runs)).encode()]
            runs.append((blank.end(), until))
            end = until
        at = stop
    return runs, [*kept, raw[end:]]


def parse(raw: bytes) -> Node:
    """The tree of a mail. Containers without their boundary keep their text as payload; see `repaired`."""
    declared = len({match.group(1) or match.group(2) for match in _BOUNDARY.finditer(raw)})
    if declared > DEPTH or raw.lower().count(b"message/rfc822") > DEPTH:
        return _trimmed(_split(raw))
    parser = BytesFeedParser()
    try:
        for start in range(0, len(raw), 1 << 16):
            parser.feed(raw[start : start + (1 << 16)])
        return _trimmed(parser.close())
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, AssertionError, IndexError):
        return _trimmed(_split(raw))


def _trimmed(root: Node) -> Node:
    """Content-* headers cut to what anyone reads: the library takes quadratic time over endless parameters."""
    for node in walk(root):
        for index, (name, value) in enumerate(node._headers):  # type: ignore[attr-defined]
            if len(value) > _LONGEST and name[:8].lower() == "content-":
                node._headers[index] = (name, value[:_LONGEST])  # type: ignore[attr-defined]
    return root


def _headers(lines: list[bytes]) -> tuple[Node, int]:
    """A node with the headers at the head of `lines`, and the index of its body's first line."""
    node = Node()
    at = 0
    pending: list[bytes] = []

    def keep() -> None:
        if pending:
            name, _, value = b"".join(pending).partition(b":")
            # the list itself, as the feed parser does: add_header would check and may raise
            node.set_raw(
                name.decode("ascii", "surrogateescape").strip(), value.decode("ascii", "surrogateescape").strip("\r\n").lstrip(" \t")
            )

    while at < len(lines):
        line = lines[at]
        if line[:1] in (b" ", b"\t") and pending and line.strip():
            pending.append(line)
        elif _HEADER.match(line):
            keep()
            pending = [line]
        else:
            at += 0 if line.strip() else 1
            break
        at += 1
    keep()
    return node, at


def _boundary(node: Node) -> bytes | None:
    value = node.get("content-type", "")
    match = _BOUNDARY.search(str(value).encode("utf-8", "surrogateescape")) if "multipart/" in str(value).lower() else None
    return (match.group(1) or match.group(2)).rstrip() if match else None


def _split(raw: bytes) -> Node:
    """The tree by one loop over the lines, at most DEPTH deep; what lies deeper hangs under the deepest container."""
    lines = raw.splitlines(keepends=True)
    root, at = _headers(lines)
    stack: list[tuple[Node, bytes]] = []
    known: dict[bytes, int] = {}
    leaf, start = root, at

    def enter(node: Node) -> None:
        mark = _boundary(node)
        if mark and mark not in known:
            node.set_payload([])
            known[mark] = len(stack)
            stack.append((node, mark))

    enter(root)
    while at < len(lines):
        mark = lines[at].rstrip()[2:] if lines[at].startswith(b"--") else b""
        closing = mark not in known and mark.endswith(b"--") and mark[:-2] in known
        mark = mark[:-2] if closing else mark
        if mark not in known:
            at += 1
            continue
        _finish(leaf, lines[start:at])
        _close(stack, known, known[mark] + (0 if closing else 1))
        at += 1
        if closing or not stack:
            leaf, start = Node(), at
            continue
        leaf, used = _headers(lines[at : at + 2000])
        stack[min(len(stack), DEPTH) - 1][0].get_payload().append(leaf)  # type: ignore[union-attr]
        at += used
        start = at
        enter(leaf)
    _finish(leaf, lines[start:])
    return root


def _finish(node: Node, lines: list[bytes]) -> None:
    """Give a node the text below its headers: a container's is its preamble."""
    text = b"".join(lines).decode("ascii", "surrogateescape")
    if children(node) is not None:
        node.preamble = text
    else:
        node.set_payload(text)


def _close(stack: list[tuple[Node, bytes]], known: dict[bytes, int], keep: int) -> None:
    while len(stack) > keep:
        known.pop(stack.pop()[1], None)


def children(node: Node) -> list[Node] | None:
    """The parts of a container, None for a leaf. (get_payload() would decode a leaf's text, and may raise.)"""
    payload = node._payload  # type: ignore[attr-defined]
    return payload if isinstance(payload, list) else None


def walk(root: Node) -> Iterator[Node]:
    """Every node, containers before their children, without recursion."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(children(node) or ()))


def raw_payload(node: Node) -> bytes:
    """A leaf's payload as it stood in the mail (transfer encoding on)."""
    payload = node._payload  # type: ignore[attr-defined]
    return payload.encode("utf-8", "surrogateescape") if isinstance(payload, str) else b""


def repaired(text: bytes) -> Node | None:
    """A container whose boundary is missing or wrong, parsed by the boundary its body really uses; None without one."""
    for match in re.finditer(rb"^--([^\r\n]{1,200}?)[ \t]*\r?\n(?=Content-)", text, re.MULTILINE | re.IGNORECASE):
        mark = match.group(1)
        return parse(b'Content-Type: multipart/mixed; boundary="' + mark.replace(b'"', b"") + b'"\r\n\r\n' + text)
    return None
