"""A letter: one mail, unique by the SHA-256 of its bytes, found at one or more places."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q

from newsroom.states import LetterState

from .fields import EncryptedJSONField


def new_status_key() -> str:
    """192 random bits: whoever holds the address of a status page was given it."""
    return secrets.token_urlsafe(24)


class Letter(models.Model):
    """The row is the queue: a KEPT letter whose lease is free is work to do.

    claim: one conditional UPDATE of (lease_until, attempts), committed before the work begins (newsroom/leases.py).
    """

    number = models.CharField(max_length=20, unique=True)  # LG-2026-000123
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()  # bytes on the server
    complete = models.BooleanField(default=True)  # False: over the size limit, only the header is kept
    state = models.CharField(max_length=10, choices=LetterState, default=LetterState.KEPT)
    reason = models.CharField(max_length=500, blank=True)  # Chinese, for ignored, answered and set-aside letters
    trace = models.TextField(blank=True)  # for ops, behind a fold; no text of the mail
    queue = models.CharField(max_length=10, default="mail")  # mail | documents
    attempts = models.PositiveSmallIntegerField(default=0)
    stage = models.CharField(max_length=20, blank=True)  # what the worker was doing when it last said so
    lease_until = models.DateTimeField(null=True, blank=True)
    rung_at = models.DateTimeField(auto_now_add=True)  # the sweep rings again when this is old
    wanted_at = models.DateTimeField(null=True, blank=True)  # 取回原信: asked for, not yet fetched
    charset = models.CharField(max_length=30, blank=True)  # an editor's choice for a re-read

    received_at = models.DateTimeField()  # INTERNALDATE, or the Date header, or now
    kept_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    # header facts, filled when read (sender and subject at keeping already, for the ops page)
    subject = models.CharField(max_length=500, blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    sender_address = models.CharField(max_length=254, blank=True, db_index=True)
    reply_to = models.CharField(max_length=254, blank=True)
    message_id = models.CharField(max_length=300, blank=True, db_index=True)
    in_reply_to = models.CharField(max_length=300, blank=True)
    references = models.JSONField(default=list, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True, db_index=True)  # same Message-ID, sender, Date, body: a second copy
    copy_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="copies")

    # what was read
    intent = models.CharField(max_length=20, blank=True)
    intent_why = models.CharField(max_length=300, blank=True)
    may_answer = models.BooleanField(default=False)
    refers_to = models.CharField(max_length=24, blank=True)
    joins = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="joined")  # thread
    flags = models.JSONField(default=list, blank=True)
    evidence = models.JSONField(default=dict, blank=True)
    note = models.TextField(blank=True)  # the sender's words to the desk, masked
    quoted = models.TextField(blank=True)
    preview = models.TextField(blank=True)  # the mail as text, contacts masked, first 20,000 characters
    contact = EncryptedJSONField(blank=True, default=dict)
    contributor = models.ForeignKey("newsroom.Contributor", null=True, blank=True, on_delete=models.SET_NULL, related_name="letters")
    status_key = models.CharField(max_length=40, unique=True, null=True, blank=True, default=new_status_key)  # None: revoked

    class Meta:
        verbose_name = "来信"
        ordering = ["-received_at", "-id"]
        permissions = [("open_raw_letter", "打开原信与原件"), ("see_contact", "查看联系方式"), ("run_ops", "运维")]
        indexes = [
            models.Index(fields=["rung_at"], name="letter_to_read", condition=Q(state="kept")),
            models.Index(fields=["state", "received_at"], name="letter_by_state"),
            # what 运维 counts: today's letters, and what waits in each queue
            models.Index(fields=["kept_at"], name="letter_by_arrival"),
            models.Index(fields=["read_at"], name="letter_by_reading"),
            models.Index(fields=["queue", "kept_at"], name="letter_in_queue", condition=Q(state="kept")),
            models.Index(fields=["reason"], name="letter_why_aside", condition=Q(state="set_aside")),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def answer_address(self) -> str:
        """Where the author wants to be answered, as they wrote it; Reply-To only when it is an address at all."""
        return (self.reply_to or self.sender_address).lower()


class Place(models.Model):
    """Where a letter was found. On a server: (mailbox, folder, UIDVALIDITY, UID); else an import path or an upload."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="places")
    source = models.CharField(max_length=10, default="imap")  # imap | import | upload
    mailbox = models.CharField(max_length=200, blank=True)
    folder = models.CharField(max_length=500, blank=True)  # or the path of an import
    uidvalidity = models.BigIntegerField(default=0)
    uid = models.BigIntegerField(default=0)
    found_at = models.DateTimeField(auto_now_add=True)
    marked = models.BooleanField(default=False)  # the server has been told (\Seen)

    class Meta:
        verbose_name = "出处"
        constraints = [models.UniqueConstraint(fields=["source", "mailbox", "folder", "uidvalidity", "uid"], name="place_once")]

    def __str__(self) -> str:
        return f"{self.mailbox}/{self.folder};UID={self.uid}"


class LetterFile(models.Model):
    """An attachment, or a member of an archive, with what became of it. Its bytes are in the vault, private."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveSmallIntegerField()
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="members")
    name = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    size = models.BigIntegerField(default=0)
    status = models.CharField(max_length=10)  # intake.model.FileStatus
    reason = models.CharField(max_length=300, blank=True)  # Chinese, what the author can do
    sha256 = models.CharField(max_length=64, blank=True)  # in the vault; "" when only a link or inside an archive
    url = models.CharField(max_length=1000, blank=True)  # 超大附件
    expires = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = "附件"
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name
