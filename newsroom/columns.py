"""The columns as the desk keeps them, in the form the door knows."""

from __future__ import annotations

from intake.model import Column

from .models import ColumnPage


def open_columns() -> tuple[Column, ...]:
    """Those that are not closed, in the order of the navigation. One query."""
    return tuple(map(as_column, ColumnPage.objects.filter(closed=False).order_by("row", "position", "id")))


def as_column(page: ColumnPage) -> Column:
    """A page's column. Its key is the row's id: a desk may rename it and give it another address, and it stays the same column."""
    return Column(
        name=page.title,
        slug=page.slug,
        aliases=tuple(page.other_names),
        description=page.description,
        keywords=tuple(page.keywords),
        places=tuple(page.places),
        genres=tuple(page.genres),
        row=page.row,
        key=str(page.pk),
    )
