"""A copy of a letter of ours, found in the mailbox's folder of sent mail."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from intake.message import open_message

from .models import Reply
from .states import ReplyState

RECENT = timedelta(days=3)  # a copy that has not appeared by then will not: the mailbox's setting is off


def missed() -> bool:
    """Whether letters have left, or may have left, of which no copy has been seen."""
    left = Q(state__in=(ReplyState.SENT, ReplyState.UNCERTAIN, ReplyState.SENDING))
    return Reply.objects.filter(left, server_message_id="", created_at__gte=timezone.now() - RECENT).exists()


def recognised(header: bytes) -> bool:
    """Note the Message-ID the server gave to a letter of ours; one we were not sure of counts as sent. False when it is not ours."""
    message = open_message(header.rstrip() + b"\r\n\r\n")
    ours = message.header("X-OQ-MSGID").strip().strip("<>") or message.message_id
    found = Reply.objects.filter(message_id=ours) if ours else Reply.objects.none()
    if not found.update(server_message_id=message.message_id[:300]):
        return False
    unsure = found.filter(state=ReplyState.UNCERTAIN)
    unsure.update(state=ReplyState.SENT, sent_at=message.date or timezone.now(), lease_until=None, error="")
    return True
