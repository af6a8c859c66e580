"""What the learner of columns remembers: snapshots, each a file in the private storage, and columns that went into others."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class LearnerSnapshot(models.Model):
    """One version. Made from the corrections up to `upto`; every process replays the newer rows on the active one.

    A row without a file is a refit at work: the next version number is taken by whoever makes it.
    """

    version = models.PositiveIntegerField(unique=True)
    file = models.CharField(max_length=120, blank=True)  # name in the private storage
    sha256 = models.CharField(max_length=64, blank=True)
    columns = models.CharField(max_length=64, blank=True)  # fingerprint of what the columns said of themselves
    upto = models.BigIntegerField(default=0)  # id of the last correction it knows
    seen = models.PositiveIntegerField(default=0)  # corrections learned
    score = models.FloatField(null=True, blank=True)  # first places right among corrections held back, 0..1
    left_out = models.JSONField(default=list, blank=True)  # [[first id, last id]]: corrections taken out by a rollback
    back_to = models.PositiveIntegerField(null=True, blank=True)  # the version a rollback went back to
    active = models.BooleanField(default=False)
    started_at = models.DateTimeField(auto_now_add=True)
    at = models.DateTimeField(null=True, blank=True)  # made

    class Meta:
        verbose_name = "学习快照"
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["active"], condition=Q(active=True), name="one_active_snapshot")]
        permissions = [("keep_columns", "管理栏目：看栏目图表、合并栏目")]

    def __str__(self) -> str:
        return f"v{self.version}"


class ColumnMerge(models.Model):
    """A column that went into another. Append-only; corrections keep the old column's id, and are read as the new one's."""

    old = models.PositiveBigIntegerField()  # ids of ColumnPage: the row outlives the page
    old_name = models.CharField(max_length=255)
    into = models.PositiveBigIntegerField()
    into_name = models.CharField(max_length=255)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)  # all its articles have moved

    class Meta:
        verbose_name = "栏目合并"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.old_name} → {self.into_name}"
