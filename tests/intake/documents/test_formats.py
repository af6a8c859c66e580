"""Texts, pages, OpenDocument, RTF, PDF: each form's own way of saying the same."""

from __future__ import annotations

import base64
import hashlib
import io
import subprocess
from pathlib import Path

import docx as python_docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from PIL import Image as PillowImage

from intake.documents import read_document
from intake.documents.convert import soffice
from intake.documents.doc_format import sprms
from intake.documents.docx.numbering import chinese, spell
from intake.documents.file import File
from intake.documents.route import read_file
from intake.documents.rtf_packed import unpacked_rtf
from intake.model import Document, Heading, Image, ListBlock, Paragraph, Quote, Table
from tests.intake.documents.builders import odt, pdf, picture


def read(name: str, data: bytes, **more: object) -> Document:
    return read_document(name, data, isolated=False, **more)  # type: ignore[arg-type]


def texts(document: Document) -> list[str]:
    return [getattr(block, "text", type(block).__name__) for block in document.blocks]


POEM = "渡口\n\n船走了\n水还在\n\n我等的人\n没有来\n"


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "big5"])
def test_a_text_in_any_charset_stays_line_by_line(charset: str) -> None:
    poem = POEM.replace("没", "沒") if charset == "big5" else POEM
    if charset == "big5":
        poem = poem.replace("来", "來").replace("还", "還")
    document = read("诗.txt", poem.encode(charset))
    lines = [line for line in poem.split("\n") if line]
    assert document.blocks == tuple(Paragraph(line, gap=i in (1, 3)) for i, line in enumerate(lines))


def test_an_editors_charset_is_obeyed() -> None:
    data = "詩歌".encode("big5")
    assert texts(read("a.txt", data, charset="gb18030")) == [data.decode("gb18030")]


def test_markdown_loses_its_marks() -> None:
    source = (
        "# 丝路十日\n\n作者：**陈**\n\n## 第一天\n\n- 馍\n- 面\n\n> 不见长安\n\n1. 一个人\n\n---\n城墙上*风大*，见[地图](http://x.cn)。\n"
    )
    assert read("游记.md", source.encode()).blocks == (
        Heading("丝路十日", 1),
        Paragraph("作者：陈", gap=True),
        Heading("第一天", 2),
        ListBlock(("馍", "面")),
        Quote("不见长安"),
        Paragraph("1. 一个人"),
        Paragraph("城墙上风大，见地图。"),
    )


def test_a_page_in_its_own_charset() -> None:
    head = '<html><head><meta charset="gb2312"><title>老戏台</title></head>'
    page = head + "<body><h1>老戏台</h1><p align=center>朱镕</p><p>拆了。</p></body></html>"
    document = read("x.htm", page.encode("gb18030"))
    assert (document.title, texts(document), document.kind) == ("老戏台", ["老戏台", "朱镕", "拆了。"], "html")


def test_a_page_saved_with_its_pictures() -> None:
    photo = picture()
    mht = (
        "From: <Saved by WPS>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n--B\r\n"
        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        '<p>前</p><img src="a.files/图.png"><p>后</p>\r\n--B\r\n'
        "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-Location: file:///C:/a.files/%E5%9B%BE.png\r\n\r\n"
        + base64.b64encode(photo).decode()
        + "\r\n--B--\r\n"
    )
    document = read("x.mht", mht.encode())
    assert document.blocks == (Paragraph("前"), Image(hashlib.sha256(photo).hexdigest(), "图.png"), Paragraph("后"))


def test_a_mail_in_a_file_is_read_with_its_files() -> None:
    mail = (
        "From: =?utf-8?b?5byg5LiJ?= <a@b.cn>\r\nSubject: =?gb2312?B?tszQxQ==?=\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n"
        "--B\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n请查收。\r\n--B\r\n"
        'Content-Type: text/plain; name="a.txt"; charset=utf-8\r\n'
        'Content-Disposition: attachment; filename="a.txt"\r\n\r\n麦子黄了。\r\n--B--\r\n'
    )
    document = read("转来的信.eml", mail.encode())
    assert (document.kind, document.title, texts(document)) == ("eml", "短信", ["请查收。"])
    assert [(member.name, texts(member)) for member in document.members] == [("a.txt", ["麦子黄了。"])]


