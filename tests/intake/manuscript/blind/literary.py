"""Blind mails: prose, verse, plays. Written before any rule was mended with them in sight."""

# ruff: noqa: E501 - paragraphs of mails are one line each, as their authors wrote them

from __future__ import annotations

from typing import Any

from tests.intake.manuscript.blind.parts import docx, mail, picture

Case = tuple[bytes, dict[str, Any]]


def essay_with_subtitle() -> Case:
    body = """致编辑部：

随信附上一篇写家乡竹器匠人的文字，若有不妥请直接修改，谢谢。

竹影里的老街
——记篾匠唐兴发
文/周砚秋

　　青神的老街窄，两个人并排走，肩膀就要蹭着墙。墙里头常年响着破竹子的声音，先是“咔”的一声，跟着是长长的“嘶——”，像把一匹布从头撕到尾。
　　唐师傅坐在门槛里面，膝上铺一块旧帆布。他的手指粗，指甲缝里嵌着绿，可篾片到了他手里就软了，薄得能透过光，能看见对面茶馆里打瞌睡的猫。
　　我问他一天能编几个背篼。他说不按天算，按心情算。心情好，编一个花格子的，心情不好，就编一个漏的，卖给爱钓鱼的人装鱼。说完他自己先笑，笑得帆布上的篾屑都在跳。
　　去年涨水，街面淹了半尺。水退以后，别家忙着晒铺盖，他把泡胀的竹子一根一根扛到河坝上，排开，像晒一架巨大的琴。

2026年10月于眉山

此致
敬礼
周砚秋
通信地址：四川省眉山市东坡区苏祠街道下西街48号  邮编：620010
电话：(028)00006612"""
    return mail("投稿：竹影里的老街", body, sender="砚秋 <zhouyanqiu@example.com>"), {
        "note": "副题用破折号；文末写作时地；座机带括号区号",
        "intent": "submission",
        "may_answer": True,
        "works": [
            {
                "title": "竹影里的老街",
                "subtitle": "记篾匠唐兴发",
                "authors": ["周砚秋"],
                "affiliation": None,
                "genre": "散文",
                "starts": "青神的老街窄",
                "contains": ["像晒一架巨大的琴"],
                "absent": ["随信附上", "此致", "苏祠街道", "620010", "02800006612"],
            }
        ],
        "contact": {"phones": ["02800006612"], "postcodes": ["620010"], "addresses": ["眉山市东坡区苏祠街道下西街48号"]},
    }


def poem_fullwidth_phone() -> Case:
    body = """《雪乡来信》

大雪把木屋写成一个句号
烟囱是没写完的那一撇

你说南方的窗子
从来关不住一场雨
我这里，连雨都是硬的

等开江的时候
我把冰排一块一块
寄给你

联系电话：１３９　０００４　５５１２（同微信）"""
    return mail("诗歌投稿+雪乡来信+关雪松", body, sender="关外人 <guanwairen@example.com>"), {
        "note": "诗在正文，无署名行；电话全角并有空格",
        "intent": "submission",
        "works": [
            {
                "title": "雪乡来信",
                "authors": ["关雪松"],
                "genre": "诗歌",
                "stanzas": 3,
                "starts": "大雪把木屋写成一个句号",
                "ends": "寄给你",
                "absent": ["13900045512", "同微信"],
            }
        ],
        "contact": {"phones": ["13900045512"], "wechat": ["13900045512"]},
    }


def two_classical_poems() -> Case:
    body = """主编先生：
近作七律两首，敬请斧正。

七律·过黄鹤楼
何处江声入梦频，凭栏独对楚天春。
云横北渚迷归雁，月上南楼忆故人。
千载笛声吹不断，一川烟雨洗犹新。
白头未改登临兴，更向晴波照此身。

七律·夜宿庐山
松涛一枕到天明，梦里泉声杂雨声。
竹影扫阶尘不起，山灯隔岸雾初生。
老僧煮茗谈前事，稚子敲窗报晚晴。
莫怪迟迟归未得，此间风月最关情。

方白石
湖北武昌"""
    return mail("七律二首", body, sender="方白石 <fangbs@example.com>", charset="gb18030"), {
        "note": "两首七律各有“七律·题”的题目；署名在末尾",
        "intent": "submission",
        "works": [
            {"title": "七律·过黄鹤楼", "authors": ["方白石"], "genre": "诗歌", "starts": "何处江声入梦频", "ends": "更向晴波照此身。"},
            {
                "title": "七律·夜宿庐山",
                "authors": ["方白石"],
                "genre": "诗歌",
                "starts": "松涛一枕到天明",
                "ends": "此间风月最关情。",
                "absent": ["敬请斧正", "湖北武昌"],
            },
        ],
    }


