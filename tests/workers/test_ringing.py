"""The bell's thread: an editor's click costs nothing, whatever the broker does."""

from __future__ import annotations

import os
import time

import pytest
from django.db import transaction

from newsroom import bell
from workers import ringing


@pytest.fixture
def handed(monkeypatch):
    """What would have gone to the broker, which may be slow or dead."""
    sent = []
    monkeypatch.setattr(ringing, "_send", lambda *ring: sent.append(ring))
    yield sent
    ringing.flush()


def test_rings_go_to_the_broker_in_order(handed):
    for row in (1, 2, 3):
        ringing.ring("read", row, "mail")
    ringing.ring("send", 7, "replies")
    assert ringing.flush()
    assert handed == [("laigao.read", 1, "mail"), ("laigao.read", 2, "mail"), ("laigao.read", 3, "mail"), ("laigao.send", 7, "replies")]


def test_a_broker_that_hangs_or_fails_costs_the_caller_nothing(monkeypatch):
    def hang(*ring: object) -> None:
        time.sleep(0.5)
        raise ConnectionError

    monkeypatch.setattr(ringing, "_send", hang)
    began = time.monotonic()
    for row in range(3):
        ringing.ring("read", row, "mail")
    assert time.monotonic() - began < 0.25
    assert not ringing.flush(0.1)
    assert ringing.flush(10)


def test_when_there_is_no_room_rings_are_dropped_not_raised(monkeypatch):
    monkeypatch.setattr(ringing, "_send", lambda *ring: time.sleep(0.01))
    monkeypatch.setattr(ringing._rings, "maxsize", 2)
    for row in range(20):
        ringing.ring("read", row, "mail")
    assert ringing.flush(5)


def test_a_real_dead_broker_raises_nothing():
    ringing.ring("read", 1, "mail")
    assert ringing.flush(20)


def test_a_forked_child_rings_with_a_thread_of_its_own(handed):
    ringing.ring("read", 1, "mail")
    ringing.flush()
    child = os.fork()
    if child == 0:
        handed.clear()
        ringing.ring("read", 2, "mail")
        os._exit(0 if ringing.flush(5) and handed == [("laigao.read", 2, "mail")] else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.django_db(transaction=True)
def test_only_what_is_committed_rings(handed):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        bell.ring("read", 1)
        raise ZeroDivisionError
    with transaction.atomic():
        bell.ring("read", 2, "documents")
        ringing.flush()
        assert handed == []
    ringing.flush()
    assert handed == [("laigao.read", 2, "documents")]
