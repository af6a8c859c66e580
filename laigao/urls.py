"""Addresses. The desk's own pages are registered inside Wagtail's admin (newsroom/wagtail_hooks.py)."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from laigao import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("desk/", include(wagtailadmin_urls)),
    path("", include("newsroom.site.urls")),
]
if settings.DEBUG or settings.DEMO:
    # published pictures only (media/); raw mails stand elsewhere. In production the web server before us does this.
    urlpatterns += [re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT})]
urlpatterns += [path("", include(wagtail_urls))]
handler404 = "newsroom.site.views.not_found"
