"""Public addresses that are no Wagtail pages: search, feed, sitemap, robots, the visitor's number, and pages that are not there."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import InvalidPage, Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST
from wagtail.models import Site

from newsroom import search as chinese
from newsroom.models import ArticlePage, SiteFurniture
from newsroom.site import context, lists

FOUND_PER_PAGE = 20
IN_SITEMAP = 45_000  # the protocol's limit is 50,000 addresses a file
LONGEST_QUERY = 60  # characters


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Articles with every word of ?q=, the words marked."""
    query = " ".join(request.GET.get("q", "").split())[:LONGEST_QUERY]
    given = context.shared(request) | {"query": query, "found": [], "shown": None, "numbers": [], "most": chinese.MOST_FOUND}
    if query:
        pages = Paginator(chinese.find(query), FOUND_PER_PAGE)
        try:
            shown = pages.page(request.GET.get("p") or 1)
        except InvalidPage as error:
            raise Http404 from error
        articles = chinese.load(shown.object_list)
        found = zip(lists.rows(articles, request, given["names"]), articles, strict=True)
        given |= {
            "found": [(row, chinese.marked(row.title, query), chinese.excerpt(article.plain_text, query)) for row, article in found],
            "shown": shown,
            "numbers": list(pages.get_elided_page_range(shown.number, on_each_side=2, on_ends=1)),
        }
    return render(request, "site/search.html", given, using="jinja2")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 with the site around it (laigao/urls.py names it as handler404)."""
    return render(request, "site/404.html", context.shared(request), status=404, using="jinja2")


def gone(request: HttpRequest, page: ArticlePage) -> HttpResponse:
    """410 for an article that was live and was taken down (RFC 9110 15.5.11): search engines drop it at once."""
    return render(request, "site/410.html", context.shared(request) | {"page": page}, status=410, using="jinja2")


@csrf_exempt  # it holds nothing, belongs to nobody, and a form token would need a cookie
@require_POST
def visit(request: HttpRequest) -> HttpResponse:
    """The number of this visitor. The site's script asks once a visit: a page view writes nothing, and robots are not counted."""
    site = Site.find_for_request(request)
    SiteFurniture.objects.filter(site=site).update(visitors=F("visitors") + 1)
    number = SiteFurniture.objects.filter(site=site).values_list("visitors", flat=True).first()
    return JsonResponse({"number": number or 1})


@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /desk/", "Disallow: /search/", "Disallow: /*?print", f"Sitemap: {settings.SITE_URL}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_GET
def sitemap(request: HttpRequest) -> HttpResponse:
    """sitemaps.org 0.9: the front page, the columns, the newest articles."""
    response = HttpResponse(content_type="application/xml; charset=utf-8")
    xml = SimplerXMLGenerator(response, "utf-8")
    xml.startDocument()
    xml.startElement("urlset", {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"})
    root = Site.find_for_request(request).root_page.url_path
    columns = [(column.url_path, None) for column in lists.columns().values()]
    articles = ArticlePage.objects.live().order_by("-first_published_at").values_list("url_path", "last_published_at")
    for path, changed in [(root, None), *columns, *articles[:IN_SITEMAP].iterator(2000)]:
        xml.startElement("url", {})
        xml.addQuickElement("loc", request.build_absolute_uri(path[len(root) - 1 :]))
        if changed:
            xml.addQuickElement("lastmod", lists.day(changed))
        xml.endElement("url")
    xml.endElement("urlset")
    xml.endDocument()
    return response
