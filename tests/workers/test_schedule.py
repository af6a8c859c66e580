"""The clock's loop, and the sweep it calls."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from newsroom import bell
from newsroom.keeping import keep
from newsroom.models import Beat, Letter
from newsroom.states import LetterState
from newsroom.sweeping import sweep
from tests.newsroom.letters import mail
from workers import schedule

pytestmark = pytest.mark.django_db


@pytest.fixture
def rung(monkeypatch):
    heard = []
    monkeypatch.setattr(bell, "_ringers", [lambda *ring: heard.append(ring)])
    return heard


@pytest.mark.django_db(transaction=True)
def test_each_comes_when_it_is_due_and_a_failure_holds_nobody_back():
    stop, called = threading.Event(), []

    def fail() -> None:
        called.append("bad")
        raise OperationalError

    def work() -> None:
        called.append("good")
        if called.count("good") == 3:
            stop.set()
            assert Beat.objects.get().kind == "schedule"

    schedule.run(stop, [("bad", 0.05, fail), ("good", 0.05, work), ("rare", 60, lambda: called.append("rare"))])
    assert (called.count("good"), called.count("bad") >= 3, called.count("rare"), Beat.objects.count()) == (3, True, 1, 0)


def test_the_sweep_rings_for_what_is_old_and_free_a_bounded_number_at_a_time(rung, django_capture_on_commit_callbacks):
    letters = [keep(mail(f"第{n}封")) for n in range(6)]
    old = timezone.now() - timedelta(hours=1)
    Letter.objects.update(rung_at=old)
    Letter.objects.filter(pk=letters[0].pk).update(lease_until=timezone.now() + timedelta(minutes=1))
    Letter.objects.filter(pk=letters[1].pk).update(state=LetterState.SET_ASIDE)
    Letter.objects.filter(pk=letters[2].pk).update(rung_at=timezone.now())
    Letter.objects.filter(pk=letters[3].pk).update(queue="documents", rung_at=old - timedelta(hours=1))
    rung.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep(limit=2) == 2
    assert rung == [("read", letters[3].pk, "documents"), ("read", letters[4].pk, "mail")]
    with django_capture_on_commit_callbacks(execute=True):
        assert (sweep(), sweep()) == (1, 0)
    assert rung[2:] == [("read", letters[5].pk, "mail")]


def test_rings_do_not_pile_up_where_nobody_hears_them(rung, monkeypatch, django_capture_on_commit_callbacks):
    keep(mail("甲"))
    keep(mail("乙"))
    Letter.objects.filter(subject="乙").update(queue="documents")
    Letter.objects.update(rung_at=timezone.now() - timedelta(hours=1))
    monkeypatch.setattr(bell, "_lengths", [lambda: {"mail": 200, "documents": 3, "replies": 1}])
    rung.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep() == 1
    assert [queue for _step, _id, queue in rung] == ["documents"]
