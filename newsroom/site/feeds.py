"""RSS: the newest articles of the site."""

from __future__ import annotations

from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Rss201rev2Feed

from newsroom.models import ArticlePage, SiteFurniture

NEWEST = 30
OPENING = 160  # characters


class NewestArticles(Feed):
    """An article that is taken down leaves the feed with the page: it is made from live rows at each request."""

    feed_type = Rss201rev2Feed
    language = "zh-cn"
    link = "/"

    def title(self) -> str:
        furniture = SiteFurniture.objects.first()
        return furniture.name if furniture else ""

    def description(self) -> str:
        return f"{self.title()}最新文章"

    def items(self):
        return ArticlePage.objects.live().defer_streamfields().order_by("-first_published_at", "-pk")[:NEWEST]

    def item_title(self, item: ArticlePage) -> str:
        return item.title

    def item_description(self, item: ArticlePage) -> str:
        opening = " ".join(item.plain_text.split())
        return opening[:OPENING] + ("…" if len(opening) > OPENING else "")

    def item_author_name(self, item: ArticlePage) -> str:
        return item.byline

    def item_link(self, item: ArticlePage) -> str:
        return item.get_url() or "/"

    def item_pubdate(self, item: ArticlePage):
        return item.first_published_at
