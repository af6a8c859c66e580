"""Single lines: subjects, bylines, titles, captions, words to the desk."""

from __future__ import annotations

import pytest

from intake.manuscript.byline import parse_byline, parse_dateline, parse_end_byline
from intake.manuscript.captions import caption_of_name, is_marked_caption, parse_caption
from intake.manuscript.letter import is_closing, is_contact, is_furniture, is_greeting, is_request, is_signature
from intake.manuscript.names import is_name, is_place, is_unit, split_names, tidy_name
from intake.manuscript.subject import contest_in, count_in, read_hints, serial_in
from intake.manuscript.title import clean_title, inline_byline, is_tag_line, same_title, subtitle_of


@pytest.mark.parametrize(
    ("subject", "titles", "authors", "genre"),
    [
        ("【投稿】散文《渡口》/ 方远", ("渡口",), ("方远",), "散文"),
        ("投稿：散文《渡口》+方远", ("渡口",), ("方远",), "散文"),
        ("诗歌投稿  方远  河边的树（外二首）", ("河边的树",), ("方远",), "诗歌"),
        ("“我与黄河”征文-《渡口》-方远", ("渡口",), ("方远",), ""),
        ("凤县公安局--民警雪夜救人", ("民警雪夜救人",), (), ""),
        ("凤县公安局 方远：民警雪夜救人", ("民警雪夜救人",), ("方远",), ""),
        ("凤县：花椒红了 椒农笑了（图文）", ("凤县：花椒红了 椒农笑了",), (), ""),
        ("生活百科稿件：冬天养花要点（方远）", ("冬天养花要点",), ("方远",), ""),
        ("随笔 第一次投稿 方远", ("第一次投稿",), ("方远",), "杂文随笔"),
        ("方远散文投稿", (), ("方远",), "散文"),
        ("来稿", (), (), ""),
        ("(无主题)", (), (), ""),
        ("1.docx", (), (), ""),
        ("IMG_2034.jpg", (), (), ""),
        ("回复：答复：投稿《渡口》", ("渡口",), (), ""),
        ("【诗歌】渡口+方远+13900001234", ("渡口",), ("方远",), "诗歌"),
        ("02 渡口-方远.docx", ("渡口",), ("方远",), ""),
        ("投稿：读《渡口》有感  方远", ("读《渡口》有感",), ("方远",), ""),
        ("《渡口》读后感", ("《渡口》读后感",), (), "杂文随笔"),
        ("我与秦腔", ("我与秦腔",), (), ""),
        ("投稿：外婆的故事", ("外婆的故事",), (), ""),
        ("小品：渡口", ("渡口",), (), "剧本"),
        ("写在《渡口》后面", ("写在《渡口》后面",), (), ""),
    ],
)
def test_a_subject(subject: str, titles: tuple[str, ...], authors: tuple[str, ...], genre: str) -> None:
    hints = read_hints(subject, "主题")
    assert (hints.titles, hints.authors, hints.genre) == (titles, authors, genre)


def test_counts_serials_and_contests() -> None:
    assert [count_in(t) for t in ("诗三首", "渡口（外二首）", "散文两篇", "渡口", "七律二首", "外一首")] == [3, 3, 2, 0, 2, 2]
    assert [serial_in(t) for t in ("长篇小说《河》连载之三", "第十二章", "（连载3）", "渡口")] == [3, 12, 3, 0]
    assert [contest_in(t) for t in ("“我与黄河”征文", "中秋征文+方远", "散文《征文》")] == ["我与黄河", "中秋", ""]


