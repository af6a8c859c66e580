"""What the poller writes about a mailbox: who minds it, what it saw, how far it has come in each folder."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from . import backing_off
from .models import FolderState, MailboxState, Place


def take(mailbox: str, holder: str, seconds: int) -> bool:
    """Become the one process on this mailbox, or stay it. False while another one is, or the mailbox is paused."""
    now, state = timezone.now(), backing_off.row(mailbox)
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now) | Q(lease_holder=holder)
    ours = MailboxState.objects.filter(free, pk=state.pk, paused=False)
    return ours.update(lease_holder=holder, lease_until=now + timedelta(seconds=seconds)) == 1


def leave(mailbox: str, holder: str) -> None:
    """Let the next process take it at once."""
    mine = MailboxState.objects.filter(mailbox=mailbox, lease_holder=holder)
    mine.update(lease_holder="", lease_until=None, connected=False)


def looked(mailbox: str, new: int) -> None:
    """A look at all folders has gone well."""
    now = timezone.now()
    changes = {"connected": True, "last_look_at": now, "last_error": "", "last_error_at": None}
    MailboxState.objects.filter(mailbox=mailbox).update(**changes | ({"last_mail_at": now} if new else {}))


def folder(mailbox: str, name: str, uidvalidity: int, messages: int, start_after: int) -> FolderState:
    """The place reached in a folder. A new UIDVALIDITY is a new folder: it is looked through again, and known mails gain a place.

    `start_after`: the UID behind which a folder never seen before begins.
    """
    known = FolderState.objects.filter(mailbox=mailbox, folder=name).exists()
    state, _created = FolderState.objects.get_or_create(
        mailbox=mailbox, folder=name, uidvalidity=uidvalidity, defaults={"last_uid": 0 if known else start_after}
    )
    FolderState.objects.filter(pk=state.pk).update(messages=messages, looked_at=timezone.now())
    return state


def reached(state: FolderState, uid: int) -> None:
    """All messages up to `uid` are kept."""
    FolderState.objects.filter(pk=state.pk, last_uid__lt=uid).update(last_uid=uid)


def marked(state: FolderState, uids: list[int]) -> None:
    r"""The server has been told (\Seen) about these."""
    mine = Place.objects.filter(source="imap", mailbox=state.mailbox, folder=state.folder, uidvalidity=state.uidvalidity)
    mine.filter(uid__in=uids).update(marked=True)


def is_old(received_at: datetime | None, start: datetime | None) -> bool:
    """It came before the day from which this newsroom reads its mailbox."""
    return start is not None and received_at is not None and received_at < start
