"""`laigao migrate`: the database, brought to what this version needs. May run twice."""

import click


@click.command("migrate")
def command() -> None:
    """Create or upgrade the tables, then what the desk needs to begin: columns, roles, workflow."""
    from laigao.start import setup

    setup()
    from django.conf import settings
    from django.core.management import call_command

    from newsroom import roles, seeding

    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    seeding.seed()
    roles.seed()
    click.echo("数据库就绪。")
