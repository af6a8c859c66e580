"""放行: a reviewer answers for a finding of the gate, with a reason."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from newsroom import gate
from newsroom.models import ArticlePage


def page(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows the findings in the newest revision and what was overruled before; POST overrules one (`mark`, `reason`)."""
    article = get_object_or_404(ArticlePage, pk=pk).get_latest_revision_as_object()
    allowed = article.permissions_for_user(request.user)
    if not allowed.can_edit():
        raise PermissionDenied
    # the same people who may refuse the article: reviewers hold the unlock permission
    reviewer = request.user.is_superuser or "unlock" in allowed.permissions
    if request.method == "POST":
        if not reviewer:
            raise PermissionDenied
        try:
            gate.overrule(article, request.POST.get("mark", ""), request.user, request.POST.get("reason", ""))
        except ValueError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("已放行并记录"))
        return redirect("laigao_gate", pk)
    given = {
        "article": article,
        "findings": [finding for finding in gate.open_findings(article) if finding.severity != "warn"],
        "overrules": article.overrules.select_related("by"),
        "reviewer": reviewer,
    }
    return TemplateResponse(request, "desk/gate.html", given)
