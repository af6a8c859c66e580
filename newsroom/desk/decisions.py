"""The desk's verbs as pages: each takes a POST, calls newsroom.deciding, and answers with what stands on the screen next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from newsroom import audit, deciding
from newsroom.models import Draft

from . import letters, queue, triage
from .access import SEE_CONTACT, TRIAGE, desk_page

SAID = {
    "send-on": _("已送审"),
    "decline": _("已退稿"),
    "changes": _("已退改"),
    "hold": _("已留用"),
}


def _version(request: HttpRequest) -> int:
    value = request.POST.get("version", "")
    return int(value) if value.isdigit() else 0


def _answer(request: HttpRequest, draft_id: int, name: str, do: Callable[[Draft], Draft]) -> HttpResponse:
    """Decide, then show the next draft; or this one as it is now, with what stood in the way (409 changed meanwhile, 422 not possible)."""
    draft = get_object_or_404(Draft, pk=draft_id)
    try:
        done = do(draft)
    except deciding.Conflict as conflict:
        return _stays(request, draft_id, str(conflict), 409)
    except deciding.Refused as refused:
        return _stays(request, draft_id, str(refused), 422)
    following = triage.next_of(request, done)
    context = triage.work(following, request) if following else {"draft": None}
    context |= {"done": done, "done_said": SAID[name], "tabs": triage.tabs(queue.Filters.of(request.GET)), "swap_tabs": True}
    return render(request, "desk/decided.html", context)


def _stays(request: HttpRequest, draft_id: int, problem: str, status: int) -> HttpResponse:
    draft = triage.fresh(draft_id)
    context = triage.work(draft, request) | {"problem": problem, "row": draft, "filters": queue.Filters.of(request.GET)}
    return render(request, "desk/stays.html", context, status=status)


@desk_page(TRIAGE)
@require_POST
def send_on(request: HttpRequest, draft_id: int) -> HttpResponse:
    return _answer(request, draft_id, "send-on", lambda draft: deciding.send_on(draft, request.user, _version(request)))


@desk_page(TRIAGE)
@require_POST
def decline(request: HttpRequest, draft_id: int) -> HttpResponse:
    reason = request.POST.get("reason", "")[:1000]
    return _answer(request, draft_id, "decline", lambda draft: deciding.decline(draft, request.user, _version(request), reason))


@desk_page(TRIAGE)
@require_POST
def changes(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Points come a line each; a number the editor typed before one is taken off, we number them."""
    points = [line.strip().lstrip("0123456789.、．) ）") for line in request.POST.get("points", "")[:4000].splitlines()]
    try:
        due = date.fromisoformat(request.POST.get("due", "")) if request.POST.get("due") else None
    except ValueError:
        return _stays(request, draft_id, _("期限不是日期"), 422)
    return _answer(request, draft_id, "changes", lambda draft: deciding.ask_changes(draft, request.user, _version(request), points, due))


@desk_page(TRIAGE)
@require_POST
def hold(request: HttpRequest, draft_id: int) -> HttpResponse:
    return _answer(request, draft_id, "hold", lambda draft: deciding.hold(draft, request.user, _version(request)))


@desk_page(TRIAGE)
@require_POST
def undo(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The draft as it was stands on the screen again, its row at the head of the list."""
    draft = get_object_or_404(Draft, pk=draft_id)
    try:
        deciding.undo(draft, request.user, _version(request))
    except (deciding.Conflict, deciding.Refused) as refused:
        return _stays(request, draft_id, str(refused), 409 if isinstance(refused, deciding.Conflict) else 422)
    filters = queue.Filters.of(request.GET)
    restored = triage.fresh(draft_id)
    context = triage.work(restored, request) | {"row": restored, "filters": filters, "tabs": triage.tabs(filters), "swap_tabs": True}
    context["back_in_list"] = restored.state == filters.state
    before = request.POST.get("before", "")
    context["before"] = int(before) if before.isdigit() else None
    return render(request, "desk/undone.html", context)


@desk_page(SEE_CONTACT)
@require_POST
def contact(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Telephone and address in clear, for those who may; each look is recorded."""
    draft = get_object_or_404(Draft.objects.select_related("letter"), pk=draft_id)
    audit.record(request.user, "see-contact", draft.letter.number)
    return render(request, "desk/contact.html", {"contacts": letters.in_clear(draft.letter), "clear": True})
