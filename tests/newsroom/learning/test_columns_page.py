"""栏目: the charts count what the rows say; a merge says what will move, moves it, and the learner follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsroom import learning, merging
from newsroom.learning import figures, recalling
from newsroom.models import ArticlePage, AuditEntry, ColumnMerge, ColumnPage, Correction, Draft
from tests.newsroom.desk.people import client, person
from tests.newsroom.desk.rows import a_draft
from tests.newsroom.learning.mails import DOUGH, PAPER, PUPPETS, arrives, offered
from tests.newsroom.learning.test_learning import column, correct, settle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


@pytest.fixture(autouse=True)
def fresh():
    recalling.forget()
    yield
    recalling.forget()


def an_article(title: str, column: str, *, live: bool = False, days_ago: int = 0) -> ArticlePage:
    """An article that nobody reviews, with a revision."""
    at = timezone.now() - timedelta(days=days_ago) if live else None
    made = ColumnPage.objects.get(title=column).add_child(instance=ArticlePage(title=title, live=live, first_published_at=at))
    made.save_revision()
    return made


def chosen(name: str, *offered: str, days_ago: int = 0, draft: Draft | None = None) -> None:
    row = Correction.objects.create(field="column", chosen=name, offered=list(offered), draft=draft)
    Correction.objects.filter(pk=row.pk).update(at=timezone.now() - timedelta(days=days_ago))


def test_right_by_week_and_confused_pairs():
    chosen("散文", "散文", "小说", "诗歌", days_ago=7)
    chosen("小说", "散文", "小说", "诗歌", days_ago=7)
    chosen("小说", "散文", "诗歌", "剧本", days_ago=7)
    chosen("诗歌", "诗歌", "散文", "小说")
    twice = a_draft()
    chosen("历史典故", "散文", "小说", "诗歌", draft=twice)
    chosen("散文", "散文", "小说", "诗歌", draft=twice)
    found = figures.decided(60)
    assert [(week.number, week.first, week.three) for week in figures.weeks(found)] == [(3, 33, 67), (2, 100, 100)]
    assert [(pair.guessed, pair.chosen, pair.times, pair.share) for pair in figures.confusions(found)] == [("散文", "小说", 2, 100)]


def test_starved_columns_come_first():
    for _ in range(2):
        a_draft()
    an_article("渭河水", "散文", live=True, days_ago=40)
    states = figures.columns(90)
    last = states[-1]
    assert (last.page.title, last.came, last.published, last.idle, last.starved) == ("散文", 2, 1, 40, True)
    assert (states[0].came, states[0].idle, states[0].starved, len(states)) == (0, None, True, 55)


def test_the_page_and_its_menu_are_for_chiefs():
    correct(arrives("红纸", PAPER))
    page = client("zhuren").get(reverse("laigao_columns")).content.decode()
    assert '民间艺术<i aria-hidden="true">→</i><b>传统工艺</b>' in page
    assert "已学到 1 条" in page
    menu = reverse("laigao_columns")
    seen = {
        name: menu in client(name).get(reverse("wagtailadmin_home")).content.decode() for name in ("bianji", "zhuren", "zongbian", "yunwei")
    }
    assert seen == {"bianji": False, "zhuren": True, "zongbian": True, "yunwei": False}


def test_the_editor_is_told_what_was_learned():
    draft = arrives("红纸", PAPER)
    data = {"field": "column", "value": column("传统工艺").pk, "version": draft.version}
    page = client("bianji").post(reverse("laigao_field", args=[draft.pk]), data).content.decode()
    assert "已学到：这样的稿归“传统工艺”" in page
    stale = client("bianji").post(reverse("laigao_field", args=[draft.pk]), data).content.decode()
    assert "已学到" not in stale


def test_a_merge_says_what_will_move_and_moves_it():
    old, into = column("传统工艺"), column("民间艺术")
    correct(arrives("红纸", PAPER), "传统工艺")
    settle()
    learning.rebuild()
    waiting = Draft.objects.get()
    moving, same = an_article("村里的剪纸", "传统工艺", live=True), an_article("皮影", "传统工艺")
    an_article("皮影", "民间艺术")
    address = ArticlePage.objects.get(pk=moving.pk).get_url()
    plan = merging.plan(old, into)
    assert (plan.live, plan.in_review, plan.unpublished, plan.waiting, plan.decided) == (1, 0, 1, 1, 0)
    chief = client("zhuren")
    asked = chief.get(reverse("laigao_columns_confirm"), {"old": old.pk, "into": into.pk}).content.decode()
    assert "把“传统工艺”并入“民间艺术”" in asked
    assert column("传统工艺").closed is False

    chief.post(reverse("laigao_columns_merge"), {"old": old.pk, "into": into.pk})
    moved = ArticlePage.objects.get(pk=moving.pk)
    assert (moved.live, moved.get_parent().title, moved.get_url()) == (True, "民间艺术", f"/{into.slug}/{moving.slug}/")
    again = ArticlePage.objects.get(pk=same.pk)
    assert (again.slug, again.get_latest_revision_as_object().slug) == (f"{same.slug}-2", f"{same.slug}-2")
    assert Client().get(address).headers["Location"] == moved.get_url()
    assert Client().get(f"/{old.slug}/").headers["Location"] == f"/{into.slug}/"
    old, into = column("传统工艺"), column("民间艺术")
    assert (old.closed, old.get_latest_revision_as_object().closed, "传统工艺" in into.other_names) == (True, True, True)
    draft = Draft.objects.get(pk=waiting.pk)
    assert (draft.column, draft.version) == (into, waiting.version + 1)
    row = ColumnMerge.objects.get()
    assert (row.old_name, row.into_name, row.by, row.finished_at is None) == ("传统工艺", "民间艺术", person("zhuren"), False)
    assert AuditEntry.objects.filter(action="merge-columns", target="传统工艺 → 民间艺术", person=person("zhuren")).exists()
    assert figures.columns(90)[-1].page == into


def test_what_was_learned_goes_with_a_merged_column_in_every_process_and_through_a_rebuild():
    for title, text in (("红纸", PAPER), ("牛皮", PUPPETS)):
        correct(arrives(title, text), "社会万象")
    settle()
    learning.rebuild()
    merging.merge(column("社会万象"), column("生活百科"), person("zhuren"))
    merging.merge(column("生活百科"), column("文化在线"), person("zhuren"))
    assert offered(arrives("面花", DOUGH))[0] == "文化在线"  # this process followed
    recalling.forget()
    assert offered(arrives("皮子", PUPPETS))[0] == "文化在线"  # one that starts now
    assert learning.due()
    learning.refit_when_due()
    assert offered(arrives("花馍", DOUGH))[0] == "文化在线"


@pytest.mark.parametrize(("old", "into", "why"), [("散文", "散文", "两个不同的"), ("散文", "小说", "已经停用"), ("散文", "", "请选出")])
def test_what_is_not_merged(old, into, why):
    ColumnPage.objects.filter(title="小说").update(closed=True)
    given = {"old": column(old).pk, "into": column(into).pk if into else ""}
    for name, method in (("laigao_columns_confirm", "get"), ("laigao_columns_merge", "post")):
        answer = getattr(client("zongbian"), method)(reverse(name), given, follow=True)
        assert why in answer.content.decode()
    assert ColumnMerge.objects.count() == 0


def test_columns_of_other_reviews_wait_until_nothing_is_in_review():
    from newsroom import deciding

    draft = a_draft()
    deciding.send_on(draft, person("bianji"), 1)
    ColumnPage.objects.filter(title="小说").update(review_stages=2)
    with pytest.raises(merging.Refused, match="审次不同"):
        merging.plan(column("散文"), column("小说"))
    assert merging.plan(column("散文"), column("诗歌")).in_review == 1


def test_a_large_column_moves_in_portions():
    for n in range(3):
        an_article(f"第{n}篇", "散文")
    row = merging.merge(column("散文"), column("杂文随笔"), person("zhuren"))
    assert merging.carry_on(limit=2) == 2
    row.refresh_from_db()
    assert row.finished_at is None
    assert merging.carry_on() == 1
    row.refresh_from_db()
    assert row.finished_at is not None
