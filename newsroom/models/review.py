"""三审: an own task type. Wagtail's GroupApprovalTask lets one person approve everything; ours does not."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState


class ReviewTask(AbstractGroupApprovalTask):
    """A review by somebody who neither sent the draft on nor approved an earlier stage; superusers too (DESIGN decision 4)."""

    stage = models.CharField(_("审次"), max_length=4, choices=[("复审", "复审"), ("终审", "终审")], default="复审")

    admin_form_fields = [*AbstractGroupApprovalTask.admin_form_fields, "stage"]

    class Meta:
        verbose_name = _("审稿")

    def barred(self, obj, user) -> str:
        """Why this person may not decide this stage, in Chinese; "" when they may."""
        workflow_state = obj.current_workflow_state
        if not self.groups.filter(id__in=user.groups.all()).exists():
            return f"{self.stage}须由{'、'.join(self.groups.values_list('name', flat=True))}进行"
        if workflow_state is None:
            return ""
        if user.pk in {obj.owner_id, workflow_state.requested_by_id}:
            return "本稿由您初审送出，复审、终审须由他人进行"
        earlier = TaskState.objects.filter(workflow_state=workflow_state, status=TaskState.STATUS_APPROVED)
        if earlier.filter(finished_by=user).exclude(task_id=self.pk).exists():
            return "您已审过本稿的前一审次，三审须由不同的人进行"
        return ""

    def get_actions(self, obj, user):
        if self.barred(obj, user):
            return []
        return [("reject", _("退回"), True), ("approve", _("通过"), False), ("approve", _("通过并附意见"), True)]

    def user_can_access_editor(self, obj, user):
        return self.groups.filter(id__in=user.groups.all()).exists()

    def user_can_lock(self, obj, user):
        return self.user_can_access_editor(obj, user)

    def user_can_unlock(self, obj, user):
        return False

    def page_locked_for_user(self, page, user):
        return not self.user_can_access_editor(page, user)

    def on_action(self, task_state, user, action_name, **kwargs):
        """The last gate, whatever page the click came from."""
        if action_name in {"approve", "reject"}:
            why = self.barred(task_state.workflow_state.content_object, user)
            if why:
                from django.core.exceptions import PermissionDenied

                raise PermissionDenied(why)
        return super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user, **kwargs):
        if not self.groups.filter(id__in=user.groups.all()).exists():
            return TaskState.objects.none()
        return TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, task=self.task_ptr)

    @classmethod
    def get_description(cls):
        return _("复审、终审：不得由初审者或前一审次的审稿人通过")
