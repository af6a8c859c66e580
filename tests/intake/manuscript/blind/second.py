"""A second set of blind mails: other hands, other layouts. Written and scored once before any rule was mended with them in sight."""

# ruff: noqa: E501 - paragraphs of mails are one line each, as their authors wrote them

from __future__ import annotations

from typing import Any

from tests.intake.manuscript.blind.literary import Case
from tests.intake.manuscript.blind.parts import docx, mail, picture


def _work(title: str, authors: list[str], **more: Any) -> dict[str, Any]:
    return {"title": title, "authors": authors, **more}


def _submission(*works: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"intent": "submission", "works": list(works), **more}


def review_with_book_in_title() -> Case:
    body = """读《平凡的世界》有感
宋知远

　　合上书的时候，窗外正下着雨。孙少平在矿井下读书的那盏灯，好像一直亮到我的桌上来。
　　我的父亲也当过矿工。他不读小说，却懂得书里的每一句话。有一年停电，他对我说，人在黑处待惯了，就知道一根火柴有多亮。
　　所谓平凡，大概就是明知道只有一根火柴，还是要把它划着。"""
    return mail("投稿：读《平凡的世界》有感  宋知远", body, sender="宋知远 <songzhiyuan@example.com>"), _submission(
        _work("读《平凡的世界》有感", ["宋知远"], starts="合上书的时候", ends="还是要把它划着。")
    )


def labelled_form() -> Case:
    body = """投稿类别：散文
作品标题：北窗
作者姓名：夏侯明
正文：
　　我家的北窗常年关着，母亲说北风是贼，专偷老人的暖和气。只有夏天最热的那几天，她才把窗扇卸下来，换上一幅竹帘。
　　竹帘是祖父编的，断了好几根，断的地方用红毛线接上。风来的时候，红毛线先动，然后是光，最后才是竹子。
　　祖父走后，母亲把竹帘收起来，说，等你们的孩子来了，再挂。

作者简介：夏侯明，安徽宿州人，80后，小学教师。
联系电话：15800003312
通讯地址：安徽省宿州市埇桥区汴河路12号，邮编234000"""
    return mail("散文投稿", body, sender="夏侯 <xiahou@example.com>"), _submission(
        _work(
            "北窗",
            ["夏侯明"],
            genre="散文",
            starts="我家的北窗常年关着",
            ends="再挂。",
            bio_contains="安徽宿州人",
            absent=["15800003312", "234000", "汴河路", "投稿类别", "正文："],
        ),
        contact={"phones": ["15800003312"], "postcodes": ["234000"], "addresses": ["宿州市埇桥区汴河路12号"]},
    )


def numbered_poems() -> Case:
    body = """诗二首
□ 龙小满

1.《窑洞》
门帘一掀
冬天就留在了外面

炕是热的
奶奶的故事
也是热的

2.《崖畔》
酸枣红的时候
放羊人不说话

他把鞭子
挂在夕阳上

（作者单位：延川县文汇山小学）"""
    return mail("诗二首——龙小满", body, sender="小满 <xiaoman@example.com>"), _submission(
        _work("窑洞", ["龙小满"], genre="诗歌", stanzas=2, starts="门帘一掀", ends="也是热的"),
        _work("崖畔", ["龙小满"], genre="诗歌", stanzas=2, starts="酸枣红的时候", ends="挂在夕阳上", absent=["文汇山小学"]),
    )


def extra_one_in_body() -> Case:
    body = """稻草人（外一首）
文/水生

站了一个夏天
他的袖子里
住进了一窝麻雀

秋收以后
他低下头
像是在数自己的影子

石磨

磨盘转着
一圈又一圈
把五更磨成天亮

祖母的手
在磨杠上
也磨出了光"""
    return mail("诗歌《稻草人》外一首", body, sender="水生 <shuisheng@example.com>"), _submission(
        _work("稻草人", ["水生"], genre="诗歌", stanzas=2, ends="像是在数自己的影子"),
        _work("石磨", ["水生"], genre="诗歌", stanzas=2, starts="磨盘转着"),
    )


