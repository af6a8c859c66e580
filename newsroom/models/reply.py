"""A letter of ours: written in the transaction that decides it, sent later, once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from newsroom.states import DEFAULT_PRIORITY, ReplyKind, ReplyState


class Reply(models.Model):
    """`once` makes a letter of a kind unique for what it is about: "received:LG-2026-000001"."""

    letter = models.ForeignKey("newsroom.Letter", on_delete=models.CASCADE, related_name="replies")
    draft = models.ForeignKey("newsroom.Draft", null=True, blank=True, on_delete=models.SET_NULL, related_name="replies")
    kind = models.CharField(max_length=20, choices=ReplyKind)
    once = models.CharField(max_length=80, unique=True)
    state = models.CharField(max_length=10, choices=ReplyState, default=ReplyState.WAITING)
    priority = models.PositiveSmallIntegerField(default=DEFAULT_PRIORITY)
    to_name = models.CharField(max_length=200, blank=True)
    to_address = models.CharField(max_length=254)
    subject = models.CharField(max_length=500)
    body_text = models.TextField()
    body_html = models.TextField(blank=True)
    message_id = models.CharField(max_length=300, unique=True)  # ours, set when written: QQ keeps it in X-OQ-MSGID
    server_message_id = models.CharField(max_length=300, blank=True, db_index=True)  # what QQ made of it
    in_reply_to = models.CharField(max_length=300, blank=True)
    references = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    not_before = models.DateTimeField()  # the undo window
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    rung_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)  # Chinese

    class Meta:
        verbose_name = "去信"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["priority", "not_before"], name="reply_to_send", condition=Q(state="waiting")),
            models.Index(fields=["state", "created_at"], name="reply_by_state"),
            models.Index(fields=["created_at"], name="reply_by_writing"),
            models.Index(fields=["sent_at"], name="reply_by_sending"),
        ]

    def __str__(self) -> str:
        return f"{self.once} {self.state}"
