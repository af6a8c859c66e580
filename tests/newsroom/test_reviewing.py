"""三审 through Wagtail's real views: who may approve, and that no other way leads to the live page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState, Workflow, WorkflowTask

from newsroom import reviewing
from newsroom.models import ArticlePage, ColumnPage, ReviewTask
from tests.newsroom.desk.people import client, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def an_article(sender: str = "bianji", **fields) -> ArticlePage:
    column = ColumnPage.objects.get(title="散文")
    given = {"title": "渭河边的老屋", "slug": f"laowu-{ArticlePage.objects.count()}", "live": False, "owner": person(sender)}
    page = column.add_child(instance=ArticlePage(**given | fields))
    page.save_revision(user=person(sender))
    page.get_workflow().start(page, person(sender))
    return page


def fresh(page: ArticlePage) -> ArticlePage:
    return ArticlePage.objects.get(pk=page.pk)


def act(page, name: str, action: str = "approve", comment: str = "") -> int:
    """The modal's way: POST to the workflow action's own URL."""
    state = fresh(page).current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=(page.pk, action, state.pk))
    return client(name).post(url, {"comment": comment}).status_code


def form_of(page, **fields) -> dict:
    page = fresh(page).get_latest_revision_as_object()
    streams = {"body-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    data = {"title": page.title, "slug": page.slug, "list_title": "", "subtitle": "", "authors": "[]", "affiliation": "", "source": ""}
    return (
        data
        | {"editor_name": "", "bio": "", "search_description": "", "seo_title": "", "go_live_at": "", "expire_at": ""}
        | streams
        | fields
    )


def act_in_editor(page, name: str, **fields) -> int:
    """The editor's action menu: saving and deciding in one POST."""
    return client(name).post(reverse("wagtailadmin_pages:edit", args=(page.pk,)), form_of(page, **fields)).status_code


def stage(page) -> str:
    task = fresh(page).current_workflow_task
    return task.specific.stage if task else ""


def test_two_others_bring_it_live():
    page = an_article()
    assert (stage(page), act(page, "zhuren"), stage(page), act(page, "zongbian")) == ("复审", 302, "终审", 302)
    assert fresh(page).live


@pytest.mark.parametrize("name", ["bianji", "bianji2", "zongbian", "yunwei", "root", "guest"])
def test_who_may_not_do_the_first_review(name):
    page = an_article()
    act(page, name)
    assert (stage(page), fresh(page).live) == ("复审", False)


@pytest.mark.parametrize("name", ["bianji", "zhuren", "zhuren2", "yunwei", "root", "guest"])
def test_who_may_not_do_the_final_review(name):
    page = an_article()
    act(page, "zhuren")
    act(page, name)
    assert (stage(page), fresh(page).live) == ("终审", False)


def test_one_who_is_everything_may_do_one_stage_only():
    page = an_article()
    assert act(page, "all") == 302
    assert act(page, "all") in (302, 403)
    assert (stage(page), fresh(page).live) == ("终审", False)


def test_one_who_is_everything_may_not_review_what_they_sent():
    page = an_article("all")
    act(page, "all")
    assert stage(page) == "复审"


@pytest.mark.parametrize("name", ["bianji", "root", "zongbian"])
def test_the_editors_menu_asks_the_same(name):
    page = an_article()
    act_in_editor(page, name, **{"action-workflow-action": "1", "workflow-action-name": "approve"})
    assert (stage(page), fresh(page).live) == ("复审", False)


def test_the_editors_menu_approves_for_those_who_may():
    page = an_article()
    approve = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    act_in_editor(page, "zhuren", **approve | {"title": "复审时改"})
    assert stage(page) == "终审"
    act_in_editor(page, "zongbian", **approve | {"title": "终审时改"})
    assert stage(page) == "复审"  # 总编's correction made a new revision: the first approval is asked for again
    act(page, "zhuren")
    assert fresh(page).live


def test_an_edit_after_an_approval_asks_for_it_again():
    page = an_article()
    act(page, "zhuren")
    act_in_editor(page, "zongbian", title="渭河边的新屋")
    act(page, "zongbian")
    assert (stage(page), fresh(page).live) == ("复审", False)
    act(page, "zhuren")
    assert (fresh(page).live, fresh(page).title) == (True, "渭河边的新屋")


def test_somebody_elses_edit_is_asked_about_again():
    page = an_article()
    act_in_editor(page, "zhuren2", title="另一位部主任刚刚改的")
    act(page, "zhuren")
    assert stage(page) == "复审"
    act(page, "zhuren")
    assert stage(page) == "终审"


