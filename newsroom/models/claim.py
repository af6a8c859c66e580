"""认领: somebody says that a work on the site is theirs. A case with article, deadline and result."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from newsroom.states import ClaimResult


class Claim(models.Model):
    """Open while `result` is empty. The claimant's words and proofs are in the letter and those that join it."""

    letter = models.OneToOneField("newsroom.Letter", on_delete=models.CASCADE, related_name="claim")
    article = models.ForeignKey("newsroom.ArticlePage", null=True, blank=True, on_delete=models.SET_NULL, related_name="claims")
    due_on = models.DateField()
    result = models.CharField(max_length=12, choices=ClaimResult, blank=True)
    note = models.TextField(blank=True)  # what the claimant is told besides
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "认领"
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return self.letter.number
