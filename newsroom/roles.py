"""Who may do what: groups, their permissions, and the workflow 三审 on the home page. May run twice; the table stands in docs/editors.md.

Nobody holds Wagtail's publish permission: an article goes live only when 三审 has been passed (newsroom/reviewing.py).
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)
from wagtail.users.models import UserProfile

from newsroom.models import HomePage, ReviewTask

EDITOR, CHIEF_OF_SECTION, CHIEF_EDITOR, OPS = "责任编辑", "部主任", "总编", "运维"
WORKFLOW = "三审"
#: stage -> the group that decides it
STAGES = {"复审": CHIEF_OF_SECTION, "终审": CHIEF_EDITOR}

_EDITS = ["wagtailadmin.access_admin", "newsroom.triage_draft"]
_CHIEFS = [*_EDITS, "newsroom.open_raw_letter", "newsroom.see_contact", "newsroom.keep_columns"]
#: group -> model permissions, app_label.codename
PERMISSIONS = {
    EDITOR: _EDITS,
    CHIEF_OF_SECTION: _CHIEFS,
    CHIEF_EDITOR: [*_CHIEFS, "newsroom.change_letterwording", "newsroom.change_letterframe"],
    OPS: ["wagtailadmin.access_admin", "newsroom.run_ops", "newsroom.open_raw_letter"],
}
#: group -> page permissions on the home page, that is, in all columns. Never publish_page.
PAGE_PERMISSIONS = {
    EDITOR: ["add_page", "change_page"],
    CHIEF_OF_SECTION: ["add_page", "change_page", "lock_page", "unlock_page"],
    CHIEF_EDITOR: ["add_page", "change_page", "lock_page", "unlock_page"],
    OPS: [],
}
IMAGE_PERMISSIONS = ["add_image", "change_image", "choose_image"]

#: user name -> (group, name)
DEMO_ACCOUNTS = {
    "bianji": (EDITOR, "李文静"),
    "bianji2": (EDITOR, "赵晓峰"),
    "zhuren": (CHIEF_OF_SECTION, "王建民"),
    "zongbian": (CHIEF_EDITOR, "陈志远"),
    "yunwei": (OPS, "周凯"),
}
DEMO_PASSWORD = "laigao-demo-2026"  # noqa: S105 - printed by the demo and only made there


@transaction.atomic
def seed() -> None:
    """Groups, permissions and workflow, brought to what this version says. Needs the home page (newsroom.seeding.seed)."""
    home = HomePage.objects.get()
    for name in PERMISSIONS:
        _group(name, home)
    _close_wagtails_own_ways()
    _workflow(home)


def _group(name: str, home: HomePage) -> None:
    group, _ = Group.objects.get_or_create(name=name)
    group.permissions.add(*[_permission(label) for label in PERMISSIONS[name]])
    for codename in PAGE_PERMISSIONS[name]:
        GroupPagePermission.objects.get_or_create(group=group, page=home.page_ptr, permission=_permission(f"wagtailcore.{codename}"))
    if "add_page" in PAGE_PERMISSIONS[name]:
        root = Collection.get_first_root_node() or Collection.add_root(name="Root")
        for codename in IMAGE_PERMISSIONS:
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=root, permission=_permission(f"wagtailimages.{codename}")
            )


def _permission(label: str) -> Permission:
    app, codename = label.split(".")
    # several apps have a permission of one codename; Page's stand with Page's own model
    found = Permission.objects.filter(content_type__app_label=app, codename=codename)
    if app == "wagtailcore":
        found = found.filter(content_type__model="page")
    return found.get()


def _close_wagtails_own_ways() -> None:
    """Wagtail's first migrations make Moderators, who publish, Editors, and a workflow one Moderator can pass alone."""
    GroupPagePermission.objects.filter(permission__codename="publish_page").delete()
    for group in Group.objects.filter(name__in=["Moderators", "Editors"]):
        if group.user_set.exists():
            GroupPagePermission.objects.filter(group=group).delete()
        else:
            group.delete()
    for workflow in Workflow.objects.filter(active=True).exclude(name=WORKFLOW):
        tasks = [task.specific for task in workflow.tasks]
        if not any(isinstance(task, ReviewTask) for task in tasks):
            workflow.deactivate()
            Task.objects.filter(pk__in=[task.pk for task in tasks]).update(active=False)


def _workflow(home: HomePage) -> None:
    workflow, _ = Workflow.objects.get_or_create(name=WORKFLOW)
    for order, (stage, group) in enumerate(STAGES.items()):
        task, made = ReviewTask.objects.get_or_create(stage=stage, defaults={"name": stage})
        if made:
            task.groups.set([Group.objects.get(name=group)])
        WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr, defaults={"sort_order": order})
    WorkflowPage.objects.get_or_create(page=home.page_ptr, defaults={"workflow": workflow})


def seed_demo_accounts() -> None:
    """One account a role, with a known password: only where settings.DEMO says that the data is made up."""
    if not settings.DEMO:
        raise RuntimeError("demo accounts are made only in the demo (LAIGAO_DEMO=1)")
    for username, (group, name) in DEMO_ACCOUNTS.items():
        account(username, group, DEMO_PASSWORD, name=name)


def account(username: str, group: str, password: str, *, name: str = ""):
    """An account of a group. An existing one keeps its password; it is put into the group.

    The whole name stands in first_name: Django would join given and family name the other way round, and Wagtail greets by first_name.
    """
    user, made = get_user_model().objects.get_or_create(
        username=username, defaults={"first_name": name, "email": f"{username}@laigao.example"}
    )
    if made:
        user.set_password(password)
        user.save()
    user.groups.add(Group.objects.get(name=group))
    profile = UserProfile.get_for_user(user)
    if not profile.preferred_language:
        profile.preferred_language = "zh-hans"
        profile.save()
    return user
