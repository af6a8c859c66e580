"""来稿: the queue, the draft and its mail side by side."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from newsroom.models import ColumnPage, Draft, Letter
from newsroom.states import DraftState, LetterState

from . import columns, copies, labels, letters, queue, shown
from .access import SEE_CONTACT, TRIAGE, desk_page

STATES = [
    DraftState.WAITING,
    DraftState.HELD,
    DraftState.CHANGES,
    DraftState.SENT_ON,
    DraftState.DECLINED,
    DraftState.WITHDRAWN,
]


@desk_page(TRIAGE)
def page(request: HttpRequest) -> HttpResponse:
    """The whole page; ?d=12 opens that draft, else the first of the queue."""
    filters = queue.Filters.of(request.GET)
    found, cursor = queue.rows(filters, request.user)
    wanted = request.GET.get("d", "")
    draft = _draft(int(wanted)) if wanted.isdigit() else (_draft(found[0].pk) if found else None)
    context = {
        "filters": filters,
        "rows": found,
        "cursor": cursor,
        "tabs": tabs(filters),
        "columns": columns.choices(),
        "flags": [(code, word) for code, (word, _says, _kind) in labels.FLAGS.items()],
        "scopes": queue.SCOPES,
        "reasons_all": labels.DECLINE_REASONS,
        "undo_seconds": max(settings.UNDO_SECONDS, 30),
        **(work(draft, request) if draft else {"draft": None}),
    }
    # the queue needs the room: the shell's menu starts folded, until the person unfolds it
    first_time = "wagtail_sidebar_collapsed" not in request.COOKIES
    if first_time:
        request.COOKIES["wagtail_sidebar_collapsed"] = "1"
    response = render(request, "desk/triage.html", context)
    if first_time:
        response.set_cookie("wagtail_sidebar_collapsed", "1", samesite="Lax", path=reverse("wagtailadmin_home"))
    return response


@desk_page(TRIAGE)
def rows(request: HttpRequest) -> HttpResponse:
    """The list alone: for a filter (with the tabs), or from a cursor on."""
    filters = queue.Filters.of(request.GET)
    after = request.GET.get("after", "")
    try:
        found, cursor = queue.rows(filters, request.user, after)
    except ValueError:
        return HttpResponse(status=400)
    context = {"filters": filters, "rows": found, "cursor": cursor}
    if after:
        return render(request, "desk/rows.html", context)
    response = render(request, "desk/list.html", context | {"tabs": tabs(filters)})
    response["HX-Push-Url"] = f"{reverse('laigao_desk')}?{filters.query}"
    return response


@desk_page(TRIAGE)
def one(request: HttpRequest, draft_id: int) -> HttpResponse:
    """A draft with its mail; asked for by a person's own browser line, the whole page around it."""
    draft = get_object_or_404(_drafts(), pk=draft_id)
    if not request.headers.get("HX-Request"):
        return redirect(f"{reverse('laigao_desk')}?state={draft.state}&d={draft.pk}")
    return render(request, "desk/work.html", work(draft, request))


def _drafts():
    return Draft.objects.select_related("letter", "column", "decided_by", "article").prefetch_related("pictures")


def _draft(draft_id: int) -> Draft | None:
    return _drafts().filter(pk=draft_id).first()


def work(draft: Draft, request: HttpRequest) -> dict:
    """What the draft's and the mail's panes show. A fixed number of queries, however long the text is."""
    beside = letters.pane(draft.letter, request.user) | copies.pane(draft)
    return middle(draft) | beside | {"may_see_contact": request.user.has_perm(SEE_CONTACT)}


def middle(draft: Draft) -> dict:
    queue.dressed([draft])
    article = draft.article
    return {
        "draft": draft,
        "title_pieces": shown.title(draft),
        "blocks": shown.blocks(draft),
        "loose_checks": shown.loose_checks(draft),
        "open_checks": shown.open_checks(draft),
        "suggestions": columns.suggestions(draft),
        "editable": draft.state in (DraftState.WAITING, DraftState.HELD, DraftState.CHANGES),
        "removed": draft.removed,
        "evidence": _evidence(draft),
        "siblings": _siblings(draft),
        "article": article,
        "live": article is not None and article.live,
        "versions": draft.versions.count(),
        "reasons": labels.DECLINE_REASONS,
        "changes_due": timezone.localdate() + timedelta(days=7),
    }


def _siblings(draft: Draft) -> list[Draft]:
    if draft.siblings == 1:
        return []
    return list(draft.letter.drafts.order_by("position").only("pk", "position", "title", "state", "siblings", "letter"))


def _evidence(draft: Draft) -> list[dict]:
    """Why each field was read so, with the certainty in percent; the least certain first."""
    found = [
        {"field": labels.FIELDS.get(name, name), "why": guess.get("why", ""), "percent": round((guess.get("confidence") or 0) * 100)}
        for name, guess in draft.evidence.items()
        if isinstance(guess, dict) and guess.get("why")
    ]
    return sorted(found, key=lambda guess: guess["percent"])


def tabs(filters: queue.Filters) -> list[dict]:
    """The states with their numbers, and today's 非稿件. Two queries."""
    held = queue.counts()
    return [
        {"state": state.value, "label": state.label, "count": held.get(state.value, 0), "current": filters.state == state.value}
        for state in STATES
    ]


def not_submissions_today() -> int:
    return Letter.objects.filter(
        state__in=[LetterState.IGNORED, LetterState.ANSWERED], kept_at__gte=timezone.now() - timedelta(days=1)
    ).count()


def next_of(request: HttpRequest, done: Draft) -> Draft | None:
    """What stands on the screen after a decision: the row the browser names, else the first of the queue."""
    wanted = request.POST.get("next", "")
    if wanted.isdigit() and int(wanted) != done.pk and (found := _draft(int(wanted))):
        return found
    filters = queue.Filters.of(request.GET)
    first = queue.chosen(filters, request.user).exclude(pk=done.pk).values_list("pk", flat=True).first()
    return _draft(first) if first else None


def fresh(draft_id: int) -> Draft:
    return _drafts().get(pk=draft_id)


def column_of(value: str) -> ColumnPage | None:
    return ColumnPage.objects.filter(pk=int(value), closed=False).first() if value.isdigit() else None