def two_essays_in_body() -> Case:
    body = """编辑老师：
您好，发来小散文两篇，请审阅。

槐花饭

作者：闵小舟

　　四月一到，母亲就仰着头走路。她在看槐树，看哪一棵先白。槐花要打在将开未开的时候，开老了，饭就柴。
　　竹竿头上绑一把镰刀，轻轻一拧，一串就落下来，落在弟弟张开的衣襟里。淘净，拌面，上笼，一袋烟的工夫，满院子都是甜的。
　　如今超市里也有槐花卖，装在小盒子里，贴着标签。我买过一回，蒸出来，怎么也不像，后来才明白，少了那一段仰着头走路的日子。

晒秋

作者：闵小舟

　　婺源的秋天是晒出来的。家家窗外伸出木架，辣椒、南瓜、黄豆，一匾一匾摆出去，整面山坡都像是铺了绸子。
　　房东大嫂说，晒秋不能偷懒，太阳走一步，匾就要挪一步。她在窗口和屋檐之间来来回回，一个下午，影子从东墙搬到了西墙。
　　我帮她翻了一回豆子，手掌里全是太阳的味道。

闵小舟，江西上饶，手机 136-0000-7718"""
    return mail("散文两篇：《槐花饭》《晒秋》", body, sender="小舟 <minxiaozhou@example.com>"), {
        "note": "正文里两篇散文，各有题目和“作者：”行",
        "intent": "submission",
        "works": [
            {"title": "槐花饭", "authors": ["闵小舟"], "genre": "散文", "starts": "四月一到", "ends": "少了那一段仰着头走路的日子。"},
            {
                "title": "晒秋",
                "authors": ["闵小舟"],
                "genre": "散文",
                "starts": "婺源的秋天是晒出来的",
                "ends": "手掌里全是太阳的味道。",
                "absent": ["13600007718", "江西上饶"],
            },
        ],
        "contact": {"phones": ["13600007718"]},
    }


def story_with_portrait() -> Case:
    text = docx(
        ("cb", "末班车"),
        ("c", "（小小说）"),
        ("c", "陆远航"),
        "十一点零五分，末班车进站，车上只有一个女人，抱着一只纸箱子。",
        "“到终点？”司机老梁问。",
        "“到终点。”女人说，“师傅，能开慢一点吗？”",
        "老梁从镜子里看了她一眼。纸箱子上写着“父，遗物”三个字，字很大，像是怕谁拿错。",
        "车过人民桥的时候，老梁把广播关了，把车灯调暗。平常二十分钟的路，他开了三十五分钟，一个红灯也没有抢。",
        "下车时女人给他鞠了一躬。老梁摆摆手，看见站台上站着一个男孩，已经长到女人的肩膀高了，正朝这边跑过来。",
        "",
        "作者简介：陆远航，男，1988年生，湖南怀化人，公交公司职工，作品散见于《湘西文艺》等。",
        ("img", picture((90, 60, 60))),
    )
    return mail(
        "小小说《末班车》",
        "陆远航的小小说一篇，附照片一张，请查收。联系方式QQ：3300012345",
        sender="远航 <3300012345@qq.com>",
        files=[("末班车.docx", text), ("作者照片.jpg", picture((60, 60, 90)))],
    ), {
        "note": "简介旁和附件里的照片是作者像，不是插图",
        "intent": "submission",
        "works": [
            {
                "title": "末班车",
                "authors": ["陆远航"],
                "affiliation": None,
                "genre": "小说",
                "images": [],
                "starts": "十一点零五分",
                "ends": "正朝这边跑过来。",
                "bio_contains": "湖南怀化人",
                "absent": ["作品散见于", "3300012345"],
            }
        ],
        "contact": {"qq": ["3300012345"]},
        "attachments": [{"name": "末班车.docx", "status": "read"}, {"name": "作者照片.jpg", "status": "image"}],
    }


