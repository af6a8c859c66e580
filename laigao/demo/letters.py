"""Builds mails, byte for byte, as contributors' programs write them. The demo's samples and the tests use the same builders.

Everything is assembled here instead of by the standard library's generator: what QQ and NetEase really send (encoded words in
`filename=`, pictures without Content-Disposition, raw 8-bit headers) is exactly what that generator would put right.
"""

from __future__ import annotations

import base64
import hashlib
import html as markup
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

SHANGHAI = timezone(timedelta(hours=8))
MAILBOX = "tougao@laigao.example"
#: What the demo shows must not depend on the hour the tests run at.
SOME_DAY = datetime(2026, 3, 16, 9, 30, tzinfo=SHANGHAI)

QQ_HEADERS = (("X-QQ-MIME", "TCMime 1.0 by Tencent"), ("X-Mailer", "QQMail 2.x"), ("X-QQ-Mailer", "QQMail 2.x"), ("X-HAS-ATTACH", "no"))
NETEASE_HEADERS = (("X-Mailer", "Coremail Webmail Server Version XT5.0.14"), ("X-Priority", "3"))


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a mail.

    naming: "words" writes RFC 2047 words inside filename= (QQ, NetEase), "rfc2231" the standard's form, "raw" the bytes themselves.
    shown: the HTML body shows it as cid:NAME; QQ then writes no Content-Disposition at all.
    """

    name: str
    data: bytes
    content_type: str = "application/octet-stream"
    naming: str = "words"
    charset: str = "gb18030"
    shown: bool = False

    @property
    def content_id(self) -> str:
        """Letters and digits of the name's digest, as web mail makes them up."""
        return hashlib.sha256(self.name.encode()).hexdigest()[:16].upper() + "@laigao.example"


def a_mail(
    subject: str = "投稿",
    sender: tuple[str, str] = ("何志远", "hezhiyuan@qq.example"),
    body: str | None = "",
    *,
    html: str | None = None,
    attachments: Sequence[Attachment] = (),
    charset: str = "utf-8",
    to: tuple[str, str] = ("", MAILBOX),
    date: datetime = SOME_DAY,
    message_id: str | None = None,
    headers: Iterable[tuple[str, str]] = (),
    label: str | None = None,
    whole: str = "mixed",
) -> bytes:
    """A whole mail, CRLF line ends. `charset` encodes texts and header words; `label` declares another one (gb2312 for gb18030 bytes).

    body and html together make multipart/alternative; attachments shown in the html make multipart/related; the others multipart/`whole`
    (a bounce's is report).
    """
    declared = label or charset
    shown = [one for one in attachments if one.shown]
    files = [one for one in attachments if not one.shown]
    texts = [_text("plain", body, charset, declared)] if body is not None else []
    texts += [_text("html", html, charset, declared)] if html is not None else []
    inner = texts[0] if len(texts) == 1 else _multipart("alternative", texts)
    if shown:
        inner = _multipart("related", [inner, *(_file(one) for one in shown)])
    if files:
        inner = _multipart(whole, [inner, *(_file(one) for one in files)])
    top = [
        ("Message-ID", message_id or _message_id(subject, sender[1], date)),
        ("Date", format_datetime(date)),
        ("From", address(*sender, charset=declared)),
        ("To", address(*to, charset=declared)),
        ("Subject", words(subject, declared)),
        ("MIME-Version", "1.0"),
        *headers,
    ]
    return "".join(f"{name}: {value}\r\n" for name, value in top).encode("latin-1") + inner


