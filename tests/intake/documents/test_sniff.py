"""What a file is, whatever it is called."""

from __future__ import annotations

import pytest

from intake.documents import read_document, sniff
from tests.intake.documents.builders import docx, odt, paragraph, pdf, picture, zipped


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.jpg", docx(paragraph("字")), "docx"),
        ("a.docx", picture(), "image"),
        ("稿.docx", b"MZ\x90\0\3\0\0\0" + bytes(100), "program"),
        ("稿.txt", b"\x7fELF\2\1\1" + bytes(100), "program"),
        ("照片.lnk", bytes.fromhex("4c0000000114020000000000c000000000000046") + bytes(60), "program"),
        ("稿.doc", b"#!/bin/sh\nrm -rf /\n", "program"),
        ("稿.vbs", b'MsgBox "hi"', "program"),
        ("稿.apk", zipped([("AndroidManifest.xml", b""), ("classes.dex", b"")]), "program"),
        ("稿.zip", zipped([("META-INF/MANIFEST.MF", b""), ("A.class", b"")]), "program"),
        ("表.docx", zipped([("[Content_Types].xml", b""), ("xl/workbook.xml", b"")]), "xlsx"),
        ("稿.doc", b"{\\rtf1 x}", "rtf"),
        ("稿.doc", b"\xef\xbb\xbf<html><body>x</body></html>", "html"),
        ("稿.doc", "<html><body>字</body></html>".encode("utf-16"), "html"),
        ("稿.doc", b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x", "mht"),
        ("信", b"Received: from x\r\nFrom: a@b.cn\r\nSubject: y\r\n\r\nz", "eml"),
        ("稿.doc", "老屋\n一扇门".encode("gb18030"), "txt"),
        ("MZ.txt", "MZ是一个缩写。".encode(), "txt"),
        ("剧本.txt", "时间: 初夏\n地点: 村口\n人物: 老王\n\n幕启。".encode(), "txt"),
        ("From.txt", b"From: here to there\nwe walked\n", "txt"),
        ("稿.md", b"# x", "md"),
        ("a", pdf([]), "pdf"),
        ("a", odt("<text:p/>"), "odt"),
        ("a", b"RIFF\0\0\0\0WEBPVP8 ", "image"),
        ("a", b"RIFF\0\0\0\0CDR9vrsn", "unknown"),
        ("a.mp3", b"ID3\4" + bytes(20), "audio"),
        ("a.mp4", b"\0\0\0\x20ftypisom" + bytes(20), "video"),
        ("a.heic", b"\0\0\0\x18ftypheic" + bytes(20), "image"),
        ("a.dat", b"x\x9f>\x22\1\0", "tnef"),
        ("a.bin", bytes(range(256)), ""),
        ("a", b"", "empty"),
    ],
)
def test_by_content(name: str, data: bytes, kind: str) -> None:
    assert sniff(name, data) == kind


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (bytes(range(256)), "kept"),
        (b"ID3\4" + bytes(20), "kept"),
        (b"RIFF\0\0\0\0CDR9", "kept"),
        (b"MZ\0\0" + bytes(90), "refused"),
        (b"%PDF-", "damaged"),
        (b"", "empty"),
    ],
)
def test_every_other_status_has_a_reason(data: bytes, status: str) -> None:
    document = read_document("附件", data, isolated=False)
    assert (document.status, bool(document.reason), document.size) == (status, True, len(data))


@pytest.mark.parametrize("name", ["散文.docx", "散文.WPS", "稿.pdf", "打包.rar", "合影.jpg"])
def test_unknown_bytes_under_a_known_name_are_damaged(name: str) -> None:
    document = read_document(name, bytes(range(1, 256)) * 9, isolated=False)
    assert (document.status, document.reason[:9], document.flags) == ("damaged", "文件内容认不出来，", frozenset())
