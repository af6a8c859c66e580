"""Plain and HTML bodies to blocks."""

from __future__ import annotations

import pytest

from intake.message.markup import read_html
from intake.message.text import blocks_of_text
from intake.model import Block, Heading, Image, ListBlock, Paragraph, Table

P = Paragraph
LONG = "麦子上场，场院就成了村里最热闹的地方，碌碡吱吱地转，牛蹄子踩在麦秸上一点声音也没有，扬场是技术活要等风，"


def wrapped(text: str, width: int) -> str:
    """The text as a mail program cuts it, `width` Han characters a line."""
    return "\r\n".join(text[at : at + width] for at in range(0, len(text), width))


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("老屋\r\n张三\r\n\r\n  正文", [P("老屋"), P("张三"), P("正文", indent=1, gap=True)]),
        ("　　老屋\n \n\n　　第二段", [P("老屋", indent=2), P("第二段", indent=2, gap=True)]),
        ("千寻石壁倚天开，\n一线苍龙踏雾来。", [P("千寻石壁倚天开，"), P("一线苍龙踏雾来。")]),
        ("题目　　作者", [P("题目　　作者")]),
        ("a\x00b\ufeff\u200bc", [P("abc")]),
        ("&nbsp; &nbsp; 投稿\n&nbsp;\n老屋", [P("投稿", indent=2), P("老屋", gap=True)]),
        ("\n\n", []),
        ("　　" + wrapped(LONG * 3, 36) + "\n　　第二段", [P(LONG * 3, indent=2), P("第二段", indent=2)]),
        (wrapped(LONG * 3, 38) + "\n\n另一段", [P(LONG * 3), P("另一段", gap=True)]),
        (wrapped(LONG * 4, 25), [P(LONG * 4)]),
        (
            "The quick brown fox jumps over the lazy dog and then runs far away from\nhome to a place nobody\nhas seen",
            [P("The quick brown fox jumps over the lazy dog and then runs far away from home to a place nobody"), P("has seen")],
        ),
        (LONG + "\n" + LONG[:20], [P(LONG), P(LONG[:20])]),  # 100 columns: the author's own lines
    ],
)
def test_plain_text(text: str, blocks: list[Block]) -> None:
    assert blocks_of_text(text) == blocks


def test_verse_stays_in_lines() -> None:
    lines = [f"第{number}行诗写到这里就停下来换行" for number in "一二三四五六七八"]
    assert blocks_of_text("\n".join(lines)) == [P(line) for line in lines]


def test_verse_of_long_lines_stays_in_lines() -> None:
    lines = [LONG[: 20 + at * 7 % 17] + "雪" for at in range(9)]
    assert blocks_of_text("\n".join(lines)) == [P(line) for line in lines]


@pytest.mark.parametrize(
    ("text", "delete_space", "blocks"),
    [
        ("one \ntwo\nthree", False, [P("one two"), P("three")]),
        ("麦子 \n上场", True, [P("麦子上场")]),
        ("> quoted \n> text\nmine", False, [P(">quoted text"), P("mine")]),
        ("text \n-- \nname", False, [P("text"), P("--"), P("name")]),
        (" space-stuffed", False, [P("space-stuffed")]),
    ],
)
def test_format_flowed(text: str, delete_space: bool, blocks: list[Block]) -> None:
    assert blocks_of_text(text, True, delete_space) == blocks


