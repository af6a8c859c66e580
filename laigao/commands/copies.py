"""`laigao copies`: compare the drafts that were not compared yet, of a database older than the comparison or than its keys."""

import click


@click.command("copies")
def command() -> None:
    """May be broken off and called again; runs beside everything else."""
    from laigao.start import setup

    setup()
    from newsroom import copying

    done = 0
    while some := copying.catch_up(limit=200, recent=None):
        done += some
        click.echo(f"已比对 {done} 篇", err=True)
    click.echo(f"比对完毕，共 {done} 篇。")
