"""Step 5, our letters: written in the transaction that decides them, sent later, once."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from . import bell, brakes, composing
from .models import Draft, Letter, Reply
from .sending import send, send_due
from .states import DEFAULT_PRIORITY, REPLY_PRIORITY, ReplyKind, ReplyState

__all__ = ["cancel", "send", "send_due", "write"]

#: One of these a letter or draft. The others may be written again after a change of the draft: their key names its version.
_ONCE_A_VERSION = frozenset({ReplyKind.DECLINED, ReplyKind.CHANGES_REQUESTED, ReplyKind.WITHDRAWN, ReplyKind.REMINDER, ReplyKind.LAPSED})


def write(letter: Letter, kind: str, draft: Draft | None = None, to: Letter | None = None, **context) -> Reply | None:
    """Write the letter of `kind` that answers `letter`, about `draft` when it concerns one; None when a brake holds or it exists.

    Call it inside the transaction that decides; the bell rings on commit. `to`: the letter whose sender is on file (a withdrawal is
    confirmed there). Context by kind: published (nothing more), declined (reason), changes-requested (points, due), status (asked),
    claim-settled (case), the acknowledgements (drafts). Raises jinja2.UndefinedError when a template asks for what is not given.
    """
    address = (to or letter).answer_address
    once = _once(letter, kind, draft)
    if brakes.held(letter, kind, address) or Reply.objects.filter(once=once).exists():
        return None
    text = composing.compose(letter, kind, draft=draft, **context)
    decided = kind in brakes.DECIDED
    wait = timedelta(seconds=settings.UNDO_SECONDS) if decided else brakes.not_before_all()
    facts = {
        "letter": letter,
        "draft": draft,
        "kind": kind,
        "priority": REPLY_PRIORITY.get(kind, DEFAULT_PRIORITY),
        "to_name": (to or letter).sender_name,
        "to_address": address,
        "subject": text.subject,
        "body_text": text.text,
        "body_html": text.html,
        "message_id": f"{kind}.{secrets.token_hex(12)}@{settings.SMTP['sender'].partition('@')[2]}",
        "in_reply_to": letter.message_id,
        "references": [*letter.references, letter.message_id][-20:] if letter.message_id else [],
        "not_before": timezone.now() + wait,
    }
    try:
        with transaction.atomic():
            reply = Reply.objects.create(once=once, **facts)
    except IntegrityError:
        return None  # somebody else wrote it at this moment
    if not wait:
        bell.ring("send", reply.pk, "replies")
    return reply


def cancel(draft: Draft, kind: str) -> int:
    """Take back the letters of `kind` about `draft` that have not left yet (撤销); returns how many."""
    waiting = Reply.objects.filter(draft=draft, kind=kind, state=ReplyState.WAITING)
    return waiting.update(state=ReplyState.CANCELLED, lease_until=None)


def _once(letter: Letter, kind: str, draft: Draft | None) -> str:
    if draft is None:
        return f"{kind}:{letter.number}"
    return f"{kind}:{draft.number}:v{draft.version}" if kind in _ONCE_A_VERSION else f"{kind}:{draft.number}"
