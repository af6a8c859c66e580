"""Loads Django for a command of ours, with a configuration error as one sentence instead of a traceback."""

from __future__ import annotations

import os

import click


def setup() -> None:
    """django.setup(); a wrong setting ends the command with exit status 2 and the sentence that names it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laigao.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise click.UsageError(str(error)) from None
