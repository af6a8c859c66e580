"""`laigao replay`: today's reading over letters of old, as a dry run; with --apply the changed ones are read again."""

from __future__ import annotations

from datetime import datetime

import click


@click.command("replay")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="只看这一天以后的来信")
@click.option("--state", type=click.Choice(["drafted", "answered", "ignored", "set_aside"]), help="只看这种状态的来信")
@click.option("--reason", default="", help="只看搁置原因含这几个字的来信")
@click.option("--limit", default=200, show_default=True, type=click.IntRange(1, 100_000), help="至多多少封，新的在前")
@click.option("--apply", "applied", is_flag=True, help="看过之后照此重读；编辑改过或处理过的不动")
def command(since: datetime | None, state: str | None, reason: str, limit: int, applied: bool) -> None:
    """Show what would change: counts, then letter by letter."""
    from laigao.start import setup

    setup()
    from django.utils import timezone

    from newsroom import replaying
    from newsroom.models import Letter
    from workers import ringing

    letters = Letter.objects.order_by("-received_at")
    if since:
        letters = letters.filter(received_at__gte=timezone.make_aware(since))
    if state:
        letters = letters.filter(state=state)
    if reason:
        letters = letters.filter(reason__contains=reason)
    done = list(replaying.dry_run(letters[:limit]))
    click.echo("，".join(f"{what} {count}" for what, count in replaying.counts(done).items()) or "没有来信。")
    for one in done:
        for change in one.changes:
            click.echo(
                f"{one.number}  {change.what}：{change.before or '（空）'} → {change.after or '（空）'}"
                + (f"  [{one.stays}]" if one.stays else "")
            )
    if applied:
        click.echo(f"{replaying.apply(done)} 封已排队重读。")
        ringing.flush()
