"""What the one on call looks at: the mail's way in numbers, who is alive, what is stuck and why. Reads rows, changes none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Min
from django.utils import timezone

from newsroom import bell
from newsroom.models import ArticlePage, Beat, Draft, Letter, MailboxState, Pause, Reply
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
    """The stations from the mailbox to the page. Each number is counted along an index: no query grows with the letters of old."""
    today = _today()
    waiting = Letter.objects.filter(state=LetterState.KEPT).aggregate(n=Count("id"), oldest=Min("kept_at"))
    letters = waiting | {
        "aside": Letter.objects.filter(state=LetterState.SET_ASIDE).count(),
        "kept": Letter.objects.filter(kept_at__gte=today).count(),
        "read": Letter.objects.filter(read_at__gte=today).count(),
    }
    replies = Reply.objects.filter(state=ReplyState.WAITING).aggregate(n=Count("id"), oldest=Min("created_at")) | {
        "failed": Reply.objects.filter(state__in=[ReplyState.FAILED, ReplyState.UNCERTAIN]).count(),
        "sent": Reply.objects.filter(sent_at__gte=today).count(),
    }
    drafts = Draft.objects.filter(state=DraftState.WAITING).aggregate(n=Count("id"), oldest=Min("received_at"))
    decided = Draft.objects.filter(decided_at__gte=today).count()
    articles = ArticlePage.objects.filter(live=False).aggregate(n=Count("pk"), oldest=Min("latest_revision_created_at"))
    live = ArticlePage.objects.filter(live=True, first_published_at__gte=today).count()
    return [
        Step("收信", 0, letters["kept"]),
        Step("读信", letters["n"], letters["read"], letters["oldest"], letters["aside"], "搁置"),
        Step("回信", replies["n"], replies["sent"], replies["oldest"], replies["failed"], "失败或不确定"),
        Step("初审", drafts["n"], decided, drafts["oldest"]),
        Step("复审 · 终审", articles["n"], live, articles["oldest"]),
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
    pause: Pause | None = None  # somebody has stopped it


def queues() -> list[Queue]:
    """The three queues: rows that wait, and rings in the broker beside them."""
    rings = bell.waiting()
    by_queue = {
        row["queue"]: row
        for row in Letter.objects.filter(state=LetterState.KEPT).values("queue").annotate(rows=Count("id"), oldest=Min("kept_at"))
    }
    stopped = {row.queue: row for row in Pause.objects.select_related("by")}
    letters = [
        Queue(
            name,
            title,
            by_queue.get(name, {}).get("rows", 0),
            by_queue.get(name, {}).get("oldest"),
            rings and rings.get(name, 0),
            stopped.get(name),
        )
        for name, title in (("mail", "普通来信"), ("documents", "带文档的来信"))
    ]
    out = Reply.objects.filter(state=ReplyState.WAITING).aggregate(rows=Count("id"), oldest=Min("created_at"))
    return [*letters, Queue("replies", "去信", out["rows"], out["oldest"], rings and rings.get("replies", 0), stopped.get("replies"))]


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


def by_state() -> list[tuple[str, int]]:
    """All letters by state, counted at most once a minute: this one number does grow with them."""
    return cache.get_or_set("laigao-letters-by-state", _count_states, 60)


def _count_states() -> list[tuple[str, int]]:
    counts = dict(Letter.objects.order_by().values_list("state").annotate(n=Count("id")))
    return [(str(state.label), counts.get(state, 0)) for state in LetterState]
