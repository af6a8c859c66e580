"""What a revision changed: the version before against the one after, word by word, with the mail that brought it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from newsroom import masking
from newsroom.models import Draft

from . import comparing
from .access import TRIAGE, desk_page

SHOWN = 5  # the latest steps


@desk_page(TRIAGE)
def page(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Each step from a version to the next, newest first; private data masked before it is compared."""
    draft = get_object_or_404(Draft, pk=draft_id)
    after = {"title": draft.title, "text": draft.text}
    steps = []
    for version in draft.versions.select_related("letter").order_by("-version")[:SHOWN]:
        before = {"title": version.content.get("title", ""), "text": version.content.get("text", "")}
        steps.append(
            {
                "at": version.at,
                "letter": version.letter,
                "title": comparing.changes(masking.mask(before["title"]), masking.mask(after["title"])),
                "text": comparing.changes(masking.mask(before["text"]), masking.mask(after["text"])),
            }
        )
        after = before
    return render(request, "desk/versions.html", {"steps": steps, "draft": draft})
