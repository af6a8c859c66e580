"""Blind mails: letters that bring no new work, robots, advertisers, revisions, forwards."""

# ruff: noqa: E501 - paragraphs of mails are one line each, as their authors wrote them

from __future__ import annotations

from tests.intake.manuscript.blind.literary import Case
from tests.intake.manuscript.blind.parts import docx, mail, picture


def withdrawal_with_number() -> Case:
    body = "编辑老师，我去年底投的那篇稿子（编号LG-2026-000058）已经在别处发了，请你们不要再用了，免得重复。对不住！\n冯晓鸥"
    return mail("关于LG-2026-000058", body, sender="晓鸥 <fxo@example.com>"), {
        "intent": "withdrawal",
        "may_answer": True,
        "refers_to": "LG-2026-000058",
        "works": [],
    }


def inquiry_about_fee() -> Case:
    body = "老师您好！我上个月有一首诗在贵网发表了，请问有没有稿费？如果有，需要我提供什么资料？谢谢！\n乔木  139 0000 4471"
    return mail("稿费问题", body, sender="乔木 <qiaomu@example.com>"), {
        "intent": "inquiry",
        "may_answer": True,
        "works": [],
        "contact": {"phones": ["13900004471"]},
    }


def inquiry_did_it_arrive() -> Case:
    body = "您好，我十月二十号发过一篇小说《灯下》，不知道你们收到没有？等了半个月没有回音，有点着急，打扰了。"
    return mail("询问", body, sender="灯下人 <dxr@example.com>"), {"intent": "inquiry", "works": []}


def claim_of_photograph() -> Case:
    body = """丝路情韵网编辑：
贵网《光影华山》栏目里那张“云海日出”是我拍的，没有写我的名字。原图我有，拍摄参数也在。请把署名补上，我叫屈原平，不要稿费。
屈原平 18300005502"""
    return mail("图片署名问题", body, sender="屈原平 <quyp@example.com>", files=[("原图.jpg", picture((250, 200, 90)))]), {
        "intent": "claim",
        "may_answer": True,
        "works": [],
        "contact": {"phones": ["18300005502"]},
    }


def advert_for_papers() -> Case:
    body = "尊敬的老师：您好！本社专业从事论文润色与发表服务，普刊、核心、SCI均可，包录用，见刊后付款。职称评审季优惠中，加微信 lunwen_fabu 咨询。"
    return mail("职称论文快速发表", body, sender="学术编辑部 <lunwen@example.com>"), {
        "intent": "advertisement",
        "may_answer": False,
        "works": [],
    }


def advert_for_course() -> Case:
    body = "老师好，我们工作室举办短视频运营培训班，零基础月入过万，名额有限，前50名报名立减300元，点击下方链接免费试听。退订请回复TD。"
    return mail("免费领取短视频课程", body, sender="小艾 <xiaoai@example.com>"), {
        "intent": "advertisement",
        "may_answer": False,
        "works": [],
    }


def out_of_office() -> Case:
    body = "I am out of the office until November 9 with limited access to email."
    return mail(
        "Automatic reply: 【丝路情韵】来稿已收到 LG-2026-000310",
        body,
        sender="Li Wei <liwei@example.com>",
        headers=[("Auto-Submitted", "auto-replied")],
    ), {
        "intent": "automatic",
        "may_answer": False,
        "works": [],
    }


def bounce_of_gmail() -> Case:
    body = "Address not found\n\nYour message wasn't delivered to nobody@example.com because the address couldn't be found."
    return mail(
        "Delivery Status Notification (Failure)",
        body,
        sender="Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        headers=[("Auto-Submitted", "auto-replied")],
    ), {
        "intent": "bounce",
        "may_answer": False,
        "works": [],
    }


def revision_pasted_in_reply() -> Case:
    body = """编辑老师好：
按您说的，第二段的时间改过来了，结尾也重写了，请用这一版。

渡槽
钟离秋

　　村西有一座渡槽，七六年修的，石头墩子，水泥槽，架在两道岭中间。小时候我们从槽沿上走过去上学，底下是十几丈深的沟，谁也不怕。
　　修渡槽那年父亲十九岁，他说放炮的时候，全村人躲在北坡，数着响，响完十二声，才敢露头。有一回只响了十一声，谁也不敢动，是队长一个人走过去的。
　　队长后来一直瘸着腿。每年放水那天，他坐在槽边上，看水从自己脚底下流过去，一坐就是半天。

------------------ 原始邮件 ------------------
发件人: "丝路情韵编辑部" <2569427969@qq.com>;
发送时间: 2026年10月28日(星期三) 上午10:02
收件人: "秋"<zlq@example.com>;
主题: 【退改】LG-2026-000402 《渡槽》

请核对第二段的年份，结尾稍显仓促，请修改后回复。"""
    return mail(
        "回复：【退改】LG-2026-000402 《渡槽》", body, sender="秋 <zlq@example.com>", headers=[("In-Reply-To", "<tencent_11AA@qq.com>")]
    ), {
        "note": "改稿贴在回信里",
        "intent": "revision",
        "refers_to": "LG-2026-000402",
        "works": [
            {
                "title": "渡槽",
                "authors": ["钟离秋"],
                "genre": "散文",
                "starts": "村西有一座渡槽",
                "ends": "一坐就是半天。",
                "absent": ["按您说的", "结尾稍显仓促"],
            }
        ],
    }