@pytest.mark.parametrize(
    ("line", "authors", "unit"),
    [
        ("文/方远", ("方远",), None),
        ("文 | 河边渔夫", ("河边渔夫",), None),
        ("□ 方远", ("方远",), None),
        ("◎方远", ("方远",), None),
        ("作者：方远（陕西）", ("方远",), None),
        ("（陕西 方远）", ("方远",), None),
        ("凤县委宣传部　方远", ("方远",), "凤县委宣传部"),
        ("凤县公安局   通讯员   田野   郝佳", ("田野", "郝佳"), "凤县公安局"),
        ("本报记者 方远 通讯员 陆平", ("方远", "陆平"), None),
        ("凤县公安局方远", ("方远",), "凤县公安局"),
        ("宁夏  方远", ("方远",), None),
        ("眉县文化和旅游局　方远", ("方远",), "眉县文化和旅游局"),
        ("编剧：方远", ("方远",), None),
        ("摄影/方远", ("方远",), None),
        ("方远/文", ("方远",), None),
        ("@河边渔夫", ("河边渔夫",), None),
        ("通讯员 田园", ("田园",), None),
        ("（通讯员 田园）", ("田园",), None),
        ("记者 方远  通讯员 鲜于平 左丘明", ("方远", "鲜于平", "左丘明"), None),
        ("记者 方远 通讯员 祁连雪峰", ("方远", "祁连雪峰"), None),
    ],
)
def test_a_byline(line: str, authors: tuple[str, ...], unit: str | None) -> None:
    found = parse_byline(line)
    assert found and (found.authors, found.affiliation) == (authors, unit)


@pytest.mark.parametrize(
    "line", ["黄河", "高原红", "他在山里拍摄", "春天来了。", "作者很年轻，住在凤县", "陕西凤县", "平安", "田园", "作者 简介"]
)
def test_no_byline(line: str) -> None:
    assert parse_byline(line) is None


def test_a_bare_name_needs_its_place() -> None:
    assert parse_byline("方  远") is None
    assert parse_byline("方  远", under_title=True).authors == ("方远",)
    assert parse_byline("河边渔夫", under_title=True) is None
    assert parse_byline("河边渔夫", styled=True, under_title=True).authors == ("河边渔夫",)
    assert parse_byline("河边渔夫", frozenset(["河边渔夫"])).authors == ("河边渔夫",)


def test_datelines_and_bylines_at_the_end() -> None:
    own = parse_dateline("本报讯（通讯员 方远 陆平）近日，")
    agency = parse_dateline("新华社西安7月21日电（记者 于文 卢佳）记者获悉")
    assert own and (own.agency, own.authors) == (False, ("方远", "陆平"))
    assert agency and (agency.agency, agency.authors) == (True, ("于文", "卢佳"))
    common = parse_dateline("本报讯（通讯员 田园）近日，")
    assert common and common.authors == ("田园",)
    assert parse_dateline("本来我不想去。") is None
    assert parse_end_byline("产业兴旺。（方远 陆平）")[1] == "产业兴旺。"
    assert parse_end_byline("他走了（其实没有走）")[0] is None


@pytest.mark.parametrize(
    ("line", "caption", "credit"),
    [
        ("果农在采摘（方远 摄）", "果农在采摘", "方远"),
        ("图1：清晨的渡口", "清晨的渡口", ""),
        ("图为民警走访群众    田野 摄", "图为民警走访群众", "田野"),
        ("（图为民警走访群众  方远 摄）", "图为民警走访群众", "方远"),
        ("肖勇 亚玲 程鹏 摄", "", "肖勇 亚玲 程鹏"),
        ("志愿者清理河道。当地供图", "志愿者清理河道。", "当地"),
        ("▲志愿者在行动 摄影：方远", "志愿者在行动", "方远"),
        ("他在山里拍摄", "他在山里拍摄", ""),
        ("这是他最满意的图", "这是他最满意的图", ""),
    ],
)
def test_a_caption(line: str, caption: str, credit: str) -> None:
    assert parse_caption(line) == (caption, credit)


def test_captions_in_file_names() -> None:
    assert caption_of_name("1.志愿者在河滩（方远 摄）.jpg") == ("志愿者在河滩", "方远")
    assert caption_of_name("云海日出.webp") == ("云海日出", "")
    assert [caption_of_name(n) for n in ("DSC_0417.JPG", "微信图片_20261010.jpg", "mmexport1699.jpg", "图片1.png")] == [("", "")] * 4
    assert not is_marked_caption("他在山里拍摄")


