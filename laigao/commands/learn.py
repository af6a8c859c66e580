"""`laigao learn`: what the columns' learner knows, made anew from the corrections, or taken back to an earlier version."""

from __future__ import annotations

import click


@click.command("learn")
@click.option("--list", "show", is_flag=True, help="列出各版本（不加选项时也是）")
@click.option("--rebuild", is_flag=True, help="由全部更正重新学习，得出新版本")
@click.option("--rollback", type=click.IntRange(1), metavar="VERSION", help="退回某一版本；其后的更正不再使用，直到 --rebuild")
def command(show: bool, rebuild: bool, rollback: int | None) -> None:
    """Corrections are the truth and are never changed here: a version can always be made again."""
    if rebuild and rollback:
        raise click.UsageError("--rebuild 与 --rollback 只能选一个。")
    from laigao.start import setup

    setup()
    if rebuild:
        _rebuild()
    elif rollback:
        _roll_back(rollback)
    if show or not (rebuild or rollback):
        _list()


def _rebuild() -> None:
    from newsroom import learning

    made = learning.rebuild()
    if made is None:
        raise click.ClickException("另一个进程正在重新学习，请稍后再试。")
    click.echo(f"版本 {made.version}：学了 {made.seen} 条更正{_score(made)}。")


def _roll_back(version: int) -> None:
    from newsroom import learning

    try:
        made = learning.roll_back(version)
    except learning.NoSuchVersion as error:
        raise click.ClickException(f"{error}。") from None
    click.echo(f"已退回版本 {version}（现为版本 {made.version}）。")


def _list() -> None:
    from django.utils import timezone

    from newsroom.learning.rows import rows
    from newsroom.models import LearnerSnapshot

    found = list(LearnerSnapshot.objects.exclude(at=None))
    for row in found:
        mark, back = "*" if row.active else " ", f"  退回到 {row.back_to}" if row.back_to else ""
        gone = "" if row.file else "  文件已清理"
        click.echo(f"{mark} {row.version:>4}  {timezone.localtime(row.at):%Y-%m-%d %H:%M}  {row.seen:>6} 条更正{_score(row)}{back}{gone}")
    upto = next((row.upto for row in found if row.active), 0)
    click.echo(f"版本之后的更正：{rows(upto).count()} 条，各进程随时补学。")


def _score(row) -> str:
    return "" if row.score is None else f"，留出检验首选正确 {row.score:.0%}"
