"""三审: an own task type. Wagtail's GroupApprovalTask lets one person, and any superuser, approve everything; ours does not."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, PagePermissionTester, TaskState


class ArticlePermissions(PagePermissionTester):
    """What a person may do with an article: as Wagtail has it, but nobody publishes by a button, superusers included.

    Every view of Wagtail (editor, bulk actions, copy, create, privacy) asks here; 三审 publishes without asking (newsroom.reviewing).
    """

    def can_publish(self):
        return False

    def can_unschedule(self):
        """A set hour is taken back by whoever could have refused it: the reviewers, who hold the unlock permission."""
        return self.user.is_active and (self.user.is_superuser or "unlock" in self.permissions)


class ColumnPermissions(PagePermissionTester):
    """A column as Wagtail has it, but no article is made live in it by creating or copying."""

    def can_publish_subpage(self):
        return False


class ReviewTask(AbstractGroupApprovalTask):
    """A review by somebody who neither sent the draft on nor approved another stage; superusers too (DESIGN decision 4)."""

    stage = models.CharField(_("审次"), max_length=4, choices=[("复审", "复审"), ("终审", "终审")], default="复审")

    admin_form_fields = [*AbstractGroupApprovalTask.admin_form_fields, "stage"]

    class Meta:
        verbose_name = _("审稿")

    def start(self, workflow_state, user=None):
        """A column of two reviews has no 复审: the stage is passed over, and says so in the history."""
        state = super().start(workflow_state, user=user)
        if self.stage not in _stages_of(workflow_state.content_object):
            state.status = TaskState.STATUS_SKIPPED
            state.comment = "本栏目两审，不设复审"
            state.save()
        return state

    def barred(self, obj, user) -> str:
        """Why this person may not decide this stage, in Chinese; "" when they may. Being a superuser changes nothing."""
        from newsroom import reviewing

        if not self._user_in_groups(user):
            return f"{self.stage}须由{'、'.join(self.groups.values_list('name', flat=True))}进行"
        workflow_state = obj.current_workflow_state
        if workflow_state is None:
            return ""
        if user.pk in reviewing.senders(obj, workflow_state):
            return "本稿由您初审送出，复审、终审须由他人进行"
        if user.pk in reviewing.approvers(workflow_state, but=self):
            return "您已审过本稿的另一审次，三审须由不同的人进行"
        return ""

    def get_actions(self, obj, user):
        if self.barred(obj, user):
            return []
        return [("reject", _("退回初审"), True), ("approve", _("通过"), False), ("approve", _("通过并附意见"), True)]

    def user_can_access_editor(self, obj, user):
        return self._user_in_groups(user)

    def locked_for_user(self, obj, user):
        """At this stage only its reviewers change the text; a superuser who is none of them reads it."""
        return not self._user_in_groups(user)

    def on_action(self, task_state, user, action_name, **kwargs):
        """The last gate, whatever page the click came from."""
        if action_name in {"approve", "reject"}:
            why = self.barred(task_state.workflow_state.content_object, user)
            if why:
                raise PermissionDenied(why)
            self._take_own_edit(task_state, user)
        return super().on_action(task_state, user, action_name, **kwargs)

    def _take_own_edit(self, task_state, user):
        """A reviewer who corrected the text approves what they saved. Somebody else's later edit is not theirs to have approved: it is
        asked about again (WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT)."""
        newest = task_state.workflow_state.content_object.get_latest_revision()
        if newest.pk != task_state.revision_id and newest.user_id == user.pk:
            task_state.revision = newest

    def get_task_states_user_can_moderate(self, user, **kwargs):
        """What waits for this person: not their own drafts, not what they approved at the other stage."""
        if not self._user_in_groups(user):
            return TaskState.objects.none()
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        approved = TaskState.objects.filter(status=TaskState.STATUS_APPROVED, finished_by=user).exclude(task_id=self.pk)
        return waiting.exclude(workflow_state__requested_by=user).exclude(workflow_state_id__in=approved.values("workflow_state_id"))

    @classmethod
    def get_description(cls):
        return _("复审、终审：不得由初审者或另一审次的审稿人通过，超级用户亦然")


def _stages_of(obj) -> tuple[str, ...]:
    from newsroom import reviewing

    return reviewing.stages(obj)
