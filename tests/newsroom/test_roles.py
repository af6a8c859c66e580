"""Who may do what, and that Wagtail's own short ways are closed."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupApprovalTask, GroupPagePermission, Page, Workflow, WorkflowPage, WorkflowTask

from newsroom import roles
from newsroom.models import HomePage, ReviewTask


def table() -> dict[str, set[str]]:
    return {
        group.name: {f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.all()}
        | set(group.page_permissions.values_list("permission__codename", flat=True))
        for group in Group.objects.all()
    }


@pytest.mark.django_db
def test_the_table_of_roles(site):
    triage = {"wagtailadmin.access_admin", "newsroom.triage_draft", "add_page", "change_page"}
    chief = triage | {"newsroom.open_raw_letter", "newsroom.see_contact", "newsroom.keep_columns", "lock_page", "unlock_page"}
    assert table() == {
        "责任编辑": triage,
        "部主任": chief,
        "总编": chief | {"newsroom.change_letterwording", "newsroom.change_letterframe"},
        "运维": {"wagtailadmin.access_admin", "newsroom.run_ops", "newsroom.open_raw_letter"},
    }


@pytest.mark.django_db
def test_seeding_twice_changes_nothing(site):
    before = (table(), Workflow.objects.count(), ReviewTask.objects.count(), GroupPagePermission.objects.count())
    roles.seed()
    assert (table(), Workflow.objects.count(), ReviewTask.objects.count(), GroupPagePermission.objects.count()) == before


@pytest.mark.django_db
def test_the_workflow_has_two_stages_of_different_groups(site):
    workflow = WorkflowPage.objects.get(page=HomePage.objects.get()).workflow
    stages = [(task.specific.stage, [g.name for g in task.specific.groups.all()]) for task in workflow.tasks]
    assert (workflow.name, stages) == ("三审", [("复审", ["部主任"]), ("终审", ["总编"])])


@pytest.mark.django_db
def test_wagtails_own_moderators_and_workflow_are_closed(site, django_user_model):
    root = Page.get_first_root_node()
    publish = Permission.objects.get(content_type__app_label="wagtailcore", content_type__model="page", codename="publish_page")
    moderators, editors = Group.objects.create(name="Moderators"), Group.objects.create(name="Editors")
    moderators.user_set.add(django_user_model.objects.create_user("somebody"))
    for group in (moderators, editors):
        GroupPagePermission.objects.create(group=group, page=root, permission=publish)
    task = GroupApprovalTask.objects.create(name="Moderators approval")
    task.groups.add(moderators)
    workflow = Workflow.objects.create(name="Moderators approval")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.create(workflow=workflow, page=root)

    roles.seed()

    workflow.refresh_from_db()
    task.refresh_from_db()
    assert (workflow.active, task.active, WorkflowPage.objects.filter(workflow=workflow).exists()) == (False, False, False)
    assert not GroupPagePermission.objects.filter(permission__codename="publish_page").exists()
    assert list(Group.objects.filter(name__in=["Moderators", "Editors"])) == [moderators]
    assert not moderators.page_permissions.exists()


@pytest.mark.django_db
def test_demo_accounts_only_in_the_demo(site, settings, django_user_model):
    settings.DEMO = False
    with pytest.raises(RuntimeError):
        roles.seed_demo_accounts()
    settings.DEMO = True
    roles.seed_demo_accounts()
    roles.seed_demo_accounts()
    made = {u.username: (u.get_full_name(), [g.name for g in u.groups.all()]) for u in django_user_model.objects.all()}
    assert made == {
        "bianji": ("李文静", ["责任编辑"]),
        "bianji2": ("赵晓峰", ["责任编辑"]),
        "zhuren": ("王建民", ["部主任"]),
        "zongbian": ("陈志远", ["总编"]),
        "yunwei": ("周凯", ["运维"]),
    }
    assert all(u.check_password(roles.DEMO_PASSWORD) and not u.is_superuser for u in django_user_model.objects.all())
    assert {u.wagtail_userprofile.preferred_language for u in django_user_model.objects.all()} == {"zh-hans"}
