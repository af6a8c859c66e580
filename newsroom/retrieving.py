"""取回原信: a letter of which only the header was kept is fetched whole, because a person asked for it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import audit, bell, vault
from .models import Letter, Place
from .states import LetterState


def ask(letter: Letter, person=None) -> bool:
    """Have the poller fetch it, which holds the mailbox's connection. False when it is whole already, or lies on no server."""
    if letter.complete or not letter.places.filter(source="imap").exists():
        return False
    Letter.objects.filter(pk=letter.pk).update(wanted_at=timezone.now())
    audit.record(person, "fetch-whole", letter.number)
    return True


def wanted(mailbox: str) -> list[tuple[Letter, Place]]:
    """The letters asked for that lie in this mailbox, oldest wish first, each with its newest place."""
    here = {"places__source": "imap", "places__mailbox": mailbox}
    letters = Letter.objects.filter(wanted_at__isnull=False, complete=False, **here).distinct().order_by("wanted_at")[:20]
    return [(letter, letter.places.filter(source="imap", mailbox=mailbox).latest("id")) for letter in letters]


def gone(letter: Letter) -> None:
    """The server no longer has it."""
    reason = _("邮箱里已经没有这封信，取不回原信；请作者分几封重新发来")
    Letter.objects.filter(pk=letter.pk).update(wanted_at=None, reason=reason)


def arrived(letter: Letter, pieces: Iterable[bytes]) -> bool:
    """Write the pieces to the disk as they come, then make the letter whole and have it read. False when nothing came.

    Raises OSError when the disk refuses and whatever `pieces` raises: then the letter is as it was, and still asked for.
    """
    digest, size = vault.put_pieces(pieces)
    if not size:
        gone(letter)
        return False
    with transaction.atomic():
        row = Letter.objects.select_for_update().get(pk=letter.pk)
        same = Letter.objects.filter(sha256=digest).exclude(pk=row.pk).first()
        row.wanted_at = None
        if same is not None:  # it came by another way meanwhile, an import perhaps
            row.state, row.copy_of = LetterState.IGNORED, same
            row.reason = _("与 %(number)s 是同一封信") % {"number": same.number}
        else:
            row.sha256, row.size, row.complete, row.queue = digest, size, True, "documents"
            row.state, row.reason, row.attempts, row.lease_until = LetterState.KEPT, "", 0, None
        row.save()
        if row.state == LetterState.KEPT:
            bell.ring("read", row.pk, row.queue)
    return True
