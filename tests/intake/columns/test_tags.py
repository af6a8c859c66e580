"""A tag counts outside 《》 only, wherever the author wrote it."""

from __future__ import annotations

import pytest

from intake.columns import load
from intake.columns.tags import find_tags
from intake.model import Message, Paragraph, Work


def tags(subject: str = "", title: str = "", source: str = "body", letter: tuple[str, ...] = (), text: tuple[str, ...] = ()) -> list:
    work = Work(title=title, blocks=tuple(Paragraph(line) for line in text), source=source)
    message = Message(subject=subject, body=tuple(Paragraph(line) for line in (*letter, *text)))
    return [(item.rule, item.column) for item in find_tags(work, message, load())]


@pytest.mark.parametrize(
    ("subject", "title", "column"),
    [
        ("投稿：散文《巷口》", "巷口", "散文"),
        ("【诗歌】听雨（外二首）+周一鸣", "听雨", "诗歌"),
        ("诗歌投稿  王明  春天", "春天", "诗歌"),
        ("小小说两篇", "", "小说"),
        ("周一鸣杂文《说忙》", "说忙", "杂文随笔"),
        ("投稿＋报告文学＋周一鸣", "", "纪实文学"),
        ("西部公安栏目投稿", "", "西部公安"),
        ("企业家风采稿件", "", "企业家风彩"),
        ("散文《侵权》请审阅", "侵权", "散文"),
        ("寄上一篇散文请老师看看", "黄昏", "散文"),
        ("【风光摄影】坝上", "坝上", "风光摄影"),
    ],
)
def test_a_tag_in_the_subject(subject, title, column):
    assert tags(subject, title) == [("tag:subject", column)]


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("投稿《一个人的散文》", "一个人的散文"),
        ("投稿 一篇散文的诞生", "一篇散文的诞生"),
        ("《诗歌》", "诗歌"),
        ("《散文》栏目投稿", ""),
        ("《法制之窗》外的阳光", "法制之窗外的阳光"),
        ("“诗歌里的秦岭”征文 投稿", ""),
        ("渭南：苹果红了", "渭南：苹果红了"),
        ("“我与华山”征文-《攀登》-周一鸣", "攀登"),
        ("来稿", ""),
        ("", ""),
    ],
)
def test_no_tag_in_titles_places_and_contests(subject, title):
    assert tags(subject, title) == []


def test_a_tag_in_the_file_name_is_that_works_own():
    assert tags("三篇稿件", "门锁", source="小小说：门锁（李四）.docx") == [("tag:file", "小说")]
    assert tags("来稿", "诗歌里的村庄", source="《诗歌里的村庄》.docx") == []


def test_a_tag_under_the_title_or_in_the_letter():
    assert tags(title="门锁", text=("（小小说）", "老周掏出钥匙。")) == [("tag:line", "小说")]
    assert tags(title="老井", letter=("编辑老师好：", "寄上散文《老井》，请审阅。")) == [("tag:line", "散文")]
    assert tags(title="门", text=("他写了一篇散文给我看。",)) == [], "a sentence of the work is no tag"


def test_several_tags_share_the_subject():
    assert sorted(tags("散文、诗歌、小小说各一篇")) == [("tag:subject", "小说"), ("tag:subject", "散文"), ("tag:subject", "诗歌")]
