"""`laigao make-key`: a fresh key for LAIGAO_FIELD_KEYS."""

import click


@click.command("make-key")
def command() -> None:
    """Print a new key. Put it first in LAIGAO_FIELD_KEYS; keep the old ones behind it until everything is written anew."""
    from cryptography.fernet import Fernet

    click.echo(Fernet.generate_key().decode("ascii"))
