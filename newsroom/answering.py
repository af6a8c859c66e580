"""What becomes of a letter, by what its sender wants: one function an intent, in the table INTENTS.

Each runs inside the transaction that writes the letter and returns an Outcome; none sends anything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from intake.model import Reading, Work

from . import bouncing, brakes, claiming, corresponding, joining, recording, status
from .models import Draft, Letter, Reply
from .states import LetterState, ReplyKind
from .withdrawing import withdraw

INQUIRY_EVERY = timedelta(days=1)
STATUS_DRAFTS = 10  # works that one status letter lists


@dataclass(frozen=True)
class Outcome:
    """The letter's state and reason, and the letter of ours that answers it (None: nobody is written to)."""

    state: LetterState
    reason: str = ""
    reply: ReplyKind | None = None
    context: dict = field(default_factory=dict)


Handler = Callable[[Letter, Reading, recording.Stored], Outcome]


def outcome(row: Letter, reading: Reading, stored: recording.Stored) -> Outcome:
    """Act on the reading: drafts, revisions, withdrawals. Raises what the database raises."""
    row.joins = joining.original(row, reading)
    return INTENTS[reading.intent](row, reading, stored)


def _submission(row: Letter, reading: Reading, stored: recording.Stored) -> Outcome:
    if not reading.works:
        recording.drafts(row, (), reading, stored)  # of an earlier reading
        return _nothing(row, reading)
    if row.joins is not None and _is_new_version(row.joins, reading):
        return _revision(row, reading, stored)
    drafts = recording.drafts(row, reading.works, reading, stored)
    return Outcome(LetterState.DRAFTED, "", ReplyKind.RECEIVED, {"drafts": drafts})


def _nothing(row: Letter, reading: Reading) -> Outcome:
    """No work in it: nothing at all, or only the link to a 超大附件, which nobody here can fetch."""
    if any(document.status == "linked" for document in reading.documents):
        return Outcome(LetterState.ANSWERED, _("稿件只有超大附件的下载链接，已请作者改用普通附件"), ReplyKind.OVERSIZE_LINK)
    if not reading.documents and (row.in_reply_to or brakes.is_a_reply(row.subject)):
        # a robot that words its absence in its own way, or an author who says thank you: neither is told that no work was found
        return Outcome(LetterState.ANSWERED, _("回信中没有稿件，请人工看一眼"))
    return Outcome(LetterState.ANSWERED, _("信中没有可以发表的文字或图片"), ReplyKind.RECEIVED_NOTHING)


def _is_new_version(first: Letter, reading: Reading) -> bool:
    """Authors answer an acknowledgement with a new work as readily as with a new version: only a like text counts as one."""
    return any(_matches(draft, work) for draft in first.drafts.all() for work in reading.works)


def _matches(draft: Draft, work: Work) -> bool:
    same_title = bool(work.title) and joining.fold(work.title) == joining.fold(draft.title)
    return same_title or joining.alike(draft.text, recording.content(work)["text"])


def _revision(row: Letter, reading: Reading, stored: recording.Stored) -> Outcome:
    candidates = _revised(row, reading)
    if not candidates or not reading.works:
        return _submission_of_a_revision(row, reading, stored, known=bool(candidates))
    replaced: list[Draft] = []
    late: list[Draft] = []
    rest: list[Work] = []
    for work in reading.works:
        draft = _pick(work, reading.works, [one for one in candidates if one not in replaced + late])
        if draft is None:
            rest.append(work)
        elif draft.state in recording.UNDECIDED:
            recording.replace(draft, work, reading, stored, row)
            corresponding.cancel(draft, ReplyKind.REMINDER)
            replaced.append(draft)
        else:
            late.append(draft)
    row.joins = row.joins or (replaced or late or candidates)[0].letter
    fresh = recording.drafts(row, tuple(rest), reading, stored)
    return _revision_outcome(replaced, late, fresh)


def _revision_outcome(replaced: list[Draft], late: list[Draft], fresh: list[Draft]) -> Outcome:
    said = []
    if replaced:
        said.append(_("修改稿，已替换 %(numbers)s") % {"numbers": "、".join(draft.number for draft in replaced)})
    if late:
        numbers = "、".join(f"{draft.number}（{draft.get_state_display()}）" for draft in late)
        said.append(_("修改稿，原稿 %(numbers)s 已有处理结果，请人工看一眼") % {"numbers": numbers})
    state = LetterState.DRAFTED if fresh else LetterState.ANSWERED
    if not said:
        return Outcome(state, "", ReplyKind.RECEIVED, {"drafts": fresh})
    return Outcome(state, "；".join(said)[:500], ReplyKind.REVISION_RECEIVED, {"drafts": replaced, "late": late, "fresh": fresh})


