"""What reading is told: the columns as the desk keeps them, our own addresses, the limits of this instance."""

from __future__ import annotations

from django.conf import settings

from intake.model import Column, Knowledge

from .models import ColumnPage


def current(charset: str = "") -> Knowledge:
    """A frozen snapshot for one reading; `charset` is an editor's choice. Closed columns are not suggested any more."""
    return Knowledge(
        columns=tuple(_column(page) for page in ColumnPage.objects.filter(closed=False).order_by("row", "position", "id")),
        own_addresses=tuple(settings.OWN_ADDRESSES),
        charset=charset or None,
        limits=settings.LIMITS,
    )


def _column(page: ColumnPage) -> Column:
    return Column(
        name=page.title,
        slug=page.slug,
        aliases=tuple(page.other_names),
        description=page.description,
        keywords=tuple(page.keywords),
        places=tuple(page.places),
        genres=tuple(page.genres),
        row=page.row,
    )
