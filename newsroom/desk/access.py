"""Who may open a page of the desk, and the headers that each of them leaves with."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

TRIAGE = "newsroom.triage_draft"
OPEN_RAW = "newsroom.open_raw_letter"
SEE_CONTACT = "newsroom.see_contact"

#: Our pages run scripts from our own address only, none of them inline. Wagtail's shell sets style attributes, hence 'unsafe-inline' there.
PAGE_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "frame-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    ]
)


def desk_page(*permissions: str) -> Callable:
    """For those who hold every one of `permissions`. The page is not cached: it shows what only this person may see.

    Login and the right to be in the admin at all are asked before, by Wagtail, which registers our addresses.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def checked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not request.user.has_perms(permissions):
                raise PermissionDenied
            response = view(request, *args, **kwargs)
            response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        return checked

    return decorate
