"""When nobody is written to: robots, ourselves, silenced addresses, loops. A brake that holds says why, in Chinese."""

from __future__ import annotations

import re
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Contributor, Letter, Reply
from .states import ReplyKind, ReplyState

ALIKE = 2  # answers a day to one address about mails with the same subject and text
#: An editor decided these, or the clock that an editor set: no cap of the robots' kind holds them back.
DECIDED = frozenset(
    {
        ReplyKind.PUBLISHED,
        ReplyKind.DECLINED,
        ReplyKind.CHANGES_REQUESTED,
        ReplyKind.REMINDER,
        ReplyKind.LAPSED,
        ReplyKind.CLAIM_SETTLED,
    }
)
_NOBODY = re.compile(
    r"^(?:no-?_?reply|do-?_?not-?_?reply|mailer-daemon|postmaster|bounces?(?:[+-].*)?|root|abuse|notifications?|.*-bounces|.*-request|owner-.*)$",
    re.IGNORECASE,
)
#: How our own letters are headed: one that comes back, or another newsroom's, whose marks a relay has lost.
_OUR_SUBJECT = re.compile(
    r"^(?:收稿回执|来信收到，未见稿件|邮件过大|只收到下载链接|修改稿收到|撤稿确认|稿件进度：|认领来信已收到|认领处理结果|用稿通知|退稿通知|请修改：|提醒：|《.*》逾期未收到修改稿)"
    r".*\[LG-\d{4}-\d{6}(?:-\d+)?\]$"
)
_PREFIX = re.compile(r"^(?:(?:re|fw|fwd|aw|回复|答复|转发|自动回复)\s*[:：]\s*)+", re.IGNORECASE)


def held(letter: Letter, kind: str, address: str) -> str:
    """Why no letter of this kind goes to `address` now; "" when it may."""
    if not letter.may_answer:
        return _("来信不宜答复")
    if not address or _is_nobody(address):
        return _("没有可答复的地址")
    if Contributor.objects.filter(address=address.lower(), silent_until__gt=timezone.now()).exists():
        return _("此地址退过信，暂停去信")
    if kind in DECIDED:
        return ""
    return _loop(letter, kind, address)


def _is_nobody(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return True
    return address.lower() in settings.OWN_ADDRESSES or bool(_NOBODY.match(address.partition("@")[0]))


def _loop(letter: Letter, kind: str, address: str) -> str:
    """An author who sends ten poems in ten mails is answered ten times; a robot that writes back is not."""
    if _OUR_SUBJECT.match(letter.subject.strip()):
        return _("来信是编辑部自己的通知")
    now = timezone.now()
    ours = Reply.objects.filter(to_address=address.lower()).exclude(kind__in=DECIDED).exclude(state=ReplyState.CANCELLED)
    if ours.filter(created_at__gte=now - timedelta(hours=1)).count() >= settings.REPLIES_PER_ADDRESS:
        return _("一小时内给此地址的回信已达上限")
    today = ours.filter(created_at__gte=now - timedelta(days=1), kind=kind).select_related("letter")
    if letter.preview.strip() and sum(_same(reply.letter, letter) for reply in today[:200]) >= ALIKE:
        return _("同样的来信已答复过")
    return ""


def _same(one: Letter, other: Letter) -> bool:
    return one.preview == other.preview and plain_subject(one.subject) == plain_subject(other.subject)


def plain_subject(subject: str) -> str:
    """The subject without 回复： and its kin, and without white space."""
    return "".join(_PREFIX.sub("", subject.strip()).split()).lower()


def is_a_reply(subject: str) -> bool:
    """It begins with 回复：, Re: or one of their kin."""
    return bool(_PREFIX.match(subject.strip()))


def not_before_all() -> timedelta:
    """How long an acknowledgement waits when this hour's letters have reached the global cap (some robots change address each time)."""
    since = timezone.now() - timedelta(hours=1)
    written = Reply.objects.filter(created_at__gte=since).exclude(kind__in=DECIDED).count()
    return timedelta(hours=written // settings.REPLIES_PER_HOUR)
