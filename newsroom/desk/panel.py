"""What a person of the desk sees first in the admin: what waits, with the way to it."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.models import TaskState

from newsroom.models import Draft, Letter
from newsroom.states import DraftState, LetterState


class WaitingPanel(Component):
    """来稿 in numbers: waiting, overdue, come today, 非稿件 of today, and what waits for this person's review. Three queries."""

    name = "laigao"
    template_name = "desk/panel.html"
    order = 10

    def get_context_data(self, parent_context):
        day_ago = timezone.now() - timedelta(days=1)
        numbers = Draft.objects.filter(state=DraftState.WAITING).aggregate(
            waiting=Count("pk"),
            overdue=Count("pk", filter=Q(due_at__lt=timezone.now())),
            today=Count("pk", filter=Q(received_at__gte=day_ago)),
        )
        others = Letter.objects.filter(state__in=[LetterState.IGNORED, LetterState.ANSWERED], kept_at__gte=day_ago).count()
        reviews = TaskState.objects.reviewable_by(parent_context["request"].user).count()
        return {**numbers, "others": others, "reviews": reviews}
