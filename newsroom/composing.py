"""The words of our letters: templates/mail/<kind>/{subject.txt,body.txt,body.html}; here only the context is made."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.template import engines
from django.utils import timezone

from intake.manuscript.contacts import mask

from . import status
from .models import Draft, Letter, LetterFrame, SiteFurniture
from .states import ReplyKind

#: Files that gave no text, with a reason that says what the author can do.
TROUBLED = ("refused", "encrypted", "damaged", "empty", "kept")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")


@dataclass(frozen=True)
class Text:
    """A letter of ours, rendered; `subject` is one line."""

    subject: str
    text: str
    html: str


def compose(letter: Letter, kind: str, draft: Draft | None = None, **context) -> Text:
    """Render the letter of `kind`, in the desk's own words where it has some. Raises jinja2.UndefinedError when the shipped template
    asks for what `context` lacks."""
    from . import wording  # which renders with what stands here

    given = context_of(letter, kind, draft, **context)
    return wording.changed(kind, given) or tidy(shipped(kind, given))


def context_of(letter: Letter, kind: str, draft: Draft | None = None, **context) -> dict[str, object]:
    """What a template of `kind` may name."""
    return _common(letter) | MAKERS[ReplyKind(kind)](letter, draft, **context)


def shipped(kind: str, given: dict[str, object]) -> Text:
    """The letter in the words of templates/mail."""
    names = ("subject.txt", "body.txt", "body.html")
    return Text(*(engines["jinja2"].get_template(f"mail/{kind}/{name}").render(given) for name in names))


def tidy(text: Text) -> Text:
    """One line of subject, no more than one blank line, a line's end at the end."""
    return Text(
        subject=" ".join(text.subject.split())[:300],
        text=_BLANK_LINES.sub("\n\n", text.text.strip()) + "\n",
        html=text.html.strip() + "\n",
    )


def _common(letter: Letter) -> dict[str, object]:
    furniture = SiteFurniture.objects.first() or SiteFurniture()
    frame = LetterFrame.objects.first() or LetterFrame()
    return {
        "number": letter.number,
        "name": mask(letter.sender_name),
        "received": day(letter.received_at),
        "days": settings.ANSWER_DAYS,
        "site_name": furniture.name,
        "site_url": settings.SITE_URL,
        "desk": settings.SMTP["sender_name"],
        "mailbox": settings.MAILBOX,
        "today": day(timezone.now()),
        "status_url": status.page(letter),
        "signature": [line.strip() for line in frame.signature.splitlines() if line.strip()],
        "holiday": frame.holiday if _on(frame, timezone.localdate()) else "",
    }


def _on(frame: LetterFrame, today: date) -> bool:
    return (frame.holiday_from or today) <= today <= (frame.holiday_until or today)


def day(moment: datetime) -> str:
    """2026年11月23日, as the clock in Shanghai has it."""
    local = timezone.localtime(moment)
    return f"{local.year}年{local.month}月{local.day}日"


def work(draft: Draft) -> dict[str, object]:
    """One work as its author should recognise it; nothing private stands in it."""
    return {
        "number": draft.number,
        "title": mask(draft.title) or "（未见标题）",
        "byline": mask(draft.byline),
        "words": draft.words,
        "pictures": sum(block["kind"] == "image" for block in draft.blocks),
        "column": draft.column.title if draft.column else "",
    }


def _acknowledged(letter: Letter, draft: Draft | None, drafts=(), fresh=(), late=(), **rest) -> dict[str, object]:
    works = {"works": [work(one) for one in drafts], "fresh": [work(one) for one in fresh], "late": [work(one) for one in late]}
    return works | files_of(letter)


def files_of(letter: Letter) -> dict[str, object]:
    """How many files were read; those that gave no text, with what to do; those of which only a link came."""
    files = list(letter.files.all())  # members of archives too: one of them may be the broken one
    return {
        "files_read": sum(file.status in ("read", "image") and file.parent_id is None for file in files),
        "troubled": [
            {"name": mask(file.name) or "（未命名附件）", "reason": file.reason}
            for file in files
            if file.status in TROUBLED and file.reason
        ],
        "linked": [{"name": mask(file.name) or "超大附件", "expires": file.expires} for file in files if file.status == "linked"],
    }


def _too_large(letter: Letter, draft: Draft | None, limit: int = 0, **rest) -> dict[str, object]:
    return {"megabytes": max(1, round(letter.size / 1e6)), "limit": limit, "subject": mask(letter.subject)}


def _withdrawn(letter: Letter, draft: Draft | None, drafts=(), **rest) -> dict[str, object]:
    return {"works": [work(one) for one in drafts], "by_page": draft is not None}


def _status(letter: Letter, draft: Draft | None, asked=(), **rest) -> dict[str, object]:
    works = [work(one["draft"]) | {"status": one["status"], "url": one["url"], "date": day(one["draft"].received_at)} for one in asked]
    return {"works": works}


def _claim(letter: Letter, draft: Draft | None, **rest) -> dict[str, object]:
    return {}


def _published(letter: Letter, draft: Draft, **rest) -> dict[str, object]:
    article = rest.get("article") or draft.article
    shown = work(draft)
    if article is not None:
        shown |= {"title": article.title, "byline": article.byline, "column": article.get_parent().title}
    return {"work": shown, "url": (article and article.full_url) or "", "date": day(timezone.now())}


def _declined(letter: Letter, draft: Draft, reason: str = "", **rest) -> dict[str, object]:
    return {"work": work(draft), "reason": reason.strip()}


def _changes(letter: Letter, draft: Draft, points: list[str], due=None, **rest) -> dict[str, object]:
    return {"work": work(draft), "points": points, "due": f"{due.year}年{due.month}月{due.day}日" if due else ""}


def _due(letter: Letter, draft: Draft, **rest) -> dict[str, object]:
    due = draft.changes_due
    points = mask(draft.decision_reason).splitlines()
    return {"work": work(draft), "points": points, "due": f"{due.year}年{due.month}月{due.day}日" if due else ""}


def _settled(letter: Letter, draft: Draft | None, case, **rest) -> dict[str, object]:
    live = case.article is not None and case.article.live
    title = mask(case.article.title) if case.article else ""
    return {"title": title, "result": case.get_result_display(), "note": case.note.strip(), "url": case.article.full_url if live else ""}


MAKERS = {
    ReplyKind.RECEIVED: _acknowledged,
    ReplyKind.RECEIVED_NOTHING: _acknowledged,
    ReplyKind.TOO_LARGE: _too_large,
    ReplyKind.REVISION_RECEIVED: _acknowledged,
    ReplyKind.WITHDRAWN: _withdrawn,
    ReplyKind.STATUS: _status,
    ReplyKind.CLAIM_RECEIVED: _claim,
    ReplyKind.PUBLISHED: _published,
    ReplyKind.DECLINED: _declined,
    ReplyKind.CHANGES_REQUESTED: _changes,
    ReplyKind.REMINDER: _due,
    ReplyKind.LAPSED: _due,
    ReplyKind.OVERSIZE_LINK: _acknowledged,
    ReplyKind.CLAIM_SETTLED: _settled,
}
