"""撤稿: before publication an author's word is enough; after it, an editor decides."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from . import audit, status
from .models import Draft, Letter
from .states import DraftState


def withdraw(draft: Draft, asked_by: Letter | None = None) -> bool:
    """Take a draft out. False when its article is live: then nothing was changed. Call inside a transaction, with the row locked.

    A draft already withdrawn counts as taken out: the author may ask twice. `asked_by`: the mail that asks; None: the status page.
    """
    if status.live(draft):
        return False
    if draft.state == DraftState.WITHDRAWN:
        return True
    if draft.article is not None:
        _stop(draft.article)
    draft.state, draft.version = DraftState.WITHDRAWN, draft.version + 1
    draft.decided_at, draft.decided_by = timezone.now(), None
    draft.decision_reason = _("作者来信撤稿（%(number)s）") % {"number": asked_by.number} if asked_by else _("作者在稿件进度页撤稿")
    draft.save(update_fields=["state", "version", "decided_at", "decided_by", "decision_reason"])
    audit.record(None, "withdraw", draft.number, asked_by.number if asked_by else "status page")
    return True


def _stop(article) -> None:
    """The article leaves its reviews and the timetable."""
    workflow = article.current_workflow_state
    if workflow is not None:
        workflow.cancel()
    article.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)
