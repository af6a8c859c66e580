"""稿件进度: an author's page without an account. Whoever has its address was sent it; GET changes nothing.

The address is the key, so nothing may carry it elsewhere: no referrer, no cache, no index. The forms need no token against forged
requests: there is no cookie or login that a stranger's page could use, and a stranger does not know the address.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from functools import wraps

from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from newsroom import corresponding, progress, resubmitting, status
from newsroom.models import Draft, Letter
from newsroom.site import context
from newsroom.site.views import not_found
from newsroom.states import ReplyKind
from newsroom.withdrawing import withdraw as take_out

A_MINUTE = 40  # looks at one page
GUESSES = 20  # wrong addresses a minute from one place
PRIVATE = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow, noarchive", "Cache-Control": "no-store"}


def authors_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Finds the letter of the key, counts, and sets the headers of every answer."""

    @wraps(view)
    def found(request: HttpRequest, key: str, **rest) -> HttpResponse:
        letter = Letter.objects.filter(status_key=key).first()
        bucket, most = (key, A_MINUTE) if letter else (request.META.get("REMOTE_ADDR", ""), GUESSES)
        if _counted(bucket) > most:
            answer = HttpResponse(_("打开得太频繁了，请过一分钟再试。"), status=429, content_type="text/plain; charset=utf-8")
        elif letter is None:
            answer = not_found(request)
        else:
            answer = view(request, letter, **rest)
        for name, value in PRIVATE.items():
            answer.headers[name] = value
        return answer

    return csrf_exempt(found)


def _counted(bucket: str) -> int:
    """How often this minute, in this process: a brake, not a wall; the key's 192 bits are the wall."""
    name = f"status:{hashlib.sha256(bucket.encode()).hexdigest()}:{int(time.time() // 60)}"
    cache.add(name, 0, 90)
    return cache.incr(name)


@require_GET
@authors_page
def page(request: HttpRequest, letter: Letter) -> HttpResponse:
    return _render(request, letter, said=SAID.get(request.GET.get("done", ""), ""))


@require_POST
@authors_page
def upload(request: HttpRequest, letter: Letter) -> HttpResponse:
    """A corrected file for the work named by `work` (its number), or for the letter itself."""
    number = request.POST.get("work", "")
    draft = next((one for one in progress.drafts(letter) if one.number == number and one.state in progress.REVISABLE), None)
    file = request.FILES.get("file")
    if (number and draft is None) or file is None:
        return _render(request, letter, problem=_("请选择要上传的文件") if file is None else _("这篇稿件现在不能上传修改稿"), code=400)
    try:
        resubmitting.resubmit(letter, draft, file.name or "", file.read(resubmitting.MOST_BYTES + 1))
    except resubmitting.Refused as refused:
        return _render(request, letter, problem=str(refused), code=400)
    return _back(letter, "upload")


@require_http_methods(["GET", "POST"])
@authors_page
def withdraw(request: HttpRequest, letter: Letter, number: str) -> HttpResponse:
    """GET asks once more, POST takes the work out and confirms by mail to the address on file."""
    draft = next((one for one in progress.drafts(letter) if one.number == number), None)
    if draft is None:
        return not_found(request)
    if request.method == "GET":
        return _render(request, letter, template="site/status_withdraw.html", work=progress.work(draft))
    if not _withdrawn(draft):
        return _render(request, letter, problem=_("这篇稿件已经发布，请回复用稿通知，由编辑处理"), code=409)
    return _back(letter, "withdrawn")


@transaction.atomic
def _withdrawn(draft: Draft) -> bool:
    row = Draft.objects.select_for_update(of=("self",)).select_related("letter", "article").get(pk=draft.pk)
    if row.state not in progress.REVISABLE:
        return not status.live(row)
    if not take_out(row):
        return False
    corresponding.write(row.letter, ReplyKind.WITHDRAWN, draft=row, drafts=[row])
    return True


SAID = {
    "upload": "文件已收到，会像邮件一样登记；读取后，回执发到您的邮箱。",
    "withdrawn": "已按您的要求撤稿，确认信会发到您的邮箱。",
}


def _back(letter: Letter, done: str) -> HttpResponse:
    answer = HttpResponseRedirect(f"{reverse('site_status', args=(letter.status_key,))}?done={done}")
    answer.status_code = 303
    return answer


def _render(request: HttpRequest, letter: Letter, *, template: str = "site/status.html", code: int = 200, **more) -> HttpResponse:
    given = context.shared(request) | progress.shown(letter) | {"key": letter.status_key, "said": "", "problem": ""}
    given["megabytes"] = resubmitting.MOST_BYTES // 1_000_000
    return render(request, template, given | more, status=code, using="jinja2")
