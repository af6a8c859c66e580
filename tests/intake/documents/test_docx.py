"""Word documents: what stands on the page stands in the blocks, once and in its place."""

from __future__ import annotations

import hashlib

import pytest

from intake.documents import read_document
from intake.model import Document, Heading, Image, ListBlock, Paragraph, Table
from tests.intake.documents.builders import docx, drawing, paragraph, picture


def read(data: bytes) -> Document:
    return read_document("稿件.docx", data, isolated=False)


def texts(body: str, **parts: object) -> list[str]:
    return [getattr(block, "text", type(block).__name__) for block in read(docx(body, **parts)).blocks]  # type: ignore[arg-type]


def test_a_paragraph_keeps_how_it_looks() -> None:
    body = (
        paragraph("老屋", '<w:jc w:val="center"/>', '<w:b/><w:sz w:val="44"/>')
        + paragraph("　　祖父的老屋。", "", '<w:sz w:val="24"/>')
        + "<w:p/>"
        + paragraph("　　　张建国", '<w:ind w:firstLineChars="200"/>', '<w:sz w:val="24"/>')
        + paragraph("某地", '<w:jc w:val="end"/>')
    )
    assert read(docx(body)).blocks == (
        Paragraph("老屋", align="center", bold=True, size=22),
        Paragraph("祖父的老屋。", size=12, indent=2),
        Paragraph("张建国", size=12, indent=5, gap=True),
        Paragraph("某地", align="right"),
    )


def style(style_id: str, name: str, more: str = "", default: str = "") -> str:
    return f'<w:style w:type="paragraph" {default} w:styleId="{style_id}"><w:name w:val="{name}"/>{more}</w:style>'


def test_styles_are_followed_to_their_ancestors() -> None:
    styles = (
        style("a", "Normal", '<w:rPr><w:sz w:val="21"/></w:rPr>', 'w:default="1"')
        + style("b", "署名", '<w:basedOn w:val="c"/><w:pPr><w:jc w:val="right"/></w:pPr>')
        + style("c", "x", '<w:basedOn w:val="b"/><w:rPr><w:b/></w:rPr>')
        + style("t", "Title")
        + style("h", "heading 2")
    )
    body = (
        paragraph("题目", '<w:pStyle w:val="t"/>')
        + paragraph("张三", '<w:pStyle w:val="b"/>')
        + paragraph("一、晨光", '<w:pStyle w:val="h"/>')
    )
    body += paragraph("正文") + paragraph("长" * 61, '<w:pStyle w:val="h"/>')
    document = read(docx(body, styles=styles))
    assert document.title == "题目"
    assert document.blocks == (
        Heading("题目", 1),
        Paragraph("张三", align="right", bold=True, style="署名"),
        Heading("一、晨光", 3),
        Paragraph("正文", style="Normal", size=10.5),
        Paragraph("长" * 61, style="heading 2"),
    )


