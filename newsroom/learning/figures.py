"""How well columns are suggested, which are confused, which are starved: what the desk's chart shows. Reads rows, changes none."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Substr
from django.utils import timezone

from newsroom.models import ArticlePage, ColumnPage, Correction, Draft

STARVED_DAYS = 30


@dataclass(frozen=True)
class Week:
    """Decisions of one week: of `number`, how many had the right column suggested first, or among the three. Percent."""

    begins: date
    number: int
    first: int
    three: int


@dataclass(frozen=True)
class Confusion:
    guessed: str
    chosen: str
    times: int
    share: int  # percent of the most frequent one


@dataclass(frozen=True)
class State:
    """A column in the days looked at."""

    page: ColumnPage
    came: int  # drafts that stand in it now
    published: int
    last: datetime | None
    came_share: int  # percent of the fullest column
    published_share: int
    young: bool = False  # the site has published for less than STARVED_DAYS: nothing can be starved yet

    @property
    def idle(self) -> int | None:
        """Days since its last article, None when there never was one."""
        return (timezone.now() - self.last).days if self.last else None

    @property
    def starved(self) -> bool:
        return not self.young and (self.idle is None or self.idle >= STARVED_DAYS)


def decided(days: int) -> list[tuple[datetime, list[str], str]]:
    """(moment, suggested, chosen) of each draft whose column an editor confirmed or changed; the draft's last word counts."""
    since = timezone.now() - timedelta(days=days)
    rows = Correction.objects.filter(field="column", at__gte=since).exclude(offered=[]).order_by("id")
    last = {
        draft or -pk: (at, offered, chosen)
        for pk, draft, at, offered, chosen in rows.values_list("id", "draft_id", "at", "offered", "chosen")
    }
    return list(last.values())


def weeks(found: list[tuple[datetime, list[str], str]]) -> list[Week]:
    """Oldest first; weeks without a decision are left out."""
    of: dict[date, list[tuple[bool, bool]]] = {}
    for at, offered, chosen in found:
        day = timezone.localtime(at).date()
        of.setdefault(day - timedelta(days=day.weekday()), []).append((offered[0] == chosen, chosen in offered))
    return [
        Week(monday, len(hits), round(100 * sum(a for a, _ in hits) / len(hits)), round(100 * sum(b for _, b in hits) / len(hits)))
        for monday, hits in sorted(of.items())
    ]


def confusions(found: list[tuple[datetime, list[str], str]], limit: int = 12) -> list[Confusion]:
    """The most frequent pairs of (suggested first, chosen instead)."""
    pairs = Counter((offered[0], chosen) for _at, offered, chosen in found if offered[0] != chosen)
    most = max(pairs.values(), default=1)
    return [Confusion(guessed, chosen, times, round(100 * times / most)) for (guessed, chosen), times in pairs.most_common(limit)]


def columns(days: int) -> list[State]:
    """Every open column, the hungriest first. Three queries."""
    since = timezone.now() - timedelta(days=days)
    pages = list(ColumnPage.objects.filter(closed=False).order_by("row", "position"))
    came = dict(Draft.objects.filter(received_at__gte=since).order_by().values_list("column").annotate(n=Count("pk")))
    length = len(pages[0].path) if pages else 0
    articles = ArticlePage.objects.filter(live=True).annotate(parent=Substr("path", 1, length)).order_by().values("parent")
    facts = articles.annotate(
        n=Count("pk", filter=Q(first_published_at__gte=since)), last=Max("first_published_at"), begun=Min("first_published_at")
    )
    by_path = {row["parent"]: row for row in facts}
    begun = min((row["begun"] for row in by_path.values() if row["begun"]), default=None)
    young = begun is None or begun > timezone.now() - timedelta(days=STARVED_DAYS)
    most = max([1, *came.values(), *(row["n"] for row in by_path.values())])
    states = []
    for page in pages:
        row = by_path.get(page.path, {"n": 0, "last": None})
        n = came.get(page.pk, 0)
        states.append(State(page, n, row["n"], row["last"], round(100 * n / most), round(100 * row["n"] / most), young))
    return sorted(states, key=lambda state: (state.came, -(state.idle if state.idle is not None else 100_000)))
