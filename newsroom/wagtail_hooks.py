"""Wagtail looks for this module; the hooks stand with what they belong to."""

from newsroom.desk import hooks as desk_hooks
from newsroom.desk import wordings
from newsroom.site import hooks as site_hooks

__all__ = ["desk_hooks", "site_hooks", "wordings"]
