"""`laigao poller`: fetches mail until it is told to stop (SIGTERM, Ctrl-C)."""

from __future__ import annotations

import sys
from datetime import date

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

    begin()
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


def begin() -> None:
    """Nobody has said yet what of the old mail counts: ask on a terminal; without one, only what comes from now on."""
    from django.conf import settings

    from newsroom import backing_off, minding

    if settings.IMAP["start"] or backing_off.row(settings.MAILBOX).start:
        return
    answer = "new"
    if sys.stdin.isatty():
        click.echo("第一次收这个邮箱。从哪一天的来信开始收？旧信可能有几万封，一旦收进来，作者会收到回执。")
        answer = click.prompt("写日期（如 2026-01-31），或 new（只收今后的新信），或 all（全部）", value_proc=_start, default="new")
    else:
        click.echo("LAIGAO_IMAP_START 没有写：只收今后的新信。要收旧信，写上日期或 all 后重启收信进程。", err=True)
    minding.begin(settings.MAILBOX, answer)


def _start(text: str) -> str:
    text = text.strip().lower()
    if text in ("all", "new"):
        return text
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise click.UsageError("请写 2026-01-31 这样的日期，或 new，或 all。") from None
