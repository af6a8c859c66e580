"""`laigao doctor`: is everything there, and what to do where it is not. Exit code 1 when there is an error."""

from __future__ import annotations

import itertools
import sys

import click


@click.command("doctor")
@click.option("--offline", is_flag=True, help="不登录邮箱服务器")
def command(offline: bool) -> None:
    """Ask everything the product leans on, one line each."""
    from laigao.start import setup

    setup()
    from laigao.doctor import house, mail

    errors = 0
    for finding in itertools.chain(house(), () if offline else mail()):
        click.echo(str(finding))
        errors += finding.level == "error"
    click.echo("一切正常。" if not errors else f"有 {errors} 项错误，请照上面的说明处理。")
    sys.exit(1 if errors else 0)
