"""Archives: what is in them is read as if attached, within one budget."""

from __future__ import annotations

import io
import struct
from dataclasses import replace

import py7zr
import pytest

from intake.documents import read_document
from intake.documents.archives import base_name
from intake.model import Document, Limits, Paragraph
from tests.intake.documents.builders import gbk_zip, picture, zipped

TEXT = "麦子黄了。".encode()


def read(data: bytes, limits: Limits = Limits(), name: str = "稿件.zip") -> Document:  # noqa: B008
    return read_document(name, data, limits, isolated=False)


def summary(document: Document) -> list[tuple[str, str]]:
    return [(member.name, member.status) for member in document.members]


def test_names_in_gbk() -> None:
    document = read(gbk_zip([("散文/冬枣红满棚.txt", TEXT), ("工人在分拣线上.png", picture())]))
    assert (document.status, summary(document)) == ("read", [("冬枣红满棚.txt", "read"), ("工人在分拣线上.png", "image")])
    assert document.members[0].blocks == (Paragraph("麦子黄了。"),)


def test_names_in_gbk_that_are_marked_as_utf8() -> None:
    data = bytearray(gbk_zip([("冬枣.txt", TEXT)]))
    for head, at in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        data[data.find(head) + at] |= 8
    assert summary(read(bytes(data))) == [("冬枣.txt", "read")]


def test_names_in_utf8_and_litter_of_systems() -> None:
    document = read(zipped([("__MACOSX/._a.txt", b"x"), ("稿/镕喆.txt", TEXT), (".DS_Store", b"x"), ("稿/", b""), ("稿/Thumbs.db", b"x")]))
    assert summary(document) == [("镕喆.txt", "read")]


def test_seven_zip() -> None:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w") as archive:
        archive.writestr(TEXT, "一场夜雪.txt")
    assert summary(read(out.getvalue(), name="稿.7z")) == [("一场夜雪.txt", "read")]
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", password="x") as archive:
        archive.writestr(TEXT, "一场夜雪.txt")
    assert read(out.getvalue(), name="稿.7z").status == "encrypted"
    assert read(out.getvalue()[:60], name="稿.7z").status == "damaged"


def test_encrypted_damaged_and_empty_are_told_apart() -> None:
    data = bytearray(zipped([("a.txt", TEXT)]))
    for head, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(head) + at
        data[place] |= 1
    broken = bytearray(zipped([("a.txt", TEXT * 50)]))
    broken[45] ^= 0xFF
    found = [
        (d.status, d.reason != "") for d in (read(bytes(data)), read(bytes(broken)), read(zipped([])), read(zipped([("a.txt", TEXT)])[:40]))
    ]
    assert found == [("encrypted", True), ("damaged", True), ("empty", True), ("damaged", True)]


def test_programs_inside_are_refused_and_the_rest_is_read() -> None:
    document = read(zipped([("a.txt", TEXT), ("老屋.docx", b"MZ\x90\0\3" + bytes(300)), ("run.bat", b"@echo off\r\ndel *")]))
    assert (document.status, summary(document)) == ("read", [("a.txt", "read"), ("老屋.docx", "refused"), ("run.bat", "refused")])


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (replace(Limits(), archive_entries=3), "3 个文件"),
        (replace(Limits(), archive_bytes=1_000_000), "1 MB"),
    ],
)
def test_limits_are_named(limits: Limits, reason: str) -> None:
    document = read(zipped([(f"{i}.txt", TEXT + b" " * 400_000) for i in range(4)]), limits)
    assert document.status == "refused"
    assert reason in document.reason


def test_one_budget_for_archives_inside_archives() -> None:
    inner = zipped([("a.txt", TEXT)])
    twice = zipped([("b.zip", inner)])
    assert read(twice).members[0].members[0].status == "read"
    assert read(zipped([("c.zip", twice)])).members[0].members[0].status == "refused"
    wide = zipped([(f"{i}.zip", zipped([(f"{k}.txt", b" " * 90_000 + TEXT) for k in range(4)])) for i in range(4)])
    members = read(wide, replace(Limits(), archive_bytes=1_000_000)).members
    assert [member.status for member in members] == ["read", "read", "refused", "refused"]


def test_a_size_that_lies_is_found_out() -> None:
    data = bytearray(zipped([("a.txt", b" " * 5_000_000)]))
    place = data.rfind(b"PK\x01\x02") + 24
    data[place : place + 4] = struct.pack("<I", 10)
    assert read(bytes(data)).status == "damaged"


@pytest.mark.parametrize(
    ("name", "base"),
    [("../../etc/passwd", "passwd"), ("C:\\稿\\老屋.doc", "老屋.doc"), ("a\0b.txt", "ab.txt"), ("/", "未命名"), ("x" * 300, "x" * 255)],
)
def test_base_names_only(name: str, base: str) -> None:
    assert base_name(name) == base
