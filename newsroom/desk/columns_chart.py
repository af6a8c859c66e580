"""栏目: how right the suggestions are, which columns are confused or starved; and the merging of one into another."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from newsroom import merging
from newsroom.learning import figures
from newsroom.learning.rows import rows
from newsroom.models import ColumnMerge, ColumnPage, LearnerSnapshot

from .access import desk_page

KEEP = "newsroom.keep_columns"
DAYS, LONG = 90, 182  # of the columns' state; of confusions and the curve
WIDTH, HEIGHT, EDGE = 640, 180, 8  # the curve, in its own units


@desk_page(KEEP)
def page(request: HttpRequest) -> HttpResponse:
    """The charts, from rows."""
    decided = figures.decided(LONG)
    weeks = figures.weeks(decided)
    context = {
        "weeks": weeks,
        "curves": curves(weeks),
        "width": WIDTH,
        "height": HEIGHT,
        "decided": len(decided),
        "confusions": figures.confusions(decided),
        "states": figures.columns(DAYS),
        "days": DAYS,
        "starved_days": figures.STARVED_DAYS,
        "taught": rows().count(),
        "snapshot": LearnerSnapshot.objects.filter(active=True).first(),
        "columns": ColumnPage.objects.order_by("row", "position").only("pk", "title", "closed"),
        "merges": ColumnMerge.objects.order_by("-id")[:5],
    }
    return render(request, "desk/columns.html", context)


def curves(weeks: list[figures.Week]) -> dict[str, list[tuple[float, float]]]:
    """Points of both lines; one week alone stands at the right edge."""
    step = (WIDTH - 2 * EDGE) / max(len(weeks) - 1, 1)
    across = [WIDTH - EDGE - step * (len(weeks) - 1 - n) for n in range(len(weeks))]
    down = (HEIGHT - 2 * EDGE) / 100
    return {
        name: [(round(x, 1), round(HEIGHT - EDGE - getattr(week, name) * down, 1)) for x, week in zip(across, weeks, strict=True)]
        for name in ("first", "three")
    }


def _named(given) -> tuple[ColumnPage, ColumnPage]:
    """The two columns of a form. Raises merging.Refused."""
    pages = [ColumnPage.objects.filter(pk=given.get(name)).first() if given.get(name, "").isdigit() else None for name in ("old", "into")]
    if None in pages:
        raise merging.Refused(_("请选出要并掉的栏目和并入的栏目"))
    return pages[0], pages[1]


@desk_page(KEEP)
def confirm(request: HttpRequest) -> HttpResponse:
    """What a merge would move, before anybody agrees to it."""
    try:
        return render(request, "desk/columns_merge.html", {"plan": merging.plan(*_named(request.GET))})
    except merging.Refused as refused:
        messages.error(request, str(refused))
        return redirect("laigao_columns")


@desk_page(KEEP)
@require_POST
def merge(request: HttpRequest) -> HttpResponse:
    """Merge. The first articles move at once, the rest with the schedule."""
    try:
        done = merging.merge(*_named(request.POST), request.user)
    except merging.Refused as refused:
        messages.error(request, str(refused))
        return redirect("laigao_columns")
    merging.carry_on()
    done.refresh_from_db()
    said = _("“%(old)s”已并入“%(into)s”。") if done.finished_at else _("“%(old)s”已并入“%(into)s”，其余文章几分钟内移完。")
    messages.success(request, said % {"old": done.old_name, "into": done.into_name})
    return redirect("laigao_columns")
