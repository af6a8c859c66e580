"""The Jinja2 environment of the public pages and the letters."""

from __future__ import annotations

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, StrictUndefined, select_autoescape
from wagtail.contrib.settings.jinja2tags import settings as settings_tag
from wagtail.images.jinja2tags import images as images_tag
from wagtail.jinja2tags import core as core_tag


def environment(**options) -> Environment:
    """Only .html is escaped: a subject line or a text body must not read &quot;. A name that is not there is an error."""
    options |= {"autoescape": select_autoescape(["html"]), "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(**options, extensions=[core_tag, images_tag, settings_tag])  # noqa: S701 - select_autoescape above
    made.globals.update(static=static, url=reverse)
    return made
