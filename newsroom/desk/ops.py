"""运维: what is stuck, why, and the button that mends it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from newsroom import audit, bell, charting, pausing, rereading, retrieving, watching
from newsroom.models import Letter, MailboxState, Reply
from newsroom.states import LetterState, ReplyState

ops_only = permission_required("newsroom.run_ops", raise_exception=True)


def _facts() -> dict:
    processes = watching.processes()
    sent, cap = watching.sent_today()
    queues = watching.queues()
    return {
        "steps": watching.steps(),
        "processes": processes,
        "missing_kinds": watching.missing_kinds(processes),
        "queues": queues,
        "broker_down": any(queue.rings is None for queue in queues),
        "mailboxes": watching.mailboxes(),
        "sent": sent,
        "cap": cap,
        "charts": [charting.chart("24 小时", "H:i", charting.hours()), charting.chart("30 天", "n月j日", charting.days())],
        "by_state": watching.by_state(),
        "reasons": watching.reasons(),
        "letters": watching.set_aside(),
        "replies": watching.troubled_replies(),
    }


@ops_only
def page(request: HttpRequest) -> HttpResponse:
    """The whole page; with ?part=live only what changes, for the page's own refresh."""
    template = "desk/ops_live.html" if request.GET.get("part") == "live" else "desk/ops.html"
    return render(request, template, _facts())


@ops_only
@require_POST
def reread(request: HttpRequest, letter_id: int) -> HttpResponse:
    """重新读取: back to KEPT, attempts from 0, and the bell."""
    letter = get_object_or_404(Letter, pk=letter_id)
    rereading.reread(letter, person=request.user)
    messages.success(request, _("%(number)s 已排队重新读取。") % {"number": letter.number})
    return redirect("laigao_ops")


@ops_only
@require_POST
def fetch_whole(request: HttpRequest, letter_id: int) -> HttpResponse:
    """取回原信: the poller, which holds the connection, brings the whole mail to the disk, and it is read."""
    letter = get_object_or_404(Letter, pk=letter_id)
    if retrieving.ask(letter, person=request.user):
        messages.success(request, _("已请收信进程取回 %(number)s 的原信，取到后自动读取。") % {"number": letter.number})
    else:
        messages.error(request, _("%(number)s 已经是完整的，或者不是从邮箱收来的。") % {"number": letter.number})
    return redirect("laigao_ops")


@ops_only
@require_POST
def reread_all(request: HttpRequest) -> HttpResponse:
    """Every letter set aside for one reason, again: after the cause has been mended."""
    found = watching.set_aside(reason=request.POST.get("reason", ""), limit=1000)
    for letter in found:
        rereading.reread(letter, person=request.user)
    messages.success(request, _("%(count)d 封来信已排队重新读取。") % {"count": len(found)})
    return redirect("laigao_ops")


@ops_only
@require_POST
def ignore(request: HttpRequest, letter_id: int) -> HttpResponse:
    """A letter nobody needs to see again; the note says why, and it stays."""
    letter = get_object_or_404(Letter, pk=letter_id)
    note = request.POST.get("note", "").strip()[:300]
    if not note:
        messages.error(request, _("请写明不处理的原因。"))
        return redirect("laigao_ops")
    changed = Letter.objects.filter(pk=letter.pk, state=LetterState.SET_ASIDE).update(
        state=LetterState.IGNORED, reason=_("运维不处理：%(note)s") % {"note": note}
    )
    if changed:
        audit.record(request.user, "ignore", letter.number, note)
        messages.success(request, _("%(number)s 已归入非稿件，原信仍保留。") % {"number": letter.number})
    return redirect("laigao_ops")


@ops_only
@require_POST
def settle_reply(request: HttpRequest, reply_id: int) -> HttpResponse:
    """A person says of an uncertain or failed letter: it arrived, or send it again."""
    reply = get_object_or_404(Reply, pk=reply_id)
    choice = request.POST.get("choice")
    troubled = Reply.objects.filter(pk=reply.pk, state__in=[ReplyState.FAILED, ReplyState.UNCERTAIN])
    if choice == "sent":
        changed = troubled.update(state=ReplyState.SENT, error="")
    elif choice == "again":
        changed = troubled.update(state=ReplyState.WAITING, error="", attempts=0, lease_until=None)
        bell.ring("send", reply.pk, "replies")
    else:
        changed = troubled.update(state=ReplyState.CANCELLED)
    if changed:
        audit.record(request.user, f"reply-{choice or 'cancel'}", reply.letter.number, reply.kind)
        messages.success(request, _("已记下。"))
    return redirect("laigao_ops")


@ops_only
@require_POST
def pause_queue(request: HttpRequest, queue: str, stop: int) -> HttpResponse:
    """暂停 and 恢复 of a queue; what is in hand is finished."""
    if queue not in pausing.QUEUES:
        raise Http404
    changed = pausing.pause(queue, request.user, request.POST.get("why", "").strip()) if stop else pausing.resume(queue, request.user)
    if changed:
        messages.success(request, _("队列已暂停，手里的做完就停。") if stop else _("队列已恢复。"))
    return redirect("laigao_ops")


@ops_only
@require_POST
def pause_mailbox(request: HttpRequest, state_id: int, stop: int) -> HttpResponse:
    """暂停 and 恢复 of fetching from a mailbox."""
    box = get_object_or_404(MailboxState, pk=state_id)
    if pausing.switch_mailbox(box.mailbox, bool(stop), request.user):
        messages.success(request, _("收信已暂停，来信留在邮箱服务器上。") if stop else _("收信已恢复。"))
    return redirect("laigao_ops")


urlpatterns = [
    path("laigao/ops/", page, name="laigao_ops"),
    path("laigao/ops/queue/<str:queue>/<int:stop>/", pause_queue, name="laigao_ops_queue"),
    path("laigao/ops/mailbox/<int:state_id>/<int:stop>/", pause_mailbox, name="laigao_ops_mailbox"),
    path("laigao/ops/reread/<int:letter_id>/", reread, name="laigao_ops_reread"),
    path("laigao/ops/fetch/<int:letter_id>/", fetch_whole, name="laigao_ops_fetch"),
    path("laigao/ops/reread/", reread_all, name="laigao_ops_reread_all"),
    path("laigao/ops/ignore/<int:letter_id>/", ignore, name="laigao_ops_ignore"),
    path("laigao/ops/reply/<int:reply_id>/", settle_reply, name="laigao_ops_reply"),
]
