"""Quotes off replies, mails out of forwards, nothing off a first submission; 超大附件 links."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from intake.message import open_message
from intake.message.replies import text_of
from intake.model import Address, Knowledge, LinkedFile, Message
from tests.intake.message.kept import everything, han
from tests.intake.message.letters import html, plain


def words(blocks: object) -> list[str]:
    return [text_of(block) for block in blocks]  # type: ignore[attr-defined]


HEAD = '发件人: "编辑部" &lt;2569@qq.com&gt;;<br>发送时间: 2026年9月13日 下午3:20<br>收件人: "小禾"&lt;98@qq.com&gt;;<br>主题: 改稿意见<br>'
HEAD_TEXT = "发件人： 编辑部\r\n发送时间： 2026-09-13 15:20\r\n收件人： 98@qq.com\r\n主题： 改稿意见\r\n"

QUOTES = {
    "qq": f"<div>------------------ 原始邮件 ------------------</div><div>{HEAD}</div><div><br></div><div>旧信</div>",
    "qq-english": f"<div>------------------ Original ------------------</div><div>{HEAD}</div><div>旧信</div>",
    "qq-new": f"<article><div style='font-size:14px'>原始邮件</div><hr><div>{HEAD}</div><div>旧信</div></article>",
    "netease": '<div id="divNeteaseMailCard"></div><p>At 2026-10-01 08:30:12, "编辑部" &lt;2569@qq.com&gt; wrote:</p>'
    '<blockquote id="isReplyContent"><div>旧信</div></blockquote>',
    "netease-chinese": '<p>在 2026-10-01 08:30:12，"编辑部" &lt;2569@qq.com&gt; 写道：</p><blockquote id=isReplyContent>旧信</blockquote>',
    "mailmaster": '<div class="ntes-mailmaster-quote"><div>---- 回复的原邮件 ----</div><table><tr><td>发件人</td><td>编辑部</td></tr>'
    "<tr><td>日期</td><td>2026年9月13日</td></tr></table><div>旧信</div></div>",
    "foxmail": f"<div>{HEAD}</div><div>旧信</div>",
    "gmail": '<div class="gmail_quote"><div>On Tue, Sep 1, 2026 at 9:00 AM X &lt;x@y.z&gt; wrote:<br></div>'
    "<blockquote>旧信</blockquote></div>",
    "apple": '<div><blockquote type="cite"><div>在 2026年9月1日，下午3:00，编辑部 &lt;2569@qq.com&gt; 写道：</div>'
    "<div>旧信</div></blockquote></div>",
    "outlook": f'<hr><div id="divRplyFwdMsg">{HEAD}</div><div>旧信</div>',
}


@pytest.mark.parametrize("client", QUOTES)
def test_a_reply_loses_its_quote(client: str) -> None:
    message = open_message(html(f"<div>请撤稿，谢谢。</div><div>巴特</div>{QUOTES[client]}", "Subject: Re: x"))
    assert words(message.body) == ["请撤稿，谢谢。", "巴特"]
    assert "旧信" in words(message.quoted)
    assert message.forwarded is None


TEXT_QUOTES = {
    "qq": f"------------------ 原始邮件 ------------------\r\n{HEAD_TEXT}\r\n旧信\r\n> 更旧的信\r\n旧信尾",
    "foxmail": f"{HEAD_TEXT}旧信",
    "outlook": "-----邮件原件-----\r\n发件人: 编辑部 [mailto:a@b.c]\r\n发送时间: 2026\r\n收件人: x\r\n主题: y\r\n\r\n旧信",
    "netease": 'At 2026-10-01 08:30:12, "编辑部" <2569@qq.com> wrote:\r\n>旧信\r\n>尾',
    "signed": f"发自我的iPhone\r\n\r\n------------------ Original ------------------\r\n{HEAD_TEXT}旧信",
}


@pytest.mark.parametrize("client", TEXT_QUOTES)
def test_a_plain_reply_loses_its_quote(client: str) -> None:
    message = open_message(plain(f"请撤稿。\r\n巴特\r\n\r\n{TEXT_QUOTES[client]}", "Subject: =?utf-8?B?5Zue5aSN77yaeA==?="))
    assert words(message.body)[:2] == ["请撤稿。", "巴特"]
    assert any("旧信" in text for text in words(message.quoted))
    assert not any("旧信" in text for text in words(message.body))


def test_an_answer_below_the_quote() -> None:
    message = open_message(plain("On Tue, Sep 1, 2026 X <x@y.z> wrote:\r\n> 旧信\r\n> 尾\r\n\r\n同意修改。", "Subject: Re: x"))
    assert (words(message.body), words(message.quoted)[1:]) == (["同意修改。"], ["> 旧信", "> 尾"])


def test_a_reply_known_by_its_thread() -> None:
    message = open_message(plain(f"请撤稿。\r\n\r\n{HEAD_TEXT}旧信", "Subject: x", "In-Reply-To: <a@b>"))
    assert words(message.body) == ["请撤稿。"]


def test_a_corrected_essay_sent_as_a_reply_keeps_its_quotations() -> None:
    text = "改好了。\r\n\r\n老屋\r\n他在2019年的日记里写道：\r\n好好活着。\r\n—\r\n又是一年。"
    message = open_message(plain(text, "Subject: Re: x"))
    assert words(message.body) == [line for line in text.split("\r\n") if line]


@pytest.mark.parametrize(
    "text",
    [
        "老屋\r\n------------------\r\n第一章\r\n> 引文\r\n-- \r\n张三\r\n发自我的iPhone",
        "小品\r\n时间：2026年\r\n地点：村口\r\n人物：张三\r\n主题：归来\r\n张三：来了。",
        "他在信里写道：\r\n好好活着。",
    ],
)
def test_a_first_submission_is_never_trimmed(text: str) -> None:
    message = open_message(plain(text, "Subject: x"))
    assert (words(message.body), message.quoted) == ([line.strip() for line in text.split("\r\n")], ())


@pytest.mark.parametrize("subject", ["=?utf-8?B?6L2s5Y+R77yaIOaVo+aWhw==?=", "Fw: x", "Fwd: x", "x"])
def test_a_forward_holds_the_inner_mail(subject: str) -> None:
    head = "发件人： 田耕 <tian@x.cn>\r\n发送时间： 2026-10-11 20:31\r\n收件人： b@x.cn\r\n主题： 散文《场院》"
    body = f"帮我爸转一篇。\r\n\r\n{head}\r\n\r\n场院\r\n田耕"
    message = open_message(plain(body, f"Subject: {subject}"))
    assert message.forwarded is not None
    assert (words(message.body), words(message.forwarded.body)) == (["帮我爸转一篇。"], ["场院", "田耕"])
    assert (message.forwarded.sender, message.forwarded.subject) == (Address("田耕", "tian@x.cn"), "散文《场院》")


@pytest.mark.parametrize(
    "head",
    [
        "---- 转发的邮件 ----\r\n| 发件人 | 田耕 <tian@x.cn> |\r\n| 日期 | 2026年 |\r\n| 收件人 | x |\r\n| 主题 | 场院 |",
        "-------- 转发邮件信息 --------\r\n发件人：田耕 <tian@x.cn>\r\n发送日期：2026\r\n收件人：x\r\n主题：场院",
        "---------- Forwarded message ---------\r\n发件人： 田耕 <tian@x.cn>\r\nDate: 2026\r\nSubject: 场院\r\nTo: x",
        "以下是转发的邮件：\r\n\r\n发件人: 田耕 <tian@x.cn>\r\n日期: 2026\r\n收件人: x\r\n主题: 场院",
    ],
    ids=["mailmaster", "netease", "gmail", "apple"],
)
def test_forwards_of_all_clients(head: str) -> None:
    message = open_message(plain(f"请看。\r\n\r\n{head}\r\n\r\n场院\r\n正文", "Subject: Fw: x"))
    assert message.forwarded is not None
    assert (words(message.body), words(message.forwarded.body)) == (["请看。"], ["场院", "正文"])
    assert (message.forwarded.sender, message.forwarded.subject) == (Address("田耕", "tian@x.cn"), "场院")


LINES = (
    "老屋", "正文", "> 引文", "", "--", "发自我的iPhone", "---- 转发的邮件 ----", "---- 原始邮件 ----", "原始邮件", "发件人: 甲 <a@b.cn>",
    "发送时间: 丙", "收件人: 丁", "主题: 戊", "| 发件人 | 己 |", "在 2026年9月1日，15:00，庚 <x@y.z> 写道：", "从QQ邮箱发来的超大附件",
    "辛.zip (1M, 壬到期)", "进入下载页面：http://mail.qq.com/cgi-bin/ftnExs_download?k=1", "begin 644 癸", "end",
)  # fmt: skip


def lines_of_html(lines: list[str], head: str) -> bytes:
    return html("<div>" + "<br>".join(line.replace("<", "&lt;") for line in lines) + "</div>", head)


def lines_of_text(lines: list[str], head: str) -> bytes:
    return plain("\r\n".join(lines), head)


@pytest.mark.parametrize("subject", ["x", "Re: x", "Fw: x"])
@pytest.mark.parametrize("build", [lines_of_html, lines_of_text])
def test_nothing_is_lost_whatever_is_quoted(subject: str, build: Callable[[list[str], str], bytes]) -> None:
    dice = random.Random(3)
    for _ in range(150):
        lines = [dice.choice(LINES) for _ in range(dice.randrange(1, 14))]
        message = open_message(build(lines, f"Subject: {subject}"))
        assert not han("".join(lines)) - han(everything(message)), lines


def test_a_letter_of_our_own_below_is_a_quote() -> None:
    body = f"请撤稿。\r\n\r\n{HEAD_TEXT.replace('编辑部', '编辑部 <own@qq.com>')}旧信"
    message = open_message(plain(body, "Subject: x"), Knowledge(own_addresses=("Own@qq.com",)))
    assert (words(message.body), message.forwarded) == (["请撤稿。"], None)
    assert words(message.quoted)[-1] == "旧信"


QQ_URL = "http://mail.qq.com/cgi-bin/ftnExs_download?t=exs_ftn_download&k=1&code=2"
NETEASE_URL = "https://mail.163.com/large-attachment-download/index.html?p=X&file=1"
SINA_URL = "http://mail.sina.com.cn/filecenter/download.php?id=1"


def one(message: Message) -> tuple[list[str], tuple[LinkedFile, ...]]:
    return words(message.body), message.links


@pytest.mark.parametrize(
    ("raw", "link"),
    [
        (
            plain(f"请下载。\r\n\r\n从QQ邮箱发来的超大附件\r\n\r\n四季(新).zip (128.03M, 2020年11月27日 21:59 到期)进入下载页面：{QQ_URL}"),
            LinkedFile("四季(新).zip", 134249185, "2020年11月27日 21:59", QQ_URL, "mail.qq.com"),
        ),
        (
            html(
                '<div>请下载。</div><div id="QQMailBigAttach"><div>从QQ邮箱发来的超大附件</div><div class="qqmailbgattach" '
                f'downloadlink="{QQ_URL}"><span>四季.zip</span><span>(1.5G, 无限期)</span><a href="{QQ_URL}">进入下载页面</a></div></div>'
            ),
            LinkedFile("四季.zip", 1610612736, "无限期", QQ_URL, "mail.qq.com"),
        ),
        (
            html(
                '<div>请下载。</div><div id="divNeteaseBigAttach"><b>从网易163邮箱发来的超大附件</b><div><a href="'
                f'{NETEASE_URL}">照片12张.rar</a><span>(86.4M, 2026年11月9日 10:12 到期)</span><a href="{NETEASE_URL}">下载</a></div></div>'
            ),
            LinkedFile("照片12张.rar", 90596966, "2026年11月9日 10:12", NETEASE_URL, "mail.163.com"),
        ),
        (
            plain(f"请下载。\r\n\r\n从网易163邮箱发来的超大附件\r\n照片.rar (86.4M, 2026年11月9日 10:12 到期)\r\n下载：{NETEASE_URL}"),
            LinkedFile("照片.rar", 90596966, "2026年11月9日 10:12", NETEASE_URL, "mail.163.com"),
        ),
        (
            html(f'<p>请下载。</p><p><a href="{SINA_URL}">电影.avi</a></p>'),
            LinkedFile("电影.avi", 0, "", SINA_URL, "mail.sina.com.cn"),
        ),
    ],
    ids=["qq-text", "qq", "netease", "netease-text", "sina"],
)
def test_big_attachments(raw: bytes, link: LinkedFile) -> None:
    body, links = one(open_message(raw))
    assert (body[0], links) == ("请下载。", (link,))
    assert "oversize-link" in open_message(raw).flags


def test_an_address_in_a_sentence_stays() -> None:
    body, links = one(open_message(plain(f"我上次的 {QQ_URL} 打不开了。")))
    assert (body, [link.url for link in links]) == ([f"我上次的 {QQ_URL} 打不开了。"], [QQ_URL])
