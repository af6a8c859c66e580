"""Files made to break their reader: a clear status, in bounded time, and the next document is read."""

from __future__ import annotations

import time

import pytest

from intake.documents import read_document
from tests.intake.documents.builders import docx, huge_png, paragraph, zipped

P = paragraph("字")
LAUGHS = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>'


def nested_zip(depth: int) -> bytes:
    data = zipped([("a.txt", b"x")])
    for _ in range(depth):
        data = zipped([("b.zip", data)])
    return data


BOMBS = {
    "a zip of blanks": (lambda: zipped([("a.txt", b" " * 190_000_000)]), {"refused"}, "100 MB"),
    "a docx of blanks": (lambda: docx(P, media={"x.bin": b" " * 110_000_000}), {"refused"}, "100 MB"),
    "one part too large": (lambda: docx(P + " " * 31_000_000), {"refused"}, "30 MB"),
    "too many parts": (lambda: docx(P, media={str(i): b"" for i in range(2001)}), {"refused"}, "2000 个部件"),
    "entities": (lambda: docx(P, head=LAUGHS), {"refused"}, "DOCTYPE"),
    "entities in UTF-16": (lambda: zipped([("word/document.xml", (LAUGHS + "<a>&c;</a>").encode("utf-16"))]), {"refused"}, "DOCTYPE"),
    "201 levels": (lambda: docx("<w:sdt>" * 200 + P + "</w:sdt>" * 200), {"refused"}, "200 层"),
    "20,000 nested tables": (lambda: docx("<w:tbl><w:tr><w:tc>" * 20_000 + P + "</w:tc></w:tr></w:tbl>" * 20_000), {"refused"}, "200 层"),
    "60 nested tables": (lambda: docx("<w:tbl><w:tr><w:tc>" * 60 + P + "</w:tc></w:tr></w:tbl>" * 60), {"read"}, ""),
    "a picture of 900 million pixels": (lambda: huge_png(30_000), {"refused"}, "万像素"),
    "a docx with such a picture": (
        lambda: docx(P + '<w:p><w:r><w:drawing><a:blip r:embed="rId:x.png"/></w:drawing></w:r></w:p>', media={"x.png": huge_png(30_000)}),
        {"read"},
        "",
    ),
    "\\bin999999999": (lambda: b"{\\rtf1 text\\bin999999999 abc}", {"read"}, ""),
    "a million RTF groups": (lambda: b"{\\rtf1 " + b"{" * 1_000_000, {"refused"}, "500 层"),
    "100,000 nested div": (lambda: b"<html><body>" + b"<div>" * 100_000 + b"x" + b"</div>" * 100_000, {"read"}, ""),
    "20,000 nested HTML tables": (lambda: b"<html><body>" + b"<table><tr><td>" * 20_000 + b"x", {"read"}, ""),
    "a mail of 600 levels": (
        lambda: b"".join(b"From: a@b.cn\nSubject: x\nContent-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(600)),
        {"read", "empty"},
        "",
    ),
    "zips in zips": (lambda: nested_zip(5), {"refused"}, "层数"),
    "garbage PDF": (lambda: b"%PDF-1.4\n" + b"1 0 obj<<" * 100_000, {"damaged"}, "损坏"),
    "paragraphs without end": (lambda: b"{\\rtf1 " + b"x\\par " * 60_000 + b"}", {"refused"}, "50000 段"),
    "only NUL": (lambda: bytes(1_000_000), {"damaged"}, "损坏"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb(name: str) -> None:
    build, statuses, reason = BOMBS[name]
    started = time.monotonic()
    document = read_document("附件", build())
    assert time.monotonic() - started < 25
    assert (document.status in statuses, document.status, reason in document.reason) == (True, document.status, True)
    assert read_document("b.docx", docx(P)).status == "read"
