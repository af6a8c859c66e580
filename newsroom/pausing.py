"""Pause and resume: a queue is stopped by a row, and whoever would work on it looks at the row first. What waits stays where it is.

A mailbox has its own switch (MailboxState.paused), which the poller's lease asks.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from . import audit, backing_off, bell
from .models import Letter, MailboxState, Pause, Reply
from .states import LetterState, ReplyState

QUEUES = ("mail", "documents", "replies")
RING = 200  # at once when a queue goes on; the sweep rings for the rest


def paused(queue: str) -> bool:
    """Whether nobody is to work on this queue now."""
    return Pause.objects.filter(queue=queue).exists()


def paused_queues() -> set[str]:
    return set(Pause.objects.values_list("queue", flat=True))


@transaction.atomic
def pause(queue: str, person=None, why: str = "") -> bool:
    """Stop a queue. What is in hand is finished. False when it stands already. Raises ValueError for a queue there is not."""
    if queue not in QUEUES:
        raise ValueError(queue)
    _row, made = Pause.objects.get_or_create(queue=queue, defaults={"by": person, "why": why[:200]})
    if made:
        audit.record(person, "pause", queue, why[:200])
    return made


@transaction.atomic
def resume(queue: str, person=None) -> bool:
    """Let it go on, and ring for what waits. False when it was not paused."""
    if not Pause.objects.filter(queue=queue).delete()[0]:
        return False
    audit.record(person, "resume", queue)
    if queue == "replies":
        first = Reply.objects.filter(state=ReplyState.WAITING, not_before__lte=timezone.now()).order_by("priority", "not_before").first()
        if first is not None:
            bell.ring("send", first.pk, "replies")
        return True
    waiting = Letter.objects.filter(state=LetterState.KEPT, queue=queue).order_by("rung_at").values_list("pk", flat=True)
    for letter_id in waiting[:RING]:
        bell.ring("read", letter_id, queue)
    return True


@transaction.atomic
def switch_mailbox(mailbox: str, stop: bool, person=None) -> bool:
    """Pause or resume fetching from a mailbox; the poller hangs up within a beat (20 s). False when it is so already."""
    row = backing_off.row(mailbox)
    changed = MailboxState.objects.filter(pk=row.pk, paused=not stop).update(paused=stop) == 1
    if changed:
        audit.record(person, "pause" if stop else "resume", mailbox)
    return changed
