"""What the poller and the sender share about a mailbox: the last error, and when to try again after a refused login."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import MailboxState

FIRST = timedelta(minutes=15)  # QQ: a refused login repeated sooner prolongs the refusal
LONGEST = timedelta(hours=12)


def refused(mailbox: str, said: str = "") -> datetime:
    """The server refused a login, by IMAP or SMTP: nobody tries again before the returned moment. It doubles each time."""
    state = row(mailbox)
    until = timezone.now() + min(FIRST * 2 ** min(state.failures, 10), LONGEST)
    text = _(
        "邮箱服务器拒绝登录。可能的原因有五种：①账号异常或被冻结；②网页邮箱里没有开启 IMAP/SMTP 服务；"
        "③授权码不对，或改过 QQ 密码后旧授权码已失效；④登录过于频繁，被暂时限制；⑤服务器繁忙。"
        "请逐一核对；程序不会反复尝试，%(until)s 再试。"
    ) % {"until": timezone.localtime(until).strftime("%m-%d %H:%M")}
    changes = {"last_error": text + (f"（{said[:200]}）" if said else ""), "last_error_at": timezone.now(), "connected": False}
    MailboxState.objects.filter(pk=state.pk).update(failures=F("failures") + 1, backoff_until=until, **changes)
    return until


def troubled(mailbox: str, reason: str) -> None:
    """The connection failed in another way: shown to the one on call; the poller's own clock says when to try again."""
    state = row(mailbox)
    MailboxState.objects.filter(pk=state.pk).update(last_error=reason, last_error_at=timezone.now(), connected=False)


def welcome(mailbox: str) -> None:
    """A login was accepted: the refusals before it are forgotten."""
    MailboxState.objects.filter(pk=row(mailbox).pk).update(failures=0, backoff_until=None)


def until(mailbox: str) -> datetime | None:
    """When the next login may be tried; None when at once."""
    moment = row(mailbox).backoff_until
    return moment if moment and moment > timezone.now() else None


def row(mailbox: str) -> MailboxState:
    """The mailbox's row, made at the first question."""
    return MailboxState.objects.get_or_create(mailbox=mailbox)[0]
