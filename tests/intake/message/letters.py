"""Mails byte by byte, for what no mail library would write."""

from __future__ import annotations

import base64

CRLF = b"\r\n"


def letter(*head: str | bytes, body: bytes = b"", charset: str = "utf-8") -> bytes:
    """Header lines, a blank line, a body."""
    lines = [line.encode(charset) if isinstance(line, str) else line for line in head]
    return CRLF.join([b"From: zuozhe@example.com", *lines]) + CRLF * 2 + body


def leaf(kind: str, data: bytes, *head: str | bytes, encoding: str = "base64") -> bytes:
    """A part with its transfer encoding on."""
    lines = [b"Content-Type: " + kind.encode(), *(line.encode() if isinstance(line, str) else line for line in head)]
    if encoding:
        lines.append(b"Content-Transfer-Encoding: " + encoding.encode())
    return CRLF.join(lines) + CRLF * 2 + (base64.encodebytes(data).replace(b"\n", CRLF) if encoding == "base64" else data)


def multi(kind: str, *parts: bytes, boundary: str = "=_b", close: bool = True) -> bytes:
    """A container with its own header line in front."""
    mark = b"--" + boundary.encode()
    inside = b"".join(mark + CRLF + part + CRLF for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"'.encode() + CRLF * 2 + inside + (mark + b"--" + CRLF if close else b"")


def mail(container: bytes, *head: str | bytes) -> bytes:
    """A mail around a container or leaf that brings its own Content-Type."""
    lines = [line.encode() if isinstance(line, str) else line for line in head]
    return CRLF.join([b"From: zuozhe@example.com", b"MIME-Version: 1.0", *lines, container])


def html(text: str, *head: str | bytes) -> bytes:
    return mail(leaf("text/html; charset=utf-8", text.encode()), *head)


def plain(text: str, *head: str | bytes) -> bytes:
    return mail(leaf("text/plain; charset=utf-8", text.encode()), *head)
