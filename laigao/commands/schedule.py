"""`laigao schedule`: what comes with the clock."""

from __future__ import annotations

import click


@click.command("schedule")
def command() -> None:
    """Sweep and publish what is due, until SIGTERM or Ctrl-C."""
    from laigao.start import setup

    setup()
    from laigao.stopping import stopped_by_signals
    from workers import ringing, schedule

    schedule.run(stopped_by_signals())
    ringing.flush()
