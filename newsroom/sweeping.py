"""Rings again for rows whose bell nobody answered. Losing the broker, or a worker with its work, loses nothing."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from . import bell, pausing
from .models import Letter, Reply
from .states import LetterState, ReplyState


def sweep(limit: int = 200) -> int:
    """One round; returns how many letters were rung for: at most `limit`, oldest bell first, and none for a queue in which so many rings
    are unheard already. A backlog, or workers that do not hear, would else pile up rings for the same rows round after round.
    """
    unheard = bell.waiting() or {}
    full = {queue for queue, rings in unheard.items() if rings >= limit}
    now = timezone.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    old = now - timedelta(seconds=settings.SWEEP_SECONDS)
    stopped = pausing.paused_queues()
    with transaction.atomic():
        waiting = Letter.objects.filter(free, state=LetterState.KEPT, rung_at__lt=old).exclude(queue__in=stopped | full)
        stuck = list(waiting.order_by("rung_at")[:limit])
        Letter.objects.filter(pk__in=[letter.pk for letter in stuck]).update(rung_at=now)
        for letter in stuck:
            bell.ring("read", letter.pk, letter.queue)
        _lost_while_sending(now)
        # the sender takes all that is due at one bell
        waiting = Reply.objects.filter(free, state=ReplyState.WAITING, not_before__lte=now).order_by("priority", "not_before").first()
        if waiting is not None and "replies" not in stopped and not unheard.get("replies"):
            bell.ring("send", waiting.pk, "replies")
    return len(stuck)


def _lost_while_sending(now) -> None:
    """The sender died between DATA and the answer: the letter may have left, so a person decides."""
    lost = Reply.objects.filter(state=ReplyState.SENDING, lease_until__lt=now)
    lost.update(state=ReplyState.UNCERTAIN, lease_until=now, error=_("发送途中程序中断，对方可能已经收到"))
