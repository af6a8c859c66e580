"""The queue: which drafts an editor sees, in which order, and the rows as they are shown. Every view costs a bounded number of queries."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.masking import mask
from newsroom.models import Draft, DraftPicture
from newsroom.states import DraftState

from . import labels

PAGE = 40
#: What a row does not show stays in the database: a long text costs more than all the rest of the row.
HEAVY = ("blocks", "text", "checks", "evidence", "removed", "bio", "columns", "before_decision")
AGES = {"1": 1, "3": 3, "7": 7, "30": 30}  # days
SCOPES = [
    ("", _("全部")),
    ("1", _("一天内")),
    ("3", _("三天内")),
    ("7", _("七天内")),
    ("30", _("三十天内")),
    ("overdue", _("已逾期")),
    ("mine", _("我办的")),
]


@dataclass(frozen=True)
class Filters:
    """What the editor asked for; every field may be empty. `order`: old (first come, first read) or new."""

    state: str = DraftState.WAITING
    column: str = ""
    age: str = ""
    flag: str = ""
    q: str = ""
    order: str = "old"

    @classmethod
    def of(cls, query: QueryDict) -> Filters:
        given = {name: query.get(name, "").strip()[:100] for name in cls.__dataclass_fields__ if query.get(name)}
        if given.get("state") not in DraftState.values:
            given.pop("state", None)
        return cls(**given)

    @property
    def query(self) -> str:
        made = QueryDict(mutable=True)
        made.update({name: value for name in self.__dataclass_fields__ if (value := getattr(self, name))})
        return made.urlencode()

    @property
    def narrowed(self) -> bool:
        return any([self.column, self.age, self.flag, self.q])


def chosen(filters: Filters, person) -> QuerySet[Draft]:
    """The drafts the filters ask for, in their order."""
    found = Draft.objects.filter(state=filters.state)
    now = timezone.now()
    if filters.column.isdigit():
        found = found.filter(column_id=int(filters.column))
    elif filters.column == "none":
        found = found.filter(column=None)
    if filters.age in AGES:
        found = found.filter(received_at__gte=now - timedelta(days=AGES[filters.age]))
    elif filters.age == "overdue":
        found = found.filter(due_at__lt=now)
    elif filters.age == "mine":
        found = found.filter(decided_by=person)
    if filters.flag:
        found = _flagged(found, filters.flag)
    if filters.q:
        found = _matching(found, filters.q)
    sign = "" if filters.order == "old" else "-"
    return found.order_by(f"{sign}received_at", f"{sign}id")


def _flagged(found: QuerySet[Draft], flag: str) -> QuerySet[Draft]:
    """Flags stand as JSON text ["no-title", "contest:…"]; both databases search that text."""
    found = found.annotate(flag_text=Cast("flags", TextField()), letter_flag_text=Cast("letter__flags", TextField()))
    return found.filter(Q(flag_text__contains=f'"{flag}') | Q(letter_flag_text__contains=f'"{flag}'))


def _matching(found: QuerySet[Draft], words: str) -> QuerySet[Draft]:
    """Title, author, sender or number. SQLite keeps JSON escaped (\\u5f20), PostgreSQL does not: both forms are asked for."""
    found = found.annotate(author_text=Cast("authors", TextField()))
    for word in words.split():
        escaped = json.dumps(word)[1:-1]
        asked = Q(title__icontains=word) | Q(author_text__icontains=word) | Q(author_text__contains=escaped)
        asked |= Q(letter__sender_name__icontains=word)
        if any(ch.isdigit() for ch in word):
            number = word.upper()
            whole = number.rsplit("-", 1)[0] if number.count("-") == 3 else number  # LG-2026-000123-2 is a work of LG-2026-000123
            asked |= Q(letter__number__endswith=number) | Q(letter__number=whole)
        found = found.filter(asked)
    return found


def rows(filters: Filters, person, after: str = "") -> tuple[list[Draft], str]:
    """A page of rows behind the cursor `after`, and the next cursor ("" at the end). Three queries."""
    found = chosen(filters, person)
    if after:
        moment, _bar, pk = after.partition("|")
        at = datetime.fromisoformat(moment)
        later = Q(received_at__gt=at) | Q(received_at=at, id__gt=int(pk))
        sooner = Q(received_at__lt=at) | Q(received_at=at, id__lt=int(pk))
        found = found.filter(later if filters.order == "old" else sooner)
    page = list(found.select_related("letter", "column").defer(*HEAVY, *(f"letter__{name}" for name in LETTER_HEAVY))[: PAGE + 1])
    more = page[PAGE:]
    page = page[:PAGE]
    cursor = f"{page[-1].received_at.isoformat()}|{page[-1].pk}" if more else ""
    return dressed(page), cursor


LETTER_HEAVY = ("preview", "quoted", "note", "contact", "evidence", "trace", "references")


def dressed(page: list[Draft]) -> list[Draft]:
    """The rows with what the list shows of each: masked title, number of pictures, age, days left, flags."""
    pictures = dict(
        DraftPicture.objects.filter(draft__in=[draft.pk for draft in page])
        .values_list("draft")
        .annotate(Count("pk"))
        .values_list("draft", "pk__count")
    )
    now = timezone.now()
    for draft in page:
        draft.shown_title = mask(draft.title)
        draft.shown_byline = mask(draft.byline)
        draft.picture_count = pictures.get(draft.pk, 0)
        draft.age = _age(now - draft.received_at)
        draft.left = None if draft.due_at is None else (timezone.localtime(draft.due_at).date() - timezone.localdate()).days
        draft.shown_flags = labels.flags([*draft.flags, *draft.letter.flags])
    return page


def _age(span: timedelta) -> str:
    """今天的以分、时计，以后以天计: 12分, 5时, 3天."""
    minutes = max(0, int(span.total_seconds() // 60))
    if minutes < 60:
        return f"{minutes}分"
    return f"{minutes // 60}时" if minutes < 60 * 24 else f"{minutes // 1440}天"


def counts() -> dict[str, int]:
    """How many drafts each state holds. One query over the index of states."""
    return dict(Draft.objects.order_by().values_list("state").annotate(n=Count("pk")))
