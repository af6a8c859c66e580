"""What the one on call looks at: the mail's way in numbers, who is alive, what is stuck and why. Reads rows, changes none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min, Q
from django.db.models.functions import TruncHour
from django.utils import timezone

from newsroom import bell
from newsroom.models import ArticlePage, Beat, Draft, Letter, MailboxState, Reply
from newsroom.states import DraftState, LetterState, ReplyState

#: A process older than this many of its own intervals is gone.
MISSED_BEATS = 3


@dataclass(frozen=True)
class Step:
    """One station of the mail's way. `tone` is calm, busy or bad."""

    name: str
    waiting: int
    done_today: int
    oldest: datetime | None = None
    failed: int = 0
    note: str = ""

    @property
    def tone(self) -> str:
        if self.failed:
            return "bad"
        return "busy" if self.waiting else "calm"


def _today() -> datetime:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def steps() -> list[Step]:
    """The stations from the mailbox to the page. Six aggregate queries, each on an index."""
    today = _today()
    letters = Letter.objects.aggregate(
        waiting=Count("id", filter=Q(state=LetterState.KEPT)),
        oldest=Min("kept_at", filter=Q(state=LetterState.KEPT)),
        aside=Count("id", filter=Q(state=LetterState.SET_ASIDE)),
        kept=Count("id", filter=Q(kept_at__gte=today)),
        read=Count("id", filter=Q(read_at__gte=today)),
    )
    replies = Reply.objects.aggregate(
        waiting=Count("id", filter=Q(state__in=[ReplyState.WAITING, ReplyState.SENDING])),
        oldest=Min("created_at", filter=Q(state=ReplyState.WAITING)),
        failed=Count("id", filter=Q(state__in=[ReplyState.FAILED, ReplyState.UNCERTAIN])),
        sent=Count("id", filter=Q(sent_at__gte=today)),
    )
    drafts = Draft.objects.aggregate(
        waiting=Count("id", filter=Q(state=DraftState.WAITING)),
        oldest=Min("received_at", filter=Q(state=DraftState.WAITING)),
        decided=Count("id", filter=Q(decided_at__gte=today)),
    )
    articles = ArticlePage.objects.aggregate(
        waiting=Count("id", filter=Q(live=False)),
        oldest=Min("latest_revision_created_at", filter=Q(live=False)),
        live=Count("id", filter=Q(live=True, first_published_at__gte=today)),
    )
    return [
        Step("收信", 0, letters["kept"]),
        Step("读信", letters["waiting"], letters["read"], letters["oldest"], letters["aside"], "搁置"),
        Step("回信", replies["waiting"], replies["sent"], replies["oldest"], replies["failed"], "失败或不确定"),
        Step("初审", drafts["waiting"], drafts["decided"], drafts["oldest"]),
        Step("复审 · 终审", articles["waiting"], articles["live"], articles["oldest"]),
    ]


@dataclass(frozen=True)
class Process:
    name: str
    kind: str
    alive: bool
    seen_at: datetime
    doing: str
    since: datetime | None


KINDS = {"poller": "收信进程", "worker": "工作进程", "schedule": "定时进程"}


def processes() -> list[Process]:
    """Every process that ever beat in the last day, the missing kinds told by `missing_kinds`."""
    now = timezone.now()
    rows = Beat.objects.filter(seen_at__gte=now - timedelta(days=1)).order_by("kind", "name")
    return [
        Process(b.name, KINDS.get(b.kind, b.kind), now - b.seen_at < timedelta(seconds=MISSED_BEATS * b.every), b.seen_at, b.doing, b.since)
        for b in rows
    ]


def missing_kinds(found: list[Process]) -> list[str]:
    """Kinds of process of which none is alive."""
    alive = {process.kind for process in found if process.alive}
    return [kind for kind in KINDS.values() if kind not in alive]


@dataclass(frozen=True)
class Queue:
    name: str
    title: str
    rows: int  # work standing in rows: the truth
    oldest: datetime | None
    rings: int | None  # messages in the broker; None when it does not answer


def queues() -> list[Queue]:
    """The three queues: rows that wait, and rings in the broker beside them."""
    rings = bell.waiting()
    by_queue = {
        row["queue"]: row
        for row in Letter.objects.filter(state=LetterState.KEPT).values("queue").annotate(rows=Count("id"), oldest=Min("kept_at"))
    }
    letters = [
        Queue(name, title, by_queue.get(name, {}).get("rows", 0), by_queue.get(name, {}).get("oldest"), rings and rings.get(name, 0))
        for name, title in (("mail", "普通来信"), ("documents", "带文档的来信"))
    ]
    out = Reply.objects.filter(state=ReplyState.WAITING).aggregate(rows=Count("id"), oldest=Min("created_at"))
    return [*letters, Queue("replies", "去信", out["rows"], out["oldest"], rings and rings.get("replies", 0))]


def set_aside(reason: str = "", limit: int = 50) -> list[Letter]:
    """Letters set aside, newest first."""
    found = Letter.objects.filter(state=LetterState.SET_ASIDE)
    if reason:
        found = found.filter(reason=reason)
    return list(found.order_by("-received_at", "-id")[:limit])


def reasons() -> list[tuple[str, int]]:
    """Why letters are set aside, the most frequent first."""
    rows = Letter.objects.filter(state=LetterState.SET_ASIDE).values("reason").annotate(n=Count("id")).order_by("-n", "reason")
    return [(row["reason"], row["n"]) for row in rows[:20]]


def troubled_replies(limit: int = 50) -> list[Reply]:
    """Letters of ours that failed, or of which nobody knows whether they left."""
    states = [ReplyState.FAILED, ReplyState.UNCERTAIN]
    return list(Reply.objects.filter(state__in=states).select_related("letter").order_by("-id")[:limit])


def mailboxes() -> list[MailboxState]:
    return list(MailboxState.objects.order_by("mailbox"))


def sent_today() -> tuple[int, int]:
    """(letters sent today, the day's cap)."""
    return Reply.objects.filter(sent_at__gte=_today()).count(), settings.SMTP["daily_cap"]


@dataclass(frozen=True)
class Bar:
    hour: datetime
    count: int
    height: int  # percent of the tallest


def arrivals() -> list[Bar]:
    """Letters kept in each of the last 24 hours, oldest first."""
    this_hour = timezone.localtime().replace(minute=0, second=0, microsecond=0)
    first = this_hour - timedelta(hours=23)
    rows = Letter.objects.filter(kept_at__gte=first).annotate(hour=TruncHour("kept_at")).values("hour").annotate(n=Count("id")).order_by()
    counts = {row["hour"]: row["n"] for row in rows}
    tallest = max(counts.values(), default=0) or 1
    hours = [first + timedelta(hours=step) for step in range(24)]
    return [Bar(hour, counts.get(hour, 0), round(100 * counts.get(hour, 0) / tallest)) for hour in hours]