def essay_about_submitting() -> Case:
    body = """第一次投稿
韩牧之

　　我第一次投稿是一九八六年，在邮局门口的槐树下，用浆糊封的信封。那时候稿费按千字算，听说一篇能换两斤猪肉，我还没写完第一行，就先在心里把肉吃了。
　　信寄出去，天天往传达室跑。看门的孙大爷问，等啥呢？我说等编辑部的信。他把老花镜往上一推，说，那你得有等女婿上门的耐心。
　　三个月后退稿信来了，铅印的，只有姓名是手写的：“来稿收悉，经研究不拟采用，请继续努力。”我把“努力”两个字看了很久，那两个字有一点墨洇开了，像谁用力按过。
　　后来我也做了编辑，每次写退稿信，写到这两个字，笔都要停一停。"""
    return mail("随笔 第一次投稿 韩牧之", body, sender="韩牧之 <hanmuzhi@example.com>"), {
        "note": "文章本身写投稿、退稿，不能当作写给编辑部的话",
        "intent": "submission",
        "works": [
            {
                "title": "第一次投稿",
                "authors": ["韩牧之"],
                "genre": "杂文随笔",
                "starts": "我第一次投稿是一九八六年",
                "ends": "笔都要停一停。",
                "contains": ["来稿收悉，经研究不拟采用"],
            }
        ],
    }


def title_sounds_like_withdrawal() -> Case:
    text = docx(
        ("cb", "撤退"),
        ("c", "河南开封  祝长青"),
        "　　雨下到第三天，河务局的人来敲门，说夜里可能要撤。祖母把腌菜坛子抱到炕上，又抱下来，说，水来了它会自己浮起来，用不着我操心。",
        "　　那一夜没有人睡。堤上灯火连成一条线，喊号子的声音一阵紧一阵松。天亮时雨停了，水位退了一尺，全村人站在堤上看太阳出来，谁都没有说话，只有祖母说：“坛子还在。”",
    )
    return mail(
        "散文《撤退》请审",
        "编辑老师好，散文一篇，原创首发，如有侵权责任自负。祝长青",
        sender="长青 <zhucq@example.com>",
        files=[("撤退.docx", text)],
    ), {
        "note": "题目《撤退》和信里“侵权责任自负”都不是撤稿、投诉",
        "intent": "submission",
        "works": [
            {"title": "撤退", "authors": ["祝长青"], "affiliation": None, "genre": "散文", "starts": "雨下到第三天", "ends": "“坛子还在。”"}
        ],
    }


def opera_in_body() -> Case:
    body = """尊敬的编辑：
寄上秦腔小戏一出，请审。电话附后。

秦腔小戏

借伞
编剧：惠鸣凤

时间：现代，夏日午后
地点：集镇茶棚
人物：茶婆（六十余岁）
　　　小郑（二十七岁，驻村干部）

〔幕启。雷声，茶婆忙着收桌凳。
茶婆：（唱）黑云压住南山顶，
　　　眼看着大雨要来临。
小郑：（急上）大娘，借您伞一用！
茶婆：（打量）你是哪家的后生？
小郑：我是镇上派来的，要去看张老汉家的危房。
茶婆：（取伞）拿去！伞破了不要紧，房可不敢破。
小郑：（接伞，念）多谢大娘，回头给您补伞。
茶婆：（笑）把他家的房补好，就算是补了我的伞。
〔小郑撑伞下。雨声大作。幕落。

惠鸣凤 手机：15100003346"""
    return mail("秦腔小戏《借伞》", body, sender="惠鸣凤 <huimf@example.com>"), {
        "note": "剧本在信的正文里，有唱词和舞台提示",
        "intent": "submission",
        "works": [
            {
                "title": "借伞",
                "authors": ["惠鸣凤"],
                "genre": "剧本",
                "contains": ["夏日午后", "黑云压住南山顶", "就算是补了我的伞", "雨声大作"],
                "order": ["集镇茶棚", "借您伞一用", "危房", "雨声大作"],
                "absent": ["15100003346", "电话附后"],
            }
        ],
        "contact": {"phones": ["15100003346"]},
    }


