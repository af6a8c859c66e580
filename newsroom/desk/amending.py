"""Small edits in place: fields, a check applied or dismissed, a paragraph's text, a caption, pictures taken or left."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from newsroom import deciding
from newsroom.models import Draft

from . import queue, rewriting, triage
from .access import TRIAGE, desk_page

TEXT_FIELDS = ("title", "list_title", "subtitle", "affiliation", "source", "bio")
_BETWEEN_NAMES = re.compile(r"[\s,，、;；/]+")


def _amend(request: HttpRequest, draft_id: int, do: Callable[[Draft, int], object], learned: str = "") -> HttpResponse:
    """Change, then show the draft's pane and its row as they are now; 409 when somebody else was quicker, 422 when it cannot be.

    `learned`: what the change taught, told beside it.
    """
    draft = get_object_or_404(Draft, pk=draft_id)
    version = request.POST.get("version", "")
    problem, status = "", 200
    try:
        do(draft, int(version) if version.isdigit() else 0)
    except deciding.Conflict as conflict:
        problem, status = str(conflict), 409
    except (deciding.Refused, rewriting.Impossible) as refused:
        problem, status = str(refused), 422
    changed = triage.fresh(draft_id)
    context = triage.middle(changed) | {"problem": problem, "row": changed, "filters": queue.Filters.of(request.GET)}
    return render(request, "desk/amended.html", context | {"learned": "" if problem else learned}, status=status)


@desk_page(TRIAGE)
@require_POST
def field(request: HttpRequest, draft_id: int) -> HttpResponse:
    """One field: name and value. Authors are names between spaces or marks; the column is its id."""
    name, value = request.POST.get("field", ""), request.POST.get("value", "")
    if name in TEXT_FIELDS:
        changes = {name: value if name == "bio" else " ".join(value.split())}
    elif name == "authors":
        changes = {name: [author for author in _BETWEEN_NAMES.split(value) if author][:20]}
    elif name == "column" and (column := triage.column_of(value)):
        changes = {name: column}
    else:
        return HttpResponse(status=400)

    def do(draft: Draft, version: int) -> None:
        if name == "title" and changes["title"] != draft.title:
            changes["checks"] = rewriting.without(draft.checks, -1)
        deciding.edit(draft, request.user, version, **changes)

    return _amend(request, draft_id, do, learned=column.title if name == "column" else "")


@desk_page(TRIAGE)
@require_POST
def check(request: HttpRequest, draft_id: int, number: int, action: str) -> HttpResponse:
    """A check's suggestion taken, or the check dismissed for good."""
    do = rewriting.CHECK.get(action)
    if do is None:
        raise Http404
    return _amend(request, draft_id, lambda draft, version: deciding.edit(draft, request.user, version, **do(draft, number)))


@desk_page(TRIAGE)
@require_POST
def block(request: HttpRequest, draft_id: int, index: int, action: str) -> HttpResponse:
    """A block of the text: its words, its kind, joined with the one before, taken out; a picture's caption and credit."""
    do = rewriting.BLOCK.get(action)
    if do is None:
        raise Http404
    given = {name: request.POST.get(name, "") for name in ("text", "caption", "credit")}
    return _amend(
        request,
        draft_id,
        lambda draft, version: deciding.edit(draft, request.user, version, **do(draft, index, **given)),
    )


@desk_page(TRIAGE)
@require_POST
def picture(request: HttpRequest, draft_id: int, picture_id: int) -> HttpResponse:
    """Use the picture, or leave it out; its place in the text stays."""

    def do(draft: Draft, version: int) -> None:
        deciding.choose_picture(draft, request.user, version, picture_id, selected=request.POST.get("selected") == "1")

    return _amend(request, draft_id, do)
