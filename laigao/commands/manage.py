"""`laigao manage …`: Django's own commands, with our settings."""

from __future__ import annotations

import os
import sys

import click


@click.command("manage", context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("args", nargs=-1, type=click.UNPROCESSED)
def command(args: tuple[str, ...]) -> None:
    """Pass everything on to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laigao.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line([sys.argv[0], *args])
