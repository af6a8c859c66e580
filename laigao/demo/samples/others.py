"""What comes besides new work: answers, robots, advertisers, and mails that are broken."""

from __future__ import annotations

from datetime import datetime

from laigao.demo.files import DOCX
from laigao.demo.letters import MAILBOX, NETEASE_HEADERS, QQ_HEADERS, Attachment, a_mail, a_qq_mail

from .form import Answer, Answers, Sample, Work, days, text
from .literary import SAMPLES as LITERARY
from .news import pepper_document

#: The demo's own limit (LAIGAO_MAIL_BYTES), low, so that a mail over it is cheap to make.
MAIL_BYTES = 2_000_000


def _quoted(answer: Answer) -> str:
    """The head of our letter, as QQ Mail quotes it under an answer."""
    head = f"发件人: 丝路情韵编辑部 <{MAILBOX}>\n主题: {answer.subject}"
    return f"\n\n------------------ 原始邮件 ------------------\n{head}\n\n来稿编号：{answer.number}\n"


def _reply_headers(answer: Answer) -> list[tuple[str, str]]:
    return [("In-Reply-To", f"<{answer.message_id}>"), ("References", f"<{answer.message_id}>")] if answer.message_id else []


def _corrected(date: datetime, answers: Answers) -> bytes:
    answer = answers["huajiao"]
    note = "老师好：上次的稿子数字有误，种植面积和户数核对后作了更正，请以这次的附件为准，前一稿作废。\n\n党晓梅"
    file = Attachment("青柯镇：小花椒串起致富路（修改稿）.docx", pepper_document(corrected=True), DOCX)
    subject = f"回复：{answer.subject}" if answer.subject else f"修改稿 {answer.number}"
    headers = [*QQ_HEADERS, *_reply_headers(answer)]
    return a_qq_mail(
        subject, ("青柯镇宣传", "qingkezhen@qq.example"), note + _quoted(answer), date=date, attachments=[file], headers=headers
    )


def _withdrawn(date: datetime, _: Answers) -> bytes:
    body = "编辑老师：\n\n很抱歉，《黄河，从我的村庄经过》一诗已被另一家刊物采用，现申请撤稿，请不要再安排。谢谢！\n\n柳书禾"
    return a_mail("关于撤回《黄河，从我的村庄经过》的申请", ("柳书禾", "liushuhe@icloud.example"), body, date=date)


def _asked(date: datetime, answers: Answers) -> bytes:
    answer = answers["xiuche"]
    body = f"编辑老师好，想问一下我的小小说（{answer.number}）审得怎么样了，是否采用？盼复。\n马德福" + _quoted(answer)
    headers = [*NETEASE_HEADERS, *_reply_headers(answer)]
    subject = f"Re: {answer.subject}" if answer.subject else f"是否采用 {answer.number}"
    return a_mail(subject, ("马德福", "madefu@163.example"), body, date=date, headers=headers)


def _vacation(date: datetime, _: Answers) -> bytes:
    page = "<div>这是来自QQ邮箱的假期自动回复邮件。</div><div><br></div>"
    page += "<div>您好，我最近正在休假中，无法亲自回复您的邮件。我将在假期结束后，尽快给您回复。</div>"
    sender = ("赵红卫", "zhaohongwei@qq.example")
    return a_mail("自动回复: 来稿已收到", sender, None, html=page, charset="gb18030", headers=QQ_HEADERS, date=date)


def _bounced(date: datetime, _: Answers) -> bytes:
    page = "<div>抱歉，您的邮件被退回来了……</div><div>收件人邮件地址（nobody-here@qq.example）不存在，邮件无法送达。</div>"
    page += "<div>host mx.qq.example[127.0.0.1] said: 550 Mailbox not found (in reply to RCPT TO command)</div>"
    enclosed = Attachment("original.eml", b"Subject: test\r\nTo: nobody-here@qq.example\r\n\r\n", naming="words")
    return a_mail(
        "来自qq.com的退信",
        ("PostMaster", "PostMaster@qq.com"),
        None,
        html=page,
        attachments=[enclosed],
        charset="gb18030",
        headers=[("Auto-Submitted", "auto-generated")],
        whole="report",
        date=date,
    )


