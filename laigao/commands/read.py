"""`laigao read`: what is read in a mail, for a person or as the JSON contract. Needs no Django and no database."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("read")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="one JSON object a mail and line")
@click.option("--charset", help="read the bytes as this charset, whatever the mail declares")
def command(paths: tuple[Path, ...], as_json: bool, charset: str | None) -> None:
    """Read .eml files, folders of them, or an mbox."""
    from intake.command import run

    run(paths, as_json=as_json, charset=charset)
