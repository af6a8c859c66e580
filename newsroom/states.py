"""Every state a row can be in. Few on purpose; what an article goes through is Wagtail's own."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LetterState(TextChoices):
    KEPT = "kept", _("待读取")  # raw bytes and row are safe; a worker will read it
    DRAFTED = "drafted", _("已成稿")
    ANSWERED = "answered", _("已处理")  # acted on without a draft of its own: revision joined, withdrawal, inquiry, claim
    IGNORED = "ignored", _("非稿件")  # robot, bounce, advertisement, second copy: nobody is written to
    SET_ASIDE = "set_aside", _("搁置")  # could not be read; waits for a person, with the reason


class DraftState(TextChoices):
    WAITING = "waiting", _("待初审")
    HELD = "held", _("留用")
    CHANGES = "changes", _("退改")
    SENT_ON = "sent_on", _("已送审")  # an ArticlePage stands for it; its state is the article's
    DECLINED = "declined", _("退稿")
    WITHDRAWN = "withdrawn", _("撤稿")


class ReplyState(TextChoices):
    WAITING = "waiting", _("待发送")
    SENDING = "sending", _("发送中")
    SENT = "sent", _("已发送")
    FAILED = "failed", _("发送失败")
    UNCERTAIN = "uncertain", _("不确定")  # the connection was lost after DATA: never resent blindly
    CANCELLED = "cancelled", _("已取消")


class ReplyKind(TextChoices):
    RECEIVED = "received", _("收稿回执")
    RECEIVED_NOTHING = "received-nothing", _("未见稿件")
    TOO_LARGE = "too-large", _("邮件过大")
    REVISION_RECEIVED = "revision-received", _("修改稿回执")
    WITHDRAWN = "withdrawn", _("撤稿确认")
    STATUS = "status", _("稿件进度")
    CLAIM_RECEIVED = "claim-received", _("认领回执")
    PUBLISHED = "published", _("用稿通知")
    DECLINED = "declined", _("退稿信")
    CHANGES_REQUESTED = "changes-requested", _("退改通知")
    REMINDER = "reminder", _("退改提醒")
    LAPSED = "lapsed", _("逾期撤稿通知")
    OVERSIZE_LINK = "oversize-link", _("只有下载链接")
    CLAIM_SETTLED = "claim-settled", _("认领处理结果")


#: Lower leaves first: a decision about somebody's work goes before an acknowledgement (issue: the daily cap is small).
REPLY_PRIORITY = {
    ReplyKind.CHANGES_REQUESTED: 10,
    ReplyKind.REMINDER: 15,
    ReplyKind.PUBLISHED: 20,
    ReplyKind.CLAIM_SETTLED: 25,
    ReplyKind.DECLINED: 30,
    ReplyKind.LAPSED: 35,
    ReplyKind.WITHDRAWN: 40,
}
DEFAULT_PRIORITY = 50


class ClaimResult(TextChoices):
    """How a 认领 ended, as its author reads it."""

    SIGNED = "signed", _("已为作品补上署名")
    CORRECTED = "corrected", _("已按来信更正")
    TAKEN_DOWN = "taken_down", _("已将作品撤下")
    NOT_PROVED = "not_proved", _("根据现有材料未能确认，暂不更改")