def suite_with_book_marks() -> Case:
    text = docx(
        ("cb", "水乡谣（组诗）"),
        ("c", "俞采薇"),
        "",
        "《橹声》",
        "橹一摇",
        "水就醒了",
        "",
        "两岸的窗子",
        "一扇一扇打开",
        "",
        "《菱角》",
        "木盆划过来",
        "载着半盆月亮",
        "",
        "《石阶》",
        "阿婆在石阶上",
        "捶打一整条河",
    )
    return mail(
        "组诗《水乡谣》", "请编辑老师审阅。", sender="俞采薇 <yucaiwei@example.com>", files=[("组诗水乡谣-俞采薇.docx", text)]
    ), _submission(_work("水乡谣", ["俞采薇"], genre="诗歌", headings=["《橹声》", "《菱角》", "《石阶》"], stanzas=4))


def poem_with_dedication() -> Case:
    body = """守夜
——写给夜班护士

柳白

走廊的灯
是一条不肯睡的河

你走过去
脚步轻得像棉签
你走过来
影子盖在孩子的额头上

天亮的时候
你把口罩摘下来
脸上有两道
太阳还没有的光"""
    return mail("【诗歌】守夜", body, sender="柳白 <liubai@example.com>"), _submission(
        _work("守夜", ["柳白"], subtitle="写给夜班护士", genre="诗歌", stanzas=3, starts="走廊的灯", ends="太阳还没有的光")
    )


def ethnic_name() -> Case:
    text = docx(
        ("cb", "馕坑边的黄昏"),
        ("c", "阿迪力·吐尔逊"),
        "　　馕坑是黄泥垒的，像一口倒扣的钟。艾山大叔俯身进去贴馕，半个身子都看不见了，只听见他在里头唱歌。",
        "　　歌声出来的时候，馕也出来了，一样的热，一样的圆。",
    )
    return mail(
        "散文《馕坑边的黄昏》",
        "您好，散文一篇，请审阅。阿迪力·吐尔逊，新疆喀什，18900004478",
        sender="Adil <adil@example.com>",
        files=[("馕坑边的黄昏.docx", text)],
    ), _submission(
        _work("馕坑边的黄昏", ["阿迪力·吐尔逊"], affiliation=None, genre="散文", starts="馕坑是黄泥垒的", ends="一样的圆。"),
        contact={"phones": ["18900004478"]},
    )


def letter_behind() -> Case:
    body = """挑水
谷雨生

　　井在坡下，家在坡上，中间是一百零八级石阶。母亲挑水从不数台阶，她数的是天上的星星，星星少一颗，天就亮一分。
　　我十三岁那年接过扁担，第一趟就摔碎了半边瓦缸。母亲没有骂我，她说，水洒了不怕，路认得你了。

以上是我的投稿，请编辑老师查收，若能采用，不胜荣幸。
顺祝夏安！
谷雨生
微信号：gys_1975"""
    return mail("挑水（散文）", body, sender="谷雨生 <guyusheng@example.com>"), _submission(
        _work("挑水", ["谷雨生"], genre="散文", starts="井在坡下", ends="路认得你了。", absent=["以上是我的投稿", "gys_1975", "夏安"]),
        contact={"wechat": ["gys_1975"]},
    )


def office_signature() -> Case:
    body = """编辑同志：
我局报送信息一篇，请采用。

镇安：高山蔬菜出山记

　　近日，在镇安县云盖寺镇的高山蔬菜基地，村民们正忙着采收甘蓝，一辆辆货车把新鲜蔬菜运往西安。
　　“海拔高，温差大，菜长得慢，吃着甜。”种植大户储德明说，今年的菜价比去年每斤高出两毛钱。
　　据了解，全镇发展高山蔬菜三千余亩，带动六百多户增收。（康新民）

--
康新民
镇安县农业农村局办公室
地址：陕西省商洛市镇安县永乐街道
电话：0914-0005521 传真：0914-0005522
邮箱：kangxm@example.com"""
    return mail("信息：镇安：高山蔬菜出山记", body, sender="kangxm <kangxm@example.com>"), _submission(
        _work(
            "镇安：高山蔬菜出山记",
            ["康新民"],
            genre="新闻",
            starts="近日，在镇安县",
            ends="带动六百多户增收。",
            absent=["09140005521", "kangxm@example.com", "我局报送"],
        ),
        contact={"phones": ["09140005521"], "emails": ["kangxm@example.com"]},
    )


