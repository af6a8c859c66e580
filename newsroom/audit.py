"""Who did what, append-only."""

from __future__ import annotations

from .models import AuditEntry


def record(person, action: str, target: object, detail: str = "") -> AuditEntry:
    """Write one entry. `target` is named by its str(); `person` None means the program. Never put private data into `detail`."""
    return AuditEntry.objects.create(person=person, action=action[:40], target=str(target)[:80], detail=detail)
