"""The public pages as somebody without an account gets them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsroom.models import ArticlePage, ColumnPage, SiteFurniture
from tests.newsroom.site.articles import article, listed, live, picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

WHOLE = [
    {"kind": "note", "text": "编者按：清明将至。"},
    {"kind": "paragraph", "text": "老屋在渭河南岸，<script>三间</script>。\n门前有槐。"},
    {"kind": "heading", "text": "一、槐树"},
    {"kind": "image", "picture": "a", "name": "张伟.jpg", "caption": "老屋旧影", "credit": "肖勇"},
    {"kind": "verse", "lines": ["渭水东流", "槐花如雪"]},
    {"kind": "verse", "lines": ["人去了", "树还在"]},
    {"kind": "table", "rows": [["年份", "棵数"], ["1978", "3"]]},
    {"kind": "list", "items": ["一口井", "两棵槐"]},
    {"kind": "quote", "text": "人生天地间"},
]


def get(client, url: str, status: int = 200):
    response = client.get(url)
    assert response.status_code == status, url
    return BeautifulSoup(response.content, "lxml")


def texts(page, path: str) -> list[str]:
    return [" ".join(node.get_text().split()) for node in page.select(path)]


def test_an_article_shows_everything_of_it_in_its_place(client):
    made = live(
        blocks=WHOLE,
        pictures=[("a", picture(), True)],
        list_title="老屋",
        subtitle="——写给父亲",
        authors=["张伟", "李娜"],
        affiliation="临渭区作协",
        source="渭南文艺",
        bio="张伟，临渭区人。",
        at=datetime(2026, 11, 20, 18, 0, tzinfo=UTC),
    )

    page = get(client, made.get_url())

    assert texts(page, ".crumbs") == ["您当前的位置：首页 >> 散文 >> 老屋"]
    assert texts(page, ".column-name, .piece h1, .subtitle, .byline, .piece header .meta span") == [
        "散文",
        "渭河边的老屋",
        "——写给父亲",
        "张伟 李娜 临渭区作协",
        "来源：渭南文艺",
        "发表：2026-11-21",
        "责任编辑：bianji老师",
    ]
    assert [(node.name, node.get("class")) for node in page.select(".text > *")] == [
        ("aside", ["note"]),
        ("p", None),
        ("h2", None),
        ("figure", None),
        ("p", ["verse"]),
        ("p", ["verse"]),
        ("div", ["table"]),
        ("ul", None),
        ("blockquote", None),
    ]
    assert texts(page, ".text p:not(.verse)")[1] == "老屋在渭河南岸，<script>三间</script>。门前有槐。"
    assert texts(page, ".verse span") == ["渭水东流", "槐花如雪", "人去了", "树还在"]
    assert (texts(page, "figcaption"), page.select("figure img")[0].get("alt")) == (["老屋旧影 图/肖勇"], "老屋旧影")
    assert {source.get("type") for source in page.select("figure source")} >= {"image/webp"}
    assert texts(page, ".table td") == ["年份", "棵数", "1978", "3"]
    assert texts(page, ".bio p") == ["张伟，临渭区人。"]
    assert texts(page, ".closing > p:first-child span") == [
        "【作者：张伟 李娜】",
        "【发表时间：2026/11/21】",
        "【打印本页】",
        "【关闭窗口】",
    ]


def test_an_unsigned_article_says_so_and_can_be_claimed(client):
    page = get(client, live(authors=[]).get_url())
    claim = page.select(".claim a")[0].get("href")
    assert texts(page, ".closing span")[0] == "【作者：未署名】"
    assert claim.startswith("mailto:2569427969@qq.com?subject=") and "%E8%AE%A4%E9%A2%86" in claim


def test_nothing_of_a_draft_or_a_name_of_a_file_is_public(client):
    draft_page, shown = article("未发的稿子"), live(blocks=WHOLE, pictures=[("a", picture(exif=True), True)])
    get(client, draft_page.get_url(), 404)
    for url in ("/", "/sanwen/", shown.get_url(), "/search/?q=未发", "/feed/", "/sitemap.xml"):
        body = client.get(url).content.decode()
        assert not any(secret in body for secret in ("13991390000", "身份证.jpg", "张伟.jpg", "zhangwei@laigao", "weifa-de-gaozi")), url
        assert "未发的稿子" not in body


def test_the_furniture_stands_on_every_page(client):
    for url in ("/", "/sanwen/", live().get_url(), "/search/", "/nowhere/"):
        page = BeautifulSoup(client.get(url).content, "lxml")
        rows = [[a.text for a in ul.select("a")] for ul in page.select(".rows ul")]
        assert [len(row) for row in rows] == [14, 14, 14, 14]
        assert (rows[0][:2], rows[3][-1]) == (["网站首页", "丝路要闻"], "生活百科")
        assert [len(ul.select("li")) for ul in page.select(".friends ul")] == [8, 8]
        whole = " ".join(page.get_text().split())
        for fact in (
            "www.siluqingyun.com; www.siluqingyun.cn",
            "设为首页",
            "加入收藏",
            "陕ICP备14008634号-1",
            "中国·咸阳",
            "版权声明",
            "认领",
        ):
            assert fact in whole, (url, fact)
        assert page.select('a[href="mailto:2569427969@qq.com"]')


def test_the_database_owns_names_rows_and_links(client):
    column = ColumnPage.objects.get(title="企业家风彩")
    column.title = "企业家风采"
    column.save()
    ColumnPage.objects.filter(title="剧本").update(closed=True)
    SiteFurniture.objects.update(links_first="某某网\n坏链接 javascript:alert(1)\n新华网 https://www.news.cn/", telephone="029-33760000")

    page = get(client, "/")

    names = texts(page, ".rows a")
    assert ("企业家风采" in names, "企业家风彩" in names, "剧本" in names, len(names)) == (True, False, False, 55)
    assert [(a.text, a.get("href")) for a in page.select(".friends ul:first-of-type a")] == [("新华网", "https://www.news.cn/")]
    assert texts(page, ".friends ul:first-of-type span") == ["某某网", "坏链接 javascript:alert(1)"]
    assert "电话：029-33760000" in page.get_text()
    assert "已停止收稿" in get(client, "/juben/").get_text()


def test_the_side_list_has_the_ten_newest_cut_well(client):
    start = datetime(2026, 11, 1, tzinfo=UTC)
    for hour in range(9):
        listed(f"短讯{hour}", at=start + timedelta(hours=hour))
    listed("2026年关中平原“村晚”展演活动启动 十二个县区联动", at=start + timedelta(days=1))
    listed("油价6连降", "丝路在线", at=start + timedelta(days=2))

    page = get(client, "/sanwen/")

    assert texts(page, ".newest h2") == ["丝路在线"]
    assert texts(page, ".newest li") == ["油价6连降", "2026年关中平原“村晚”…", *[f"短讯{hour}" for hour in range(8, 0, -1)]]


def test_a_column_is_paged_newest_first_and_says_when_it_is_empty(client):
    start = datetime(2026, 11, 1, tzinfo=UTC)
    for hour in range(26):
        listed(f"第{hour}篇", at=start + timedelta(hours=hour))
    first, second = get(client, "/sanwen/"), get(client, "/sanwen/?p=2")
    assert texts(first, ".entries .what") == [f"第{hour}篇" for hour in range(25, 1, -1)]
    assert texts(second, ".entries .what") == ["第1篇", "第0篇"]
    assert texts(first, ".pager a") == ["2", "下一页"]
    assert texts(second, ".entries time") == ["2026-11-01", "2026-11-01"]
    for wrong in ("3", "0", "x", "-1"):
        get(client, f"/sanwen/?p={wrong}", 404)
    assert "还没有文章" in get(client, "/xiaoshuo/").get_text()


def test_a_column_of_pictures_shows_them(client):
    image = [{"kind": "image", "picture": "a", "caption": "云海", "credit": "陈野"}]
    live("云起西峰", "光影华山", blocks=image, pictures=[("a", picture(), True)])
    page = get(client, "/guangying-huashan/")
    assert (texts(page, ".gallery .what"), len(page.select(".gallery img"))) == (["云起西峰"], 1)


def test_the_front_page_leads_with_pictures_and_shows_columns_that_have_articles(client):
    image = [{"kind": "paragraph", "text": "天刚亮。"}, {"kind": "image", "picture": "a", "caption": "云海", "credit": ""}]
    live("有图的", "光影华山", blocks=image, pictures=[("a", picture(), True)])
    for number in range(7):
        listed(f"散文{number}", at=datetime(2026, 11, 1, number, tzinfo=UTC))
    page = get(client, "/")
    assert texts(page, ".leads h2") == ["有图的"]
    assert texts(page, ".block h2 a:first-child") == ["光影华山", "散文"]
    assert texts(page, ".block:last-child li a") == [f"散文{number}" for number in range(6, 0, -1)]


def test_an_empty_site_still_looks_like_one(client):
    assert "还没有文章" in get(client, "/").get_text()


def test_neighbours_stand_in_the_order_of_publication(client):
    pages = [listed(title, at=datetime(2026, 11, day, tzinfo=UTC)) for day, title in ((1, "甲"), (2, "乙"), (3, "丙"))]
    listed("别栏", "诗歌", at=datetime(2026, 11, 2, 1, tzinfo=UTC))
    assert texts(get(client, pages[1].get_url()), ".neighbours p") == ["上一篇：甲", "下一篇：丙"]
    assert texts(get(client, pages[0].get_url()), ".neighbours p") == ["上一篇：没有了", "下一篇：乙"]


def test_an_article_taken_down_answers_410_and_leaves_every_list(client):
    made = live("要撤下的文章")
    made.gone_note = "应作者要求撤下。"
    made.save()
    made.unpublish()
    page = get(client, made.get_url(), 410)
    assert "应作者要求撤下。" in page.get_text() and "要撤下的文章" not in page.get_text()
    for url in ("/", "/sanwen/", "/search/?q=撤下", "/feed/", "/sitemap.xml"):
        body = client.get(url).content.decode()
        assert "要撤下的文章" not in body and made.slug not in body


def test_no_page_holds_a_script_a_style_or_anything_from_elsewhere(client):
    made = live(blocks=WHOLE, pictures=[("a", picture(), True)])
    for url in ("/", "/sanwen/", made.get_url(), "/search/?q=老屋", "/nowhere/"):
        response = client.get(url)
        page = BeautifulSoup(response.content, "lxml")
        assert [node.string for node in page.select("script")] == [None] and not page.select("style, [style], iframe")
        assert not [name for node in page.find_all(True) for name in node.attrs if name.startswith("on")]
        sources = [
            node.get("src") or node.get("href") for node in page.select("script[src], link[rel=stylesheet], link[rel=icon], img[src]")
        ]
        assert all(source.startswith("/") and not source.startswith("//") for source in sources)
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert not response.cookies


def test_a_print_view_without_the_furniture(client):
    page = get(client, live().get_url() + "?print")
    assert "printing" in page.select("body")[0].get("class")


@pytest.mark.parametrize("url", ["/", "/sanwen/", "article", "/search/?q=老屋"])
def test_queries_do_not_grow_with_the_articles(client, url):
    image = [
        {"kind": "image", "picture": "a", "caption": "图", "credit": ""},
        {"kind": "image", "picture": "b", "caption": "图", "credit": ""},
    ]
    for number in range(2):
        made = live(f"老屋{number}", blocks=image, pictures=[("a", picture(), True), ("b", picture("#335577"), True)])
    address = made.get_url() if url == "article" else url
    counts = []
    for _round in range(2):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))
        for number in range(6):
            listed(f"老屋又{number}{_round}", body=list(made.body.raw_data), plain_text="老屋")
    assert counts[1] <= counts[0] <= 20


def test_every_live_page_has_a_place_in_the_sitemap_and_the_feed(client):
    made = live("渭河边的老屋", authors=["张伟"])
    sitemap, feed = client.get("/sitemap.xml"), client.get("/feed/")
    assert (sitemap["Content-Type"], sitemap.content.count(b"<loc>")) == ("application/xml; charset=utf-8", 1 + 55 + 1)
    assert f"http://testserver{made.get_url()}".encode() in sitemap.content
    assert "<title>渭河边的老屋</title>" in feed.content.decode() and "老屋在渭河南岸。" in feed.content.decode()
    assert "Disallow: /desk/" in client.get("/robots.txt").content.decode()


def test_a_visit_is_counted_when_the_pages_script_says_so(client):
    client.get("/")
    assert [client.post("/visit/").json(), client.post("/visit/").json()] == [{"number": 1}, {"number": 2}]
    assert client.get("/visit/").status_code == 405
    assert SiteFurniture.objects.get().visitors == 2
    assert ArticlePage.objects.count() == 0
