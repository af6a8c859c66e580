"""A draft: one 稿件 as it was read, before and during 初审. Most are declined; nothing of Wagtail is made for them."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from newsroom.states import DraftState


class Draft(models.Model):
    """`blocks` is a list of the contract's block dicts; an image block has "picture": id of a DraftPicture's key."""

    letter = models.ForeignKey("newsroom.Letter", on_delete=models.CASCADE, related_name="drafts")
    position = models.PositiveSmallIntegerField(default=1)  # LG-2026-000123-1, -2; one work: no suffix shown
    siblings = models.PositiveSmallIntegerField(default=1)  # works in its letter; here so that a list's numbers need no query
    state = models.CharField(max_length=10, choices=DraftState, default=DraftState.WAITING)
    version = models.PositiveIntegerField(default=1)  # goes up with each change: the second of two editors is told

    title = models.CharField(max_length=200, blank=True)
    list_title = models.CharField(max_length=60, blank=True)
    subtitle = models.CharField(max_length=200, blank=True)
    authors = models.JSONField(default=list, blank=True)
    affiliation = models.CharField(max_length=200, blank=True)
    genre = models.CharField(max_length=10, blank=True)
    blocks = models.JSONField(default=list, blank=True)
    text = models.TextField(blank=True)  # plain, for lists, checks and search
    bio = models.TextField(blank=True)
    source = models.CharField(max_length=200, blank=True)  # of a reprint
    words = models.PositiveIntegerField(default=0)
    flags = models.JSONField(default=list, blank=True)
    checks = models.JSONField(default=list, blank=True)
    evidence = models.JSONField(default=dict, blank=True)  # field -> {"why": "...", "confidence": 0.9}
    removed = models.JSONField(default=list, blank=True)  # [[text, why]], contacts masked
    came_from = models.CharField(max_length=300, blank=True)  # "body", or the name of the file it was read from

    column = models.ForeignKey("newsroom.ColumnPage", null=True, blank=True, on_delete=models.SET_NULL, related_name="drafts")
    columns = models.JSONField(default=list, blank=True)  # three suggestions: name, confidence, reasons
    column_confirmed = models.BooleanField(default=False)

    received_at = models.DateTimeField(db_index=True)
    due_at = models.DateTimeField(null=True, blank=True)  # the author was promised an answer by then
    changes_due = models.DateField(null=True, blank=True)  # 退改: the author's date
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)
    before_decision = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)  # what 撤销 puts back
    article = models.OneToOneField("newsroom.ArticlePage", null=True, blank=True, on_delete=models.SET_NULL, related_name="draft")

    class Meta:
        verbose_name = "来稿"
        ordering = ["-received_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["letter", "position"], name="draft_position_once")]
        indexes = [
            models.Index(fields=["received_at", "id"], name="draft_queue", condition=Q(state="waiting")),
            models.Index(fields=["state", "received_at", "id"], name="draft_by_state"),
            models.Index(fields=["column", "state", "received_at"], name="draft_by_column"),
            models.Index(fields=["decided_at"], name="draft_by_decision"),
        ]
        permissions = [("triage_draft", "初审来稿")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def number(self) -> str:
        """LG-2026-000123, with -N when its letter has several works."""
        return self.letter.number if self.siblings == 1 else f"{self.letter.number}-{self.position}"

    @property
    def byline(self) -> str:
        return " ".join(self.authors)


class DraftPicture(models.Model):
    """A picture of a draft: its web form and its original are in the vault until 送审."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="pictures")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=64)  # what image blocks call it: SHA-256 of the original
    web_sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=300, blank=True)
    content_type = models.CharField(max_length=40)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    selected = models.BooleanField(default=True)
    why_unselected = models.CharField(max_length=100, blank=True)

    class Meta:
        verbose_name = "来稿图片"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["draft", "key"], name="draft_picture_once")]

    def __str__(self) -> str:
        return self.name


class DraftVersion(models.Model):
    """What a draft was before a revision replaced it. Append-only."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="versions")
    letter = models.ForeignKey("newsroom.Letter", null=True, on_delete=models.SET_NULL, related_name="+")  # brought the next one
    version = models.PositiveIntegerField()
    content = models.JSONField()  # the replaced fields
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "来稿版本"
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"{self.draft_id} v{self.version}"


class Correction(models.Model):
    """An editor changed or confirmed a guess. Append-only, and the truth the learner is made from."""

    draft = models.ForeignKey(Draft, null=True, on_delete=models.SET_NULL, related_name="corrections")
    field = models.CharField(max_length=20)  # column | title | authors | intent
    guessed = models.TextField(blank=True)
    chosen = models.TextField(blank=True)
    why = models.TextField(blank=True)  # the evidence the guess gave
    text = models.TextField(blank=True)  # title and head of the text; a column's lesson has its own
    offered = models.JSONField(default=list, blank=True)  # of a column: the names that were suggested, best first
    lesson = models.JSONField(default=dict, blank=True)  # of a column: what the learner learns (intake.columns.Correction)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "更正"
        ordering = ["id"]
        indexes = [models.Index(fields=["field", "id"], name="correction_by_field")]

    def __str__(self) -> str:
        return f"{self.field}: {self.guessed} → {self.chosen}"