def _advertised(date: datetime, _: Answers) -> bytes:
    body = (
        "尊敬的老师：\n\n我社专业代发论文、评职称文章，省级国家级期刊均可，包录用、包检索，七天出刊，先录用后付款！"
        "另承接专著出版、课题挂名，价格优惠，量大从优。\n\n详情请加微信：lunwen-demo-0000，QQ：10000000。退订请回复 TD。"
    )
    return a_mail("论文发表 快速录用 职称评审必备", ("期刊中心", "lunwen@promo.example"), body, date=date)


def _broken(date: datetime, _: Answers) -> bytes:
    """A transfer that tore: the file's middle instead of a mail, no header at all."""
    return bytes((i * 197 + i // 7 * 31) % 256 for i in range(4096)).replace(b"\n", b"\x00")


def _empty(date: datetime, _: Answers) -> bytes:
    return b""


def _torn_mime(date: datetime, _: Answers) -> bytes:
    whole = a_qq_mail("投稿：渭水谣", ("苏明", "suming@qq.example"), text("weishui"), date=date)
    torn = whole.replace(b"multipart/alternative;\r\n boundary=", b"multipart/alternative;\r\n border=")
    return torn[: len(torn) * 2 // 3]


def _not_a_document(date: datetime, _: Answers) -> bytes:
    wrong = b"\x00\x01\x02 this is a shortcut and no document \xff\xfe" * 40
    file = Attachment("散文《南坡》.docx", wrong, DOCX)
    note = "老师好，散文一篇见附件，请查收。\n曹建国 13900013342"
    return a_mail("投稿 散文《南坡》 曹建国", ("曹建国", "caojianguo@qq.example"), note, attachments=[file], charset="gb18030", date=date)


def _too_large(date: datetime, _: Answers) -> bytes:
    video = b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * (MAIL_BYTES // 256)
    note = "渭河湿地的航拍视频，请选用。\n郝亮"
    files = [Attachment("渭河湿地航拍.mp4", video, "video/mp4")]
    return a_mail("投稿：渭河湿地航拍", ("郝亮", "haoliang@163.example"), note, attachments=files, date=date, headers=NETEASE_HEADERS)


def _again(date: datetime, answers: Answers) -> bytes:
    """The mail server delivers the couplets' mail once more: only its Received line is new."""
    first = next(sample for sample in LITERARY if sample.name == "chunlian")
    return b"Received: from mx2.laigao.example by laigao.example; again\r\n" + first.build(date, answers)


SAMPLES = (
    Sample("chunlian-again", "服务器重复投递的同一封信", _again, "ignored", "", reply="", age=days(3), after="chunlian"),
    Sample("vacation", "QQ 假期自动回复", _vacation, "ignored", "automatic", reply="", age=days(14)),
    Sample("bounce", "退信", _bounced, "ignored", "bounce", reply="", age=days(10, 2)),
    Sample("advertisement", "广告", _advertised, "ignored", "advertisement", reply="", age=days(6, 3)),
    Sample("empty", "0 字节的信", _empty, "set_aside", "other", reply="", age=days(2, 8)),
    Sample("broken", "读不出来的信", _broken, "set_aside", "submission", reply="", age=days(2, 4)),
    Sample("torn", "结构残缺的信", _torn_mime, "drafted", "submission", (Work("渭水谣", "苏明", ("诗歌",)),), age=days(1, 20)),
    Sample("not-a-document", "打不开的 Word 文档", _not_a_document, "answered", reply="received-nothing", age=days(1, 12)),
    Sample("too-large", "超过大小上限的信", _too_large, "set_aside", "submission", reply="too-large", age=days(1)),
    Sample("huajiao-corrected", "按回执编号寄来修改稿", _corrected, "answered", "revision", reply="revision-received", after="huajiao"),
    Sample("huanghe-withdrawn", "按题目撤稿", _withdrawn, "answered", "withdrawal", reply="withdrawn", after="huanghe"),
    Sample("xiuche-asked", "询问是否采用", _asked, "answered", "inquiry", reply="status", after="xiuche"),
)