def contest_entry() -> Case:
    text = docx(
        ("cb", "驼铃声里的敦煌"),
        ("c", "甘肃酒泉　敖敏"),
        "　　在鸣沙山下租骆驼的汉子叫尕藏，他的骆驼叫“主任”。他说叫主任是因为它走得慢，爱停下来讲话。",
        "　　骆驼排成一行上山的时候，铃声从最前面传到最后面，要走半分钟。走在最后的游客总以为自己听见的是回声，其实是前面的人半分钟以前的声音。",
        "　　我想，敦煌大概就是这样一个地方，我们听见的，都是很久以前的声音。",
    )
    body = "编辑好！参加“丝路新声”征文，作品系原创首发，未在任何媒体发表，文责自负。\n姓名：敖敏  笔名：沙枣花\n单位：酒泉市第三中学\n电话：15200009981"
    return mail("“丝路新声”征文+驼铃声里的敦煌+敖敏", body, sender="沙枣花 <aomin@example.com>", files=[("驼铃声里的敦煌.docx", text)]), {
        "note": "征文；信里有承诺，不是已发表",
        "intent": "submission",
        "works": [
            {
                "title": "驼铃声里的敦煌",
                "authors": ["敖敏"],
                "affiliation": None,
                "flags": ["contest:丝路新声"],
                "starts": "在鸣沙山下租骆驼的汉子",
                "ends": "都是很久以前的声音。",
            }
        ],
        "contact": {"phones": ["15200009981"]},
    }


def published_before() -> Case:
    body = """编辑您好：

下面这篇短文今年3月刊登在《洛南文苑》上，现转投贵网，可否？

戏匣子
白鹭

　　家里第一台收音机，我们叫它戏匣子。父亲用一块红绸布盖着，只有听戏的时候才揭开，像揭新媳妇的盖头。
　　每天晚饭后，半条巷子的人端着碗来。戏匣子里唱《三滴血》，院子里吃饭的声音都停了，只有一只蛐蛐不懂事，跟着板胡叫。
　　有一回唱到要紧处，没电了。全院子的人在黑地里坐着，谁也没走。后来不知道是谁，接着往下唱了。"""
    return mail("短文《戏匣子》", body, sender="白鹭 <bailu@example.com>"), {
        "note": "信里说已在别的刊物登过",
        "intent": "submission",
        "works": [
            {
                "title": "戏匣子",
                "authors": ["白鹭"],
                "starts": "家里第一台收音机",
                "ends": "接着往下唱了。",
                "flags": ["previously-published"],
                "absent": ["现转投贵网"],
            }
        ],
    }


def forwarded_as_attachment() -> Case:
    inner = mail(
        "散文：雁过留声",
        "雁过留声\n段青\n\n　　雁子从头顶过去的时候，祖母总要停下手里的活，数一数。她说，去年是十三只，今年是十二只。她不说少了的那一只去了哪里，只是把纺车摇得慢了一些。\n　　那天夜里起了霜，我听见她在梦里又数了一遍。\n",
        sender="段青 <duanqing@example.com>",
    )
    return mail(
        "Fwd: 散文：雁过留声", "学生段青的文章，推荐给贵刊，请审阅。\n语文教师 佘老师", sender="佘桂兰 <sheguilan@example.com>", inner=inner
    ), {
        "note": "老师以附件方式转发学生的信；作者在里面",
        "intent": "submission",
        "sender": {"name": "佘桂兰"},
        "works": [
            {
                "title": "雁过留声",
                "authors": ["段青"],
                "genre": "散文",
                "starts": "雁子从头顶过去的时候",
                "ends": "我听见她在梦里又数了一遍。",
            }
        ],
    }


def thanks_only() -> Case:
    body = "编辑老师，今天看到我的文章登出来了，特别高兴！谢谢你们的辛勤编辑，祝丝路情韵越办越好！\n农民作者 麻春生"
    return mail("感谢", body, sender="麻春生 <machunsheng@example.com>"), {"intent": "other", "may_answer": True, "works": []}


CASES = {
    each.__name__.replace("_", "-"): each
    for each in (
        withdrawal_with_number,
        inquiry_about_fee,
        inquiry_did_it_arrive,
        claim_of_photograph,
        advert_for_papers,
        advert_for_course,
        out_of_office,
        bounce_of_gmail,
        revision_pasted_in_reply,
        contest_entry,
        published_before,
        forwarded_as_attachment,
        thanks_only,
    )
}
