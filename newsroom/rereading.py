"""重新读取: a letter is read once more, because what reads it has changed, or with another charset."""

from __future__ import annotations

from django.db import transaction

from . import audit, bell
from .models import Letter
from .states import LetterState


@transaction.atomic
def reread(letter: Letter, person=None, charset: str = "") -> bool:
    """Have the letter read again. False when it is being read at this moment, or is a second copy of another letter.

    Drafts that nobody has decided are replaced (the old text stays as a version); decided ones stay as they are. Whoever was
    acknowledged is not written to twice.
    """
    row = Letter.objects.select_for_update().get(pk=letter.pk)
    if row.state == LetterState.KEPT or row.copy_of_id:
        return False
    row.state, row.reason, row.trace, row.stage = LetterState.KEPT, "", "", ""
    row.attempts, row.lease_until, row.charset = 0, None, charset[:30]
    row.save()
    audit.record(person, "reread", row.number, charset)
    bell.ring("read", row.pk, row.queue)
    return True