def phone_in_file_name() -> Case:
    text = docx(
        ("cb", "老街的早晨"),
        ("r", "苏暖"),
        "　　老街是被豆浆叫醒的。磨盘一响，巷口的狗先抬起头，接着是门板，一块一块卸下来，靠在墙上，像一排打哈欠的人。",
        "　　卖花的婆婆总坐在石狮子旁边，石狮子缺了一只耳朵，她就在那儿插一朵栀子。",
    )
    return mail(
        "投稿", "见附件", sender="暖暖 <nuannuan@example.com>", files=[("苏暖-13500001926-散文《老街的早晨》.docx", text)]
    ), _submission(_work("老街的早晨", ["苏暖"], genre="散文", ends="插一朵栀子。"), contact={"phones": ["13500001926"]})


def captions_behind_text() -> Case:
    text = docx(
        ("cb", "山阳县：千人长桌宴迎丰收"),
        ("c", "山阳县融媒体中心 党明 骞磊"),
        "　　9月23日，山阳县漫川关镇举办丰收节活动，千人长桌宴沿着古镇青石街一字排开。",
        "　　“自家的腊肉、自家的豆腐，不要钱，图个热闹。”镇上的居民范桂兰笑着说。",
        "图一：长桌宴现场（党明 摄）",
        "图二：村民展示丰收的玉米（骞磊 摄）",
    )
    files = [("稿件.docx", text), ("IMG_2001.jpg", picture((200, 150, 20))), ("IMG_2002.jpg", picture((20, 150, 200)))]
    return mail("山阳县：千人长桌宴迎丰收", "图文稿，请审。", sender="山阳融媒 <shanyang@example.com>", files=files), _submission(
        _work(
            "山阳县：千人长桌宴迎丰收",
            ["党明", "骞磊"],
            affiliation="山阳县融媒体中心",
            genre="新闻",
            images=[{"caption": "长桌宴现场", "credit": "党明"}, {"caption": "村民展示丰收的玉米", "credit": "骞磊"}],
        )
    )


def photo_story_in_docx() -> Case:
    text = docx(
        ("cb", "最后的铁匠"),
        ("c", "摄影/文 邢野"),
        "　　在漫长的四十年里，老铁匠景师傅的炉火只熄过两回。",
        ("img", picture((180, 40, 10))),
        ("c", "景师傅在打镰刀"),
        ("img", picture((120, 40, 10))),
        ("c", "炉火映红了徒弟的脸"),
        ("img", picture((80, 40, 10))),
        ("c", "新打的镰刀挂在墙上"),
    )
    return mail("图片故事《最后的铁匠》", "请编辑看看", sender="邢野 <xingye@example.com>", files=[("最后的铁匠.docx", text)]), _submission(
        _work(
            "最后的铁匠",
            ["邢野"],
            images=[{"caption": "景师傅在打镰刀"}, {"caption": "炉火映红了徒弟的脸"}, {"caption": "新打的镰刀挂在墙上"}],
            order=["只熄过两回", "<image>", "<image>", "<image>"],
        )
    )


def cross_talk() -> Case:
    body = """相声：《起名字》
作者 曹大勇

甲：今天咱们说个起名字的事儿。
乙：起名字有什么好说的？
甲：我们村新修了一座桥，大伙儿争着给它起名字。
乙：都叫什么？
甲：老支书说，叫致富桥。
乙：这个好。
甲：我二叔说，叫别堵桥。
乙：这叫什么名儿！
甲：他天天开三轮过去，堵怕了。
乙：嗐！"""
    return mail("相声作品《起名字》", body, sender="曹大勇 <caodayong@example.com>"), _submission(
        _work("起名字", ["曹大勇"], genre="曲艺", starts="甲：今天咱们说个", ends="乙：嗐！")
    )


