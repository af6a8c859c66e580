"""An address that failed permanently is not written to for a while."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from .models import Contributor

SILENCE = timedelta(days=60)


def silence(address: str, reason: str) -> None:
    """Write to nobody at `address` for 60 days; `reason` in Chinese, for the editor."""
    facts = {"silent_until": timezone.now() + SILENCE, "silent_reason": reason[:200]}
    Contributor.objects.update_or_create(address=address.lower(), defaults=facts)
