"""Blind mails: news, police and court pieces, photographs, mails of several files."""

# ruff: noqa: E501 - paragraphs of mails are one line each, as their authors wrote them

from __future__ import annotations

import io
import zipfile

from tests.intake.manuscript.blind.literary import Case
from tests.intake.manuscript.blind.parts import docx, mail, picture


def news_with_three_headlines() -> Case:
    text = docx(
        ("c", "玉门：戈壁滩上念“光”经"),
        ("cb", "一块光伏板 照亮致富路"),
        ("c", "——花海镇光伏产业园见闻"),
        ("c", "本报通讯员 祁风 冶海燕"),
        "　　本报讯（通讯员 祁风 冶海燕）金秋十月，走进花海镇光伏产业园，深蓝色的光伏板连成一片，在阳光下像一片静止的湖。",
        "　　“以前这里刮风就起沙，种啥啥不成。现在板上发电，板下种菜，一亩地能有三份收入。”村民张有福一边摘辣椒一边说。",
        ("cb", "板上有电"),
        "　　产业园负责人介绍，园区装机容量八万千瓦，年发电一亿两千万度，所发电量全部并入电网，村集体每年分红六十余万元。",
        ("cb", "板下有菜"),
        "　　板下的地也没有闲着。镇上请来农技人员，试种了辣椒、洋葱和枸杞，吸纳周边一百四十余名群众务工。",
        "",
        "供稿单位：玉门市花海镇人民政府",
        "审核人：赵明  联系电话：0937-0003321",
    )
    return mail(
        "玉门花海：一块光伏板 照亮致富路",
        "编辑老师好，附件为新闻稿一篇，已审核，请予刊发。",
        sender="花海宣传 <huahaixc@example.com>",
        files=[("一块光伏板照亮致富路.docx", text)],
    ), {
        "note": "眉题、正题、副题三行；电头；文末供稿、审核",
        "intent": "submission",
        "works": [
            {
                "title": "一块光伏板 照亮致富路",
                "authors": ["祁风", "冶海燕"],
                "genre": "新闻",
                "headings": ["板上有电", "板下有菜"],
                "contains": ["金秋十月，走进花海镇光伏产业园"],
                "ends": "吸纳周边一百四十余名群众务工。",
                "absent": ["审核人", "供稿单位", "09370003321"],
            }
        ],
        "contact": {"phones": ["09370003321"]},
    }


def police_with_hotline() -> Case:
    body = """蓝田警方：一通电话拦下十八万元
蓝田县公安局 李鹏程

　　近日，蓝田县公安局反诈中心接到预警，辖区居民王某正在向陌生账户转账。民警一边拨打王某手机，一边赶往其住处。
　　“他说我的快递里有违禁品，让我把钱转到安全账户。”王某见到民警时，手机还停留在转账页面。经民警耐心劝说，王某删除了诈骗软件，十八万元养老钱保住了。
　　警方提醒：凡自称公检法要求转账的都是诈骗，遇到可疑情况请拨打96110或110咨询，也可拨打县反诈中心咨询热线029-00007110。
　　（图为民警在居民家中讲解防骗知识  李鹏程 摄）

撰稿：李鹏程  审核：冯涛
手机：18100009034"""
    return mail(
        "蓝田县公安局投稿：一通电话拦下十八万元",
        body,
        sender="蓝田公安 <ltga@example.com>",
        files=[("民警入户.jpg", picture((10, 60, 120)))],
    ), {
        "note": "文中公布的热线要保留；文末是撰稿人手机；有图注和一张照片",
        "intent": "submission",
        "works": [
            {
                "title": "蓝田警方：一通电话拦下十八万元",
                "authors": ["李鹏程"],
                "affiliation": "蓝田县公安局",
                "genre": "新闻",
                "contains": ["请拨打96110或110咨询", "029-00007110"],
                "images": [{"caption": "图为民警在居民家中讲解防骗知识", "credit": "李鹏程"}],
                "absent": ["18100009034", "审核"],
            }
        ],
        "contact": {"phones": ["18100009034"]},
    }


