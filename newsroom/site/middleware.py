"""What goes around every request: a strict policy for public pages, and a plain word when the gate refuses."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from newsroom import gate

DESK = "/desk/"


def _policy() -> str:
    """Everything from here, nothing inline; pictures also from the host that MEDIA_URL names."""
    host = urlsplit(settings.MEDIA_URL)
    pictures = f"'self' {host.scheme}://{host.netloc}" if host.netloc else "'self'"
    return (
        f"default-src 'none'; img-src {pictures}; style-src 'self'; script-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
    )


class PublicSite:
    """Middleware. The desk has policies of its own: what it answered is left as it is."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.policy = _policy()

    def __call__(self, request) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(DESK) and response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Content-Security-Policy", self.policy)
        return response

    def process_exception(self, request, exception: Exception) -> HttpResponse | None:
        """A refused publication is told on the editor's page, whichever of Wagtail's buttons it came from. Nothing was published:
        the approval was rolled back with it."""
        if not isinstance(exception, gate.Blocked):
            return None
        for finding in exception.findings:
            messages.error(request, _("不能发布：%(why)s。请改正后再通过") % {"why": finding.message})
        place = reverse("wagtailadmin_pages:edit", args=(exception.article,)) if exception.article else reverse("wagtailadmin_home")
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"step": "success", "redirect": place})  # the form Wagtail's review dialogue reads
        return redirect(place)
