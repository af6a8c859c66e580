"""Step 6, 初审: what an editor decides about a draft. Every verb is one transaction: the draft's row, the letter to the author, the record.

Each takes the version the editor saw. The second of two editors gets `Conflict`, and nothing of the first one's work is overwritten.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import audit, corresponding, learning
from .models import ColumnPage, Correction, Draft
from .states import DraftState, ReplyKind, ReplyState

#: Where each decision may start from. A draft sent on may still be declined or sent back to its author by the reviewers.
FROM = {
    DraftState.SENT_ON: {DraftState.WAITING, DraftState.HELD, DraftState.CHANGES},
    DraftState.DECLINED: {DraftState.WAITING, DraftState.HELD, DraftState.CHANGES, DraftState.SENT_ON},
    DraftState.CHANGES: {DraftState.WAITING, DraftState.HELD, DraftState.CHANGES, DraftState.SENT_ON},
    DraftState.HELD: {DraftState.WAITING, DraftState.CHANGES},
}
EDITABLE = {DraftState.WAITING, DraftState.HELD, DraftState.CHANGES}
#: Fields whose change is a correction of a guess: the truth the learner is made from.
GUESSED = ("column", "title", "authors")
FIELDS = {
    "title", "list_title", "subtitle", "authors", "affiliation", "source", "bio", "genre", "column",
    "blocks", "text", "words", "checks",
}  # fmt: skip
#: What `undo` puts back.
_DECISION = ("state", "decided_by_id", "decided_at", "decision_reason", "changes_due")
UNDO_AT_LEAST = 30  # seconds, also where letters leave at once


class Conflict(Exception):
    """Somebody else changed the draft since the editor saw it. `draft` is as it is now."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        who = draft.decided_by.get_full_name() or draft.decided_by.get_username() if draft.decided_by else ""
        if draft.state == DraftState.WAITING:
            said = _("这篇稿件刚刚被改动过，请看过新的内容再决定")
        elif who:
            said = _("%(who)s 已将这篇稿件定为“%(state)s”") % {"who": who, "state": draft.get_state_display()}
        else:
            said = _("这篇稿件已是“%(state)s”") % {"state": draft.get_state_display()}
        super().__init__(said)


class Refused(Exception):
    """The decision cannot be taken as the draft is; the message says in Chinese what is missing."""


def send_on(draft: Draft, person, version: int) -> Draft:
    """送审: the draft becomes an article under its column and goes to 复审. Its guesses stand: that confirms them."""
    from . import publishing

    lesson = learning.lesson(draft, draft.column) if draft.column and not draft.column_confirmed else {}

    def make(row: Draft) -> None:
        if not row.title.strip():
            raise Refused(_("还没有标题（按 t 填写）"))
        if row.column is None:
            raise Refused(_("还没有栏目（按 c 选择）"))
        if not row.column_confirmed:
            _learn(row, person, "column", row.column, row.column, lesson)
            row.column_confirmed = True
        row.decided_by = person
        row.save()
        try:
            row.article = publishing.make_article(row, person)
        except publishing.NotReady as error:
            raise Refused(str(error)) from error

    return _decide(draft, person, version, DraftState.SENT_ON, "send-on", make)


def decline(draft: Draft, person, version: int, reason: str) -> Draft:
    """退稿, with the one reason that the author is told. Letters a mask would not pass stay out of it: see corresponding."""
    reason = reason.strip()
    if not reason:
        raise Refused(_("退稿须写明理由"))

    def write(row: Draft) -> None:
        _stop_review(row, person)
        row.decision_reason = reason
        corresponding.write(row.letter, ReplyKind.DECLINED, draft=row, reason=reason)

    return _decide(draft, person, version, DraftState.DECLINED, "decline", write, reason)


def ask_changes(draft: Draft, person, version: int, points: list[str], due: date | None) -> Draft:
    """退改: numbered points and the day by which the author should answer."""
    points = [point.strip() for point in points if point.strip()]
    if not points:
        raise Refused(_("退改须写明要改什么"))
    if due is not None and due < timezone.localdate():
        raise Refused(_("退改的期限不能早于今天"))

    def write(row: Draft) -> None:
        _stop_review(row, person)
        row.decision_reason = "\n".join(f"{n}. {point}" for n, point in enumerate(points, 1))
        row.changes_due = due
        corresponding.write(row.letter, ReplyKind.CHANGES_REQUESTED, draft=row, points=points, due=due)

    return _decide(draft, person, version, DraftState.CHANGES, "changes", write, "；".join(points))


def hold(draft: Draft, person, version: int, reason: str = "") -> Draft:
    """留用: kept for later, nothing is written to the author."""

    def note(row: Draft) -> None:
        row.decision_reason = reason.strip()

    return _decide(draft, person, version, DraftState.HELD, "hold", note, reason)


@transaction.atomic
def undo(draft: Draft, person, version: int) -> Draft:
    """Take the last decision back, within the undo window and before its letter has left. Raises Refused when it is too late."""
    row = _locked(draft, version)
    window = timedelta(seconds=max(settings.UNDO_SECONDS, UNDO_AT_LEAST))
    if not row.before_decision or row.decided_at is None or timezone.now() - row.decided_at > window:
        raise Refused(_("已过了可以撤销的时间"))
    if row.decided_by_id != person.pk:
        raise Refused(_("只能撤销自己的决定"))
    kinds = {DraftState.DECLINED: ReplyKind.DECLINED, DraftState.CHANGES: ReplyKind.CHANGES_REQUESTED}
    if kind := kinds.get(row.state):
        corresponding.cancel(row, kind)
        if row.replies.filter(kind=kind, created_at__gte=row.decided_at).exclude(state=ReplyState.CANCELLED).exists():
            raise Refused(_("给作者的信已经发出，不能撤销"))
    if row.state == DraftState.SENT_ON:
        _unmake(row)
    undone = row.state
    for name, value in row.before_decision.items():
        setattr(row, name, value)
    row.before_decision = {}
    row.version += 1
    row.save()
    audit.record(person, "undo", row.number, undone)
    row.refresh_from_db()
    return row


