"""Search in Chinese: two-character words in mid-sentence, on SQLite and PostgreSQL."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from newsroom import search
from tests.newsroom.site.articles import article, listed, live

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

TEXT = "天刚放亮，巡堤员老蔡已经走完了渭河大堤的第一个来回。他说油菜花开的时候，华山脚下的村子最好看。"


def found(client, query: str) -> list[str]:
    page = BeautifulSoup(client.get("/search/", {"q": query}).content, "lxml")
    return [node.get_text() for node in page.select(".found h2")]


@pytest.fixture
def three():
    live("堤上十二昼夜", "多彩渭南", blocks=[{"kind": "paragraph", "text": TEXT}], authors=["王晓东"])
    live("华山秋色", "光影华山", blocks=[{"kind": "paragraph", "text": "云海漫过西峰。"}], authors=["陈野"])
    article("华山的未刊稿")


@pytest.mark.parametrize(
    "query", ["大堤", "渭河", "巡堤", "村子", "油菜花", "放亮", "渭河 村子", "王晓东", "老蔡已经", "渭河大堤", "十二昼夜"]
)
def test_words_in_mid_sentence_are_found(client, three, query):
    assert found(client, query) == ["堤上十二昼夜"]


def test_a_word_of_the_title_stands_before_one_of_the_text(client, three):
    assert found(client, "华山") == ["华山秋色", "堤上十二昼夜"]


@pytest.mark.parametrize("query", ["泰山", "渭河 泰山", "，。！", "' OR 1=1 --", '"', "AND", "*", "a:b"])
def test_what_is_not_there_is_not_found_and_nothing_breaks(client, three, query):
    assert found(client, query) == []


def test_full_width_and_case_do_not_matter(client):
    live("5G 基站上华山", blocks=[{"kind": "paragraph", "text": "ＶＲ 看展，坐着 BRT 去。"}])
    assert [found(client, query) for query in ("５ｇ", "vr", "brt")] == [["5G 基站上华山"]] * 3


def test_the_words_are_marked_and_the_rest_is_escaped(client):
    live("看<b>华山</b>", blocks=[{"kind": "paragraph", "text": "云<i>在</i>华山。"}])
    page = client.get("/search/", {"q": "华山"}).content.decode()
    assert "看&lt;b&gt;<mark>华山</mark>&lt;/b&gt;" in page and "云&lt;i&gt;在&lt;/i&gt;<mark>华山</mark>。" in page


def test_a_query_shows_itself_escaped_and_pages_keep_it(client):
    for number in range(21):
        listed(f"华山{number}")
    page = client.get("/search/", {"q": "华山"}).content.decode()
    assert 'href="?q=%E5%8D%8E%E5%B1%B1&amp;p=2"' in page
    assert client.get("/search/", {"q": "华山", "p": 9}).status_code == 404
    assert "<script>" not in client.get("/search/", {"q": "<script>"}).content.decode().split("</head>")[1]


def test_words():
    assert search.words("ＡＢＣ走进渭南市，2026年！") == "abc 走进 渭南 南市 渭南市 2026 年"
