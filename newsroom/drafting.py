"""Steps 3 and 4, read and draft: a kept letter becomes drafts, or an answer, or is ignored or set aside. Every letter ends in a state."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, OperationalError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from intake.model import Knowledge, Reading

from . import answering, copying, corresponding, knowledge, leases, pausing, recording, telling, vault
from .models import Letter
from .states import LetterState, ReplyKind

Reader = Callable[[bytes, Knowledge], Reading]
log = logging.getLogger(__name__)

WHOLE_BYTES = 200_000_000  # a mail fetched whole by a person's wish is read up to this size; larger, it can be downloaded
AGAIN_AFTER = timedelta(seconds=60)  # after a failure that is not the mail's
STAGES = {"open": "取出原信", "read": "读信", "store": "存放附件与图片", "write": "写入稿件"}


def draft(letter_id: int, read: Reader | None = None) -> None:
    """Read a kept letter and write what it is. May be called twice, and by two workers at once: one of them does it.

    Returns quietly when there is nothing to do. A failure of disk or database leaves the letter kept, to be read again, and is
    raised; any other failure sets the letter aside with a reason an editor understands.
    """
    queue = Letter.objects.filter(pk=letter_id).values_list("queue", flat=True).first()
    if pausing.paused(queue or "") or not leases.claim(Letter, letter_id, LetterState.KEPT):
        return
    row = Letter.objects.get(pk=letter_id)
    with telling.about(row.number):
        _claimed(row, read)


def _claimed(row: Letter, read: Reader | None) -> None:
    if row.attempts > settings.MAX_ATTEMPTS:
        died = _(STAGES.get(row.stage, row.stage))
        _set_aside(
            row,
            _("读这封信时程序意外中断了 %(times)d 次（在“%(stage)s”这一步），不再自动重试") % {"times": row.attempts - 1, "stage": died},
        )
        return
    try:
        _draft(row, read or _reader())
    except (DatabaseError, OSError) as error:
        if isinstance(error, FileNotFoundError):
            _set_aside(row, _("存放原信的文件不见了，请运维从备份中找回"))
        elif isinstance(error, OSError | OperationalError):
            _again(row)
            raise
        else:
            _fault(row, error)
    except Exception as error:  # noqa: BLE001 - the route's edge: a fault of ours ends in the letter's state
        _fault(row, error)


def _reader() -> Reader:
    from intake.reading import read

    return read


def _draft(row: Letter, read: Reader) -> None:
    _stage(row, "open")
    raw = vault.get(row.sha256)
    _stage(row, "read")
    reading = read(raw, _with_room(knowledge.current(row.charset), row.size))
    _stage(row, "store")
    stored = recording.store(reading)
    _stage(row, "write")
    _write(row, reading, stored)
    copying.after(row.pk)


def _with_room(given: Knowledge, size: int) -> Knowledge:
    """Over the limit only what a person had fetched comes here (取回原信): it is read all the same, up to WHOLE_BYTES."""
    if given.limits.mail_bytes < size <= WHOLE_BYTES:
        return replace(given, limits=replace(given.limits, mail_bytes=size))
    return given


@transaction.atomic
def _write(row: Letter, reading: Reading, stored: recording.Stored) -> None:
    """Everything a letter brings, in one transaction; the bell for its reply rings when it has committed."""
    row = Letter.objects.select_for_update().get(pk=row.pk)
    if row.state != LetterState.KEPT:
        return  # our lease ran out and another worker has done it
    recording.letter(row, reading)
    if not row.complete:
        found = _incomplete(row)
    else:
        recording.files(row, reading, stored)
        found = _outcome(row, reading, stored)
    row.state, row.reason, row.trace = found.state, recording.clean(found.reason)[:500], ""
    row.stage, row.lease_until = "", None
    row.save()
    if found.reply:
        corresponding.write(row, found.reply, **found.context)


def _incomplete(row: Letter) -> answering.Outcome:
    """Only the header is here. The author is told when the size is the reason; a small mail the server would not give is our trouble."""
    limit = settings.LIMITS.mail_bytes
    if row.size <= limit:
        reason = _("邮箱服务器几次都没有给出这封信的正文，只留了信头；可点“取回原信”再试，或到网页邮箱里打开")
        return answering.Outcome(LetterState.SET_ASIDE, reason)
    limit //= 1_000_000
    reason = _("邮件有 %(size).1f MB，超过 %(limit)d MB 的上限，只留了信头") % {"size": row.size / 1e6, "limit": limit}
    return answering.Outcome(LetterState.SET_ASIDE, reason, ReplyKind.TOO_LARGE, {"limit": limit})


def _outcome(row: Letter, reading: Reading, stored: recording.Stored) -> answering.Outcome:
    if reading.failure:
        return answering.Outcome(LetterState.SET_ASIDE, reading.failure)
    return answering.outcome(row, reading, stored)


def _stage(row: Letter, stage: str) -> None:
    Letter.objects.filter(pk=row.pk).update(stage=stage)


def _again(row: Letter) -> None:
    """Not the mail's fault: the attempt does not count, and the letter rests a little."""
    log.warning("letter %s: disk or database failed, it will be read again", row.number)
    try:
        Letter.objects.filter(pk=row.pk).update(attempts=F("attempts") - 1, lease_until=timezone.now() + AGAIN_AFTER)
    except DatabaseError:
        return  # then the lease runs out by itself


def _fault(row: Letter, error: Exception) -> None:
    """Where it failed, without the message: an exception's text may quote the mail."""
    frames = "".join(traceback.format_list(traceback.extract_tb(error.__traceback__)))
    stage = Letter.objects.values_list("stage", flat=True).get(pk=row.pk)
    log.error("letter %s: %s at stage %s", row.number, type(error).__name__, stage)
    reason = _("程序读这封信时出错（在“%(stage)s”这一步），请运维查看") % {"stage": _(STAGES.get(stage, stage))}
    _set_aside(row, reason, f"{type(error).__name__}\n{frames}")


def _set_aside(row: Letter, reason: str, trace: str = "") -> None:
    changes = {"state": LetterState.SET_ASIDE, "reason": reason[:500], "trace": trace[-20_000:], "lease_until": None}
    Letter.objects.filter(pk=row.pk, state=LetterState.KEPT).update(**changes)
