"""The charts: each hour is counted once, and what is drawn comes from those rows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from newsroom import charting
from newsroom.models import Hour, Letter, Reply
from newsroom.states import LetterState, ReplyKind, ReplyState
from tests.newsroom.test_register import a_letter

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(minute=30, second=0, microsecond=0)


def came(minutes_ago: int, read: float | None = None, answered: float | None = None, **fields) -> Letter:
    """A letter that came so long ago, was read and answered so many seconds later."""
    letter, at = a_letter(**fields), NOW - timedelta(minutes=minutes_ago)
    after = {name: at + timedelta(seconds=value) for name, value in (("read_at", read),) if value is not None}
    Letter.objects.filter(pk=letter.pk).update(kept_at=at, **after)
    if answered is not None:
        reply = Reply.objects.create(
            letter=letter, kind=ReplyKind.RECEIVED, once=f"received:{letter.number}", state=ReplyState.SENT, to_address="a@example.com",
            subject="回执", body_text="…", message_id=f"{letter.number}@x", not_before=at, sent_at=at + timedelta(seconds=answered),
        )  # fmt: skip
        Reply.objects.filter(pk=reply.pk).update(created_at=at)
    return letter


def test_an_hour_is_counted():
    came(5, read=2, answered=10)
    came(10, read=4, answered=30)
    came(70, state=LetterState.SET_ASIDE)
    charting.catch_up(NOW)
    now, before = Hour.objects.order_by("-at")[:2]
    assert (now.arrived, now.to_draft, now.to_reply, now.failures) == (2, [2.0, 4.0], [10.0, 30.0], {})
    assert (before.arrived, before.to_draft, before.failures) == (1, [], {"aside": 1})


def test_counted_hours_are_left_alone_and_the_others_follow_in_rounds():
    assert charting.catch_up(NOW, most=30) == 30
    assert Hour.objects.filter(complete=True).count() == 6  # older than a day
    left = 24 * charting.DAYS - 6
    assert charting.catch_up(NOW, most=10_000) == left


@pytest.mark.parametrize(
    ("parts", "share", "expected"),
    [
        ([], 0.5, None),
        ([([], 0)], 0.95, None),
        ([([1.0, 2.0, 3.0, 4.0], 4)], 0.5, 2.0),
        ([(list(map(float, range(1, 101))), 100)], 0.95, 95.0),
        ([([1.0], 1), ([100.0], 9)], 0.5, 100.0),  # a part counts as much as it stands for
    ],
)
def test_percentiles(parts, share, expected):
    assert charting.percentile(parts, share) == expected


def test_a_sample_keeps_both_ends():
    taken = charting.sample([float(second) for second in range(5000)])
    assert (len(taken), taken[0], taken[-1]) == (charting.SAMPLE, 0.0, 4999.0)


def test_the_page_reads_hours_and_no_letters(django_assert_num_queries):
    came(5, read=2, answered=10)
    charting.catch_up(NOW)
    with django_assert_num_queries(2):
        hours, days = charting.hours(), charting.days()
    assert (len(hours), len(days)) == (24, 30)
    assert (hours[-1].arrived, hours[-1].reply_p95, hours[-1].height) == (1, 10.0, 100)
    assert sum(day.arrived for day in days) == 1
    assert charting.words(8.2) == "8 秒"
