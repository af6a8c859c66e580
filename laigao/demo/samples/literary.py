"""Essays, poems, stories: what writers send."""

from __future__ import annotations

from datetime import datetime

from laigao.demo.files import DOCX, Line, a_docx, a_gbk_text
from laigao.demo.letters import NETEASE_HEADERS, Attachment, a_mail, a_qq_mail

from .form import Answers, Sample, Work, days, lines, photo, text

PROSE = ("散文", "杂文随笔", "纪实文学")


def _persimmons(date: datetime, _: Answers) -> bytes:
    picture = Attachment("F1A40C2B@7E3D9A51.2C6F0B69.jpg", photo("persimmons", 5), "image/jpeg", shown=True)
    return a_qq_mail("【投稿】散文《老院里的柿子树》 何志远", ("何志远", "hezhiyuan@qq.example"), text("shizi"), [picture], date=date)


def _three_poems(date: datetime, _: Answers) -> bytes:
    return a_mail("诗歌投稿：诗三首  秦砚", ("秦小燕", "qinyan77@163.example"), text("sanshou"), date=date, headers=NETEASE_HEADERS)


def _yellow_river(date: datetime, _: Answers) -> bytes:
    subject = "投稿：诗歌《黄河，从我的村庄经过》+柳书禾"
    return a_mail(subject, ("柳书禾", "liushuhe@icloud.example"), text("huanghe"), date=date, headers=[("X-Mailer", "iPhone Mail (21F90)")])


def _two_documents(date: datetime, _: Answers) -> bytes:
    title, author, *body = lines("guamian")
    first: list = [Line(title, align="center", bold=True, size=18), Line(author, align="center")]
    first += [photo("noodles", 4) if line == "{1}" else f"　　{line}" for line in body]
    title, author, *body = lines("xitai")
    second = [Line(title, align="center", bold=True, size=18), Line(author, align="center"), *(f"　　{line}" for line in body)]
    note = "编辑老师：\n\n两篇稿子在附件里，一篇散文，一篇随笔，请查收。\n\n赵红卫\n手机 13900001573"
    files = [Attachment("散文《挂面匠》.docx", a_docx(first), DOCX), Attachment("随笔《戏台下的座位》.docx", a_docx(second), DOCX)]
    return a_qq_mail("投稿两篇-赵红卫", ("赵红卫", "zhaohongwei@qq.example"), note, date=date, attachments=files)


def _story(date: datetime, _: Answers) -> bytes:
    title, kind, author, *body = lines("xiuche")
    pieces = [Line(title, align="center", bold=True, size=20), Line(f"（{kind}）", align="center"), Line(author, align="center")]
    document = a_docx([*pieces, *(f"　　{line}" for line in body)], author="马德福")
    note = "老师好，小小说一篇，一千字以内，见附件。\n马德福  电话13900008852"
    files = [Attachment("小小说 修车铺的灯 马德福.docx", document, DOCX)]
    return a_mail("小小说投稿《修车铺的灯》", ("马德福", "madefu@163.example"), note, attachments=files, date=date, headers=NETEASE_HEADERS)


def _anecdote(date: datetime, _: Answers) -> bytes:
    file = Attachment("一座桥和半袋盐.txt", a_gbk_text(text("maqiao")), "text/plain", charset="GBK")
    note = "编辑您好：\n历史典故一篇，请查收附件。\n　　　　　　段克俭 敬上\n地址：临河县文化巷丙3号  电话 0913-0000839"
    return a_mail("【历史典故】一座桥和半袋盐", ("段克俭", "duankejian@qq.example"), note, attachments=[file], charset="gb18030", date=date)


def _magistrate(date: datetime, _: Answers) -> bytes:
    return a_mail("历史名人投稿：书生县令袁知节", ("高桐", "gaotong@sina.example"), text("yuanjin"), date=date)


def _opera(date: datetime, _: Answers) -> bytes:
    # 镕 and 喆 are not in gb2312, which is what old programs declare all the same
    return a_mail(
        "【秦声秦韵】听镕叔吼秦腔-李喆", ("李喆", "lizhe@qq.example"), text("laoqiang"), charset="gb18030", label="gb2312", date=date
    )