def test_numbers_that_word_draws_are_typed_out() -> None:
    forms = ((0, "chineseCounting", "%1、", 1), (1, "bullet", "", 1), (2, "decimal", "%1.", 9))
    numbering = "".join(
        f'<w:abstractNum w:abstractNumId="{family}"><w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>'
        for family, form, text, start in forms
    )
    numbering += "".join(f'<w:num w:numId="{i + 1}"><w:abstractNumId w:val="{i}"/></w:num>' for i in range(3))

    def listed(text: str, which: int) -> str:
        return paragraph(text, f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{which}"/></w:numPr>')

    body = listed("晨光", 1) + paragraph("正文") + listed("黄昏", 1) + paragraph("正文") + listed("镰刀", 2) + listed("木锨", 2)
    body += listed("甲", 3) + listed("乙", 3)
    assert read(docx(body, numbering=numbering)).blocks == (
        Paragraph("一、晨光"),
        Paragraph("正文"),
        Paragraph("二、黄昏"),
        Paragraph("正文"),
        ListBlock(("镰刀", "木锨")),
        ListBlock(("9. 甲", "10. 乙"), ordered=True),
    )


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def test_data_tables_stay_and_layout_tables_dissolve() -> None:
    data = f"<w:tbl><w:tr>{cell('作物')}{cell('元/亩')}</w:tr><w:tr>{cell('小麦')}{cell('68')}</w:tr></w:tbl>"
    wide = '<w:gridSpan w:val="2"/>'
    merged = f"<w:tbl><w:tr>{cell('合计', wide)}</w:tr><w:tr>{cell('甲')}{cell('乙')}</w:tr></w:tbl>"
    framed = f"<w:tbl><w:tr>{cell('整篇文章')}</w:tr></w:tbl>"
    photos = f"<w:tbl><w:tr><w:tc><w:p><w:r>{drawing('a.png')}</w:r></w:p></w:tc>{cell('图为麦收')}</w:tr></w:tbl>"
    photo = picture()
    key = hashlib.sha256(photo).hexdigest()
    assert read(docx(data + merged + framed + photos, media={"a.png": photo})).blocks == (
        Table((("作物", "元/亩"), ("小麦", "68"))),
        Table((("合计", ""), ("甲", "乙"))),
        Paragraph("整篇文章"),
        Image(key, "a.png"),
        Paragraph("图为麦收"),
    )


def test_pictures_stand_where_they_stood() -> None:
    one, two = picture(), picture(color=(1, 2, 3))
    run = "<w:r><w:t>{}</w:t></w:r>"
    body = f"<w:p>{run.format('前')}<w:r>{drawing('1.png')}</w:r>{run.format('后')}</w:p>"
    body += f"<w:p>{run.format('浮动图')}<w:r>{drawing('2.png', 'anchor')}</w:r>{run.format('的段落')}</w:p>"
    body += '<w:p><w:r><w:pict><v:shape><v:imagedata r:id="rId:1.png"/></v:shape></w:pict></w:r></w:p>'
    document = read(docx(body, media={"1.png": one, "2.png": two}))
    first, second = (hashlib.sha256(data).hexdigest() for data in (one, two))
    assert document.blocks == (
        Paragraph("前"),
        Image(first, "1.png"),
        Paragraph("后"),
        Paragraph("浮动图的段落"),
        Image(second, "2.png"),
        Image(first, "1.png"),
    )
    assert {key: value.original for key, value in document.pictures.items()} == {first: one, second: two}


def test_a_text_box_is_read_once() -> None:
    inner = f"<w:txbxContent>{paragraph('文本框')}</w:txbxContent>"
    shape = f"<w:drawing><wp:anchor><wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp></wp:anchor></w:drawing>"
    choice = f"<mc:Choice Requires='wps'>{shape}</mc:Choice>"
    fallback = f"<mc:Fallback><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></mc:Fallback>"
    both = f"<mc:AlternateContent>{choice}{fallback}</mc:AlternateContent>"
    old = f"<w:p><w:r><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></w:r></w:p>"
    assert texts(f"<w:p><w:r><w:t>正文</w:t></w:r><w:r>{both}</w:r></w:p>{old}") == ["正文", "文本框", "文本框"]


def test_tracked_changes_are_read_as_accepted() -> None:
    body = "<w:p><w:r><w:t>太阳</w:t></w:r><w:del><w:r><w:delText>落下</w:delText></w:r></w:del>"
    body += "<w:ins><w:r><w:t>升起</w:t></w:r></w:ins></w:p>"
    body += "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>两段</w:t></w:r></w:p><w:p><w:r><w:t>并成一段</w:t></w:r></w:p>"
    body += "<w:moveFrom><w:p><w:r><w:t>旧处</w:t></w:r></w:p></w:moveFrom>"
    document = read(docx(body))
    assert ([block.text for block in document.blocks], document.flags) == (["太阳升起", "两段并成一段"], {"tracked-changes"})  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ("<w:r><w:t>雨水</w:t><w:br/><w:t>惊蛰</w:t></w:r>", "雨水\n惊蛰"),
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲\t乙"),
        ("<w:r><w:t>m</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>2</w:t></w:r>", "m²"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:r><w:t>露</w:t></w:r>", "露"),
        ("<w:r><w:sym w:font='Wingdings' w:char='F0FC'/></w:r>", "✓"),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>yáo</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>垚</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "垚（yáo）",
        ),
        (
            "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText> eq \\o\\ac(○,3) </w:instrText><w:fldChar w:fldCharType='end'/></w:r>",
            "③",
        ),
        (
            "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>PAGE</w:instrText><w:fldChar w:fldCharType='separate'/><w:t>7</w:t>"
            "<w:fldChar w:fldCharType='end'/></w:r>",
            "7",
        ),
        ("<m:oMath><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>", "(a+b)/2"),
        ("<m:oMath><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>", "x²"),
        ("<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink><w:smartTag><w:r><w:t>标记</w:t></w:r></w:smartTag>", "链接标记"),
    ],
)
def test_what_stands_in_a_line(run: str, expected: str) -> None:
    assert texts(f"<w:p>{run}</w:p>") == [expected]


def test_notes_follow_the_text() -> None:
    notes = f'<w:footnote w:id="2">{paragraph("光绪年间县志。")}</w:footnote>'
    body = '<w:p><w:r><w:t>据载</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>。</w:t></w:r></w:p>'
    assert texts(body, footnotes=notes) == ["据载[1]。", "[1] 光绪年间县志。"]


def test_strict_documents_are_read() -> None:
    data = docx(paragraph("严格"))
    from tests.intake.documents.builders import W, zipped

    strict = f'<w:document xmlns:w="{W.replace("schemas.openxmlformats.org", "purl.oclc.org/ooxml").replace("/2006/", "/")}">'
    files = [("word/document.xml", f"{strict}<w:body>{paragraph('严格')}</w:body></w:document>")]
    assert [block.text for block in read(zipped(files)).blocks] == ["严格"] == [block.text for block in read(data).blocks]  # type: ignore[union-attr]


def test_what_cannot_be_read_says_why() -> None:
    whole = docx(paragraph("字"))
    assert [(d.status, d.kind) for d in map(read, (whole[:300], whole[:300] + bytes(2000), docx("<w:p/>"), b""))] == [
        ("damaged", "docx"),
        ("damaged", "docx"),
        ("empty", "docx"),
        ("empty", "empty"),
    ]


def test_a_page_brought_in_whole() -> None:
    page = b"<html><head><meta charset=utf-8></head><body><p>\xe7\xbd\x91\xe9\xa1\xb5</p></body></html>"
    document = read(docx('<w:altChunk r:id="rId:a.html"/>', media={"a.html": page}))
    assert (document.status, document.blocks) == ("read", (Paragraph("网页"),))
