"""The tree of a mail: what is read, what is a file, what is shown, and broken structure."""

from __future__ import annotations

import base64
import binascii
import time

import pytest

from intake.message import open_message
from intake.message.replies import text_of
from intake.model import Address, Image, Message, Paragraph, Part
from tests.intake.message.letters import CRLF, html, leaf, letter, mail, multi, plain

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
TEXT = "秋天到了，渭河边的芦花白了头。"


def words(message: Message) -> list[str]:
    return [text_of(block) for block in message.body]


def body_leaf(text: str, kind: str = "plain") -> bytes:
    return leaf(f"text/{kind}; charset=utf-8", text.encode())


def test_empty() -> None:
    assert open_message(b"") == Message(defects=("邮件是空的，没有任何内容",), flags=frozenset({"empty"}))


@pytest.mark.parametrize(
    ("plain_text", "html_text", "body"),
    [
        (TEXT, f"<p><b>{TEXT}</b></p>", [Paragraph(TEXT, bold=True)]),
        ("", f"<div>{TEXT}</div>", [Paragraph(TEXT)]),
        (TEXT, "<div><br></div>", [Paragraph(TEXT)]),
        (TEXT * 3, "<p>您的邮箱不支持</p>", [Paragraph(TEXT * 3)]),
    ],
)
def test_the_richer_alternative_that_has_the_text(plain_text: str, html_text: str, body: list[Paragraph]) -> None:
    message = open_message(mail(multi("alternative", body_leaf(plain_text), body_leaf(html_text, "html"))))
    assert list(message.body) == body


def test_words_of_the_other_alternative_are_not_lost() -> None:
    message = open_message(mail(multi("alternative", body_leaf(f"{TEXT}\r\n只在纯文本里"), body_leaf(f"<p>{TEXT}</p>", "html"))))
    assert (words(message), message.hidden) == ([TEXT], "只在纯文本里")


def test_pictures_by_content_id_stand_in_place() -> None:
    page = body_leaf(f'<p>{TEXT}</p><img src="cid:a@b"><p>图为芦花</p>', "html")
    shown = leaf('image/jpeg; name="A@B.png.jpg"', PNG, "Content-ID: <a@b>")
    other = leaf('image/jpeg; name="C.jpg"', PNG, "Content-ID: <c@d>")
    message = open_message(mail(multi("related", multi("alternative", body_leaf(""), page, boundary="in"), shown, other)))
    assert list(message.body) == [Paragraph(TEXT), Image("a@b", "A@B.png.jpg"), Paragraph("图为芦花")]
    assert message.parts == (
        Part("A@B.png.jpg", "image/jpeg", PNG, "a@b", inline=True),
        Part("C.jpg", "image/jpeg", PNG, "c@d"),
    )


def test_a_picture_shown_by_its_name_and_one_written_into_the_page() -> None:
    data = base64.b64encode(PNG).decode()
    page = body_leaf(f'<img src="a.png"><p>{TEXT}</p><img src="data:image/png;base64,{data}">', "html")
    message = open_message(mail(multi("related", page, leaf("image/png; name=a.png", PNG))))
    assert list(message.body) == [Image("part:1", "a.png"), Paragraph(TEXT), Image("part:0")]
    assert message.parts == (Part("", "image/png", PNG, inline=True), Part("a.png", "image/png", PNG, inline=True))


def test_text_and_pictures_in_turn() -> None:
    photo = leaf("image/jpeg", PNG, "Content-Disposition: inline; filename=IMG_1.JPG")
    message = open_message(mail(multi("mixed", body_leaf("天鹅来了"), photo, body_leaf("\r\n图1：晨光"))))
    assert list(message.body) == [Paragraph("天鹅来了"), Image("part:0", "IMG_1.JPG"), Paragraph("图1：晨光")]


def test_an_inline_picture_with_a_content_id_stands_where_the_page_or_the_order_says() -> None:
    photo = leaf("image/jpeg; name=a.jpg", PNG, "Content-Disposition: inline", "Content-ID: <a>")
    ordered = open_message(mail(multi("mixed", body_leaf("一"), photo, body_leaf("二"))))
    shown = open_message(mail(multi("mixed", body_leaf("<img src=cid:a>一", "html"), photo)))
    assert list(ordered.body) == [Paragraph("一"), Image("part:0", "a.jpg"), Paragraph("二")]
    assert list(shown.body) == [Image("a", "a.jpg"), Paragraph("一")]


def test_the_same_text_twice_without_an_alternative_is_read_once() -> None:
    both = multi("mixed", body_leaf(TEXT), body_leaf(f"<p><b>{TEXT}</b></p>", "html"))
    assert list(open_message(mail(both)).body) == [Paragraph(TEXT, bold=True)]


