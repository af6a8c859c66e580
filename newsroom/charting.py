"""The charts of 运维: arrivals, how long an author waits, failures by kind.

Counted hour by hour into rows; the page reads at most 745 of them, however many letters there are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils import timezone

from .models import Hour, Letter, Reply
from .states import LetterState, ReplyKind, ReplyState

HOUR = timedelta(hours=1)
DAYS = 30
MOST = 20_000  # letters of one hour that are looked at for their waiting times
SAMPLE = 100
ROUND = 48  # hours counted in one round: the first one on an old mailbox must not hold the schedule up
#: Letters that say "we have it".
ACKNOWLEDGEMENTS = (ReplyKind.RECEIVED, ReplyKind.RECEIVED_NOTHING, ReplyKind.TOO_LARGE, ReplyKind.REVISION_RECEIVED)
FAILURES = {"aside": "搁置的来信", "failed": "发送失败", "uncertain": "不确定的去信"}


def catch_up(now: datetime | None = None, most: int = ROUND) -> int:
    """Count the hours that are not counted to their end, newest first; returns how many. Called by the schedule."""
    now = now or timezone.now()
    this = now.replace(minute=0, second=0, microsecond=0)
    done = set(Hour.objects.filter(at__gt=this - timedelta(days=DAYS), complete=True).values_list("at", flat=True))
    open_hours = [at for step in range(24 * DAYS) if (at := this - step * HOUR) not in done][:most]
    for at in open_hours:
        _count(at, now)
    Hour.objects.filter(at__lt=this - timedelta(days=DAYS + 5)).delete()
    return len(open_hours)


def _count(at: datetime, now: datetime) -> None:
    letters = Letter.objects.filter(kept_at__gte=at, kept_at__lt=at + HOUR)
    replies = Reply.objects.filter(created_at__gte=at, created_at__lt=at + HOUR)
    to_draft = [(read - kept).total_seconds() for kept, read in _pairs(letters.filter(read_at__isnull=False), "kept_at", "read_at")]
    sent = Reply.objects.filter(letter__in=letters, kind__in=ACKNOWLEDGEMENTS, sent_at__isnull=False)
    to_reply = [(left - kept).total_seconds() for kept, left in _pairs(sent, "letter__kept_at", "sent_at")]
    failures = {"aside": letters.filter(state=LetterState.SET_ASIDE).count()}
    troubled = replies.filter(state__in=[ReplyState.FAILED, ReplyState.UNCERTAIN]).order_by().values_list("state")
    failures |= dict(troubled.annotate(n=Count("id")))
    facts = {
        "arrived": letters.count(),
        "to_draft": sample(to_draft),
        "to_reply": sample(to_reply),
        "drafted": len(to_draft),
        "answered": len(to_reply),
        "failures": {kind: count for kind, count in failures.items() if count},
        # a re-read of yesterday's letter is no delay of yesterday
        "complete": now - at > timedelta(days=1),
    }
    Hour.objects.update_or_create(at=at, defaults=facts)


def _pairs(rows, *names: str) -> Iterable[tuple[datetime, datetime]]:
    return rows.order_by().values_list(*names)[:MOST]


def sample(seconds: list[float]) -> list[float]:
    """At most SAMPLE of them, evenly picked from the sorted: enough for p50 and p95, and they can be joined to a day's."""
    ordered = [round(max(0.0, one), 1) for one in sorted(seconds)]
    if len(ordered) <= SAMPLE:
        return ordered
    return [ordered[round(step * (len(ordered) - 1) / (SAMPLE - 1))] for step in range(SAMPLE)]


def percentile(parts: Iterable[tuple[list[float], int]], share: float) -> float | None:
    """The seconds within which `share` (0..1) were done. A part: (its sample, how many it stands for). None when nothing was."""
    weighted = sorted((value, count / len(values)) for values, count in parts if values for value in values)
    if not weighted:
        return None
    sums, total = [], 0.0
    for _value, weight in weighted:
        total += weight
        sums.append(total)
    return weighted[min(bisect_left(sums, share * total - 1e-9), len(weighted) - 1)][0]


@dataclass(frozen=True)
class Bar:
    """One hour or one day. Heights are percent of the highest; times in seconds, None when nobody was answered."""

    at: datetime
    arrived: int
    draft_p50: float | None
    draft_p95: float | None
    reply_p50: float | None
    reply_p95: float | None
    failures: dict[str, int]
    height: int = 0
    p50_height: int = 0
    p95_height: int = 0

    @property
    def draft_said(self) -> str:
        return f"{words(self.draft_p50)} / {words(self.draft_p95)}"

    @property
    def reply_said(self) -> str:
        return f"{words(self.reply_p50)} / {words(self.reply_p95)}"

    @property
    def failed(self) -> int:
        return sum(self.failures.values())


def hours() -> list[Bar]:
    """The last 24 hours, oldest first."""
    this = timezone.localtime().replace(minute=0, second=0, microsecond=0)
    return _bars([this - step * HOUR for step in reversed(range(24))], HOUR)


def days() -> list[Bar]:
    """The last 30 days, oldest first; a day begins at midnight here."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return _bars([today - timedelta(days=step) for step in reversed(range(DAYS))], timedelta(days=1))


def _bars(starts: list[datetime], length: timedelta) -> list[Bar]:
    rows = list(Hour.objects.filter(at__gte=starts[0], at__lt=starts[-1] + length).order_by("at"))
    bars = [_bar(start, [row for row in rows if start <= row.at < start + length]) for start in starts]
    most = max((bar.arrived for bar in bars), default=0) or 1
    longest = max((bar.reply_p95 or 0 for bar in bars), default=0) or 1
    return [
        Bar(
            **{name: getattr(bar, name) for name in ("at", "arrived", "draft_p50", "draft_p95", "reply_p50", "reply_p95", "failures")},
            height=round(100 * bar.arrived / most),
            p50_height=round(100 * (bar.reply_p50 or 0) / longest),
            p95_height=round(100 * (bar.reply_p95 or 0) / longest),
        )
        for bar in bars
    ]


def _bar(at: datetime, rows: list[Hour]) -> Bar:
    failures: dict[str, int] = {}
    for row in rows:
        for kind, count in row.failures.items():
            failures[kind] = failures.get(kind, 0) + count
    drafts = [(row.to_draft, row.drafted) for row in rows]
    replies = [(row.to_reply, row.answered) for row in rows]
    times = [percentile(parts, share) for parts in (drafts, replies) for share in (0.5, 0.95)]
    return Bar(at, sum(row.arrived for row in rows), *times, failures)


def words(seconds: float | None) -> str:
    """A waiting time for people: 8 秒, 3 分, 2.5 小时."""
    if seconds is None:
        return "–"
    if seconds < 90:
        return f"{seconds:.0f} 秒"
    return f"{seconds / 60:.0f} 分" if seconds < 5400 else f"{seconds / 3600:.1f} 小时"


def chart(title: str, form: str, bars: list[Bar]) -> dict:
    """What the page draws: `form` is the date format of a bar's name; the words of the last day or month stand beside it."""
    failures: dict[str, int] = {}
    for bar in bars:
        for kind, count in bar.failures.items():
            failures[FAILURES.get(kind, kind)] = failures.get(FAILURES.get(kind, kind), 0) + count
    answered = [bar for bar in bars if bar.reply_p95 is not None]
    return {
        "title": title,
        "form": form,
        "bars": bars,
        "width": 10 * len(bars),
        "arrived": sum(bar.arrived for bar in bars),
        "slowest": words(max((bar.reply_p95 for bar in answered), default=None)),
        "failures": sorted(failures.items()),
    }