def a_qq_mail(
    subject: str,
    sender: tuple[str, str],
    body: str,
    pictures: Sequence[Attachment] = (),
    *,
    attachments: Sequence[Attachment] = (),
    headers: Iterable[tuple[str, str]] = QQ_HEADERS,
    **more,
) -> bytes:
    """As QQ Mail's web page sends: gb18030 in base64, a <div> a line, pictures inline where the text says {图N}."""
    lines = []
    for line in body.splitlines():
        place = next((n for n in range(1, len(pictures) + 1) if line.strip() == f"{{图{n}}}"), 0)
        if place:
            lines.append(f'<div><img src="cid:{pictures[place - 1].content_id}" modifysize="46%" style="width: 540px;"></div>')
        else:
            lines.append(f"<div>{markup.escape(line) or '<br>'}</div>")
    page = '<meta http-equiv="Content-Type" content="text/html; charset=GB18030"><div style="min-height:22px;">' + "".join(lines) + "</div>"
    plain, files = " " if pictures else body, [*pictures, *attachments]
    return a_mail(subject, sender, plain, html=page, attachments=files, charset="gb18030", headers=headers, **more)


def words(text: str, charset: str = "utf-8") -> str:
    """RFC 2047 encoded words of at most 75 characters, split between characters; ASCII stays as it is."""
    if text.isascii():
        return text
    chunks, chunk = [], b""
    for character in text:
        data = character.encode(_codec(charset))
        if len(chunk) + len(data) > 42:
            chunks.append(chunk)
            chunk = b""
        chunk += data
    chunks.append(chunk)
    return "\r\n ".join(f"=?{charset}?B?{base64.b64encode(one).decode()}?=" for one in chunks)


def address(name: str, mail: str, charset: str = "utf-8") -> str:
    """A From or To value."""
    return f"{words(name, charset) if not name.isascii() else chr(34) + name + chr(34)} <{mail}>" if name else mail


def _codec(charset: str) -> str:
    return "gb18030" if charset.lower() in {"gb2312", "gbk", "x-gbk", "cp936"} else charset


def _message_id(*facts: object) -> str:
    digest = hashlib.sha256("\n".join(map(str, facts)).encode()).hexdigest()
    return f"<tencent_{digest[:32].upper()}@laigao.example>"


def _base64(data: bytes) -> bytes:
    return base64.encodebytes(data).replace(b"\n", b"\r\n")


def _text(kind: str, text: str, charset: str, label: str) -> bytes:
    data = text.replace("\r\n", "\n").replace("\n", "\r\n").encode(_codec(charset))
    head = f'Content-Type: text/{kind}; charset="{label}"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    return head.encode() + _base64(data)


def _named(key: str, one: Attachment) -> bytes:
    if one.name.isascii():
        return f'{key}="{one.name}"'.encode()
    if one.naming == "raw":
        return f'{key}="'.encode() + one.name.encode(_codec(one.charset)) + b'"'
    if one.naming == "rfc2231":
        escaped = "".join(f"%{byte:02X}" for byte in one.name.encode(_codec(one.charset)))
        return f"{key}*={one.charset}''{escaped}".encode()
    return f'{key}="{words(one.name, one.charset)}"'.encode()


def _file(one: Attachment) -> bytes:
    head = b"Content-Type: " + one.content_type.encode() + b";\r\n " + _named("name", one) + b"\r\n"
    if one.shown:
        head += f"Content-ID: <{one.content_id}>\r\n".encode()
    else:
        head += b"Content-Disposition: attachment;\r\n " + _named("filename", one) + b"\r\n"
    return head + b"Content-Transfer-Encoding: base64\r\n\r\n" + _base64(one.data)


def _multipart(kind: str, parts: Sequence[bytes]) -> bytes:
    """`parts` with their headers; the boundary is their digest, so the same mail is the same bytes."""
    boundary = "----=_NextPart_" + hashlib.sha256(b"".join(parts)).hexdigest()[:24].upper()
    body = b"".join(b"--" + boundary.encode() + b"\r\n" + part.rstrip(b"\r\n") + b"\r\n" for part in parts)
    head = f'Content-Type: multipart/{kind};\r\n boundary="{boundary}"\r\n\r\n'
    return head.encode() + body + f"--{boundary}--\r\n".encode()
