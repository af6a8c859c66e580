"""Claim a row for work: one conditional UPDATE, committed before the work begins.

A worker that dies leaves the lease to run out; the sweep then rings again. Two workers that hear the same bell: one gets 1 row, one 0.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


def claim(model: type[models.Model], row_id: int, state: str, *, becomes: str | None = None, seconds: int | None = None) -> bool:
    """Take the row if it is in `state` and nobody holds it. True when it is ours; attempts is then one higher.

    Call it outside a transaction: the claim has to be visible to others before the work starts.
    """
    now = timezone.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    changes = {"lease_until": now + timedelta(seconds=seconds or settings.LEASE_SECONDS), "attempts": F("attempts") + 1}
    if becomes:
        changes["state"] = becomes
    return model.objects.filter(free, pk=row_id, state=state).update(**changes) == 1