@pytest.mark.parametrize(
    ("line", "title", "note"),
    [
        ("渡口（外二首）", "渡口", "外二首"),
        ("《渡口》", "渡口", ""),
        ("题目：渡  口", "渡口", ""),
        ("组诗《渡口》", "渡口", ""),
        ("渡口（小小说）", "渡口", "小小说"),
        ("读《渡口》有感", "读《渡口》有感", ""),
        ("红提熟了 果农笑了", "红提熟了 果农笑了", ""),
        ("2.《渡口》", "渡口", ""),
        ("歌词：渡口", "渡口", ""),
    ],
)
def test_a_title_line(line: str, title: str, note: str) -> None:
    assert clean_title(line) == (title, note)


def test_title_lines_hold_more() -> None:
    assert inline_byline("《渡口》 文/方远") == ("《渡口》", "文/方远")
    assert subtitle_of("——记摆渡人老梁") == "记摆渡人老梁"
    assert subtitle_of("——你来了？他说。") == ""
    assert [is_tag_line(t) for t in ("【散文】", "（小小说）", "诗三首", "（长篇小说连载之三）", "渡口")] == [True, True, True, True, False]
    assert same_title("站台上的三分钟", "站台上三分钟") > 0.85


def test_words_to_the_desk() -> None:
    assert all(map(is_greeting, ("编辑老师好：", "尊敬的编辑部：", "您好！", "致编辑部：", "編輯先生您好：", "老师们好！", "主编好：")))
    assert not any(map(is_greeting, ("老师说我写得好", "编辑这本书花了三年", "您是谁？")))
    assert all(map(is_request, ("现投散文一篇，请审阅。", "稿件见附件", "若采用请告知。", "第一次投稿，请多关照。")))
    long = "我第一次投稿是一九八六年，在邮局门口的槐树下，用浆糊封的信封，那时候稿费按千字算，听说一篇能换两斤猪肉呢，我便动了心思。"
    assert not any(map(is_request, (long, "他把信送到村口，转身就走了。")))
    assert all(map(is_request, ("请老师指导。", "这条觉得不错，看看能不能用", "刚写的一首，您看看行不行", "合适的话请留用")))
    thanks = "民警把孩子送到家，老人拉住他的手不放。他摆摆手说不用谢，老人还是追到巷口，连说了三声谢谢，直到车开远了。"
    assert not is_request(thanks)
    assert all(map(is_closing, ("此致", "敬礼！", "祝编安！", "顺颂时祺", "方远 敬上")))
    assert all(map(is_furniture, ("发自我的iPhone", "点击上方“蓝字”关注我们", "— END —", "本邮件由“某系统”代发，请勿直接回复。")))
    assert all(
        map(
            is_contact,
            (
                "电话：139 0000 1127",
                "手机：133-0000-9921 微信：fang_yuan",
                "地址：某市某区",
                "方远 13900001127",
                "联系人：方远  电话：0913-0000110",
            ),
        )
    )
    assert not is_contact("据统计，全镇共有13900户居民，分布在十一个村子里。")
    assert is_signature("方远 上") and not is_signature("挂在夕阳上")
    assert is_signature("白水县  方远") and is_signature("河边渔夫", frozenset(["河边渔夫"])) and not is_signature("老井")


def test_names_places_and_units() -> None:
    assert all(map(is_name, ("方远", "欧阳修", "赵一凡", "申屠雁", "仝亚楠")))
    assert not any(map(is_name, ("黄河", "高原红", "高二", "春天", "方的", "散文")))
    assert all(map(is_place, ("陕西", "甘肃天水", "山西芮城", "合阳县"))) and not is_place("合阳县委宣传部")
    assert is_unit("华阴市公安局孟塬派出所") and not is_unit("方远")
    assert (
        split_names("田野   郝佳") == ["田野", "郝佳"]
        and split_names("鱼  跃") == ["鱼跃"]
        and split_names("方远和陆平") == ["方远", "陆平"]
    )
    assert tidy_name("（作者：方  远）") == "方远"
