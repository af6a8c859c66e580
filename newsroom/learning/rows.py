"""Correction rows as the learner takes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.db.models import QuerySet

from intake.columns import Correction as Lesson
from intake.model import Column
from newsroom.models import ColumnMerge, Correction


def rows(after: int = 0) -> QuerySet[Correction]:
    """The corrections that teach a column, oldest first, those newer than the row `after`. Taking a column away teaches nothing."""
    return Correction.objects.filter(field="column", id__gt=after).exclude(lesson={}).order_by("id")


def lessons(ids: Iterable[int], merged: Mapping[str, str]) -> list[Lesson]:
    """What these rows teach, in their order; a column that went into another is read as that one."""
    found = Correction.objects.in_bulk(list(ids))
    taught = [Lesson.from_json(found[pk].lesson) for pk in sorted(found)]
    return [replace(one, column=merged.get(one.column, one.column)) for one in taught]


def last_of_each_draft(ids: Sequence[tuple[int, int | None]]) -> list[int]:
    """Of (row, draft) in order: the rows whose word is the draft's last. An editor who chose twice meant the second."""
    last = {draft if draft is not None else -row: row for row, draft in ids}
    return sorted(last.values())


def merged(columns: Sequence[Column]) -> dict[str, str]:
    """Old column -> the open one it is in now, over several merges. A column that was opened again stands for itself."""
    into = {str(old): str(new) for old, new in ColumnMerge.objects.order_by("id").values_list("old", "into")}
    here = {column.key for column in columns}
    found = {}
    for old in into:
        now, passed = into[old], {old}
        while now not in here and now in into and now not in passed:
            passed.add(now)
            now = into[now]
        if now in here and old not in here:
            found[old] = now
    return found
