"""The site's part of Wagtail's admin (imported by newsroom/wagtail_hooks.py)."""

from __future__ import annotations

from django.urls import path
from wagtail import hooks

from newsroom.site import overruling


@hooks.register("register_admin_urls")
def addresses():
    return [path("gate/<int:pk>/", overruling.page, name="laigao_gate")]
