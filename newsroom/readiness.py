"""What the newsroom needs to do its work, asked one by one: database, migrations, broker, and a live process of each kind."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from . import beating, bell

KINDS = ("poller", "worker", "schedule")


def checks() -> dict[str, bool]:
    """Each dependency and whether it is there. Never raises; what cannot be asked because the database is away is not there."""
    found = {"database": True, "migrations": False, "broker": bell.waiting() is not None} | dict.fromkeys(KINDS, False)
    try:
        connection.ensure_connection()
        found["migrations"] = _migrated()
        alive = {beat.kind for beat in beating.alive()} if found["migrations"] else set()
        found |= {kind: kind in alive for kind in KINDS}
    except DatabaseError:
        found |= dict.fromkeys(("database", "migrations"), False)
    return found


def _migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
