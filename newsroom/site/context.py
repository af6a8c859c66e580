"""What the public templates are given."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.core.paginator import InvalidPage, Paginator
from django.db.models import Prefetch, Q, prefetch_related_objects
from django.http import Http404
from django.utils import timezone
from django.utils.timezone import localtime
from wagtail.models import Site

from newsroom.models import ArticlePage, ColumnPage, HomePage, SiteFurniture
from newsroom.site import lists

NEWEST = 10  # in the side list
PER_PAGE = 24
IN_A_BLOCK = 6  # titles of a column on the front page
LEADS = 4
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Friend:
    """A 友情链接; one without an address is shown as a name."""

    name: str
    url: str = ""


def shared(request) -> dict:
    """The furniture of every page: welcome line, navigation, newest titles, footer."""
    site = Site.find_for_request(request)
    furniture = SiteFurniture.for_site(site) if site else SiteFurniture()
    names = lists.columns()
    offered = [column for column in names.values() if not column.closed]
    now = localtime(timezone.now())
    return {
        "furniture": furniture,
        "names": names,
        "navigation": [list(group) for _row, group in groupby(offered, key=lambda column: column.row)],
        "newest": lists.rows(lists.published()[:NEWEST], request, names),
        "side_title": "丝路在线",
        "side_column": next((column for column in offered if column.title == "丝路在线"), None),
        "friends": [friends(furniture.links_first), friends(furniture.links_second)],
        "today": f"{now.year}年{now.month}月{now.day}日　星期{_WEEKDAYS[now.weekday()]}",
        "day": lists.day,
        "THUMBNAIL": lists.THUMBNAIL,
        "LEAD": lists.LEAD,
        "here": None,
        "printing": False,
    }


def friends(lines: str) -> list[Friend]:
    """Links from 「名称 网址」 lines; only http(s) addresses become links."""
    found = []
    for line in filter(None, map(str.strip, lines.splitlines())):
        name, _space, url = line.rpartition(" ")
        linked = name and url.startswith(("http://", "https://"))
        found.append(Friend(name.strip(), url) if linked else Friend(line))
    return found


def home(page: HomePage, request) -> dict:
    """Lead stories with pictures, the newest, and a block for every column that has articles."""
    given = shared(request)
    names = given["names"]
    newest = list(lists.published()[: NEWEST + 6])
    leads = list(lists.with_pictures(lists.published().filter(lead_image__isnull=False))[:LEADS])
    blocks = lists.newest_of_each(page.depth + 1, IN_A_BLOCK)
    return given | {
        "here": "/",
        "leads": lists.rows(leads, request, names, pictures=True),
        "latest": lists.rows(newest, request, names),
        "blocks": [(column, lists.rows(blocks[path], request, names)) for path, column in names.items() if path in blocks],
    }


def column(page: ColumnPage, request) -> dict:
    """A page of the column's articles, newest first. Raises Http404 for a page that is not there."""
    given = shared(request)
    pages = Paginator(lists.published().child_of(page), PER_PAGE)
    try:
        shown = pages.page(request.GET.get("p") or 1)
    except InvalidPage as error:
        raise Http404 from error
    entries = lists.rows(lists.with_pictures(shown.object_list), request, given["names"], pictures=True)
    pictured = sum(entry.image is not None for entry in entries)
    return given | {
        "here": page.path,
        "entries": entries,
        "shown": shown,
        "numbers": list(pages.get_elided_page_range(shown.number, on_each_side=2, on_ends=1)),
        "gallery": bool(entries) and pictured * 2 > len(entries),
    }


def article(page: ArticlePage, request) -> dict:
    """The article with its column and neighbours. Pictures come with the renditions that exist, in one query."""
    given = shared(request)
    parent = given["names"].get(page.path[: -ArticlePage.steplen]) or page.get_parent().specific
    images = [block.value["image"] for block in page.body if block.block_type == "image" and block.value["image"]]
    if images:
        prefetch_related_objects(images, Prefetch("renditions", to_attr="prefetched_renditions"))
    return given | {
        "here": parent.path,
        "column": parent,
        "before": _neighbour(page, parent, request, later=False),
        "after": _neighbour(page, parent, request, later=True),
        "printing": "print" in request.GET,
        "sheet": "fill-1200x630|format-jpeg",
    }


def _neighbour(page: ArticlePage, parent: ColumnPage, request, *, later: bool) -> lists.Row | None:
    """The next or previous article of the column by the hour it was published."""
    at = page.first_published_at
    if at is None:
        return None
    side = "gt" if later else "lt"
    beyond = Q(**{f"first_published_at__{side}": at}) | Q(first_published_at=at, **{f"pk__{side}": page.pk})
    found = lists.published().child_of(parent).filter(beyond)
    if later:
        found = found.order_by("first_published_at", "pk")
    return next(iter(lists.rows(found[:1], request, {})), None)