def edit(draft: Draft, person, version: int, **fields) -> Draft:
    """Change fields of a draft that waits. `authors` is a list, `column` a ColumnPage, `blocks` come with text, words and checks.

    Choosing the column that was suggested confirms it. Raises Conflict, Refused (a state that is not edited, a title too long).
    """
    lesson = learning.lesson(draft, fields["column"]) if fields.get("column") else {}  # before anything is locked
    return _edit(draft, person, version, fields, lesson)


@transaction.atomic
def _edit(draft: Draft, person, version: int, fields: dict, lesson: dict) -> Draft:
    row = _locked(draft, version)
    if row.state not in EDITABLE:
        raise Refused(_("“%(state)s”的稿件不在这里修改") % {"state": row.get_state_display()})
    unknown = fields.keys() - FIELDS
    if unknown:
        raise TypeError(f"not editable: {sorted(unknown)}")
    for name, value in fields.items():
        _set(row, person, name, value, lesson)
    row.version += 1
    row.save()
    audit.record(person, "edit", row.number, ", ".join(sorted(fields)))
    return row


@transaction.atomic
def choose_picture(draft: Draft, person, version: int, picture_id: int, *, selected: bool) -> Draft:
    """Use a picture of the draft, or leave it out. Raises Conflict, Refused."""
    row = _locked(draft, version)
    if row.state not in EDITABLE or not row.pictures.filter(pk=picture_id).update(selected=selected):
        raise Refused(_("这张图片现在不能更改"))
    row.version += 1
    row.save(update_fields=["version"])
    audit.record(person, "picture", row.number, f"{picture_id} {'used' if selected else 'left'}")
    return row


def _set(row: Draft, person, name: str, value, lesson: dict) -> None:
    if isinstance(value, str):
        value = value.strip()
        limit = Draft._meta.get_field(name).max_length
        if limit and len(value) > limit:
            raise Refused(_("%(field)s最多 %(limit)d 个字") % {"field": LABELS.get(name, name), "limit": limit})
    before = getattr(row, name)
    if name in GUESSED and (before != value or (name == "column" and not row.column_confirmed)):
        _learn(row, person, name, before, value, lesson)
    if name == "column":
        row.column_confirmed = value is not None
    setattr(row, name, value)


LABELS = {"title": "标题", "list_title": "列表标题", "subtitle": "副标题", "affiliation": "单位", "source": "来源"}


def _said(value) -> str:
    if isinstance(value, ColumnPage):
        return value.title
    return " ".join(value) if isinstance(value, list) else value or ""


def _learn(row: Draft, person, field: str, before, chosen, lesson: dict) -> None:
    """One append-only row, of a column with its lesson. The guess is the program's own, also when the field was corrected before."""
    first = row.corrections.filter(field=field).first()
    evidence = row.evidence.get(field) or {}
    why = evidence.get("why", "") if field != "column" else "；".join((row.columns[0].get("reasons") or []) if row.columns else [])
    column = {"offered": [guess["name"] for guess in row.columns], "lesson": lesson}
    taught = column if field == "column" else {"text": f"{row.title}\n{row.text[:1000]}"}
    Correction.objects.create(
        draft=row, field=field, guessed=first.guessed if first else _said(before), chosen=_said(chosen), why=why, by=person, **taught
    )


def _locked(draft: Draft, version: int) -> Draft:
    row = Draft.objects.select_for_update(of=("self",)).select_related("letter", "column", "decided_by").get(pk=draft.pk)
    if row.version != version:
        raise Conflict(row)
    return row


@transaction.atomic
def _decide(draft: Draft, person, version: int, state: str, action: str, do: Callable[[Draft], None], detail: str = "") -> Draft:
    row = _locked(draft, version)
    if row.state not in FROM[state]:
        raise Conflict(row)
    before = {name: getattr(row, name) for name in _DECISION}
    moment = timezone.now()  # the letter is written after it: undo knows this decision's letter by that
    row.version += 1
    row.changes_due = None
    row.decision_reason = ""
    do(row)
    row.state, row.decided_by, row.decided_at = state, person, moment
    row.before_decision = before
    row.save()
    audit.record(person, action, row.number, detail)
    return row


def _stop_review(row: Draft, person) -> None:
    """The article of a draft that goes back to its author, or is declined, leaves its review; a live one is not declined here."""
    if row.article is None:
        return
    if row.article.live:
        raise Refused(_("文章已经发布，请在文章页撤下"))
    review = row.article.current_workflow_state
    if review is not None:
        review.cancel(user=person)
    row.article.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)


def _unmake(row: Draft) -> None:
    """送审 taken back: its article goes, unless a reviewer has begun with it."""
    article, row.article = row.article, None
    if article is None:
        return
    review = article.current_workflow_state
    if article.live or review is None or review.task_states.exclude(status__in=["in_progress", "skipped"]).exists():
        raise Refused(_("复审已经开始，不能撤销；请复审退回"))
    if article.latest_revision and article.latest_revision.user_id != row.decided_by_id:
        raise Refused(_("文章已有人修改，不能撤销；请复审退回"))
    row.save(update_fields=["article"])
    article.delete()