def essay_with_quoted_verse() -> Case:
    body = """雁塔晨钟
邵一鸣

　　小时候住在城南，每天被钟声叫醒。钟声里有青砖的味道，也有柿子叶的味道。
　　外公教我背的第一首诗，就是写钟声的：
　　月落乌啼霜满天，
　　江枫渔火对愁眠。
　　姑苏城外寒山寺，
　　夜半钟声到客船。
　　我问他，寒山寺的钟和咱们的钟，是不是同一口？外公想了想，说，听的人心里静，就是同一口。
　　如今外公不在了，钟声还在。"""
    return mail("散文 雁塔晨钟", body, sender="邵一鸣 <shaoyiming@example.com>"), _submission(
        _work("雁塔晨钟", ["邵一鸣"], genre="散文", starts="小时候住在城南", contains=["夜半钟声到客船"], ends="钟声还在。")
    )


def numbered_headings() -> Case:
    text = docx(
        ("cb", "一个人的图书馆"),
        ("c", "——记乡村阅读推广人解慧芳"),
        ("c", "洪洞县文联 靳远"),
        "　　解慧芳的图书馆只有一间屋，原来是生产队的磨房。",
        "一、从一本连环画开始",
        "　　二十年前，她从县城捎回一本连环画，全村的孩子排队看，翻到第三天，书散成了单页，孩子们就一页一页传着看。",
        "二、磨房里的灯",
        "　　磨房没有电，她从家里拉了一根线。夜里，灯光从窗口漏出来，落在碾盘上，有人说，那是全村最亮的一块石头。",
        "三、还书的人",
        "　　去年，一个戴眼镜的青年来还书，那是一本借了十一年的字典，扉页上写着：我把它带到了北京，又带了回来。",
    )
    return mail(
        "纪实：一个人的图书馆", "请查收附件。靳远", sender="靳远 <jinyuan@example.com>", files=[("一个人的图书馆（靳远）.docx", text)]
    ), _submission(
        _work(
            "一个人的图书馆",
            ["靳远"],
            subtitle="记乡村阅读推广人解慧芳",
            affiliation="洪洞县文联",
            genre="纪实文学",
            headings=["一、从一本连环画开始", "二、磨房里的灯", "三、还书的人"],
            ends="又带了回来。",
        )
    )


def two_formats_of_one_text() -> Case:
    lines = (
        "　　水磨坊在河湾里，轮子转一圈，河水就少一勺，磨坊主老靳总这么说，说完就笑，露出两颗被面粉染白的牙。",
        "　　孩子们信以为真，每天趴在岸边看河水少了没有。看了许多年，河真的少了，孩子们都长大了。",
    )
    text = docx(("cb", "水磨坊"), ("c", "栗原"), *lines)
    plain = ("水磨坊\n\n栗原\n\n" + "\n".join(lines)).encode()
    return mail(
        "水磨坊 栗原",
        "同一篇稿子，word和txt两种格式，哪个能打开用哪个。",
        sender="栗原 <liyuan@example.com>",
        files=[("水磨坊.docx", text), ("水磨坊.txt", plain)],
    ), _submission(_work("水磨坊", ["栗原"], starts="水磨坊在河湾里", ends="孩子们都长大了。"))


def author_below_in_brackets() -> Case:
    body = """春分

　　春分那天，父亲在院子里立鸡蛋。他说这一天白天和黑夜一样长，鸡蛋心里公平，就站得住。
　　我们兄妹三个围着看。鸡蛋站住了，父亲不许我们喘气。母亲从厨房出来，一掀门帘，鸡蛋倒了。父亲说，你看，公平这东西，就怕风。

（作者：甘肃会宁  柴胡）"""
    return mail("春分", body, sender="半夏 <banxia@example.com>"), _submission(
        _work("春分", ["柴胡"], affiliation=None, ends="就怕风。", absent=["会宁"])
    )


def wechat_spelled_apart() -> Case:
    body = """老师你好，我是学生，投一首小诗，V信：lan_tian99，QQ号:2233445566

《蓝》
天空忘了关灯
海就一直亮着

我把作业本
折成一只船"""
    return mail("小诗一首《蓝》 蓝田一中 高二 宁静", body, sender="宁静 <ningjing@example.com>"), _submission(
        _work("蓝", ["宁静"], genre="诗歌", stanzas=2, starts="天空忘了关灯", ends="折成一只船"),
        contact={"wechat": ["lan_tian99"], "qq": ["2233445566"]},
    )


