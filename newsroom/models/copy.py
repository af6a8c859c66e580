"""重稿: the keys under which a text is found again, and the pairs that were found."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CopyKind(models.TextChoices):
    """What the comparison found (intake.copies.kinds), and what a person may call it."""

    SAME = "same", _("同一稿")
    REVISION = "revision", _("修改稿")
    OTHER_AUTHOR = "other-author", _("他人之作")
    EXCERPT = "excerpt", _("摘录")
    DIFFERENT = "different", _("不同稿")  # only a person says so


class CopyText(models.Model):
    """A text that others are compared with: a draft's, or that of an article made by hand. `scheme`: how its keys were made."""

    draft = models.OneToOneField("newsroom.Draft", null=True, blank=True, on_delete=models.CASCADE, related_name="copy_text")
    article = models.OneToOneField("newsroom.ArticlePage", null=True, blank=True, on_delete=models.CASCADE, related_name="copy_text")
    scheme = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)  # SHA-256 of the text: an unchanged one is not indexed again
    compared = models.BooleanField(default=False)  # what it is a copy of has been looked for

    class Meta:
        verbose_name = "比对文本"
        constraints = [
            models.CheckConstraint(condition=Q(draft__isnull=False) ^ Q(article__isnull=False), name="copy_text_of_one"),
        ]

    def __str__(self) -> str:
        return f"draft {self.draft_id}" if self.draft_id else f"article {self.article_id}"


class CopyKey(models.Model):
    """One key of a text. A key has a bounded number of rows (newsroom.copying.MOST_A_KEY): what everybody writes finds nobody."""

    text = models.ForeignKey(CopyText, on_delete=models.CASCADE, related_name="keys")
    band = models.SmallIntegerField()  # which runs the key is made of (intake.copies.sketch)
    key = models.IntegerField()

    class Meta:
        verbose_name = "比对键"
        indexes = [models.Index(fields=["key", "band", "text"], name="copy_key")]

    def __str__(self) -> str:
        return f"{self.band}:{self.key}"


class NearCopy(models.Model):
    """`draft` has much of the text of another draft, or of an article made by hand. Shares are 0..1 of characters."""

    draft = models.ForeignKey("newsroom.Draft", on_delete=models.CASCADE, related_name="near_copies")
    other_draft = models.ForeignKey("newsroom.Draft", null=True, blank=True, on_delete=models.CASCADE, related_name="copied_by")
    other_article = models.ForeignKey("newsroom.ArticlePage", null=True, blank=True, on_delete=models.CASCADE, related_name="copied_by")
    kind = models.CharField(max_length=12, choices=CopyKind)
    containment = models.FloatField()  # of the draft in the other
    containment_other = models.FloatField()  # of the other in the draft
    passage = models.TextField(blank=True)  # the longest shared one, as typed in the draft
    found_at = models.DateTimeField(auto_now_add=True)
    verdict = models.CharField(max_length=12, choices=CopyKind, null=True, blank=True)
    verdict_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    verdict_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "重稿"
        ordering = ["-containment", "id"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "other_draft"], name="near_copy_of_draft"),
            models.UniqueConstraint(fields=["draft", "other_article"], name="near_copy_of_article"),
            models.CheckConstraint(condition=Q(other_draft__isnull=False) ^ Q(other_article__isnull=False), name="near_copy_of_one"),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.kind} {self.other_draft_id or self.other_article_id}"
