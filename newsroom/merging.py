"""合并栏目: one column goes into another. Its drafts at once, its articles one by one, what was learned with them; the old column closes.

Addresses that were given out stay good: Wagtail keeps a redirect for every page that moves.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Revision, WorkflowState

from . import audit
from .columns import open_columns
from .learning.rows import merged
from .models import ArticlePage, ColumnMerge, ColumnPage, Draft
from .states import DraftState


class Refused(Exception):
    """The columns cannot be merged as they are; the message says why, in Chinese."""


@dataclass(frozen=True)
class Plan:
    """What will move."""

    old: ColumnPage
    into: ColumnPage
    live: int  # articles on the site
    in_review: int
    unpublished: int  # neither
    waiting: int  # drafts before 初审's decision
    decided: int  # other drafts
    names: list[str]  # what authors may go on writing for the old column


def plan(old: ColumnPage, into: ColumnPage) -> Plan:
    """Raises Refused."""
    if old.pk == into.pk:
        raise Refused(_("请选两个不同的栏目"))
    if into.closed:
        raise Refused(_("“%(name)s”已经停用，不能并入") % {"name": into.title})
    articles = ArticlePage.objects.child_of(old)
    in_review = WorkflowState.objects.active().filter(
        object_id__in=[str(pk) for pk in articles.filter(live=False).values_list("pk", flat=True)]
    )
    reviewed = in_review.filter(base_content_type__app_label="wagtailcore").count()
    if reviewed and old.review_stages != into.review_stages:
        said = {"old": old.title, "into": into.title, "n": reviewed}
        raise Refused(_("“%(old)s”与“%(into)s”的审次不同，而“%(old)s”还有 %(n)d 篇正在审；请等审完再合并") % said)
    live = articles.filter(live=True).count()
    drafts = Draft.objects.filter(column=old)
    waiting = drafts.filter(state__in=[DraftState.WAITING, DraftState.HELD, DraftState.CHANGES]).count()
    unpublished = articles.count() - live - reviewed
    return Plan(old, into, live, reviewed, unpublished, waiting, drafts.count() - waiting, [old.title, *old.other_names])


@transaction.atomic
def merge(old: ColumnPage, into: ColumnPage, person) -> ColumnMerge:
    """Close `old`, hand its drafts, names, keywords and genres to `into`; `carry_on` moves the articles. Raises Refused."""
    old, into = (ColumnPage.objects.select_for_update(of=("self",)).get(pk=page.pk) for page in (old, into))
    found = plan(old, into)
    into.other_names = list(dict.fromkeys([*into.other_names, *found.names]))
    into.keywords = list(dict.fromkeys([*into.keywords, *old.keywords]))
    into.genres = list(dict.fromkeys([*into.genres, *old.genres]))
    old.closed = True
    for page in (into, old):
        _save(page, person)
    Draft.objects.filter(column=old).update(column=into, version=F("version") + 1)
    audit.record(person, "merge-columns", f"{old.title} → {into.title}")
    return ColumnMerge.objects.create(old=old.pk, old_name=old.title, into=into.pk, into_name=into.title, by=person)


def carry_on(limit: int = 100) -> int:
    """Move articles of merged columns, each in a transaction of its own; returns how many. The schedule calls it until none is left."""
    moved = 0
    for merge_id in ColumnMerge.objects.filter(finished_at=None).values_list("pk", flat=True):
        while moved < limit and _move_one(merge_id):
            moved += 1
    return moved


@transaction.atomic
def _move_one(merge_id: int) -> bool:
    row = ColumnMerge.objects.select_for_update().get(pk=merge_id)
    old = ColumnPage.objects.filter(pk=row.old).first()
    # `into` may have been merged further since
    target = Page.objects.filter(pk=merged(open_columns()).get(str(row.old), row.into)).first()
    article = ArticlePage.objects.child_of(old).order_by("path").first() if old and target else None
    if article is None:
        if old and target and old.live:
            _leave(old, target)
        row.finished_at = row.finished_at or timezone.now()
        row.save(update_fields=["finished_at"])
        return False
    if Page.objects.child_of(target).filter(slug=article.slug).exists():
        article = _readdressed(article, target)
    article.move(target, pos="last-child")
    return True


def _leave(old: ColumnPage, target: Page) -> None:
    """The emptied column is not shown any more; who comes to its address is sent on."""
    Redirect.add_redirect(old.get_url(), target)
    old.unpublish()


def _readdressed(article: ArticlePage, column: Page) -> ArticlePage:
    """With another address, because its own is taken there. Its newest text, perhaps in review, keeps that when it goes live."""
    page = Page.objects.get(pk=article.pk)  # not the article: its text is not published anew by this
    beside = Page.objects.child_of(column) | page.get_siblings()
    taken = set(beside.filter(slug__startswith=page.slug).values_list("slug", flat=True))
    page.slug = next(slug for n in count(2) if (slug := f"{article.slug}-{n}") not in taken)
    page.save(update_fields=["slug", "url_path"], clean=False)
    if newest := page.latest_revision:
        Revision.objects.filter(pk=newest.pk).update(content=newest.content | {"slug": page.slug})
    return ArticlePage.objects.get(pk=article.pk)


def _save(page: ColumnPage, person) -> None:
    """With a revision, or the page's next editor would bring back what it was."""
    revision = page.save_revision(user=person, log_action=False)
    if page.live:
        revision.publish(user=person, skip_permission_checks=True)
    else:
        page.save()
