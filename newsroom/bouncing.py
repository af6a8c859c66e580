"""A bounce finds the letter of ours that came back."""

from __future__ import annotations

import re
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from intake.charset import decode_text
from intake.model import Reading

from . import blocks, silencing
from .models import Reply
from .states import ReplyState

RECENT = timedelta(days=7)  # a bounce that names only an address is believed about letters this young
MOST_IDS = 500
_ID = re.compile(r"<?([^\s<>\"']{6,200}@[^\s<>\"']{3,200})>?")
_TEMPORARY = re.compile(r"\b4\.\d\.\d\b|\b4[25]\d[ -]|delayed|will (?:be )?retr|延迟投递|稍后重试|暂时")


def match(reading: Reading) -> str:
    """Mark the letter of ours that this bounce is about, silence its address when the failure is permanent. Returns the letter's reason."""
    text = _text(reading)
    reply = _reply(text)
    if reply is None:
        return _("退信，没有找到对应的去信")
    if _TEMPORARY.search(text) and not re.search(r"\b5\.\d\.\d\b|\b55\d\b", text):
        return _("退信：致 %(number)s 的去信暂时未能投递") % {"number": reply.letter.number}
    Reply.objects.filter(pk=reply.pk).update(state=ReplyState.FAILED, error=_("对方邮件系统退回了这封信"))
    silencing.silence(reply.to_address, _("去信被退回"))
    return _("退信：致 %(number)s 的去信被退回，此地址暂停去信") % {"number": reply.letter.number}


def _text(reading: Reading) -> str:
    """All that the bounce says: its body, and the original it encloses, in whatever part."""
    message = reading.message
    parts = [decode_text(part.data[:65_536])[0] for part in message.parts]
    body = blocks.as_text(blocks.as_dict(block) for block in (*message.body, *message.quoted))
    inner = message.forwarded.message_id if message.forwarded else ""
    return "\n".join(
        [reading.subject, body, inner, message.in_reply_to, *message.references, message.header("X-Failed-Recipients"), *parts]
    )


def _reply(text: str) -> Reply | None:
    ids = list(dict.fromkeys(_ID.findall(text)))[:MOST_IDS]
    by_id = Reply.objects.filter(Q(message_id__in=ids) | Q(server_message_id__in=ids)).order_by("-id").first()
    if by_id is not None:
        return by_id
    addresses = {found.lower() for found in ids}
    recent = Reply.objects.filter(sent_at__gte=timezone.now() - RECENT, to_address__in=addresses)
    return recent.order_by("-sent_at").first()
