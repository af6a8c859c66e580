"""Our letters leave: one at a time, by priority, never twice, and none blindly again."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from datetime import timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from . import backing_off, bell, holding, leases, pausing, silencing
from .models import MailboxState, Reply
from .outbox import Delivery, Outbox
from .states import ReplyState

log = logging.getLogger(__name__)

ATTEMPTS = 8  # temporary refusals of one letter
FIRST_WAIT = timedelta(minutes=5)
SENDER_LEASE = timedelta(seconds=180)  # between two hosts; on one the lock decides at once
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


def send_due(outbox: Outbox, most: int = 50, seconds: float = 60) -> int:
    """Send the letters that are due, by priority, in one session; returns how many were handed over.

    One process at a time; another that calls meanwhile returns at once. Stops after `most` letters or `seconds` and rings for the rest.
    """
    sent, until = 0, time.monotonic() + seconds
    while (held := holding.hold("sender", settings.MAILBOX)) is not None:
        lock, holder = held
        with lock:
            if not _take_lease(holder):
                break
            try:
                handed, more = _drain(outbox, most - sent, until, holder)
            finally:
                _leave_lease(holder)
        sent += handed
        waiting = _next() if more else None
        # a letter whose bell rang while we held the lock: its bell was answered by us, so look once more
        if waiting is None or sent >= most or time.monotonic() > until:
            if waiting is not None:
                bell.ring("send", waiting, "replies")
            break
    return sent


def _drain(outbox: Outbox, most: int, until: float, holder: str) -> tuple[int, bool]:
    """Returns (letters handed over, whether it makes sense to go on)."""
    sent = 0
    while sent < most and time.monotonic() < until:
        if _closed():
            return sent, False
        reply_id = _next()
        if reply_id is None:
            return sent, True
        if sent:
            time.sleep(settings.SMTP["pace_seconds"])
        delivery = send(reply_id, outbox)
        sent += delivery is not None
        if delivery is not None and delivery.stop:
            return sent, False
        if not _take_lease(holder):
            return sent, False
    return sent, True


def send(reply_id: int, outbox: Outbox) -> Delivery | None:
    """Send one letter if it is waiting and nobody else has it. None when there was nothing to do."""
    if not leases.claim(Reply, reply_id, ReplyState.WAITING):
        return None
    reply = Reply.objects.get(pk=reply_id)
    try:
        to, data = _wire(reply.to_address), message(reply).as_bytes(policy=SMTP)
    except (ValueError, MessageError, IndexError):  # an address that no header can hold
        delivery = Delivery("refused", _("收信地址或标题写不进邮件头，没有发送"))
    else:
        delivery = outbox.deliver(to, data, lambda: _leaving(reply_id))
    _RECORD[delivery.outcome](reply, delivery)
    if delivery.outcome != "sent":
        log.info("reply %s: %s", reply.once, delivery.outcome)  # once: kind and number
    return delivery


def _leaving(reply_id: int) -> bool:
    """Just before DATA: from here on a crash leaves the letter uncertain. False when it was cancelled meanwhile."""
    changes = {"state": ReplyState.SENDING, "lease_until": timezone.now() + timedelta(seconds=settings.LEASE_SECONDS)}
    return Reply.objects.filter(pk=reply_id, state=ReplyState.WAITING).update(**changes) == 1


def message(reply: Reply) -> EmailMessage:
    """The letter as it leaves: text and HTML, threaded, and marked so that no robot answers it (RFC 3834)."""
    made = EmailMessage()
    made["From"] = _address(settings.SMTP["sender_name"], settings.SMTP["sender"])
    made["To"] = _address(reply.to_name, _wire(reply.to_address))
    made["Subject"] = _line(reply.subject)
    made["Date"] = format_datetime(timezone.localtime())
    made["Message-ID"] = f"<{reply.message_id}>"
    if reply.in_reply_to:
        made["In-Reply-To"] = f"<{_token(reply.in_reply_to)}>"
    if references := [_token(one) for one in reply.references if _token(one)]:
        made["References"] = " ".join(f"<{one}>" for one in references)
    made["Auto-Submitted"] = "auto-replied"
    made["X-Auto-Response-Suppress"] = "All"
    made.set_content(reply.body_text, charset="utf-8", cte="base64")
    if reply.body_html:
        made.add_alternative(reply.body_html, subtype="html", charset="utf-8", cte="base64")
    return made


def _address(name: str, address: str) -> Address:
    return Address(display_name=_line(name), addr_spec=address)


def _wire(address: str) -> str:
    """The address as SMTP without SMTPUTF8 takes it: 例子.中国 as xn--…. Raises UnicodeError when the part before @ is not ASCII."""
    local, _at, domain = address.rpartition("@")
    return f"{local.encode('ascii').decode()}@{domain.encode('idna').decode()}"


def _line(text: str) -> str:
    """One header line: a line break in it would end the header."""
    return _CONTROL.sub(" ", text).strip()


def _token(text: str) -> str:
    return "".join(char for char in text if 33 <= ord(char) < 127 and char not in "<>")


def _next() -> int | None:
    now = timezone.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    due = Reply.objects.filter(free, state=ReplyState.WAITING, not_before__lte=now)
    return due.order_by("priority", "not_before", "id").values_list("pk", flat=True).first()


def _closed() -> bool:
    """The way out is shut for all letters: paused, a refused login is waited out, or today's letters have reached the cap."""
    return pausing.paused("replies") or bool(backing_off.until(settings.MAILBOX)) or capped()