def _submission_of_a_revision(row: Letter, reading: Reading, stored: recording.Stored, known: bool) -> Outcome:
    """A revision of nothing we know is a submission; one without a text of its own is for a person."""
    if reading.works:
        drafts = recording.drafts(row, reading.works, reading, stored)
        return Outcome(LetterState.DRAFTED, "", ReplyKind.RECEIVED, {"drafts": drafts})
    recording.drafts(row, (), reading, stored)
    if known:
        return Outcome(LetterState.ANSWERED, _("来信说要改稿，但信中没有新的稿件，请人工看一眼"))
    return _nothing(row, reading)


def _revised(row: Letter, reading: Reading) -> list[Draft]:
    """The drafts a revision may replace: those of the letter it answers, else this sender's undecided ones with that title."""
    if row.joins is not None:
        return joining.drafts_of(row.joins, row.refers_to)
    return [draft for draft in joining.by_title(row, joining.titles(reading)) if draft.state in recording.UNDECIDED]


def _pick(work: Work, works: tuple[Work, ...], candidates: list[Draft]) -> Draft | None:
    """The draft this work is a version of. One work about one draft needs no likeness: the author said so."""
    if len(works) == len(candidates) == 1:
        return candidates[0]
    return next((draft for draft in candidates if _matches(draft, work)), None)


def _withdrawal(row: Letter, reading: Reading, stored: recording.Stored) -> Outcome:
    wanted = joining.titles(reading)
    if row.joins is not None:
        drafts = joining.drafts_of(row.joins, row.refers_to)
        named = [draft for draft in drafts if joining.fold(draft.title) in {joining.fold(title) for title in wanted}]
        # 「LG-… 里的《老屋》不投了」 means that one; a number alone means all its works
        drafts = named or drafts
    else:
        drafts = joining.by_title(row, wanted)
    if not drafts:
        return Outcome(LetterState.ANSWERED, _("撤稿申请，没有找到对应的稿件，请人工看一眼"))
    row.joins = row.joins or drafts[0].letter
    done = [draft for draft in drafts if withdraw(draft, row)]
    left = [draft for draft in drafts if draft not in done]
    if left:
        numbers = "、".join(draft.number for draft in left)
        return Outcome(LetterState.ANSWERED, _("撤稿申请，%(numbers)s 已发布，请人工看一眼") % {"numbers": numbers})
    reason = _("作者撤稿：%(numbers)s") % {"numbers": "、".join(draft.number for draft in done)}
    return Outcome(LetterState.ANSWERED, reason[:500], ReplyKind.WITHDRAWN, {"drafts": done, "to": drafts[0].letter})


def _inquiry(row: Letter, reading: Reading, stored: recording.Stored) -> Outcome:
    since = timezone.now() - INQUIRY_EVERY
    if Reply.objects.filter(kind=ReplyKind.STATUS, to_address=row.sender_address, created_at__gte=since).exists():
        return Outcome(LetterState.ANSWERED, _("询问稿件进度，一天内已经答复过"))
    drafts = _asked_about(row, reading)
    if not drafts:
        return Outcome(LetterState.ANSWERED, _("询问稿件进度，没有找到此人的稿件，请人工看一眼"))
    works = [{"draft": draft, "status": status.of(draft), "url": status.address(draft)} for draft in drafts]
    return Outcome(LetterState.ANSWERED, _("询问稿件进度，已按记录答复"), ReplyKind.STATUS, {"asked": works, "to": drafts[0].letter})


def _asked_about(row: Letter, reading: Reading) -> list[Draft]:
    if row.joins is not None:
        return joining.drafts_of(row.joins, row.refers_to)
    named = joining.by_title(row, joining.titles(reading))
    if named or not row.sender_address:
        return named
    mine = Draft.objects.filter(letter__sender_address=row.sender_address).select_related("letter", "article")
    return list(mine.order_by("-received_at")[:STATUS_DRAFTS])


def _claim(row: Letter, reading: Reading, stored: recording.Stored) -> Outcome:
    claiming.open_case(row, reading)
    return Outcome(LetterState.ANSWERED, _("认领或侵权通知，请人工处理"), ReplyKind.CLAIM_RECEIVED)


def _automatic(row: Letter, reading: Reading, stored: recording.Stored) -> Outcome:
    return Outcome(LetterState.IGNORED, _("自动发出的邮件，不予答复"))


def _bounce(row: Letter, reading: Reading, stored: recording.Stored) -> Outcome:
    return Outcome(LetterState.IGNORED, bouncing.match(reading))


def _advertisement(row: Letter, reading: Reading, stored: recording.Stored) -> Outcome:
    return Outcome(LetterState.IGNORED, _("广告，不予答复"))


def _other(row: Letter, reading: Reading, stored: recording.Stored) -> Outcome:
    return Outcome(LetterState.ANSWERED, _("不是稿件也不是常见的来信，请人工看一眼"))


INTENTS: dict[str, Handler] = {
    "submission": _submission,
    "revision": _revision,
    "withdrawal": _withdrawal,
    "inquiry": _inquiry,
    "claim": _claim,
    "automatic": _automatic,
    "bounce": _bounce,
    "advertisement": _advertisement,
    "other": _other,
}
