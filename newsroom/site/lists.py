"""Lists of live articles for the public pages. No list loads a body: what a row shows stands in columns of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Prefetch, QuerySet, Window
from django.db.models.functions import Left, RowNumber
from django.utils import timezone
from wagtail.images import get_image_model

from newsroom.models import ArticlePage, ColumnPage
from newsroom.site import titles

#: Renditions of a picture in a list and in the lead; one spec a <picture>, so that the browser picks size and format.
THUMBNAIL = "fill-{240x160,480x320}|format-{webp,jpeg}"
LEAD = "fill-{480x300,960x600}|format-{webp,jpeg}"
_SHOWN = ("title", "list_title", "authors", "url_path", "path", "depth", "slug", "first_published_at", "lead_image", "locale")


@dataclass(frozen=True, slots=True)
class Row:
    """One article in a list. `title` is the whole short title, `fit(n)` as much of it as a narrow list has room for."""

    url: str
    title: str
    byline: str
    at: datetime | None
    column: ColumnPage | None = None
    image: object | None = None
    opening: str = ""

    def fit(self, room: float = 12) -> str:
        return titles.cut(self.title, room)

    @property
    def day(self) -> str:
        return day(self.at)


def day(moment: datetime | None) -> str:
    """2026-11-24 in Shanghai; "" for none."""
    return timezone.localtime(moment).strftime("%Y-%m-%d") if moment else ""


def published() -> QuerySet[ArticlePage]:
    """Live articles, newest first, with what a row needs."""
    return ArticlePage.objects.live().only(*_SHOWN).order_by("-first_published_at", "-pk")


def with_pictures(articles: QuerySet[ArticlePage]) -> QuerySet[ArticlePage]:
    """The same with their lead pictures and the renditions that exist, in two queries however many rows."""
    images = get_image_model().objects.prefetch_related(Prefetch("renditions", to_attr="prefetched_renditions"))
    return articles.prefetch_related(Prefetch("lead_image", images)).annotate(opening=Left("plain_text", 160))


def columns() -> dict[str, ColumnPage]:
    """All live columns by their tree path, in the order of the navigation; the closed ones too (their articles still name them)."""
    shown = ("title", "slug", "url_path", "path", "depth", "row", "position", "closed", "locale")
    return {column.path: column for column in ColumnPage.objects.live().only(*shown).order_by("row", "position", "pk")}


def rows(articles: Iterable[ArticlePage], request, names: dict[str, ColumnPage], *, pictures: bool = False) -> list[Row]:
    """The rows of these articles. `pictures`: they came through with_pictures()."""
    return [
        Row(
            url=article.get_url(request),
            title=article.short_title,
            byline=article.byline,
            at=article.first_published_at,
            column=names.get(article.path[: -ArticlePage.steplen]),
            image=article.lead_image if pictures else None,
            opening=" ".join(article.opening.split())[:72] if pictures else "",
        )
        for article in articles
    ]


def newest_of_each(column_depth: int, count: int) -> dict[str, list[ArticlePage]]:
    """The newest `count` articles of every column that has any, by the column's tree path, in one query."""
    column = Left("path", column_depth * ArticlePage.steplen)
    order = [F("first_published_at").desc(), F("pk").desc()]
    place = Window(RowNumber(), partition_by=[column], order_by=order)
    found: dict[str, list[ArticlePage]] = {}
    for article in published().annotate(place=place).filter(place__lte=count):
        found.setdefault(article.path[: -ArticlePage.steplen], []).append(article)
    return found
