"""重稿 beside the mail: which earlier and later texts share much with this one, and what an editor says they are."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from newsroom import copying
from newsroom.masking import mask
from newsroom.models import CopyKind, Draft, NearCopy

from . import queue, triage
from .access import TRIAGE, desk_page

SHOWN = 8  # pairs
PASSAGE = 100  # characters
VERDICTS = (CopyKind.SAME, CopyKind.REVISION, CopyKind.DIFFERENT)
#: What a list of pairs never shows of the two drafts.
HEAVY = tuple(f"{side}__{name}" for side in ("draft", "other_draft") for name in queue.HEAVY)


def pane(draft: Draft) -> dict:
    """The section's context: the draft's pairs from both sides, those with most text in common first. One query."""
    pairs = NearCopy.objects.filter(Q(draft=draft) | Q(other_draft=draft))
    sides = ("draft__letter", "other_draft__letter", "other_draft__article", "draft__article", "other_article")
    lines = [_line(pair, draft) for pair in pairs.select_related(*sides).defer(*HEAVY)[:SHOWN]]
    return {"copies": lines, "copy_verdicts": [(verdict.value, verdict.label) for verdict in VERDICTS]}


def _line(pair: NearCopy, draft: Draft) -> dict:
    mine, theirs = (pair.containment, pair.containment_other)
    other = pair.other_draft or pair.other_article
    if pair.draft_id != draft.pk:
        mine, theirs, other = theirs, mine, pair.draft
    as_draft = isinstance(other, Draft)
    article = other.article if as_draft else other
    return {
        "pk": pair.pk,
        "number": copying.number_of(other),
        "title": mask(other.title),
        "byline": mask(other.byline),
        "address": reverse("laigao_draft", args=[other.pk]) if as_draft else reverse("wagtailadmin_pages:edit", args=[other.pk]),
        "is_draft": as_draft,
        "state": other.get_state_display() if as_draft else "",
        "live": article is not None and article.live,
        "percent": round(mine * 100),
        "percent_other": round(theirs * 100),
        "kind": pair.get_verdict_display() if pair.verdict else pair.get_kind_display(),
        "verdict": pair.verdict or "",
        "passage": _shortened(mask(pair.passage)),
    }


def _shortened(passage: str) -> str:
    """On one line; of a long one the beginning and how long it is."""
    passage = " ".join(passage.split())
    return passage if len(passage) <= PASSAGE else f"{passage[:PASSAGE]}……（共 {len(passage)} 字）"


@desk_page(TRIAGE)
@require_POST
def judge(request: HttpRequest, draft_id: int, pair_id: int, verdict: str) -> HttpResponse:
    """同一稿, 修改稿 or 不同稿, from either side of the pair; the section as it is now, and the row with its flags."""
    pair = get_object_or_404(NearCopy.objects.filter(Q(draft=draft_id) | Q(other_draft=draft_id)), pk=pair_id)
    if verdict not in VERDICTS:
        raise Http404
    copying.judge(pair, request.user, verdict)
    draft = triage.fresh(draft_id)
    queue.dressed([draft])
    context = {"draft": draft, "row": draft, "filters": queue.Filters.of(request.GET)}
    return render(request, "desk/copies_judged.html", context | pane(draft))
