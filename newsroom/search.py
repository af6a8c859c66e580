"""Chinese in Wagtail's search: what is indexed and what is asked are both cut into words (DESIGN decision 10).

SQLite's and PostgreSQL's own tokenizers take an unspaced sentence for one word and find nothing inside it.
"""

from __future__ import annotations

import re
import unicodedata

import rjieba
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Q
from markupsafe import Markup, escape
from wagtail.search.models import IndexEntry

from newsroom.models import ArticlePage

EXCERPT = 90  # characters
MOST_FOUND = 500  # results; nobody turns more pages
MOST_WORDS = 12  # of a query; more than these are a pasted sentence


def words(text: str) -> str:
    """The words of a text parted by spaces, folded to half width and lower case, marks left out."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return " ".join(word for word in rjieba.cut_for_search(folded) if any(map(str.isalnum, word)))


def terms(query: str) -> list[str]:
    """The query's words, each once, a bounded number."""
    return list(dict.fromkeys(words(query[:200]).split()))[:MOST_WORDS]


def find(query: str) -> list[int]:
    """Primary keys of the live articles with every word of the query, best first, at most MOST_FOUND.

    Where the cutting of words differs between text and query (a rare name in the middle of a sentence) the index has nothing: then the
    plain text is looked through for the very characters.
    """
    asked = terms(query)
    if not asked:
        return []
    found = _in_sqlite(asked) if connection.vendor == "sqlite" else _in_index(asked)
    return found or _by_characters(query)


def load(keys: list[int]) -> list[ArticlePage]:
    """The articles of these keys in their order, without their bodies; one that has gone meanwhile is left out."""
    found = ArticlePage.objects.live().defer_streamfields().in_bulk(keys)
    return [found[key] for key in keys if key in found]


def _in_index(asked: list[str]) -> list[int]:
    results = ArticlePage.objects.live().only("pk").search(" ".join(asked), operator="and")
    return [article.pk for article in results[:MOST_FOUND]]


def _in_sqlite(asked: list[str]) -> list[int]:
    """Wagtail's index, asked directly: its own ranking on SQLite asks the index once more for every match, which takes minutes for a
    common word in 20,000 articles. A word in the title weighs as much as six in the text."""
    index, entries = f"{IndexEntry._meta.db_table}_fts", IndexEntry._meta.db_table
    match = "{title body} : (" + " AND ".join('"' + word.replace('"', '""') + '"' for word in asked) + ")"
    sql = (
        f"SELECT page.id FROM {index} JOIN {entries} entry ON entry.id = {index}.rowid "  # noqa: S608 - table names of Wagtail's
        "JOIN wagtailcore_page page ON page.id = CAST(entry.object_id AS INTEGER) "
        f"WHERE {index} MATCH %s AND entry.content_type_id = %s AND page.live "
        f"ORDER BY bm25({index}, 0.0, 1.0, 6.0), page.first_published_at DESC LIMIT %s"
    )
    kind = ContentType.objects.get_for_model(ArticlePage)
    with connection.cursor() as cursor:
        cursor.execute(sql, [match, kind.pk, MOST_FOUND])
        return [row[0] for row in cursor.fetchall()]


def _by_characters(query: str) -> list[int]:
    exact = unicodedata.normalize("NFKC", query).strip()
    found = ArticlePage.objects.live().filter(Q(title__icontains=exact) | Q(plain_text__icontains=exact))
    return list(found.order_by("-first_published_at").values_list("pk", flat=True)[:MOST_FOUND])


def marked(text: str, query: str) -> Markup:
    """The text, escaped, with the query's words marked."""
    asked = sorted({*terms(query), query.strip().lower()} - {""}, key=len, reverse=True)
    if not asked:
        return escape(text)
    parts = re.split(f"({'|'.join(map(re.escape, asked))})", text, flags=re.IGNORECASE)
    return Markup("").join(Markup("<mark>{}</mark>").format(part) if at % 2 else escape(part) for at, part in enumerate(parts))


def excerpt(text: str, query: str) -> Markup:
    """About 90 characters around the first of the query's words, marked."""
    places = [at for at in (text.lower().find(word) for word in [query.strip().lower(), *terms(query)] if word) if at >= 0]
    start = max(0, places[0] - EXCERPT // 3) if places else 0
    cut = text[start : start + EXCERPT].replace("\n", " ")
    return Markup("{}{}{}").format("…" if start else "", marked(cut, query), "…" if start + EXCERPT < len(text) else "")
