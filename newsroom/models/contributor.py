"""A contributor, known by mail address."""

from __future__ import annotations

from django.db import models


class Contributor(models.Model):
    """`silent_until`: nobody is written to before then (the address failed permanently)."""

    address = models.CharField(max_length=254, unique=True)  # lower case
    name = models.CharField(max_length=100, blank=True)
    first_seen = models.DateTimeField(auto_now_add=True)
    silent_until = models.DateTimeField(null=True, blank=True)
    silent_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "投稿人"

    def __str__(self) -> str:
        return self.name or self.address