def test_opendocument() -> None:
    photo = picture()
    styles = (
        '<style:style style:name="P1" style:family="paragraph"><style:paragraph-properties fo:text-align="center"/>'
        '<style:text-properties fo:font-weight="bold" fo:font-size="22pt"/></style:style>'
        '<text:list-style style:name="L1">'
        '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/></text:list-style>'
    )
    frame = '<draw:frame text:anchor-type="as-char"><draw:image xlink:href="Pictures/a.png"/></draw:frame>'
    cells = "<table:table-cell><text:p>甲</text:p></table:table-cell><table:table-cell><text:p>乙</text:p></table:table-cell>"
    content = (
        '<text:tracked-changes><text:p>删去的</text:p></text:tracked-changes><text:p text:style-name="P1">杨震</text:p><text:p/>'
        f'<text:p>　　天知<text:s text:c="2"/>地知<text:line-break/>你知{frame}我知</text:p>'
        '<text:h text:outline-level="1">一</text:h>'
        '<text:list text:style-name="L1"><text:list-item><text:p>首</text:p></text:list-item>'
        "<text:list-item><text:p>次</text:p></text:list-item></text:list>"
        f"<table:table><table:table-row>{cells}</table:table-row><table:table-row>{cells}</table:table-row></table:table>"
        "<text:p>完<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>见后汉书</text:p></text:note-body></text:note></text:p>"
    )
    key = hashlib.sha256(photo).hexdigest()
    assert read("a.odt", odt(content, styles, {"a.png": photo})).blocks == (
        Paragraph("杨震", align="center", bold=True, size=22),
        Paragraph("天知  地知\n你知", indent=2, gap=True),
        Image(key, "a.png"),
        Paragraph("我知"),
        Heading("一", 2),
        ListBlock(("1. 首", "2. 次"), ordered=True),
        Table((("甲", "乙"), ("甲", "乙"))),
        Paragraph("完[1]"),
        Paragraph("[1] 见后汉书", style="footnote text"),
    )


def hexed(text: str, charset: str = "gb18030") -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode(charset))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (rf"{{\rtf1\ansi\ansicpg936 {hexed('马上')}\par}}", ["马上"]),
        (
            rf"{{\rtf1\ansi\ansicpg1252{{\fonttbl{{\f0\fcharset134 {hexed('宋体')};}}{{\f1\fcharset0 Arial;}}}}\f0 {hexed('镕')}\f1 abc}}",
            ["镕abc"],
        ),
        (rf"{{\rtf1\ansi {hexed('没有声明字符集的中文')}}}", ["没有声明字符集的中文"]),
        (r"{\rtf1\uc1 \u20013?\u22269?\u-25991?}", ["中国" + chr(0x10000 - 25991)]),
        (r"{\rtf1\uc2 \u-10179??\u-8704??!}", ["😀!"]),
        (r"{\rtf1 a{\header no}{\*\unknown no}{\field{\*\fldinst HYPERLINK}{\fldrslt link}}{\deleted gone}\line b}", ["alink\nb"]),
        (r"{\rtf1 a{\footnote note}\par b\cell\row\pard c\par}", ["anote", "b", "c"]),
        (r"{\rtf1{\info{\title T}{\author A}}text}", ["text"]),
    ],
)
def test_rtf(source: str, expected: list[str]) -> None:
    assert texts(read("a.rtf", source.encode("latin-1"))) == expected


def test_rtf_looks_tables_and_pictures() -> None:
    photo = picture()
    source = r"{\rtf1\ansi\qc\b\fs44 Title\par\pard\plain\trowd\intbl A\cell B\cell\row\intbl C\cell D\cell\row\pard\par\qr name\par"
    source += rf"{{\*\shppict{{\pict\pngblip {photo.hex()}}}}}{{\nonshppict{{\pict\wmetafile8 0100}}}}}}"
    assert read("a.rtf", source.encode()).blocks == (
        Paragraph("Title", align="center", bold=True, size=22),
        Table((("A", "B"), ("C", "D"))),
        Paragraph("name", align="right", size=12, gap=True),
        Image(hashlib.sha256(photo).hexdigest()),
    )


