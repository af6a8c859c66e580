"""A new snapshot from the corrections: every 50 of them while there are few, every 500 later, and when the desk changed its columns.

Seconds to a minute of CPU, never in a transaction and never in a web process: the schedule rings, a worker does it.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import replace
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone

from intake.columns import Snapshot, learn, refit, start
from intake.columns.learner import REFIT_AT_MOST
from intake.columns.learner import Correction as Lesson
from intake.model import Column
from newsroom import audit, bell
from newsroom.columns import open_columns
from newsroom.models import LearnerSnapshot

from . import storing
from .rows import last_of_each_draft, lessons, merged, rows

log = logging.getLogger(__name__)

FEW, EVERY_FEW, EVERY = 500, 50, 500
#: On PostgreSQL a row may be committed after one with a higher id. Younger rows are left to the replay, so that none is passed over.
SETTLED = timedelta(seconds=5)
GIVEN_UP = timedelta(minutes=20)  # a refit of which nothing was heard for so long has died


class NoSuchVersion(ValueError):
    """There is no snapshot of that version, or its file was given up; the message is Chinese."""


def active() -> LearnerSnapshot | None:
    return LearnerSnapshot.objects.filter(active=True).first()


def due() -> bool:
    """Whether a refit would be worth its while."""
    now = active()
    new = rows(now.upto if now else 0).count()
    if now is None:
        return new >= EVERY_FEW
    if new >= (EVERY_FEW if now.seen < FEW else EVERY):
        return True
    return now.columns != fingerprint(open_columns()) or not storing.is_here(now)


def ring_when_due() -> None:
    """For the schedule: have a worker look."""
    if due():
        bell.ring("learn", 0, "learn")


def refit_when_due() -> LearnerSnapshot | None:
    """For the worker: the new version, or None when there is nothing to do or another is at it."""
    now = active()
    return _refit(now, now.left_out if now else []) if due() else None


def rebuild() -> LearnerSnapshot | None:
    """From every correction, those a rollback had taken out included. None when another refit is at work."""
    return _refit(active(), [])


@transaction.atomic
def roll_back(version: int, person=None) -> LearnerSnapshot:
    """A new version with the snapshot of an old one. The corrections made since that one count no more, until a rebuild; new ones do.

    Raises NoSuchVersion.
    """
    old = LearnerSnapshot.objects.exclude(at=None).filter(version=version).first()
    if old is None or not storing.is_here(old):
        raise NoSuchVersion(f"没有可用的版本 {version}（laigao learn --list 列出各版本）")
    newest = rows().aggregate(last=Max("id"))["last"] or 0
    out = [*old.left_out, [old.upto + 1, newest]] if newest > old.upto else old.left_out
    made = LearnerSnapshot(version=_next(), file=old.file, sha256=old.sha256, columns=old.columns, upto=max(newest, old.upto))
    made.seen, made.score, made.left_out, made.back_to = old.seen, old.score, out, old.back_to or old.version
    _activate(made)
    audit.record(person, "learner-back", made, f"→ v{version}")
    return made


def fingerprint(columns: tuple[Column, ...]) -> str:
    """Another one when the desk changed what a column is called or says of itself."""
    return hashlib.sha256(repr(sorted(repr(replace(column, row=1)) for column in columns)).encode("utf-8", "replace")).hexdigest()


def _refit(before: LearnerSnapshot | None, left_out: list[list[int]]) -> LearnerSnapshot | None:
    row = _begin()
    if row is None:
        return None
    try:
        columns = open_columns()
        wanted = rows().filter(at__lt=timezone.now() - SETTLED).exclude(_in(left_out))
        ids = list(wanted.values_list("id", "draft_id"))
        snapshot = _made(columns, lessons(last_of_each_draft(ids)[-REFIT_AT_MOST:], merged(columns)))
        row.file, row.sha256 = storing.write(snapshot, row.version)
        row.columns, row.left_out = fingerprint(columns), left_out
        row.upto = max([ids[-1][0] if ids else 0, *(last for _first, last in left_out)])
        row.seen, row.score = snapshot.seen, snapshot.score
        return _finish(row, before)
    except BaseException:
        LearnerSnapshot.objects.filter(pk=row.pk, at=None).delete()
        raise


def _made(columns: tuple[Column, ...], taught: list[Lesson]) -> Snapshot:
    """Of too few, a refit holds back what it should learn from: then they are learned one by one, as they came."""
    return refit(columns, taught) if len(taught) >= EVERY_FEW else learn(start(columns), taught)


def _in(ranges: list[list[int]]) -> Q:
    found = Q(pk__in=[])
    for first, last in ranges:
        found |= Q(id__range=(first, last))
    return found


def _begin() -> LearnerSnapshot | None:
    """The next version's row, for one process at a time."""
    LearnerSnapshot.objects.filter(at=None, started_at__lt=timezone.now() - GIVEN_UP).delete()
    if LearnerSnapshot.objects.filter(at=None).exists():
        return None
    try:
        with transaction.atomic():
            return LearnerSnapshot.objects.create(version=_next())
    except IntegrityError:
        return None


def _finish(row: LearnerSnapshot, before: LearnerSnapshot | None) -> LearnerSnapshot | None:
    """It becomes the active one, unless somebody rolled back or rebuilt meanwhile."""
    with transaction.atomic():
        now = LearnerSnapshot.objects.select_for_update().filter(active=True).first()
        if (now and now.pk) != (before and before.pk):
            LearnerSnapshot.objects.filter(pk=row.pk).delete()
            return None
        _activate(row)
    storing.prune()
    log.info("learner v%s: %s corrections, score %s", row.version, row.seen, row.score)
    return row


def _activate(row: LearnerSnapshot) -> None:
    LearnerSnapshot.objects.filter(active=True).update(active=False)
    row.active, row.at = True, timezone.now()
    row.save()


def _next() -> int:
    return (LearnerSnapshot.objects.aggregate(last=Max("version"))["last"] or 0) + 1
