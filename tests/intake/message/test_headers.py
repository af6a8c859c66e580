"""Headers and file names, decoded from bytes."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest

from intake.message import open_message
from intake.model import Address, Knowledge
from tests.intake.message.letters import leaf, letter, mail, multi


def word(text: str, charset: str) -> str:
    return f"=?{charset}?B?{base64.b64encode(text.encode(charset)).decode()}?="


def cut_word(text: str, charset: str, at: int) -> str:
    """Two encoded words with the cut inside a character."""
    data = text.encode(charset)
    first, second = (base64.b64encode(piece).decode() for piece in (data[:at], data[at:]))
    return f"=?{charset}?B?{first}?=\r\n =?{charset}?B?{second}?="


@pytest.mark.parametrize(
    ("line", "subject"),
    [
        ("Subject: " + word("投稿：老屋", "gb18030"), "投稿：老屋"),
        ("Subject: =?gb2312?B?" + base64.b64encode("怀念周镕".encode("gbk")).decode() + "?=", "怀念周镕"),
        ("Subject: " + cut_word("冬季用气安全提示", "utf-8", 7), "冬季用气安全提示"),
        ("Subject: " + cut_word("冬季用气安全提示", "gbk", 5), "冬季用气安全提示"),
        ("Subject: " + word("外二首", "gbk") + "  " + word("老屋", "utf-8"), "外二首老屋"),
        ("Subject: Re: " + word("老屋", "utf-8") + " (2)", "Re: 老屋 (2)"),
        ("Subject: =?UTF-8?Q?=E8=80=81=E5=B1=8B_one?=", "老屋 one"),
        ("Subject: =?utf-8?B?6ICB5bGL?==?utf-8?B?5pWj5paH?=", "老屋散文"),
        ("Subject: =?utf-8?B?6ICB5bG?= =?utf-8?B?L5pWj5paH?=", "老屋散文"),  # base64 cut between its groups of four
        ("Subject: =?no-such-charset?B?6ICB5bGL?=", "老屋"),
        ("Subject: =?gbk?B?6ICB5bGL?=", "老屋"),  # UTF-8 that calls itself GBK
        ("Subject: 投稿 老屋".encode("gbk"), "投稿 老屋"),
        ("Subject: 投稿 老屋".encode(), "投稿 老屋"),
        ("Subject: a=?b", "a=?b"),
        (b"Subject: =?gbk?B?", "=?gbk?B?"),
        (b"X: y", ""),
    ],
)
def test_subject(line: str | bytes, subject: str) -> None:
    assert open_message(letter(line, body=b"x")).subject == subject


@pytest.mark.parametrize(
    ("value", "sender"),
    [
        (f'"{word("秦小芸", "gb18030")}" <Xiaoyun@QQ.com>', Address("秦小芸", "xiaoyun@qq.com")),
        (f"{word('王, 喆', 'gbk')} <a@b.cn>", Address("王, 喆", "a@b.cn")),
        ("王喆 <a@b.cn>".encode("gbk"), Address("王喆", "a@b.cn")),
        ("a@b.cn", Address("", "a@b.cn")),
        ("张三 a@b.cn", Address("张三", "a@b.cn")),
        ("<a@b.cn", Address("", "a@b.cn")),
        ("只有名字", Address("只有名字", "")),
        ("", Address()),
    ],
)
def test_sender(value: str | bytes, sender: Address) -> None:
    line = b"From: " + (value.encode() if isinstance(value, str) else value)
    assert open_message(line + b"\r\n\r\nx").sender == sender


def test_envelope() -> None:
    message = open_message(
        letter(
            "To: b@x.cn, " + word("编辑部", "gbk") + " <C@x.cn>",
            "Reply-To: d@x.cn",
            "Date: Mon, 12 Oct 2026 09:12:33 +0800",
            "Message-ID: <tencent_1@qq.com>",
            "In-Reply-To: <a@b>",
            "References: <z@b> <a@b>",
            body=b"x",
        )
    )
    assert message.to == (Address("", "b@x.cn"), Address("编辑部", "c@x.cn"))
    assert message.reply_to == Address("", "d@x.cn")
    assert message.date == datetime(2026, 10, 12, 1, 12, 33, tzinfo=UTC)
    assert (message.message_id, message.in_reply_to, message.references) == ("tencent_1@qq.com", "a@b", ("z@b", "a@b"))
    assert message.header("to") == "b@x.cn, 编辑部 <C@x.cn>"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (f'Content-Disposition: attachment; filename="{word("老屋.docx", "gb18030")}"', "老屋.docx"),
        (f'Content-Disposition: attachment;\r\n filename="{cut_word("修水库的那个冬天.pdf", "gbk", 9)}"', "修水库的那个冬天.pdf"),
        ('Content-Disposition: attachment; filename="民间艺术.docx"'.encode("gbk"), "民间艺术.docx"),
        ("Content-Disposition: attachment; filename*=utf-8''%E8%80%81%E5%B1%8B.doc", "老屋.doc"),
        ("Content-Disposition: attachment; filename*0*=gbk''%C0%CF%CE; filename*1*=%DD.doc", "老屋.doc"),
        ('Content-Disposition: attachment; filename*0="long-"; filename*1="name.doc"', "long-name.doc"),
        ('Content-Disposition: attachment; filename="a; b.txt"', "a; b.txt"),
        ('Content-Disposition: attachment; filename="C:\\\\Documents\\\\老屋.doc"', "老屋.doc"),
        ('Content-Disposition: attachment; filename="../../etc/passwd"', "passwd"),
        ("Content-Disposition: attachment; filename=老屋 定稿.doc", "老屋 定稿.doc"),
        ('Content-Disposition: attachment; filename=".."', ""),
        ("Content-Disposition: attachment", ""),
    ],
)
def test_file_name(line: str | bytes, name: str) -> None:
    raw = mail(multi("mixed", leaf("text/plain", b"x"), leaf("application/octet-stream", b"data", line)))
    assert [part.name for part in open_message(raw).parts] == [name]


def test_name_in_content_type_only() -> None:
    kind = f'application/msword; name="{word("父亲的算盘.doc", "gb2312")}"'
    assert [part.name for part in open_message(mail(multi("mixed", leaf("text/plain", b"x"), leaf(kind, b"d")))).parts] == [
        "父亲的算盘.doc"
    ]


def test_override_reaches_headers_and_bodies() -> None:
    raw = letter("Subject: =?gbk?B?" + base64.b64encode("编".encode()).decode() + "?=", body="編輯".encode("big5"))
    message = open_message(raw, Knowledge(charset="big5"))
    assert [block.text for block in message.body] == ["編輯"]  # type: ignore[union-attr]
