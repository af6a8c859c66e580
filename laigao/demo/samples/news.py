"""News: what press officers send."""

from __future__ import annotations

from datetime import datetime

from laigao.demo.files import DOCX, Grid, Line, a_docx
from laigao.demo.letters import NETEASE_HEADERS, Attachment, a_mail, a_qq_mail

from .form import Answers, Sample, Work, days, lines, photo, text


def pepper_document(*, corrected: bool = False) -> bytes:
    """The township's story, with pictures between the paragraphs; corrected as its second version has it."""
    title, subtitle, *body = lines("huajiao")
    pieces: list = [Line(title, align="center", bold=True, size=22), Line(subtitle, align="center", size=16)]
    pictures = {"{1}": photo("pepper", 7, gps=True), "{2}": photo("fields", 2)}
    for line in body:
        if corrected:
            line = line.replace("6800亩", "7200亩").replace("1460户", "1520户")
        pieces.append(pictures.get(line) or (Line(line, align="center") if line.startswith("图为") else f"　　{line}"))
    return a_docx(pieces, author="Administrator")


def _pepper(date: datetime, _: Answers) -> bytes:
    note = "编辑老师好：青柯镇新闻稿一篇，图片在文中，请审阅。\n\n华州区青柯镇党政办\n党晓梅"
    file = Attachment("青柯镇：小花椒串起致富路.docx", pepper_document(), DOCX)
    return a_qq_mail("青柯镇--小花椒串起致富路", ("青柯镇宣传", "qingkezhen@qq.example"), note, date=date, attachments=[file])


def _police(date: datetime, _: Answers) -> bytes:
    picture = Attachment("搜寻现场.jpg", photo("lights", 6), "image/jpeg")
    subject = "【西部公安】临河县公安局：老人走失三十小时 民警连夜翻山寻回"
    sender = ("临河公安宣传", "linhegongan@163.example")
    return a_mail(subject, sender, text("jingfang"), attachments=[picture], date=date, headers=NETEASE_HEADERS)


def _court(date: datetime, _: Answers) -> bytes:
    subject = "临河县法院 巡回法庭开进果园"
    return a_qq_mail(subject, ("临河法院研究室", "linhefayuan@qq.example"), text("fating"), date=date)


def _porridge(date: datetime, _: Answers) -> bytes:
    return a_mail("投稿 公益慈善：爱心粥屋三周年", ("罗敏", "luomin@qq.example"), text("zhouwu"), date=date, charset="gb18030")


def _apples(date: datetime, _: Answers) -> bytes:
    page = "".join(f"<p>{line}</p>" if line else "" for line in lines("pingguo"))
    subject = "农业科技稿：苹果园秋冬管护要把好五道关"
    return a_mail(subject, ("杜文斌", "duwenbin@163.example"), None, html=page, date=date, headers=NETEASE_HEADERS)


def _clinic(date: datetime, _: Answers) -> bytes:
    title, subtitle, *body = lines("yizhen")
    table = Grid(
        (
            ("村名", "就诊人数", "免费检查（项次）", "送药（盒）"),
            ("红岩沟村", "486", "712", "930"),
            ("柳树坪村", "397", "580", "745"),
            ("石窑村", "341", "466", "612"),
        )
    )
    pieces: list = [Line(title, align="center", bold=True, size=20), Line(f"——{subtitle}", align="center")]
    for line in body:
        pieces.append(
            {"{1}": photo("dusk", 8), "{表}": table}.get(line) or (Line(line, align="center") if line.startswith("图为") else line)
        )
    file = Attachment("县医院义诊稿.docx", a_docx(pieces), DOCX, naming="rfc2231", charset="UTF-8")
    note = "您好，县医院义诊新闻稿，见附件，谢谢。"
    return a_mail("临河县医院新闻稿（杏林风景）", ("贾文静", "jiawenjing@foxmail.example"), note, attachments=[file], date=date)


SAMPLES = (
    Sample(
        "huajiao",
        "乡镇新闻，Word 文档，段落间有图",
        _pepper,
        works=(Work("小花椒串起致富路", "党晓梅 李建峰", ("多彩渭南", "农业科技", "丝路在线")),),
        age=days(22),
    ),
    Sample(
        "jingfang",
        "公安新闻，图片为附件",
        _police,
        works=(Work("老人走失三十小时 民警连夜翻山寻回", "周正 马小龙", ("西部公安",)),),
        age=days(17),
    ),
    Sample("fating", "法院新闻", _court, works=(Work("巡回法庭开进果园 一棵树调好两家人", "田芳", ("西部法院",)),), age=days(12)),
    Sample(
        "zhouwu",
        "公益新闻",
        _porridge,
        works=(Work("爱心粥屋三周年 三百名志愿者熬暖一座城", "罗敏", ("公益慈善",)),),
        age=days(8),
    ),
    Sample("pingguo", "网页正文，小标题", _apples, works=(Work("苹果园秋冬管护要把好五道关", "杜文斌", ("农业科技",)),), age=days(6)),
    Sample(
        "yizhen",
        "医院新闻，文档里有表格，误入垃圾箱",
        _clinic,
        works=(Work("临河县医院“健康大篷车”开进深山", "贾文静", ("杏林风景", "公益慈善")),),
        age=days(1, 6),
        folder="Junk",
    ),
)
