"""/healthz, /readyz and `laigao health`: the process is told from what it depends on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from newsroom import beating, readiness
from newsroom.models import Beat
from tests.valkey import broker  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
ALL = ("database", "migrations", "broker", "poller", "worker", "schedule")


def test_the_process_answers_without_a_question_to_the_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer.headers["Cache-Control"]


def test_not_ready_without_broker_and_processes():
    answer = Client().get("/readyz")
    missing = dict.fromkeys(("broker", "poller", "worker", "schedule"), False)
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "checks": {"database": True, "migrations": True} | missing})


@pytest.mark.usefixtures("broker")
def test_ready_when_all_is_there():
    for kind in readiness.KINDS:
        beating.beat(f"{kind}@here:1", kind, 20)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "checks": dict.fromkeys(ALL, True)})


def test_a_process_gone_silent_is_not_there():
    Beat.objects.create(name="worker@here:1", kind="worker", every=15, seen_at=timezone.now() - timedelta(minutes=5))
    assert readiness.checks()["worker"] is False


def test_migrations_not_run_are_told(settings):
    settings.MIGRATION_MODULES = {}  # the tests' tables are made from the models: none is recorded
    assert readiness.checks()["migrations"] is False


def test_a_database_that_is_away_is_told_not_raised():
    def away(*_about):
        raise OperationalError

    with connection.execute_wrapper(away):
        answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["checks"]) == (503, dict.fromkeys(ALL, False))
