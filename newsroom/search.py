"""Chinese in Wagtail's search: what is indexed and what is asked are both cut into words (DESIGN decision 10).

SQLite's and PostgreSQL's own tokenizers take an unspaced sentence for one word and find nothing inside it.
"""

from __future__ import annotations

import re
import unicodedata

import rjieba
from django.db.models import Q
from markupsafe import Markup, escape

from newsroom.models import ArticlePage

EXCERPT = 90  # characters
MOST_WORDS = 12  # of a query; more than these are a pasted sentence


def words(text: str) -> str:
    """The words of a text parted by spaces, folded to half width and lower case, marks left out."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return " ".join(word for word in rjieba.cut_for_search(folded) if any(map(str.isalnum, word)))


def terms(query: str) -> list[str]:
    """The query's words, each once, a bounded number."""
    return list(dict.fromkeys(words(query[:200]).split()))[:MOST_WORDS]


def articles(query: str):
    """Live articles with every word of the query, best first: search results (or a queryset) that a Paginator can page.

    Where the cutting of words differs between text and query (a rare name in the middle of a sentence) the index has nothing: then the
    plain text is looked through for the very characters.
    """
    asked = terms(query)
    if not asked:
        return ArticlePage.objects.none()
    live = ArticlePage.objects.live().defer_streamfields()
    found = live.search(" ".join(asked), operator="and")
    if found.count():
        return found
    exact = unicodedata.normalize("NFKC", query).strip()
    return live.filter(Q(title__icontains=exact) | Q(plain_text__icontains=exact)).order_by("-first_published_at")


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
