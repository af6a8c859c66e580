"""What reading is told: the columns as the desk keeps them and what its corrections taught, our own addresses, the limits."""

from __future__ import annotations

from django.conf import settings

from intake.model import Knowledge

from . import columns, learning


def current(charset: str = "") -> Knowledge:
    """A frozen snapshot for one reading; `charset` is an editor's choice. Closed columns are not suggested any more."""
    open_now = columns.open_columns()
    return Knowledge(
        columns=open_now,
        own_addresses=tuple(settings.OWN_ADDRESSES),
        charset=charset or None,
        limits=settings.LIMITS,
        learner=learning.current(open_now),
    )