def chapter_in_docx() -> Case:
    text = docx(
        ("cb", "盐道"),
        ("c", "长篇小说连载"),
        ("c", "申屠雁"),
        ("b", "第十二章　过关"),
        "　　骡队到了关口，天还没有亮透。守关的兵丁靠着火盆打盹，火盆里埋着三个洋芋，皮已经焦了。",
        "　　“打哪儿来？”",
        "　　“自流井。”马帮头子把路引递过去，手心里压着两块银圆。",
        "　　兵丁把路引倒过来看了半天，又倒回去，银圆不见了，路引还在。他挥挥手，栏杆吱呀一声抬起来。",
        "　　小顺子跟在最后一头骡子后面，忽然闻到洋芋的香味，咽了一口唾沫。他不知道，三十年以后，他会在这个关口开一家客栈，招牌就叫“三个洋芋”。",
    )
    return mail(
        "《盐道》第十二章",
        "编辑您好，续发第十二章，请接上期。申屠雁",
        sender="申屠雁 <shentuyan@example.com>",
        files=[("盐道12.docx", text)],
    ), {
        "note": "复姓；长篇第十二章",
        "intent": "submission",
        "works": [
            {
                "title": "盐道",
                "authors": ["申屠雁"],
                "affiliation": None,
                "genre": "小说",
                "flags": ["serial:12"],
                "contains": ["银圆不见了，路引还在"],
                "ends": "招牌就叫“三个洋芋”。",
                "absent": ["续发第十二章"],
            }
        ],
    }


def untitled_poem_in_docx() -> Case:
    text = docx(
        "我在草原上丢过一匹马",
        "后来每一匹低头吃草的",
        "都像是它",
        "",
        "我在城里也丢过一个自己",
        "后来每一个低头看手机的",
        "都像是他",
        "",
        ("r", "乌兰巴托的乌云"),
    )
    return mail("现代诗：丢失", "见附件，谢谢老师！", sender="乌云 <wuyun@example.com>", files=[("丢失（乌云其其格）.docx", text)]), {
        "note": "文中没有题目，题目在主题和文件名里；文末靠右是笔名",
        "intent": "submission",
        "works": [{"title": "丢失", "genre": "诗歌", "starts": "我在草原上丢过一匹马", "stanzas": 2}],
    }


def gb_text_hard_wrapped() -> Case:
    text = (
        "祖父的地图\r\n\r\n裴长庚\r\n\r\n"
        "　　祖父不识字，却有一张地图。地图画在一块羊皮上，用烧过的柳条描的，山是三角，\r\n水是弯线，村子是一个一个的圆圈。他说这是他十六岁那年赶羊走口外，一路走一路画\r\n下来的。\r\n"
        "　　地图上有一个圆圈涂得特别黑。我问那是什么地方，他说那里有一口甜水井，井边\r\n住着一户人家，人家里有一个姑娘。祖母在旁边纳鞋底，头也不抬，说，你问他，那姑\r\n娘后来怎么样了。\r\n"
        "　　祖父嘿嘿地笑，说，后来嘛，给他纳了一辈子鞋底。\r\n"
    ).encode("gb18030")
    return mail("来稿", "稿子在附件里，请指正", sender="peicg <peicg@example.com>", files=[("祖父的地图.txt", text)], charset="gb18030"), {
        "note": "GBK 文本，硬折行",
        "intent": "submission",
        "works": [
            {
                "title": "祖父的地图",
                "authors": ["裴长庚"],
                "starts": "祖父不识字",
                "ends": "给他纳了一辈子鞋底。",
                "contains": ["山是三角，水是弯线", "那姑娘后来怎么样了"],
            }
        ],
        "attachments": [{"name": "祖父的地图.txt", "status": "read"}],
    }


def ballad_in_docx() -> Case:
    text = docx(
        ("cb", "夸夸咱的好支书"),
        ("c", "（快板书）"),
        ("c", "作者：苟大年"),
        "打竹板，走上台，",
        "夸夸支书李长开。",
        "李长开，年不老，",
        "满头白发起得早。",
        "",
        "起得早，为个啥？",
        "全村吃水靠他拉。",
        "如今泉水进灶房，",
        "他把扁担挂上墙。",
    )
    return mail("快板书《夸夸咱的好支书》", "请老师指点", sender="苟大年 <goudn@example.com>", files=[("夸支书.docx", text)]), {
        "note": "快板书，两节",
        "intent": "submission",
        "works": [
            {
                "title": "夸夸咱的好支书",
                "authors": ["苟大年"],
                "genre": "曲艺",
                "stanzas": 2,
                "starts": "打竹板",
                "ends": "他把扁担挂上墙。",
            }
        ],
    }


CASES = {
    each.__name__.replace("_", "-"): each
    for each in (
        essay_with_subtitle,
        poem_fullwidth_phone,
        two_classical_poems,
        two_essays_in_body,
        story_with_portrait,
        essay_about_submitting,
        title_sounds_like_withdrawal,
        opera_in_body,
        chapter_in_docx,
        untitled_poem_in_docx,
        gb_text_hard_wrapped,
        ballad_in_docx,
    )
}