def scenic_spot_news() -> Case:
    text = docx(
        ("cb", "太白山冰雪季十二月开启"),
        ("c", "眉县文化和旅游局　严霜"),
        "　　记者从眉县文化和旅游局获悉，太白山冰雪季将于十二月一日开启，推出滑雪、冰灯、温泉三大板块三十余项活动。",
        "　　景区新建了儿童戏雪区，并与高铁站开通直通车，游客四十分钟即可到达山门。游客可拨打订票热线0917-00006655预约。",
        "　　据介绍，冰雪季期间，六十五周岁以上老人和现役军人免门票。",
    )
    return mail(
        "【新闻】太白山冰雪季十二月开启",
        "请编发！严霜 电话/微信 15900001188",
        sender="严霜 <yanshuang@example.com>",
        files=[("太白山冰雪季.docx", text)],
    ), {
        "note": "景区订票热线属于新闻内容，留在文中；作者电话不留",
        "intent": "submission",
        "works": [
            {
                "title": "太白山冰雪季十二月开启",
                "authors": ["严霜"],
                "affiliation": "眉县文化和旅游局",
                "genre": "新闻",
                "contains": ["0917-00006655"],
                "ends": "免门票。",
            }
        ],
        "contact": {"phones": ["15900001188"], "wechat": ["15900001188"]},
    }


def html_with_captions() -> Case:
    html = """<div>编辑您好，图文稿如下：</div><div><br></div>
<div style="text-align:center"><b>皇甫村的锣鼓又响了</b></div>
<div style="text-align:center">甘谷县文化馆 令狐川</div>
<div>　　停了十一年的皇甫村社火，今年正月又响了起来。领头的还是当年的鼓手麻五爷，只是鼓槌换成了孙子削的。</div>
<div style="text-align:center"><img src="cid:drum1"></div>
<div style="text-align:center">麻五爷在打麦场上领鼓（令狐川 摄）</div>
<div>　　“鼓点没忘，都在手心里长着哩。”麻五爷说。村里的年轻人放下手机来学鼓，一个正月，磨坏了十七根鼓槌。</div>
<div style="text-align:center"><img src="cid:drum2"></div>
<div style="text-align:center">图为孩子们跟着大人学鼓点</div>
<div>　　正月十六卸了妆，锣鼓挂上墙，可是村口的娃娃们走路，脚底下还是咚咚锵。</div>"""
    return mail(
        "皇甫村的锣鼓又响了",
        "编辑您好",
        sender="令狐川 <linghuchuan@example.com>",
        html=html,
        inline=[("drum1", picture((200, 30, 30))), ("drum2", picture((200, 120, 30)))],
    ), {
        "note": "HTML 正文内嵌两张图，图下居中图注；复姓",
        "intent": "submission",
        "works": [
            {
                "title": "皇甫村的锣鼓又响了",
                "authors": ["令狐川"],
                "affiliation": "甘谷县文化馆",
                "images": [{"caption": "麻五爷在打麦场上领鼓", "credit": "令狐川"}, {"caption": "图为孩子们跟着大人学鼓点"}],
                "order": ["孙子削的", "<image>", "都在手心里长着", "<image>", "正月十六卸了妆"],
                "ends": "脚底下还是咚咚锵。",
                "absent": ["图文稿如下"],
            }
        ],
    }


