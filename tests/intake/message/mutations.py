"""Mails broken on purpose, by a seeded dice: bytes flipped, cut, doubled, swapped, and pieces of structure put anywhere."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.intake.message.letters import html, leaf, mail, multi, plain

_TEXT = "秋天到了，渭河边的芦花白了头。\r\n\r\n　　父亲说该收棉花了。\r\n"
SEEDS = (
    plain(_TEXT, "Subject: =?gbk?B?wM/O3Q==?=", "Date: Mon, 12 Oct 2026 09:12:33 +0800"),
    html(f"<div style='color:#fff'>{_TEXT}</div><table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table><img src=cid:a>"),
    mail(
        multi(
            "mixed",
            multi("alternative", leaf("text/plain; charset=gbk", _TEXT.encode("gbk")), leaf("text/html", _TEXT.encode()), boundary="in"),
            leaf('image/jpeg; name="a.jpg"', bytes(range(256)), "Content-ID: <a>"),
            b"Content-Type: message/rfc822\r\n\r\n" + plain(_TEXT, "Subject: inner"),
        ),
        "Subject: =?utf-8?B?6L2s5Y+R77yaeA==?=",
    ),
    plain(
        "好。\r\n\r\n------------------ 原始邮件 ------------------\r\n发件人: a\r\n发送时间: b\r\n收件人: c\r\n主题: d\r\n\r\n旧",
        "Subject: Re: x",
    ),
    plain(
        "begin 644 a.txt\r\n#86)C\r\n`\r\nend\r\n从QQ邮箱发来的超大附件\r\na.zip (1M, 无限期) http://mail.qq.com/cgi-bin/ftnExs_download?k=1"
    ),
)
_PIECES = (
    b"\r\n",
    b"\r\n\r\n",
    b"--=_b\r\n",
    b"--=_b--\r\n",
    b'Content-Type: multipart/alternative; boundary="=_b"\r\n',
    b"Content-Type: message/rfc822\r\n\r\n",
    b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Transfer-Encoding: x-uuencode\r\n",
    b"Content-Transfer-Encoding: quoted-printable\r\n",
    b'Content-Type: text/html; charset="utf-16"\r\n',
    b"Content-Type: text/plain; charset=utf-7; format=flowed\r\n",
    b"Content-Disposition: attachment; filename*0*=gbk''%C0; filename*1=\"\xcf\"\r\n",
    b"=?gb2312?B?wM/O3Q=?=",
    b"=?utf-8?q?=E8=80?=",
    b'<div style="font-size:1e99px;color:#fff">',
    b"<table><tr><td colspan=99>",
    b"\x00\xff\xfe\x80\x81",
    "锟斤拷\u202e".encode(),
    b"+AGE-",
    b"~{VPND~}",
    b"\x1b$)A\x0e",
)


def mutated(raw: bytes, dice: random.Random) -> bytes:
    """One mail with one to eight things done to it."""
    data = bytearray(raw)
    for _ in range(dice.randrange(1, 9)):
        at = dice.randrange(len(data) + 1)
        far = min(len(data), at + dice.choice((1, 3, 20, 200)))
        what = dice.randrange(6)
        if what == 0:
            data[at:far] = dice.randbytes(far - at)
        elif what == 1:
            del data[at:far]
        elif what == 2:
            data[at:at] = data[at:far] * dice.randrange(1, 6)
        elif what == 3 and at < len(data):
            data[at] ^= 1 << dice.randrange(8)
        elif what == 4:
            del data[at + dice.randrange(len(data) - at + 1) :]
        else:
            data[at:at] = dice.choice(_PIECES)
    return bytes(data)


def mutants(seed: int, count: int, originals: tuple[bytes, ...] = SEEDS) -> Iterator[bytes]:
    """`count` broken mails; the same for the same seed."""
    dice = random.Random(seed)
    for _ in range(count):
        yield mutated(dice.choice(originals), dice)
