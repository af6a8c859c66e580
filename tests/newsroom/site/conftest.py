"""The tests' database is made without migrations: on SQLite the full-text table, which only a migration makes, is made here."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations import RunSQL, SeparateDatabaseAndState


@pytest.fixture(autouse=True)
def search_index(db):
    """Wagtail's own SQL for FTS5, in the place of the ordinary table. Rolled back with the test."""
    if connection.vendor != "sqlite":
        return
    migration = import_module("wagtail.search.migrations.0006_customise_indexentry").Migration
    steps = [step for made in migration.operations if isinstance(made, SeparateDatabaseAndState) for step in made.database_operations]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE wagtailsearch_indexentry_fts")
        for step in steps:
            if isinstance(step, RunSQL):
                cursor.execute(step.sql)