@pytest.mark.parametrize(
    ("markup", "blocks"),
    [
        ("<div>一</div><div><br></div><div>二</div>", [P("一"), P("二", gap=True)]),
        ("一<br>二<br><br>三", [P("一"), P("二"), P("三", gap=True)]),
        ("<p>一</p><p>二</p><p>&nbsp;</p><p>三</p>", [P("一"), P("二"), P("三", gap=True)]),
        ("<p>一<br>二</p><p>三<br>四</p><p>五</p>", [P("一"), P("二"), P("三", gap=True), P("四"), P("五", gap=True)]),
        ("<div>一<br></div><div>二</div>", [P("一"), P("二")]),
        ("<p>&nbsp;&nbsp;&nbsp;&nbsp;一　二</p><p>　　三</p>", [P("一　二", indent=2), P("三", indent=2)]),
        ("<p>长长的\r\n  句子</p><p>two\r\nwords</p>", [P("长长的句子"), P("two words")]),
        ("<p align=center><b>题</b><strong>目</strong></p>", [P("题目", align="center", bold=True)]),
        ("<p style='text-align:right'>张三<b>摄</b></p>", [P("张三摄", align="right")]),
        ("<center>题目</center><p>正文</p>", [P("题目", align="center"), P("正文")]),
        ("<p style='font-size:16px'>一<font size=5> </font></p><font size=5>二</font>", [P("一", size=12.0), P("二", size=18.0)]),
        ("<p style='font-size:16px'><span style='font-size:2em;font-weight:700'>一</span></p>", [P("一", size=24.0, bold=True)]),
        ("<h1>题目</h1><h3>小标题</h3>文", [Heading("题目", 1), Heading("小标题", 3), P("文")]),
        ("<ul><li>一</li><li>二<ul><li>三</li></ul></li></ul>四", [ListBlock(("一", "二", "三")), P("四")]),
        ("<ol><li><p>一</p></li><li>二</li></ol>", [ListBlock(("一", "二"), ordered=True)]),
        (
            "<table><tr><th>村</th><th>户</th></tr><tr><td>东庄</td><td>31<br>户</td></tr></table>后",
            [Table((("村", "户"), ("东庄", "31\n户"))), P("后")],
        ),
        ("<table><tr><td colspan=2>表</td></tr><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", None),
        ("<table><tr><td><p>一</p><p>二</p></td><td></td></tr></table>", [P("一"), P("二")]),
        ("<table><tr><td><table><tr><td>一</td><td>二</td></tr></table></td></tr></table>", [P("一"), P("二")]),
        ("<pre>  一\n二\n\n三</pre>", [P("一", indent=1), P("二"), P("三", gap=True)]),
        ("<p>前<img src='cid:x'>后</p>", [P("前"), Image("x"), P("后")]),
        ("<script>alert(1)</script><style>p{}</style><title>t</title><p>一</p><!-- 二 -->", [P("一")]),
        ("<o:p></o:p><p class=MsoNormal><span>一</span><o:p>&nbsp;</o:p></p>", [P("一")]),
        ("no tags at all", [P("no tags at all")]),
        ("<?xml version='1.0' encoding='gb2312'?><html><body>一</body></html>", [P("一")]),
        ("", []),
    ],
)
def test_html(markup: str, blocks: list[Block] | None) -> None:
    expected = blocks or [Table((("表", ""), ("a", "b"), ("c", "d")))] if markup else []
    assert [block for block, _ in read_html(markup).blocks] == expected


@pytest.mark.parametrize(
    "hiding",
    [
        "style='display:none'",
        "style='DISPLAY: none !important'",
        "style='visibility:hidden'",
        "style='font-size:0'",
        "style='font-size:0px;line-height:0'",
        "style='opacity:0'",
        "style='color:#fff'",
        "style='color: rgb(255, 255, 255)'",
        "style='mso-hide:all'",
        "style='max-height:0;overflow:hidden'",
        "hidden",
    ],
)
def test_hidden_text_is_kept_aside(hiding: str) -> None:
    page = read_html(f"<p>可见</p><div {hiding}>藏起来的</div>")
    assert ([block for block, _ in page.blocks], page.hidden) == ([P("可见")], "藏起来的")


@pytest.mark.parametrize(
    "markup",
    [
        "<div style='background:#c00'><p style='color:#fff'>白字</p></div>",
        "<td style='font-size:0'><span style='font-size:14px'>白字</span></td>",
        "<div style='visibility:hidden'><p style='visibility:visible'>白字</p></div>",
        "<div style='color:#fff'>白字</div>",  # pasted out of a dark screen
        "<div style='display:none'>白字</div>",  # nothing else is there: a page pasted before its script showed it
    ],
)
def test_what_can_be_read_is_not_hidden(markup: str) -> None:
    page = read_html(markup)
    assert ([text.text for text, _ in page.blocks if isinstance(text, P)], page.hidden) == (["白字"], "")


def test_remote_pictures_are_counted_and_tracking_pixels_dropped() -> None:
    page = read_html("<p>一</p><img src='http://x/a.jpg'><img src='https://x/p.gif' width=1 height=1><img src='//x/b.png'>")
    assert ([block for block, _ in page.blocks], page.remote) == ([P("一")], 2)


@pytest.mark.parametrize("markup", ["<div>" * 3000 + "老屋", "<blockquote>" * 201 + "老屋", "<font>" * 100000 + "老屋<p>x"])
def test_too_deep_is_read_as_text(markup: str) -> None:
    page = read_html(markup)
    assert (page.blocks[0][0], page.too_deep) == (P("老屋"), True)


def test_hard_wrapped_html_is_rejoined() -> None:
    assert [block for block, _ in read_html(f"<div>{wrapped(LONG * 3, 36)}</div>".replace("\r\n", "<br>\n")).blocks] == [P(LONG * 3)]
