"""Addresses of pages from Chinese titles: 「渭河边的老屋」 becomes weihe-bian-de-laowu."""

from __future__ import annotations

import re
import unicodedata

import rjieba
from pypinyin import lazy_pinyin
from wagtail.models import Page

LENGTH = 60  # characters; an address that goes into a mail should not break over two lines


def slug(title: str) -> str:
    """Pinyin of the title's words joined by hyphens, cut between words; "wen" when nothing of it can be read aloud."""
    folded = unicodedata.normalize("NFKC", title)
    parts = (re.sub(r"[^a-z0-9]", "", "".join(lazy_pinyin(word, errors="default", v_to_u=False)).lower()) for word in rjieba.cut(folded))
    made = ""
    for part in filter(None, parts):
        joined = f"{made}-{part}" if made else part
        if len(joined) > LENGTH:
            break
        made = joined
    return made or "wen"


def free(parent: Page, title: str, *, taken_by: int | None = None) -> str:
    """A slug that no other child of `parent` has: -2, -3 … are added."""
    wanted = slug(title)
    siblings = Page.objects.child_of(parent).filter(slug__startswith=wanted).exclude(pk=taken_by)
    taken = set(siblings.values_list("slug", flat=True))
    number, found = 1, wanted
    while found in taken:
        number += 1
        found = f"{wanted}-{number}"
    return found