def correction_without_text() -> Case:
    body = "编辑您好，昨天投的《渭河晚渡》第三段“一九六八年”应为“一九七八年”，请帮我改一下，以这个为准。麻烦了。\n路遥知"
    return mail("更正：《渭河晚渡》一处年份", body, sender="路遥知 <lyz@example.com>"), {
        "intent": "revision",
        "may_answer": True,
        "works": [],
    }


def byline_correction_claim() -> Case:
    body = "编辑老师，贵网上周发表的《古槐》作者写成了“李树清”，应该是“李澍清”，是我本人的文章，请更正署名，谢谢。李澍清 17300006613"
    return mail("署名错误，请更正", body, sender="李澍清 <lsq@example.com>"), {
        "intent": "claim",
        "works": [],
        "contact": {"phones": ["17300006613"]},
    }


def withdrawal_by_phrase() -> Case:
    body = "尊敬的编辑：因个人原因，本人决定撤回10月8日投寄的诗歌《雁阵》，望予理解。给您带来不便，深表歉意。\n欧阳雪"
    return mail("《雁阵》撤回说明", body, sender="欧阳雪 <oyx@example.com>"), {"intent": "withdrawal", "works": []}


def contest_advert() -> Case:
    body = """各位诗友：
“盛世杯”全国诗词书画大赛征稿启事：作品一经入选即收录《盛世文典》，入选作者须交纳参赛费260元，另设金奖、银奖若干，颁发荣誉证书与奖杯，并授予“盛世文化名家”荣誉称号。
详情咨询组委会，电话010-00009988，微信ssb_2026。"""
    return mail("“盛世杯”全国诗词书画大赛征稿通知", body, sender="盛世杯组委会 <ssb@example.com>"), {
        "intent": "advertisement",
        "may_answer": False,
        "works": [],
    }


def advert_loan() -> Case:
    return mail(
        "低息贷款 当天放款",
        "您好，本公司专业办理信用贷款，无抵押，额度高，当天放款，利率优惠。需要请加微信 dk88668 咨询，退订回T。",
        sender="信贷王经理 <dk@example.com>",
    ), {
        "intent": "advertisement",
        "may_answer": False,
        "works": [],
    }


def netease_vacation() -> Case:
    body = "您好，您的邮件我已收到，我会尽快查看并回复您。（本邮件为自动回复）"
    return mail("自动回复：来稿收到通知", body, sender="海棠 <haitang@163.com>"), {"intent": "automatic", "may_answer": False, "works": []}


def exchange_bounce() -> Case:
    body = "未送达: 【丝路情韵】来稿已收到\n\n无法将邮件传递给以下收件人或通讯组:\nzhang@example.org\n找不到您输入的电子邮件地址。"
    return mail(
        "未送达: 【丝路情韵】来稿已收到",
        body,
        sender="Microsoft Outlook <MicrosoftExchange329e71@example.org>",
        headers=[("Auto-Submitted", "auto-replied")],
    ), {
        "may_answer": False,
        "works": [],
    }


def join_group_request() -> Case:
    return mail(
        "加入作者群",
        "老师好，听说贵网有作者微信群，我想加入，向各位老师学习。我的微信就是手机号 15600007732。",
        sender="春草 <chuncao@example.com>",
    ), {
        "may_answer": True,
        "works": [],
        "contact": {"phones": ["15600007732"]},
    }


def interview_column_text_in_html() -> Case:
    html = (
        "<div>老师：附上文章一篇</div><div><br></div><div><b>灶台上的一勺光</b></div><div>左丘</div><div><br></div>"
        "<div>&nbsp; &nbsp; 外婆说，油灯要放在灶台上，做饭的人才看得见自己的心。</div><div><br></div>"
        "<div>&nbsp; &nbsp; 她的心在哪里呢？我趴在门槛上看。光从油灯里流出来，流到锅沿，流到她的手背，最后流到我脚边。</div><div><br></div>"
        "<div>&nbsp; &nbsp; 后来通了电，外婆把油灯洗干净，里面插了一枝野菊花。她说，让它歇歇，它亮了一辈子。</div><div><br></div><div><br></div>"
        "<div>姓名：左丘（本名：左秋生）</div><div>手机：１８８-００００-３３２１</div><div>建行卡号：6217 0000 1111 2222 333</div><div>开户行：建设银行南阳卧龙支行</div>"
    )
    return mail("灶台上的一勺光", "老师：附上文章一篇", html=html, sender="左丘 <zuoqiu@example.com>"), _submission(
        _work(
            "灶台上的一勺光",
            ["左丘"],
            starts="外婆说，油灯要放在灶台上",
            ends="它亮了一辈子。",
            absent=["左秋生", "18800003321", "6217000011112222333", "卧龙支行"],
        ),
        contact={"phones": ["18800003321"], "bank_cards": ["6217000011112222333"]},
    )


