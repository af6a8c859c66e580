"""The builders' mails and files, read back with the standard library."""

from __future__ import annotations

import email
import email.policy
import io
import zipfile

import numpy as np
import pytest
from PIL import Image

from laigao.demo.photos import SCENES
from tests.builders import Attachment, Grid, Line, a_brush_work, a_docx, a_gbk_text, a_mail, a_photo, a_plain_photo, a_qq_mail, a_zip


def read(raw: bytes):
    return email.message_from_bytes(raw, policy=email.policy.default)


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "big5"])
def test_a_plain_mail(charset):
    mail = read(a_mail("投稿：老屋", ("何志遠", "he@qq.example"), "老屋\n\n門前一棵樹。", charset=charset))
    assert (mail["Subject"], str(mail["From"]), mail.get_content().replace("\r\n", "\n").strip()) == (
        "投稿：老屋",
        "何志遠 <he@qq.example>",
        "老屋\n\n門前一棵樹。",
    )
    assert not mail.defects


def test_the_same_mail_is_the_same_bytes():
    files = [Attachment("图.jpg", a_plain_photo(), "image/jpeg")]
    assert a_mail("一", body="二", attachments=files) == a_mail("一", body="二", attachments=files)


def test_a_long_subject_is_split_between_characters():
    subject = "关于征集" + "华山" * 40 + "散文的来稿"
    raw = a_mail(subject, charset="gb18030")
    assert read(raw)["Subject"] == subject
    assert max(map(len, raw.split(b"\r\n"))) <= 90


def test_bodies_pictures_and_files_nest_as_mail_programs_nest_them():
    shown = Attachment("a.jpg", a_plain_photo(), "image/jpeg", shown=True)
    kept = Attachment("稿件.txt", b"1", "text/plain")
    mail = read(a_mail("题", body="字", html=f'<img src="cid:{shown.content_id}">', attachments=[shown, kept]))
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/mixed", "multipart/related", "multipart/alternative", "text/plain", "text/html", "image/jpeg", "text/plain"
    ]  # fmt: skip
    picture, file = list(mail.walk())[5:]
    assert (picture["Content-ID"], picture["Content-Disposition"]) == (f"<{shown.content_id}>", None)
    assert file.get_filename() == "稿件.txt"


@pytest.mark.parametrize("naming", ["words", "rfc2231"])
def test_names_of_files(naming):
    file = Attachment("散文《老屋》.docx", b"1", naming=naming, charset="gb18030" if naming == "words" else "utf-8")
    assert [part.get_filename() for part in read(a_mail(attachments=[file])).iter_attachments()] == ["散文《老屋》.docx"]


def test_a_raw_name_stands_in_the_mail_as_its_bytes():
    assert 'filename="稿件.zip"'.encode("gb18030") in a_mail(attachments=[Attachment("稿件.zip", b"1", naming="raw")])


def test_a_wrong_label_declares_what_the_bytes_are_not():
    raw = a_mail("镕", body="朱镕", charset="gb18030", label="gb2312")
    assert b'charset="gb2312"' in raw and b"=?gb2312?B?" in raw
    assert read(raw).get_payload(decode=True).decode("gb18030") == "朱镕"


def test_qq_shows_pictures_where_the_text_says_so():
    picture = Attachment("F1@2.jpg", a_plain_photo(), "image/jpeg", shown=True)
    mail = read(a_qq_mail("题", ("何", "he@qq.example"), "一\n{图1}\n二", [picture]))
    page = next(part for part in mail.walk() if part.get_content_type() == "text/html").get_content()
    assert page.index("<div>一</div>") < page.index(f"cid:{picture.content_id}") < page.index("<div>二</div>")
    assert mail["X-QQ-MIME"] and mail["X-HAS-ATTACH"] == "no"


def test_a_word_document_keeps_its_order():
    from docx import Document

    made = Document(
        io.BytesIO(a_docx([Line("题", align="center", bold=True), "一", a_plain_photo(), "二", Grid((("甲", "乙"), ("1", "2")))]))
    )
    kinds = ["picture" if p._p.xpath(".//pic:pic") else p.text for p in made.paragraphs]
    assert kinds == ["题", "一", "picture", "二"]
    assert [[cell.text for cell in row.cells] for row in made.tables[0].rows] == [["甲", "乙"], ["1", "2"]]


def test_an_archive_of_a_chinese_windows():
    with zipfile.ZipFile(io.BytesIO(a_zip({"稿件/老屋.txt": b"1", "a.txt": b"2"})), metadata_encoding="gbk") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {"稿件/老屋.txt": b"1", "a.txt": b"2"}
        assert not any(member.flag_bits & 0x800 for member in archive.infolist())
    assert a_gbk_text("老\n屋") == "老\r\n屋".encode("gbk")


@pytest.mark.parametrize("scene", SCENES)
def test_each_scene_is_a_picture_with_something_in_it(scene):
    picture = Image.open(io.BytesIO(a_photo(scene, width=240, height=160)))
    assert (picture.format, picture.size) == ("JPEG", (240, 160))
    assert len(np.unique(np.asarray(picture.resize((24, 16))).reshape(-1, 3), axis=0)) > 40


def test_a_telephone_writes_where_it_was():
    assert Image.open(io.BytesIO(a_photo(gps=True, width=60, height=40))).getexif().get_ifd(0x8825)
    assert not Image.open(io.BytesIO(a_photo(width=60, height=40))).getexif().get_ifd(0x8825)


def test_a_brush_work_is_ink_on_paper():
    picture = Image.open(io.BytesIO(a_brush_work("云山", size=120))).convert("L")
    assert 0.03 < (np.asarray(picture) < 90).mean() < 0.5
