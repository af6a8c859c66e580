"""`laigao migrate`: the database, brought to what this version needs. May run twice."""

import click


@click.command("migrate")
def command() -> None:
    """Create or upgrade the tables, then what the desk needs to begin: columns, roles, workflow."""
    from laigao.start import setup

    setup()
    prepare()
    click.echo("数据库就绪。")


def prepare() -> None:
    """The same with Django already set up: the demo's supervisor calls it."""
    from django.conf import settings
    from django.core.management import call_command

    from newsroom import roles, seeding

    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    seeding.seed()
    roles.seed()