def test_pdf_lines_become_paragraphs() -> None:
    wide = "x" * 60
    first = [
        (72, 780, "Running head"),
        (220, 740, "A Short Title"),
        (96, 700, wide[:56]),
        (72, 684, wide),
        (72, 668, "and its end."),
        (96, 652, wide[:56]),
    ]
    pages = [first + [(290, 40, "- 1 -")], [(72, 780, "Running head"), (72, 740, "over the page."), (290, 40, "- 2 -")]]
    pages.append([(72, 780, "Running head"), (72, 740, "Alone."), (290, 40, "- 3 -")])
    assert texts(read("a.pdf", pdf(*pages))) == [
        "A Short Title",
        f"{wide[:56]} {wide} and its end.",
        f"{wide[:56]} over the page.",
        "Alone.",
    ]


def test_a_pdf_without_text_says_so() -> None:
    out = io.BytesIO()
    PillowImage.new("RGB", (600, 800), (250, 250, 250)).save(out, "PDF")
    assert read("扫描.pdf", out.getvalue()).status == "kept"
    assert "扫描件" in read("扫描.pdf", out.getvalue()).reason
    assert read("空.pdf", pdf([])).status == "empty"
    assert read("坏.pdf", b"%PDF-1.4 nothing more").status == "damaged"


def test_property_changes_of_old_word() -> None:
    assert sprms(bytes.fromhex("0324 013508 01434a 2c00")) == {0x2403: 1, 0x0835: 1, 0x4A43: 44}


@pytest.mark.parametrize(("count", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (105, "一百零五"), (1010, "一千零一十")])
def test_counting_in_chinese(count: int, words: str) -> None:
    assert chinese(count) == words


def test_other_numbers() -> None:
    spelt = [
        spell(4, form)
        for form in ("lowerRoman", "upperLetter", "ideographTraditional", "decimalEnclosedCircle", "chineseLegalSimplified", "x")
    ]
    assert spelt == ["iv", "D", "丁", "④", "肆", "4"]


@pytest.mark.service
@pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed")
def test_old_word_with_and_without_libreoffice(tmp_path: Path) -> None:
    """The same text both ways; pictures only with it, and the lack of them is said."""
    written = python_docx.Document()
    title = written.add_paragraph()
    title.add_run("父亲的算盘").bold = True
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in ("一把算盘，二十三档。镕、喆、堃。", "", "晋　李四"):
        written.add_paragraph(line)
    written.add_picture(io.BytesIO(picture()))
    source = tmp_path / "父亲.docx"
    written.save(str(source))
    command = [
        str(soffice()),
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "doc",
        "--outdir",
        str(tmp_path),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    data = source.with_suffix(".doc").read_bytes()
    own, _ = read_file(File("父亲.doc", data))
    whole = read_document("父亲.doc", data)
    expected = ["父亲的算盘", "一把算盘，二十三档。镕、喆、堃。", "晋　李四"]
    assert texts(own) == expected
    assert own.flags == {"pictures-need-libreoffice"}
    locked = bytearray(data)
    locked[data.index(b"\xec\xa5") + 11] |= 1  # the FIB's fEncrypted
    assert read("父亲.doc", bytes(locked)).status == "encrypted"
    assert own.blocks[0] == Paragraph("父亲的算盘", align="center", bold=True, size=own.blocks[0].size)  # type: ignore[union-attr]
    assert (texts(whole), whole.status, whole.kind, whole.flags) == ([*expected, "Image"], "read", "doc", frozenset())


def test_compressed_rtf() -> None:
    """The two examples of MS-OXRTFCP 4.1 and 4.2: one plain, one with a run that overlaps itself."""
    plain = "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    cross = "1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0"
    assert unpacked_rtf(bytes.fromhex(plain)) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert unpacked_rtf(bytes.fromhex(cross)) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"