def test_a_page_that_calls_itself_plain_text() -> None:
    assert list(open_message(plain(f"<html><body><b>{TEXT}</b></body></html>")).body) == [Paragraph(TEXT, bold=True)]


def test_several_uuencoded_files_in_order() -> None:
    file = b"begin 644 %s\r\n#86)C\r\n`\r\nend\r\n"
    message = open_message(letter(body=b"text\r\n" + file % b"1.txt" + b"more\r\n" + file % b"2.txt"))
    assert (words(message), [(part.name, part.data) for part in message.parts]) == (
        ["text", "more"],
        [("1.txt", b"abc"), ("2.txt", b"abc")],
    )


def test_text_with_a_name_is_a_file() -> None:
    named = leaf('text/plain; name="a.txt"', TEXT.encode(), "Content-Disposition: inline")
    message = open_message(mail(multi("mixed", body_leaf("见附件"), leaf("text/plain", b"more", "Content-Disposition: inline"), named)))
    assert (words(message), [part.name for part in message.parts]) == (["见附件", "more"], ["a.txt"])


def test_forwarded_message() -> None:
    inner = plain(TEXT, "Subject: inner").replace(b"zuozhe@", b"fuqin@")
    message = open_message(mail(multi("mixed", body_leaf("请看"), b"Content-Type: message/rfc822\r\n\r\n" + inner), "Subject: Fw: x"))
    assert message.forwarded is not None
    assert (words(message), words(message.forwarded)) == (["请看"], [TEXT])
    assert (message.forwarded.sender, message.forwarded.subject) == (Address("", "fuqin@example.com"), "inner")


def test_forwarded_message_in_base64() -> None:
    inner = leaf("message/rfc822", plain(TEXT, "Subject: inner"))
    message = open_message(mail(multi("mixed", body_leaf("请看"), inner)))
    assert message.forwarded is not None
    assert (message.forwarded.subject, words(message.forwarded)) == ("inner", [TEXT])


def test_a_second_inner_mail_is_a_file() -> None:
    inner = b"Content-Type: message/rfc822\r\n\r\n" + plain(TEXT)
    message = open_message(mail(multi("mixed", inner, inner)))
    assert [part.content_type for part in message.parts] == ["message/rfc822"]
    assert words(open_message(message.parts[0].data)) == [TEXT]


@pytest.mark.parametrize("declared", ["", "; boundary=wrong"])
def test_missing_or_wrong_boundary(declared: str) -> None:
    inside = b"--real" + CRLF + body_leaf(TEXT) + b"--real" + CRLF + leaf("application/zip; name=a.zip", b"PK") + b"--real--"
    message = open_message(letter(f"Content-Type: multipart/mixed{declared}", body=inside))
    assert (words(message), [part.data for part in message.parts]) == ([TEXT], [b"PK"])
    assert "no-structure" in message.flags


def test_no_boundary_at_all_is_text() -> None:
    message = open_message(letter("Content-Type: multipart/mixed; boundary=x", body=TEXT.encode()))
    assert (words(message), "no-structure" in message.flags) == ([TEXT], True)


def test_a_mail_cut_off() -> None:
    whole = mail(multi("mixed", body_leaf(TEXT), leaf("application/zip; name=a.zip", bytes(range(256)) * 9)))
    message = open_message(whole[:-900])
    assert (words(message), "truncated" in message.flags) == ([TEXT], True)


@pytest.mark.parametrize(
    ("encoded", "data", "damaged"),
    [
        (base64.b64encode(b"hello world!") + b"\r\n", b"hello world!", False),
        (base64.b64encode(b"hello")[:-1], b"hello", True),
        (b"!!" + base64.b64encode(b"hello"), b"hello", True),
        (b"aGVsbG8=\r\nd29ybGQ=", b"helloworld", True),
        (b"aGVsbG8=\r\n-- list footer --\r\n", b"hello", True),
        (b"a", b"", True),
        (b"", b"", False),
    ],
)
def test_base64(encoded: bytes, data: bytes, damaged: bool) -> None:
    node = b"Content-Type: application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n" + encoded
    part = open_message(mail(multi("mixed", body_leaf("x"), node))).parts[0]
    assert (part.data, bool(part.damaged)) == (data, damaged)


def test_uuencode_in_a_text() -> None:
    lines = b"".join(binascii.b2a_uu(PNG[at : at + 45]) for at in range(0, len(PNG), 45))
    message = open_message(letter(body=b"before\r\nbegin 644 a.png\r\n" + lines + b"`\r\nend\r\nafter\r\n"))
    assert (words(message), message.parts) == (["before", "after"], (Part("a.png", "application/octet-stream", PNG),))


