"""非稿件: what was judged to be no submission, with the reason. A false "advertisement" is a lost manuscript: one key brings it back."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from newsroom import drafting
from newsroom.masking import mask
from newsroom.models import Letter
from newsroom.states import LetterState

from . import labels, letters, queue, triage
from .access import TRIAGE, desk_page

STATES = (LetterState.IGNORED, LetterState.ANSWERED)
PAGE = 100


def _found(request: HttpRequest):
    found = Letter.objects.filter(state__in=STATES)
    if (intent := request.GET.get("intent", "")) in labels.INTENTS:
        found = found.filter(intent=intent)
    days = queue.AGES.get(request.GET.get("age", ""), 30)
    return found.filter(received_at__gte=timezone.now() - timedelta(days=days)).order_by("-received_at", "-id")


@desk_page(TRIAGE)
def page(request: HttpRequest) -> HttpResponse:
    """The tray of the last 30 days (or the age asked for), newest first, by intent."""
    found = list(_found(request).defer("preview", "quoted", "contact", "evidence", "trace")[:PAGE])
    for letter in found:
        _dress(letter)
    by_intent = dict(Letter.objects.filter(state__in=STATES).order_by().values_list("intent").annotate(n=Count("pk")))
    wanted = request.GET.get("l", "")
    chosen = next((letter for letter in found if str(letter.pk) == wanted), found[0] if found else None)
    context = {
        "letters": found,
        "tabs": triage.tabs(queue.Filters(state="")),
        "intents": [(code, word, by_intent.get(code, 0)) for code, word in labels.INTENTS.items() if by_intent.get(code)],
        "intent": request.GET.get("intent", ""),
        "can_make": can_make(),
        "total": sum(by_intent.values()),
        **(_pane(chosen, request) if chosen else {"letter": None}),
    }
    return render(request, "desk/tray.html", context)


@desk_page(TRIAGE)
def one(request: HttpRequest, letter_id: int) -> HttpResponse:
    """One letter of the tray."""
    return render(request, "desk/tray_letter.html", _pane(get_object_or_404(Letter, pk=letter_id), request))


@desk_page(TRIAGE)
@require_POST
def make(request: HttpRequest, letter_id: int) -> HttpResponse:
    """It is a submission after all: drafted and acknowledged as such; the correction teaches the intent rule."""
    letter = get_object_or_404(Letter, pk=letter_id)
    if not can_make() or letter.state not in STATES:
        problem = _("这封信的状态已变，请刷新后再看")
        return render(request, "desk/tray_letter.html", _pane(letter, request) | {"problem": problem}, status=409)
    drafting.redraft_as_submission(letter, request.user)
    letter.refresh_from_db()
    made = list(letter.drafts.order_by("position"))
    return render(request, "desk/tray_made.html", {"letter": letter, "made": made})


def can_make() -> bool:
    return hasattr(drafting, "redraft_as_submission")


def _dress(letter: Letter) -> None:
    letter.shown_subject = mask(letter.subject)
    letter.shown_sender = mask(letter.sender_name) or letters.masked_address(letter)
    letter.shown_intent = labels.INTENTS.get(letter.intent, letter.intent)


def _pane(letter: Letter, request: HttpRequest) -> dict:
    _dress(letter)
    return letters.pane(letter, request.user) | {"can_make": can_make() and letter.state in STATES}
