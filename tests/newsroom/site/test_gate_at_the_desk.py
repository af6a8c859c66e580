"""The gate as the desk meets it: a plain word in Wagtail's own pages instead of an error, and 放行 with a reason."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.rich_text import RichText

from newsroom import gate
from newsroom.models import ArticlePage, Overrule
from tests.newsroom.site.articles import article, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

ZHUREN, ZONGBIAN = ("zhuren", "部主任"), ("zongbian", "总编")


def private(text: str = "联系电话：13991390000") -> ArticlePage:
    page = article()
    page.body = [("paragraph", RichText(f"<p>{text}</p>"))]
    page.current_workflow_state.cancel()
    page.save_revision(user=person())
    page.get_workflow().start(page, person())
    return page


def approve(client, page: ArticlePage, who: tuple[str, str], **headers):
    client.force_login(person(*who))
    state = ArticlePage.objects.get(pk=page.pk).current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=(page.pk, "approve", state.pk))
    return client.post(url, {"comment": ""}, **headers)


def told(client, page: ArticlePage) -> str:
    return client.get(reverse("wagtailadmin_pages:edit", args=(page.pk,))).content.decode()


def test_the_final_approval_is_refused_with_the_reason_and_stays_open(client):
    page = private()
    approve(client, page, ZHUREN)
    answer = approve(client, page, ZONGBIAN)
    edit = reverse("wagtailadmin_pages:edit", args=(page.pk,))
    assert (answer.status_code, answer.headers["Location"]) == (302, edit)
    shown = told(client, page)
    assert "不能发布：正文第 1 块有电话号码（139****0000）。请改正后再通过" in shown
    fresh = ArticlePage.objects.get(pk=page.pk)
    assert (fresh.live, fresh.current_workflow_task.specific.stage) == (False, "终审")


def test_the_review_dialogue_gets_an_answer_it_understands(client):
    page = private()
    approve(client, page, ZHUREN)
    answer = approve(client, page, ZONGBIAN, HTTP_X_REQUESTED_WITH="XMLHttpRequest")
    assert answer.json() == {"step": "success", "redirect": reverse("wagtailadmin_pages:edit", args=(page.pk,))}


def test_the_editor_shows_the_findings_from_the_first_day(client):
    page = private("身份证号 610502198805061238，电话13991390000")
    client.force_login(person())
    shown = told(client, page)
    assert "发布前检查" in shown and "不能发布，任何人不得放行：正文第 1 块有身份证号" in shown
    assert reverse("laigao_gate", args=(page.pk,)) in shown


def test_an_editor_sees_the_page_and_may_not_overrule(client):
    page = private()
    (finding,) = gate.blocking(page)
    url = reverse("laigao_gate", args=(page.pk,))
    client.force_login(person())
    assert "请复审或终审者写明理由放行" in client.get(url).content.decode()
    client.post(url, {"mark": finding.mark, "reason": "作者同意"})
    assert not Overrule.objects.exists()


def test_a_reviewer_overrules_with_a_reason_and_the_article_goes_live(client):
    page = private()
    approve(client, page, ZHUREN)
    (finding,) = gate.blocking(page)
    url = reverse("laigao_gate", args=(page.pk,))
    client.force_login(person(*ZONGBIAN))
    client.post(url, {"mark": finding.mark, "reason": ""})
    assert not Overrule.objects.exists()
    client.post(url, {"mark": finding.mark, "reason": "景区热线，作者同意公开"})
    assert "景区热线，作者同意公开" in client.get(url).content.decode()
    approve(client, page, ZONGBIAN)
    assert ArticlePage.objects.get(pk=page.pk).live


@pytest.mark.parametrize("who", [None, ("yunwei", "运维")])
def test_nobody_else_gets_there(client, who):
    page = private()
    if who:
        client.force_login(person(*who))
    answer = client.get(reverse("laigao_gate", args=(page.pk,)))
    assert answer.status_code == 302 and "139" not in answer.content.decode()


def test_a_draft_article_can_be_looked_at_as_it_will_be(client):
    page = private("老屋在渭河南岸。")
    client.force_login(person())
    shown = client.get(reverse("wagtailadmin_pages:view_draft", args=(page.pk,))).content.decode()
    assert "老屋在渭河南岸。" in shown and "【作者：张伟】" in shown and "未发表" in shown
