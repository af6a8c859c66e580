"""Wagtail looks for this module; the hooks stand with what they belong to."""

from __future__ import annotations

from importlib.util import find_spec

from newsroom.desk import hooks as desk_hooks

__all__ = ["desk_hooks"]

if find_spec("newsroom.site.hooks"):
    from newsroom.site import hooks as site_hooks

    __all__ += ["site_hooks"]
