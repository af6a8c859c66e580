"""The register: numbers given out, who did what, who is alive."""

from __future__ import annotations

from django.conf import settings
from django.db import models, transaction


class Counter(models.Model):
    """One row a series ("LG-2026"). `next_of` hands out each number once, also to two processes at the same time."""

    series = models.CharField(max_length=32, unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "编号"

    def __str__(self) -> str:
        return f"{self.series}: {self.last}"

    @classmethod
    def next_of(cls, series: str) -> int:
        """The next number of the series, from 1. Call inside the transaction that uses it: rolled back, it is given again."""
        with transaction.atomic():
            cls.objects.get_or_create(series=series)
            cls.objects.filter(series=series).update(last=models.F("last") + 1)
            return cls.objects.values_list("last", flat=True).get(series=series)


class AuditEntry(models.Model):
    """Append-only: person, action, object, reason. Decisions, openings of raw mail and originals, ops actions."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    action = models.CharField(max_length=40, db_index=True)  # send-on, decline, hold, changes, reread, open-raw, …
    target = models.CharField(max_length=80, db_index=True)  # LG-2026-000001, draft 12, reply 7
    detail = models.TextField(blank=True)

    class Meta:
        verbose_name = "操作记录"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.action} {self.target}"


class Pause(models.Model):
    """A queue on which nobody is to work: mail, documents or replies. No row, no pause."""

    queue = models.CharField(max_length=20, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "暂停"

    def __str__(self) -> str:
        return self.queue


class Hour(models.Model):
    """What happened in one hour, for the charts: a million letters are counted once, not at every look.

    `to_draft`, `to_reply`: seconds from arrival until read, and until the acknowledgement left; at most 100 of them, evenly picked
    from the sorted.
    """

    at = models.DateTimeField(unique=True)  # its beginning
    arrived = models.PositiveIntegerField(default=0)
    to_draft = models.JSONField(default=list, blank=True)
    to_reply = models.JSONField(default=list, blank=True)
    drafted = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    failures = models.JSONField(default=dict, blank=True)  # kind -> how many
    complete = models.BooleanField(default=False)  # what arrived then has been answered, or is a day old: not counted again

    class Meta:
        verbose_name = "每小时"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H}: {self.arrived}"


class Beat(models.Model):
    """A process says that it lives: poller, worker, schedule. Older than three of its intervals means gone."""

    name = models.CharField(max_length=120, unique=True)  # worker@host:mail
    kind = models.CharField(max_length=20)  # poller | worker | schedule
    pid = models.PositiveIntegerField(default=0)
    every = models.PositiveIntegerField(default=30)  # seconds between beats
    seen_at = models.DateTimeField()
    doing = models.CharField(max_length=200, blank=True)  # task in hand, in words
    since = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "进程"

    def __str__(self) -> str:
        return self.name