def photo_set_with_list() -> Case:
    listing = "图1：晨雾中的梯田\r\n图2：背秧苗的侗家女\r\n图3：鱼跃稻田\r\n".encode()
    pictures = [(f"DSC0{i}.jpg", picture((20 * i, 120, 60))) for i in (1, 2, 3)]
    body = "组照《加榜梯田》，作者杨通海，贵州从江。图片说明另附。\n手机18500002277"
    return mail("摄影投稿 加榜梯田", body, sender="通海影像 <tonghai@example.com>", files=[*pictures, ("图片说明.txt", listing)]), {
        "note": "照片是相机编号，图注在“图片说明.txt”里",
        "intent": "submission",
        "works": [
            {
                "title": "加榜梯田",
                "authors": ["杨通海"],
                "genre": "摄影",
                "images": [{"caption": "晨雾中的梯田"}, {"caption": "背秧苗的侗家女"}, {"caption": "鱼跃稻田"}],
                "absent": ["18500002277"],
            }
        ],
        "contact": {"phones": ["18500002277"]},
    }


def named_photos_with_credit() -> Case:
    text = docx(
        ("cb", "百名志愿者清理渭河滩"),
        ("c", "咸阳市秦都区团委　贺兰"),
        "　　11月1日，秦都区团委组织百名青年志愿者来到渭河湿地，捡拾垃圾，清理漂浮物，用三个小时让河滩换了模样。",
        "　　“我们带了二十只编织袋，全装满了。”大学生志愿者康宁说。当天共清理垃圾一点二吨。",
    )
    files = [
        ("百名志愿者清理渭河滩.docx", text),
        ("1.志愿者在河滩捡拾垃圾（贺兰 摄）.jpg", picture((0, 90, 90))),
        ("2.志愿者把垃圾装车（康宁 摄）.jpg", picture((0, 90, 30))),
    ]
    return mail("秦都区：百名志愿者清理渭河滩（附照片两张）", "请查收。", sender="秦都团委 <qdtw@example.com>", files=files), {
        "note": "照片文件名里有序号、图注和摄影者",
        "intent": "submission",
        "works": [
            {
                "title": "百名志愿者清理渭河滩",
                "authors": ["贺兰"],
                "affiliation": "咸阳市秦都区团委",
                "genre": "新闻",
                "images": [{"caption": "志愿者在河滩捡拾垃圾", "credit": "贺兰"}, {"caption": "志愿者把垃圾装车", "credit": "康宁"}],
            }
        ],
    }


def title_with_wrong_character() -> Case:
    body = """宝塔区：小微企业用上了“信用贷”
延安市宝塔区融媒体中心 白如雪

　　“没有抵押物，凭纳税信用就贷到了三十万。”宝塔区枣园街道一家豆制品厂负责人说。
　　据了解，为缓解小微企业融资难，宝塔区联合多家银行推出信用贷，凭信用评级放款，最快一天到账。
　　截止10月底，全区已有六十三家企业通过信用贷获得资金支持。银行工作人员还上门走访企业，把信用政策送到车间。
　　下一步，宝塔区将进一步完善信用档案，让守信用的企业走得更远。"""
    return mail("宝塔区：小微企业用上了“信甩贷”", body, sender="宝塔融媒 <btrm@example.com>"), {
        "note": "主题里的题目错一个字，正文题目是对的",
        "intent": "submission",
        "works": [
            {
                "title": "宝塔区：小微企业用上了“信用贷”",
                "authors": ["白如雪"],
                "affiliation": "延安市宝塔区融媒体中心",
                "genre": "新闻",
                "ends": "让守信用的企业走得更远。",
            }
        ],
    }


def court_title_typo() -> Case:
    text = docx(
        ("cb", "巡回法亭开进苹果园"),
        ("c", "洛川县人民法院　雒静"),
        "　　“现在开庭！”10月20日上午，洛川县人民法院巡回法庭在旧县镇的苹果园里敲响了法槌。",
        "　　这是一起因果园灌溉引发的相邻纠纷。承办法官把法庭搬到地头，请村干部和果农旁听，边勘查边调解，当场促成双方握手言和。",
        "　　“法庭开到家门口，省了我们跑县城。”果农说。今年以来，该院巡回法庭共审理案件四十六件，调解率超过八成。",
    )
    return mail("稿件：巡回法亭开进苹果园", "请审核", sender="洛川法院 <lcfy@example.com>", files=[("巡回法亭开进苹果园.docx", text)]), {
        "note": "题目“法亭”应为“法庭”",
        "intent": "submission",
        "works": [{"authors": ["雒静"], "affiliation": "洛川县人民法院", "genre": "新闻", "flags": ["title-typo:法亭→法庭"]}],
    }


