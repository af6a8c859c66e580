"""What the poller writes about a mailbox: who minds it, what it saw, how far it has come in each folder."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from . import backing_off
from .models import FolderState, Letter, MailboxState, Place

SKEW = timedelta(hours=1)  # the server's clock and ours
COMPARE_EVERY = timedelta(days=1)


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


def looked(mailbox: str, new: int, missing: list[str] | None = None) -> None:
    """A look at all folders has gone well; `missing`: folders of the settings that the server does not show."""
    now = timezone.now()
    names = "、".join(missing or ())
    reason = names and _(
        "邮箱里看不到文件夹：%(names)s。自建文件夹要在网页邮箱的“收取选项”里勾选“收取‘我的文件夹’”；也可能是设置里的名字写错了。"
    ) % {"names": names}
    changes = {"connected": True, "last_look_at": now, "last_error": reason, "last_error_at": now if reason else None}
    MailboxState.objects.filter(mailbox=mailbox).update(**changes | ({"last_mail_at": now} if new else {}))


def begin(mailbox: str, start: str) -> None:
    """Say what of the old mail counts: "all", "new" or a day. Said anew, a wider answer sends the poller through the folders again;
    what is kept already is not fetched twice.
    """
    state = backing_off.row(mailbox)
    if not start or state.start == start:
        return
    if state.start and start != "new":
        FolderState.objects.filter(mailbox=mailbox).update(last_uid=0, floor_uid=0)
    MailboxState.objects.filter(pk=state.pk).update(start=start, began_at=state.began_at or timezone.now())


def folder(mailbox: str, name: str, uidvalidity: int, messages: int, next_uid: int) -> FolderState:
    """The place reached in a folder. A new UIDVALIDITY is a new folder: it is looked through again, and known mails gain a place.

    `next_uid` (UIDNEXT) below the place reached tells of a folder deleted and made anew, which QQ's UIDVALIDITY does not.
    """
    known = FolderState.objects.filter(mailbox=mailbox, folder=name).exists()
    new_only = not known and backing_off.row(mailbox).start == "new"
    at = max(0, next_uid - 1)
    first = {"last_uid": at if new_only else 0, "floor_uid": at if new_only else 0, "backlog_uid": at}
    state, _created = FolderState.objects.get_or_create(mailbox=mailbox, folder=name, uidvalidity=uidvalidity, defaults=first)
    if 0 < next_uid <= state.last_uid:
        made_anew(state)
    state.messages, state.looked_at = messages, timezone.now()
    state.save(update_fields=["messages", "looked_at"])
    return state


def sent_folder(mailbox: str, name: str, uidvalidity: int, start_after: int) -> FolderState:
    """The place reached in the folder of sent mail, which is only looked at for copies of our own letters."""
    first = {"last_uid": start_after}
    return FolderState.objects.get_or_create(mailbox=mailbox, folder=name, uidvalidity=uidvalidity, defaults=first)[0]


def made_anew(state: FolderState) -> None:
    """Other mails lie under the old numbers: the old places make room, and the folder is looked through from its beginning."""
    _places(state).update(uidvalidity=-int(time.time()))
    state.last_uid = state.floor_uid = state.backlog_uid = 0
    state.save(update_fields=["last_uid", "floor_uid", "backlog_uid"])


def counts(state: FolderState, uid: int, received_at: datetime | None) -> bool:
    """Whether a message is to be kept. What lay there before the first look counts from the start on; what was put there later always."""
    if uid > state.backlog_uid or received_at is None:
        return True
    start = _start(state.mailbox)
    return start is None or received_at >= start


def _start(mailbox: str) -> datetime | None:
    row = backing_off.row(mailbox)
    if row.start == "new":
        return row.began_at and row.began_at - SKEW
    return None if row.start in ("", "all") else timezone.make_aware(datetime.fromisoformat(row.start))


def reached(state: FolderState, uid: int) -> None:
    """All messages up to `uid` are kept, or do not count."""
    nothing_yet = state.floor_uid == state.last_uid and not _places(state).filter(uid__gt=state.floor_uid).exists()
    state.floor_uid = uid if nothing_yet else state.floor_uid
    state.last_uid = max(uid, state.last_uid)
    FolderState.objects.filter(pk=state.pk, last_uid__lt=uid).update(last_uid=uid, floor_uid=state.floor_uid)


def place(state: FolderState, uid: int) -> dict:
    """The key of a message: QQ's UIDVALIDITY is the same in every folder, so the folder belongs to it."""
    return {"mailbox": state.mailbox, "folder": state.folder, "uidvalidity": state.uidvalidity, "uid": uid}


def _places(state: FolderState):
    return Place.objects.filter(source="imap", mailbox=state.mailbox, folder=state.folder, uidvalidity=state.uidvalidity)


def known(state: FolderState, uids: list[int]) -> dict[int, bool]:
    """The messages among `uids` that are kept already, with whether the server has been told."""
    return dict(_places(state).filter(uid__in=uids).values_list("uid", "marked"))


def uids(state: FolderState) -> set[int]:
    """The UIDs of all that is kept of a folder, above its floor."""
    return set(_places(state).filter(uid__gt=state.floor_uid).values_list("uid", flat=True))


def sample(state: FolderState, most: int) -> dict[int, tuple[int, datetime]]:
    """Some kept messages, spread over the folder, with size and date: uid -> (bytes, received_at)."""
    rows = list(_places(state).order_by("uid").values_list("uid", "letter_id"))
    chosen = rows[:: max(1, len(rows) // most)][:most]
    letters = Letter.objects.in_bulk([letter for _uid, letter in chosen])
    return {uid: (letters[letter].size, letters[letter].received_at) for uid, letter in chosen}


def marked(state: FolderState, uids: list[int]) -> None:
    r"""The server has been told (\Seen, or a move) about these."""
    _places(state).filter(uid__in=uids).update(marked=True)


def compare_due(mailbox: str) -> bool:
    """A day has passed since the last comparison, or since the beginning."""
    row = backing_off.row(mailbox)
    last = row.compared_at or row.began_at
    return last is not None and timezone.now() - last >= COMPARE_EVERY


def compared(mailbox: str, counts: dict[str, int]) -> None:
    """The daily comparison has been made."""
    MailboxState.objects.filter(pk=backing_off.row(mailbox).pk).update(compared_at=timezone.now(), compared=counts)