def test_text_around_the_parts_is_kept() -> None:
    raw = mail(multi("mixed", body_leaf("正文")) + "尾巴".encode())
    assert open_message(raw).hidden == "尾巴"


def nested(depth: int, inner: bytes) -> bytes:
    head = b"".join(f'Content-Type: multipart/mixed; boundary="n{i}"\r\n\r\n--n{i}\r\n'.encode() for i in range(depth))
    return head + inner + b"\r\n" + b"".join(f"--n{i}--\r\n".encode() for i in reversed(range(depth)))


@pytest.mark.parametrize("depth", [5, 39, 45, 600, 5000])
def test_deep_nesting(depth: int) -> None:
    started = time.process_time()
    message = open_message(
        mail(nested(depth, multi("mixed", body_leaf(TEXT), leaf("application/zip; name=a.zip", b"PK"), boundary="deep")))
    )
    assert (words(message), [part.data for part in message.parts]) == ([TEXT], [b"PK"])
    assert time.process_time() - started < 5


@pytest.mark.parametrize("depth", [3, 30, 600])
def test_mails_in_mails(depth: int) -> None:
    message: Message | None = open_message(mail(b"Content-Type: message/rfc822\r\n\r\n" * depth + b"\r\n" + TEXT.encode()))
    opened = 0
    while message is not None and message.forwarded is not None:
        message, opened = message.forwarded, opened + 1
    assert opened <= depth + 1


def test_nested_alternatives_are_read_once() -> None:
    head = b"".join(f'Content-Type: multipart/alternative; boundary="n{i}"\r\n\r\n--n{i}\r\n'.encode() for i in range(39))
    started = time.process_time()
    assert words(open_message(mail(head + body_leaf(TEXT)))) == [TEXT]
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "raw",
    [
        b"Subject: " + b"=?utf-8?B?5L2g?= " * 30000 + b"\r\n\r\nx",
        b"Content-Type: text/plain" + b"; a=b" * 60000 + b"\r\n\r\nx",
        b"From: " + b"<" * 200000 + b"\r\n\r\nx",
        b"".join(b"X-%d: y\r\n" % number for number in range(20000)) + b"\r\nx",
        html("<div>" * 100000 + TEXT),
        html("<p a='" + "b" * 1000000),
        html("<" * 500000),
        plain("http://mail.qq.com/cgi-bin/ftn\r\n(1M, " * 10000),
    ],
    ids=["words", "parameters", "angles", "headers", "divs", "attribute", "less-than", "links"],
)
def test_hostile_size_is_bounded(raw: bytes) -> None:
    started = time.process_time()
    open_message(raw)
    assert time.process_time() - started < 5


@pytest.mark.long
def test_memory_of_a_mail_of_50_megabytes() -> None:
    import tracemalloc

    raw = mail(multi("mixed", body_leaf(TEXT), leaf("application/zip; name=a.zip", bytes(range(256)) * (36 << 12))))
    tracemalloc.start()
    message = open_message(raw)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (len(message.parts[0].data), peak < 2 * len(raw)) == (36 << 20, True)


def _long(kind: str, data: bytes) -> bytes:
    return mail(multi("mixed", leaf(kind, data), body_leaf(TEXT)))


def test_an_endless_text_is_kept_as_a_file() -> None:
    line = "天还没有亮，村口的白杨树下已经有人说话。\r\n".encode()
    for kind, data, name in (("text/plain", line * 40_000, "正文.txt"), ("text/html", b"<p>" + line * 200_000, "正文.html")):
        message = open_message(_long(f"{kind}; charset=utf-8", data))
        assert [(part.name, part.data.rstrip(), part.content_type) for part in message.parts] == [(name, data.rstrip(), kind)]
        assert ("text-too-long" in message.flags, len(message.defects), bool(message.body)) == (True, 1, True)


def test_an_endless_text_lifted_and_short_ones_are_the_same() -> None:
    page = b'<img src="data:image/png;base64,' + b"QUJD" * 800_000 + '">\r\n<p>老屋在村东头'.encode()
    message = open_message(_long("text/html; charset=utf-8", page))
    assert (len(message.parts), len(message.parts[0].data), message.defects) == (1, 2_400_000, ())


def test_a_boundary_in_no_charset_of_this_world() -> None:
    raw = b"Content-Type: multipart/mixed; boundary*=\x00\xffx'\xe8'%ff; boundary=\"\xe7\"\r\nSubject: y\r\n\r\n--x\r\n\r\nz"
    assert open_message(raw).subject == "y"