def zip_of_stories() -> Case:
    one = docx(
        ("cb", "月亮门"),
        ("c", "古丽娜"),
        "　　院子里有一道月亮门，门那边是外公的药圃。小时候我以为走过那道门就能走进月亮里去，所以每次都闭着眼睛走。",
        "　　外公去世那年，药圃荒了，门还在。我睁着眼睛走过去，看见一地的白，那是野菊。",
    )
    two = docx(
        ("cb", "铜铃"),
        ("c", "古丽娜"),
        "　　巴扎上卖铜铃的老人有一只眼睛看不见，他用另一只看铃，用耳朵看人。他说铃的声音不一样，人的脚步也不一样，配上了，才卖。",
        "　　我试了九只，他摇头。第十只，他没有摇头，也没有要钱。",
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("散文/1月亮门.docx", one)
        archive.writestr("散文/2铜铃.docx", two)
        archive.writestr("散文/作者简介.txt", "古丽娜，女，维吾尔族，新疆莎车人，教师。".encode())
    return mail(
        "投稿（散文二篇）",
        "附件压缩包，请查收。电话:1 3 9 0 0 0 0 6 6 2 1",
        sender="古丽娜 <gulina@example.com>",
        files=[("散文.zip", buffer.getvalue())],
    ), {
        "note": "压缩包里两篇散文和一份作者简介；电话一位一位隔开写",
        "intent": "submission",
        "works": [
            {"title": "月亮门", "authors": ["古丽娜"], "starts": "院子里有一道月亮门", "ends": "那是野菊。"},
            {"title": "铜铃", "authors": ["古丽娜"], "starts": "巴扎上卖铜铃的老人", "ends": "也没有要钱。"},
        ],
        "contact": {"phones": ["13900006621"]},
        "attachments": [{"name": "散文.zip", "status": "read"}],
    }


def payee_table() -> Case:
    text = docx(
        ("cb", "秤"),
        ("c", "霍守田"),
        "　　父亲做了一辈子秤。星花要一颗一颗钉，用铜丝，钉一颗吹一口气，好像星星是吹亮的。他说秤杆子上的头三颗星，一颗是福，一颗是禄，一颗是寿，少给人一两，就少了一颗。",
        "　　后来有了电子秤，秤铺关了门。父亲把最后一杆秤挂在堂屋正中，出门进门都要看一眼，像看一位老先生。",
        (
            "table",
            [
                ["姓名", "霍守田"],
                ["身份证号", "610599195208150017"],
                ["开户行", "农业银行蒲城支行"],
                ["账号", "6228 4800 1111 2222 337"],
                ["电话", "18900007765"],
            ],
        ),
    )
    return mail("散文《秤》霍守田", "稿件见附件。", sender="霍守田 <huost@example.com>", files=[("秤.docx", text)]), {
        "note": "文末表格里是收款资料：不能留在文中",
        "intent": "submission",
        "works": [
            {
                "title": "秤",
                "authors": ["霍守田"],
                "genre": "散文",
                "ends": "像看一位老先生。",
                "tables": 0,
                "absent": ["610599195208150017", "6228480011112222337", "18900007765", "蒲城支行"],
            }
        ],
        "contact": {"phones": ["18900007765"], "id_numbers": ["610599195208150017"], "bank_cards": ["6228480011112222337"]},
    }


CASES = {
    each.__name__.replace("_", "-"): each
    for each in (
        news_with_three_headlines,
        police_with_hotline,
        scenic_spot_news,
        html_with_captions,
        photo_set_with_list,
        named_photos_with_credit,
        title_with_wrong_character,
        court_title_typo,
        zip_of_stories,
        payee_table,
    )
}
