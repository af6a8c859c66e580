"""A corrected file from the status page becomes a mail, and comes in by the same door as any other."""

from __future__ import annotations

import hashlib
import re
import time
from datetime import timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import PurePosixPath

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from . import keeping
from .models import Draft, Letter, Place

MOST_BYTES = 20_000_000
AN_HOUR = 6  # files an hour that one page takes
AGAIN = timedelta(minutes=30)  # the same file within it is the same click
_NOT_IN_A_NAME = re.compile(r"[\x00-\x1f\x7f/\\]+")


class Refused(ValueError):
    """A file that is not taken; the message says in Chinese why."""


def resubmit(letter: Letter, draft: Draft | None, name: str, data: bytes) -> Letter:
    """Keep a file as a mail from `letter`'s sender: a revision of `draft`, or, without one, the manuscript that letter lacked.

    Raises Refused; OSError and what the database raises, as keeping does.
    """
    if not data:
        raise Refused(_("文件是空的，请重新选择"))
    if len(data) > MOST_BYTES:
        raise Refused(_("文件超过 %(limit)d MB，请压缩图片或分次上传") % {"limit": MOST_BYTES // 1_000_000})
    since = timezone.now() - timedelta(hours=1)
    if Place.objects.filter(source="upload", folder=letter.number, found_at__gte=since).count() >= AN_HOUR:
        raise Refused(_("上传过于频繁，请一小时后再试"))
    number = draft.number if draft else letter.number
    ident = f"upload.{hashlib.sha256(number.encode() + data).hexdigest()[:32]}@{settings.SMTP['sender'].partition('@')[2]}"
    same = Letter.objects.filter(message_id=ident, kept_at__gte=timezone.now() - AGAIN).first()
    if same is not None:
        return same
    raw = _mail(letter, draft, number, ident, _base(name), data)
    return keeping.keep(raw, folder=letter.number, uid=time.time_ns(), source="upload")


def _mail(letter: Letter, draft: Draft | None, number: str, ident: str, name: str, data: bytes) -> bytes:
    made = EmailMessage()
    try:
        made["From"] = Address(_line(letter.sender_name), addr_spec=letter.sender_address)
        if letter.reply_to:
            made["Reply-To"] = Address(addr_spec=letter.reply_to)
    except (ValueError, MessageError, IndexError):
        raise Refused(_("这封来信没有可用的地址，请直接发邮件")) from None
    title = _line(draft.title) if draft else ""
    subject = f"改稿：《{title}》 [{number}]" if draft else f"投稿 [{number}]"
    text = f"《{title}》（编号 {number}）的修改稿见附件，以此稿为准。" if draft else f"编号 {number} 的稿件补发如下，见附件。"
    made["To"] = settings.MAILBOX
    made["Subject"] = subject
    made["Date"] = format_datetime(timezone.localtime())
    made["Message-ID"] = f"<{ident}>"
    made.set_content(text + "\n", charset="utf-8", cte="base64")
    made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes(policy=SMTP)


def _base(name: str) -> str:
    """The file's own name: no folders of the sender's machine, no control characters."""
    plain = PurePosixPath(name.replace("\\", "/")).name
    return _NOT_IN_A_NAME.sub("", plain).strip(" .")[-120:] or "稿件"


def _line(text: str) -> str:
    return " ".join(_NOT_IN_A_NAME.sub(" ", text).split())
