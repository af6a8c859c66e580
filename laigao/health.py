"""/healthz says that this process answers; /readyz says whether what it depends on is there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from newsroom import readiness


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process alone: a database that is away must not have a good web server restarted."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when all is there, else 503; the names of what is there and what is not, no more: anybody may ask."""
    found = readiness.checks()
    ready = all(found.values())
    return JsonResponse({"ready": ready, "checks": found}, status=200 if ready else 503)