def _opinion(date: datetime, _: Answers) -> bytes:
    subject = "【丝路论坛】莫让“打卡”代替了干活 邱实"
    return a_mail(subject, ("邱实", "qiushi@163.example"), text("luntan"), date=date, headers=NETEASE_HEADERS)


def _soldier(date: datetime, _: Answers) -> bytes:
    return a_mail("投稿《兵站的馒头》", ("尚国栋", "shangguodong@qq.example"), text("bingzhan"), date=date)


def _couplets(date: datetime, _: Answers) -> bytes:
    title, author, *body = lines("chunlian")
    page = f"<h2 style='text-align:center'>{title}</h2><p style='text-align:center'>{author}</p>"
    page += "".join(f"<p>　　{line}</p>" for line in body) + "<p>联系电话：13900012460</p>"
    sender = ("王秀兰", "wangxiulan@163.example")
    return a_mail("散文 塬上的春联摊（王秀兰）", sender, None, html=page, date=date, headers=NETEASE_HEADERS)


def _hike(date: datetime, _: Answers) -> bytes:
    style = '<section style="margin:0 8px;line-height:1.8"><span style="font-size:16px">'
    page = "".join(f"{style}{row}</span></section>" for row in lines("changkong") if row)
    subject, sender = "驴友投稿：走一回长空栈道，腿软了三天", ("山野阿宁", "shanyeaning@outlook.example")
    return a_mail(subject, sender, None, html=f'<div id="js_content">{page}</div>', date=date)


SAMPLES = (
    Sample("shizi", "QQ 网页邮件，正文间有图", _persimmons, works=(Work("老院里的柿子树", "何志远", PROSE),), age=days(24)),
    Sample(
        "sanshou",
        "纯文本，诗三首",
        _three_poems,
        works=tuple(Work(title, "秦砚", ("诗歌",)) for title in ("潼关", "渭河滩", "雪落西岳")),
        age=days(21),
    ),
    Sample(
        "huanghe", "手机发来的一首诗", _yellow_river, works=(Work("黄河，从我的村庄经过", "柳书禾", ("诗歌",)),), age=days(19)
    ),
    Sample(
        "liangpian",
        "一信两稿，各一个 Word 文档",
        _two_documents,
        works=(Work("挂面匠", "赵红卫", (*PROSE, "传统工艺")), Work("戏台下的座位", "赵红卫", (*PROSE, "丝路论坛"))),
        age=days(15),
    ),
    Sample("xiuche", "Word 文档，小小说", _story, works=(Work("修车铺的灯", "马德福", ("小说",)),), age=days(13)),
    Sample("maqiao", "GBK 文本附件", _anecdote, works=(Work("一座桥和半袋盐", "段克俭", ("历史典故", "传奇故事")),), age=days(11)),
    Sample("yuanjin", "已在他处发表，带收款信息", _magistrate, works=(Work("书生县令袁知节", "高桐", ("历史名人",)),), age=days(9)),
    Sample("laoqiang", "标着 gb2312 的生僻字", _opera, works=(Work("听镕叔吼秦腔", "李喆", ("秦声秦韵",)),), age=days(7)),
    Sample("luntan", "时评", _opinion, works=(Work("莫让“打卡”代替了干活", "邱实", ("丝路论坛",)),), age=days(5)),
    Sample("bingzhan", "当兵的回忆", _soldier, works=(Work("兵站的馒头", "尚国栋", ("军旅在线", *PROSE)),), age=days(4)),
    Sample("chunlian", "网易网页邮件", _couplets, works=(Work("塬上的春联摊", "王秀兰", (*PROSE, "民间艺术", "社会万象")),), age=days(3)),
    Sample("changkong", "从微信贴来的游记", _hike, works=(Work("走一回长空栈道，腿软了三天", "山野阿宁", ("驴友在线",)),), age=days(2)),
)  # fmt: skip