def story_with_much_talk() -> Case:
    text = docx(
        ("b", "修表匠"),
        "童安",
        "“能修吗？”",
        "“能。”修表匠头也不抬，“表没坏，是走累了。”",
        "“走累了？”小伙子笑，“表还会累？”",
        "“人戴着它跑，它能不累？”",
        "小伙子不笑了。他看见修表匠的柜台里摆着三十多块表，每一块都停着，停在不同的时间。",
        "“这些都是没人取的？”",
        "“都是等人的。”修表匠拧上后盖，递过来，“你的好了，走慢一点。”",
        "小伙子走到门口，忽然听见身后嘀嗒一声，回头看，三十多块表，有一块自己走了起来。",
    )
    return mail("微型小说 修表匠", "童安，来自湖南株洲。", sender="童安 <tongan@example.com>", files=[("修表匠.docx", text)]), _submission(
        _work("修表匠", ["童安"], genre="小说", starts="“能修吗？”", ends="有一块自己走了起来。")
    )


def id_in_bio() -> Case:
    body = """雨巷
戴晚舟

　　雨巷其实没有丁香，只有一排晾衣竿。雨下得久了，晾衣竿上长出一层薄薄的绿，像谁忘了收的一件旧衣裳。
　　我每天从这里走过去上班，走了十九年，伞换了七把。第七把是女儿送的，她说，爸爸，这一把会自己唱歌。

作者简介：戴晚舟，1970年生，苏州人，身份证号320599197005050018，手机13700009911，出版散文集一部。"""
    return mail("散文：雨巷", body, sender="戴晚舟 <daiwz@example.com>"), _submission(
        _work(
            "雨巷", ["戴晚舟"], genre="散文", ends="这一把会自己唱歌。", bio_contains="苏州人", absent=["320599197005050018", "13700009911"]
        ),
        contact={"id_numbers": ["320599197005050018"], "phones": ["13700009911"]},
    )


def songs() -> Case:
    body = """歌词：黄土坡上的妹妹
词作者：高秋林

（一）
黄土坡上风儿吹
妹妹的红头巾像云飞
赶牲灵的哥哥你慢些走
带上我的歌儿不疲累

（二）
山丹丹花开红艳艳
一碗米酒敬青天
哥哥你走过那九十九道湾
湾湾里都有妹妹的盼"""
    return mail("歌词一首", body, sender="高秋林 <gaoqiulin@example.com>"), _submission(
        _work("黄土坡上的妹妹", ["高秋林"], genre="诗歌", contains=["妹妹的红头巾像云飞", "湾湾里都有妹妹的盼"])
    )


CASES = {
    each.__name__.replace("_", "-"): each
    for each in (
        review_with_book_in_title,
        labelled_form,
        numbered_poems,
        extra_one_in_body,
        suite_with_book_marks,
        poem_with_dedication,
        ethnic_name,
        letter_behind,
        office_signature,
        phone_in_file_name,
        captions_behind_text,
        photo_story_in_docx,
        cross_talk,
        essay_with_quoted_verse,
        numbered_headings,
        two_formats_of_one_text,
        author_below_in_brackets,
        wechat_spelled_apart,
        correction_without_text,
        byline_correction_claim,
        withdrawal_by_phrase,
        contest_advert,
        advert_loan,
        netease_vacation,
        exchange_bounce,
        join_group_request,
        interview_column_text_in_html,
        story_with_much_talk,
        id_in_bio,
        songs,
    )
}