def capped() -> bool:
    """Today's cap of the mail provider is reached; uncertain letters count, they may have left."""
    since = timezone.now() - timedelta(days=1)
    gone = Reply.objects.filter(Q(sent_at__gte=since) | Q(state=ReplyState.UNCERTAIN, lease_until__gte=since))
    return gone.count() >= settings.SMTP["daily_cap"]


def _sent(reply: Reply, delivery: Delivery) -> None:
    if backing_off.row(settings.MAILBOX).failures:
        backing_off.welcome(settings.MAILBOX)
    Reply.objects.filter(pk=reply.pk).update(state=ReplyState.SENT, sent_at=timezone.now(), lease_until=None, error="")


def _later(reply: Reply, delivery: Delivery) -> None:
    if delivery.login:
        moment = backing_off.refused(settings.MAILBOX)
    elif delivery.soon:
        moment = timezone.now() + timedelta(seconds=settings.SMTP["retry_seconds"])
    elif delivery.stop:
        moment = timezone.now() + FIRST_WAIT
    else:
        moment = timezone.now() + FIRST_WAIT * 2 ** min(reply.attempts - 1, 6)
    changes = {"state": ReplyState.WAITING, "not_before": moment, "lease_until": None, "error": delivery.reason}
    if delivery.stop:
        changes["attempts"] = F("attempts") - 1  # not this letter's fault
    elif reply.attempts >= ATTEMPTS:
        changes |= {"state": ReplyState.FAILED, "error": _("多次尝试仍未发出：%(reason)s") % {"reason": delivery.reason}}
    Reply.objects.filter(pk=reply.pk, state__in=(ReplyState.WAITING, ReplyState.SENDING)).update(**changes)


def _refused(reply: Reply, delivery: Delivery) -> None:
    Reply.objects.filter(pk=reply.pk).update(state=ReplyState.FAILED, lease_until=None, error=delivery.reason)
    if delivery.recipient:
        silencing.silence(reply.to_address, delivery.reason)


def _uncertain(reply: Reply, delivery: Delivery) -> None:
    # lease_until stays: it says when, for the daily cap
    Reply.objects.filter(pk=reply.pk).update(state=ReplyState.UNCERTAIN, lease_until=timezone.now(), error=delivery.reason)


def _dropped(reply: Reply, delivery: Delivery) -> None:
    Reply.objects.filter(pk=reply.pk).update(lease_until=None)


_RECORD: dict[str, Callable[[Reply, Delivery], None]] = {
    "sent": _sent,
    "later": _later,
    "refused": _refused,
    "uncertain": _uncertain,
    "dropped": _dropped,
}


def _take_lease(holder: str) -> bool:
    """Become the one sender, or stay it."""
    now, state = timezone.now(), backing_off.row(settings.MAILBOX)
    free = Q(sender_until__isnull=True) | Q(sender_until__lt=now) | Q(sender_holder=holder)
    ours = MailboxState.objects.filter(free, pk=state.pk)
    return ours.update(sender_holder=holder, sender_until=now + SENDER_LEASE) == 1


def _leave_lease(holder: str) -> None:
    MailboxState.objects.filter(mailbox=settings.MAILBOX, sender_holder=holder).update(sender_holder="", sender_until=None)
