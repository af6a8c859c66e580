"""A process says that it lives; the 运维 page reads it."""

from __future__ import annotations

import os
from datetime import timedelta

from django.utils import timezone

from .models import Beat

GONE_AFTER = 3  # intervals without a beat


def beat(name: str, kind: str, every: int, doing: str = "") -> None:
    """Write the process's row. `every`: seconds to the next beat; `doing`: the task in hand, in Chinese, "" when idle."""
    now = timezone.now()
    before = Beat.objects.filter(name=name).values_list("doing", "since").first()
    since = before[1] if before and before[0] == doing[:200] and before[1] else now
    facts = {"kind": kind, "pid": os.getpid(), "every": every, "seen_at": now, "doing": doing[:200], "since": since}
    Beat.objects.update_or_create(name=name[:120], defaults=facts)


def leave(name: str) -> None:
    """The process ends in good order: its row goes."""
    Beat.objects.filter(name=name[:120]).delete()


def alive(kind: str = "") -> list[Beat]:
    """The processes that have beaten within three of their intervals."""
    now = timezone.now()
    rows = Beat.objects.filter(kind=kind) if kind else Beat.objects.all()
    return [row for row in rows.order_by("name") if row.seen_at > now - timedelta(seconds=GONE_AFTER * row.every)]
