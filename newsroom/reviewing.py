"""三审, checked once more where an article goes live, whatever way it came (DESIGN decision 4).

Nothing of newsroom.models is imported at the top: settings.WAGTAIL_FINISH_WORKFLOW_ACTION names `publish`, and Wagtail imports it
while its own models are still being made.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

STAGES = ("复审", "终审")


def stages(page) -> tuple[str, ...]:
    """The reviews a page needs after 初审: its column may do with 终审 alone."""
    from newsroom.models import ArticlePage, ColumnPage

    specific = page.specific
    if not isinstance(specific, ArticlePage):
        return STAGES
    column = ColumnPage.objects.ancestor_of(specific).only("review_stages").last()
    return STAGES[1:] if column is not None and column.review_stages == 2 else STAGES


def senders(page, workflow_state) -> set[int]:
    """Ids of those who stand for the 初审 of this article: its owner, who sent it for review, and who decided its draft."""
    from newsroom.models import Draft

    decided = Draft.objects.filter(article_id=page.pk).values_list("decided_by_id", flat=True)
    return {pk for pk in (page.owner_id, workflow_state.requested_by_id, *decided) if pk}


def approvers(workflow_state, but=None) -> set[int]:
    """Ids of those who approved a stage of this review (of any revision), the given stage left out."""
    from wagtail.models import TaskState

    found = TaskState.objects.filter(workflow_state=workflow_state, status=TaskState.STATUS_APPROVED)
    if but is not None:
        found = found.exclude(task_id=but.pk)
    return set(found.values_list("finished_by_id", flat=True)) - {None}


def missing(workflow_state) -> str:
    """What this review lacks for its article's newest revision to go live, in Chinese; "" when nothing.

    Every stage must be approved on that very revision, by different people, none of whom sent the article on.
    """
    from wagtail.models import TaskState

    from newsroom.models import ReviewTask

    page = workflow_state.content_object
    newest = page.get_latest_revision()
    approved = TaskState.objects.filter(workflow_state=workflow_state, status=TaskState.STATUS_APPROVED, revision=newest)
    by_task = dict(approved.order_by("id").values_list("task_id", "finished_by_id"))
    stage_of = dict(ReviewTask.objects.filter(pk__in=by_task).values_list("pk", "stage"))
    by_stage = {stage_of[task]: person for task, person in by_task.items() if task in stage_of}
    for stage in stages(page):
        if by_stage.get(stage) is None:
            return f"尚未经过{stage}"
    if len(set(by_stage.values())) < len(by_stage):
        return "三审须由不同的人进行"
    if set(by_stage.values()) & senders(page, workflow_state):
        return "初审者不得复审、终审本稿"
    return ""


def publish(workflow_state, user=None) -> None:
    """What Wagtail calls when a review is finished (settings.WAGTAIL_FINISH_WORKFLOW_ACTION).

    Raises PermissionDenied when a stage is missing: a workflow emptied or bent in the settings publishes nothing. The permission
    check is left out because nobody holds the publish permission; having passed the reviews is the permission.
    """
    why = missing(workflow_state)
    if why:
        raise PermissionDenied(why)
    workflow_state.content_object.specific.get_latest_revision().publish(user=user, skip_permission_checks=True)
