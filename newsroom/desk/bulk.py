"""One decision for many drafts, after its summary has been read. Each draft is decided on its own: one conflict stops no other."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from newsroom import deciding
from newsroom.models import Draft

from . import queue, triage
from .access import TRIAGE, desk_page

MOST = 100


@desk_page(TRIAGE)
@require_POST
def page(request: HttpRequest) -> HttpResponse:
    """`drafts`: "12:3 15:1", id and the version seen. `what`: decline (reason), hold, column (its id). Answers with the list anew."""
    do = _verb(request)
    done, stopped = 0, []
    for draft, version in _named(request.POST.get("drafts", "")):
        try:
            do(draft, version)
            done += 1
        except (deciding.Conflict, deciding.Refused) as problem:
            stopped.append(f"{draft.number} {problem}")
    filters = queue.Filters.of(request.GET)
    found, cursor = queue.rows(filters, request.user)
    context = {"filters": filters, "rows": found, "cursor": cursor, "tabs": triage.tabs(filters), "done": done, "stopped": stopped}
    return render(request, "desk/bulk.html", context)


def _verb(request: HttpRequest) -> Callable[[Draft, int], object]:
    what, person = request.POST.get("what", ""), request.user
    if what == "decline":
        return lambda draft, version: deciding.decline(draft, person, version, request.POST.get("reason", "")[:1000])
    if what == "hold":
        return lambda draft, version: deciding.hold(draft, person, version)
    column = triage.column_of(request.POST.get("column", ""))

    def put(draft: Draft, version: int) -> None:
        if column is None:
            raise deciding.Refused(_("没有选定栏目"))
        deciding.edit(draft, person, version, column=column)

    return put


def _named(text: str) -> list[tuple[Draft, int]]:
    """The drafts of "12:3 15:1" with the versions seen; what is no number or no draft is passed over."""
    pairs = [part.partition(":") for part in text.split()[:MOST]]
    versions = {int(pk): int(version) for pk, _colon, version in pairs if pk.isdigit() and version.isdigit()}
    found = Draft.objects.select_related("letter").in_bulk(versions)
    return [(found[pk], version) for pk, version in versions.items() if pk in found]
