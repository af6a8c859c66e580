"""`laigao poller`: fetches mail until it is told to stop (SIGTERM, Ctrl-C)."""

from __future__ import annotations

import click


@click.command("poller")
@click.option("--once", is_flag=True, help="一次收完现有的信就结束")
def command(once: bool) -> None:
    """Hold the mailbox's connection and keep what arrives."""
    from laigao.start import setup

    setup()
    from laigao.stopping import stopped_by_signals
    from workers import ringing
    from workers.poller import Poller

    stop = stopped_by_signals()
    poller = Poller(stop)
    if once:
        from intake.mailbox import Broken, Refused

        try:
            click.echo(f"收到 {poller.once()} 封。")
        except (Broken, Refused) as error:
            raise click.ClickException(f"收信没有成功：{error}") from None
    else:
        poller.run()
    ringing.flush()