def test_automatic_saving_does_not_write_over_what_was_approved():
    page = an_article("bianji")
    act_in_editor(page, "all", title="第一次改")
    approved = fresh(page).latest_revision
    act(page, "all")
    act_in_editor(page, "all", title="批准之后再改", overwrite_revision_id=str(approved.pk))
    approved.refresh_from_db()
    assert approved.as_object().title == "第一次改"
    act(page, "zongbian")
    assert (stage(page), fresh(page).live) == ("复审", False)


@pytest.mark.parametrize("name", ["bianji", "zhuren", "zongbian", "root", "all"])
def test_the_publish_button_does_nothing(name):
    page = an_article()
    act_in_editor(page, name, **{"action-publish": "1"})
    assert not fresh(page).live


@pytest.mark.parametrize("name", ["bianji", "zongbian", "root", "all"])
def test_bulk_publishing_does_nothing(name):
    page = an_article()
    url = reverse("wagtail_bulk_action", args=("wagtailcore", "page", "publish"))
    for pk in (page.pk, page.get_parent().pk):
        client(name).post(f"{url}?id={pk}", {"include_descendants": "on"})
    assert not fresh(page).live


@pytest.mark.parametrize("name", ["bianji", "root"])
def test_creating_and_publishing_in_one_go_does_nothing(name):
    column = ColumnPage.objects.get(title="散文")
    url = reverse("wagtailadmin_pages:add", args=("newsroom", "articlepage", column.pk))
    client(name).post(url, form_of(an_article(), title="不经三审", slug="bujing", **{"action-publish": "1"}))
    assert not ArticlePage.objects.filter(live=True).exists()


def test_a_copy_of_a_live_article_is_not_live():
    page = an_article()
    act(page, "zhuren")
    act(page, "zongbian")
    url = reverse("wagtailadmin_pages:copy", args=(page.pk,))
    parent = page.get_parent()
    client("root").post(url, {"new_title": "副本", "new_slug": "fuben", "new_parent_page": parent.pk, "publish_copies": "on"})
    assert list(ArticlePage.objects.filter(slug="fuben").values_list("live", flat=True)) in ([], [False])


def test_sent_back_with_a_reason_and_sent_on_again():
    page = an_article()
    assert act(page, "zhuren", "reject", "核实地名") == 302
    assert fresh(page).current_workflow_state.status == "needs_changes"
    act_in_editor(page, "bianji", title="改好了")
    fresh(page).current_workflow_state.resume(user=person("bianji"))
    act(page, "zhuren")
    act(page, "zongbian")
    assert (fresh(page).live, fresh(page).title) == (True, "改好了")


def test_a_review_begun_anew_bars_the_one_who_began_it():
    page = an_article()
    fresh(page).current_workflow_state.cancel(user=person("zhuren"))
    fresh(page).get_workflow().start(fresh(page), person("zhuren"))
    act(page, "zhuren")
    assert stage(page) == "复审"
    act(page, "zhuren2")
    assert stage(page) == "终审"


def test_a_column_of_two_reviews_has_no_first_one():
    ColumnPage.objects.filter(title="散文").update(review_stages=2)
    page = an_article()
    assert stage(page) == "终审"
    act(page, "zongbian")
    assert fresh(page).live


def test_an_emptied_workflow_publishes_nothing():
    page = an_article()
    WorkflowTask.objects.filter(workflow=Workflow.objects.get(name="三审"), task=ReviewTask.objects.get(stage="终审")).delete()
    assert act(page, "zhuren") == 403 or not fresh(page).live
    assert not fresh(page).live


def test_a_bare_approval_of_the_state_publishes_nothing():
    """Code that approves the rows without asking the task is stopped where the page would go live."""
    page = an_article()
    for _ in range(2):
        try:
            fresh(page).current_workflow_task_state.approve(user=person("all"))
        except reviewing.PermissionDenied:
            break
    assert not fresh(page).live


def test_a_planned_hour_waits_for_the_reviews_and_is_taken_back_by_a_reviewer():
    page = an_article(go_live_at=timezone.now() + timedelta(days=1))
    act(page, "zhuren")
    act(page, "zongbian")
    page = fresh(page)
    assert (page.live, page.scheduled_revision is not None) == (False, True)
    url = reverse("wagtailadmin_pages:revisions_unschedule", args=(page.pk, page.scheduled_revision.pk))
    client("bianji").post(url)
    assert fresh(page).scheduled_revision is not None
    client("zongbian").post(url)
    assert fresh(page).scheduled_revision is None


def test_what_waits_for_me():
    page, own = an_article(), an_article("zhuren")
    assert [s.revision.object_id for s in TaskState.objects.reviewable_by(person("zhuren"))] == [str(page.pk)]
    assert {s.revision.object_id for s in TaskState.objects.reviewable_by(person("zhuren2"))} == {str(page.pk), str(own.pk)}
    assert not TaskState.objects.reviewable_by(person("root")).exists()
