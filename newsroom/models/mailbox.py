"""What the poller remembers of each mailbox and folder; the 运维 page reads it."""

from __future__ import annotations

from django.db import models


class MailboxState(models.Model):
    """One row a mailbox. `lease_*` keeps two pollers off one mailbox; `backoff_until` is shared by IMAP and SMTP."""

    mailbox = models.CharField(max_length=200, unique=True)
    connected = models.BooleanField(default=False)
    last_look_at = models.DateTimeField(null=True, blank=True)
    last_mail_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)  # plain Chinese, no secrets
    last_error_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)  # in a row
    backoff_until = models.DateTimeField(null=True, blank=True)
    start = models.CharField(max_length=10, blank=True)  # what of the old mail counts: all, new or a day (2026-01-31); "" not begun
    began_at = models.DateTimeField(null=True, blank=True)
    compared_at = models.DateTimeField(null=True, blank=True)  # the daily comparison with the server
    compared = models.JSONField(default=dict, blank=True)  # its counts: server, rows, missing, fetched, gone
    paused = models.BooleanField(default=False)
    lease_holder = models.CharField(max_length=120, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    sender_holder = models.CharField(max_length=120, blank=True)  # letters leave through one process at a time
    sender_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "邮箱"

    def __str__(self) -> str:
        return self.mailbox


class FolderState(models.Model):
    """The place reached in a folder. QQ gives the same UIDVALIDITY to every folder: the folder's name belongs to the key."""

    mailbox = models.CharField(max_length=200)
    folder = models.CharField(max_length=200)
    uidvalidity = models.BigIntegerField()
    last_uid = models.BigIntegerField(default=0)
    backlog_uid = models.BigIntegerField(default=0)  # what lay there at the first look; of this only what `start` says counts
    floor_uid = models.BigIntegerField(default=0)  # nothing up to here counts
    messages = models.PositiveIntegerField(default=0)  # EXISTS at the last look
    looked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "邮箱文件夹"
        constraints = [models.UniqueConstraint(fields=["mailbox", "folder", "uidvalidity"], name="folder_state_once")]

    def __str__(self) -> str:
        return f"{self.mailbox} {self.folder}"
