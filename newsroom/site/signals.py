"""What happens to the site when something of Wagtail changes. Connected by NewsroomConfig.ready()."""

from __future__ import annotations

from django.db.models.signals import pre_save
from wagtail.images import get_image_model
from wagtail.signals import page_published

from newsroom import copying, publishing
from newsroom.site import pictures


def connect() -> None:
    """Once a process."""
    page_published.connect(publishing.tell_author, dispatch_uid="newsroom.tell_author")
    page_published.connect(copying.article_published, dispatch_uid="newsroom.article_published")
    pre_save.connect(pictures.clean_upload, sender=get_image_model(), dispatch_uid="newsroom.clean_upload")
