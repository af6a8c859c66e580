"""`laigao import PATH…`: mails from files, through the same door as those from the mailbox."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def command(paths: tuple[Path, ...]) -> None:
    """Keep every mail of .eml files, folders, Maildirs and mboxes. May be broken off and called again: nothing is kept twice."""
    from laigao.start import setup

    setup()
    from intake.mailbox.files import files
    from workers import ringing

    found = [file for path in paths for file in files(path)]
    if not found:
        raise click.UsageError("这里没有可导入的邮件（.eml、mbox 或 Maildir）。")
    new, known = _import(found)
    ringing.flush()
    click.echo(f"导入 {new} 封，已有 {known} 封。")


def _import(found: list[Path]) -> tuple[int, int]:
    """Returns (letters made, mails that were known)."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from intake.mailbox.files import mails
    from newsroom.models import Letter

    console = Console(stderr=True)
    before, seen = Letter.objects.count(), 0
    columns = (TextColumn("导入"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"), TextColumn("{task.fields[mails]} 封"))
    with Progress(*columns, TimeRemainingColumn(), console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=sum(max(1, path.stat().st_size) for path in found), mails=0)
        done = 0
        for path in found:
            for mail in mails(path):
                _keep(mail)
                seen += 1
                progress.update(task, completed=done + mail.at, mails=seen)
            done += max(1, path.stat().st_size)
            progress.update(task, completed=done)
    new = Letter.objects.count() - before
    return new, seen - new


def _keep(mail) -> None:
    from django.conf import settings

    from newsroom import keeping

    place = {"source": "import", "mailbox": "", "folder": str(mail.path.resolve()), "uid": mail.index}
    if len(mail.raw) > settings.LIMITS.mail_bytes:
        keeping.keep_header(mail.raw.partition(b"\n\n")[0][: keeping.HEADER_BYTES], len(mail.raw), **place)
    else:
        keeping.keep(mail.raw, **place)
