"""The desk's place in Wagtail's admin: addresses, menu, and what a person sees first."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import ops, panel, urls
from .access import TRIAGE


class _PermittedItem(MenuItem):
    """A menu item for those who hold its permission."""

    def __init__(self, label, url, *, permission: str, **kwargs) -> None:
        super().__init__(label, url, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.permission)


@hooks.register("register_admin_urls")
def addresses():
    return [*urls.urlpatterns, *ops.urlpatterns]


@hooks.register("construct_homepage_panels")
def waiting_panel(request: HttpRequest, panels: list) -> None:
    if request.user.has_perm(TRIAGE):
        panels.insert(0, panel.WaitingPanel())


@hooks.register("construct_page_action_menu")
def no_silent_end(menu_items: list, request: HttpRequest, context: dict) -> None:
    """A review ends by 通过, 退回初审, 退改 or 退稿, and somebody is told; a cancellation would leave the draft nowhere."""
    menu_items[:] = [item for item in menu_items if item.name != "action-cancel-workflow"]


@hooks.register("register_admin_menu_item")
def triage_item():
    return _PermittedItem(_("来稿"), reverse("laigao_desk"), permission=TRIAGE, name="laigao", icon_name="mail", order=1)


@hooks.register("register_admin_menu_item")
def tray_item():
    return _PermittedItem(_("非稿件"), reverse("laigao_tray"), permission=TRIAGE, name="laigao-tray", icon_name="bin", order=2)


@hooks.register("register_admin_menu_item")
def columns_item():
    address = reverse("laigao_columns")
    return _PermittedItem(_("栏目"), address, permission="newsroom.keep_columns", name="laigao-columns", icon_name="list-ul", order=3)


@hooks.register("register_admin_menu_item")
def ops_item():
    return _PermittedItem(_("运维"), reverse("laigao_ops"), permission="newsroom.run_ops", name="laigao-ops", icon_name="cogs", order=4)
