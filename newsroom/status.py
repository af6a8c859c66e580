"""Where a work stands, in the author's words, from the rows."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Draft, Letter
from .states import DraftState


def of(draft: Draft) -> str:
    """已收到, 初审中, 审核中, 需要修改, 已发布, 未采用 or 已撤稿. A decision that may still be undone is not told."""
    fresh = draft.decided_at is not None and draft.decided_at > timezone.now() - timedelta(seconds=settings.UNDO_SECONDS)
    return _("初审中") if fresh else of_state(draft)


def of_state(draft: Draft) -> str:
    """The same, decisions of this very minute included."""
    if draft.state in (DraftState.WAITING, DraftState.HELD):
        return _("初审中")
    if draft.state == DraftState.CHANGES:
        return _("需要修改")
    if draft.state == DraftState.SENT_ON:
        return _("已发布") if live(draft) else _("审核中")
    return _("已撤稿") if draft.state == DraftState.WITHDRAWN else _("未采用")


def live(draft: Draft) -> bool:
    """Its article can be read on the site."""
    return draft.article is not None and draft.article.live


def address(draft: Draft) -> str:
    """The article's address on the site, "" when it is not live."""
    return (draft.article.full_url or "") if live(draft) else ""


def page(letter: Letter) -> str:
    """The address of the author's status page in a letter that answers `letter`; "" when it was revoked.

    An answer to a later letter links the first one's page, but only when both are answered at one address: a forged From with a
    Reply-To of its own must not be sent the key to somebody else's works.
    """
    first = letter.joins
    home = first if first is not None and letter.answer_address == first.answer_address else letter
    return f"{settings.SITE_URL}{reverse('site_status', args=(home.status_key,))}" if home.status_key else ""
