"""`laigao health KIND`: exit 0 when the process of that kind on this host is well. For Docker's health checks and for a person.

Asked every half minute in each container, it loads the settings and not the applications, which would cost four seconds of CPU.
"""

from __future__ import annotations

import http.client
import os
import socket
import warnings
from datetime import UTC, datetime, timedelta

import click

KINDS = ("web", "worker", "poller", "schedule")


@click.command("health")
@click.argument("kind", type=click.Choice(KINDS))
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="web: 端口")
def command(kind: str, port: int) -> None:
    """web: /healthz on this machine answers. The others: a process of this kind on this host has beaten lately."""
    from django.core.exceptions import ImproperlyConfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laigao.settings")
    try:
        trouble = _web(port) if kind == "web" else _beats(kind)
    except ImproperlyConfigured as error:
        raise click.UsageError(str(error)) from None
    if trouble:
        raise click.ClickException(trouble)
    click.echo("正常")


def _web(port: int) -> str:
    from django.conf import settings

    named = next((host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*"), "localhost")
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        asked.request("GET", "/healthz", headers={"Host": named})
        status = asked.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return f"网站没有回应（{type(error).__name__}）"
    finally:
        asked.close()
    return "" if status == 200 else f"网站回应 {status}"


def _beats(kind: str) -> str:
    """The table newsroom.models.Beat is asked by its name: models need the applications."""
    from django.db import DatabaseError, connection

    warnings.filterwarnings("ignore", "Accessing the database during app initialization", RuntimeWarning)
    try:
        with connection.cursor() as cursor:
            here = f"{kind}@{socket.gethostname()}:"
            cursor.execute("SELECT name, seen_at, every FROM newsroom_beat WHERE kind = %s", [kind])
            beats = [(seen, every) for name, seen, every in cursor.fetchall() if name.startswith(here)]
    except DatabaseError as error:
        return f"数据库没有回应（{type(error).__name__}）"
    now = datetime.now(UTC)
    alive = [1 for seen, every in beats if now - (seen if seen.tzinfo else seen.replace(tzinfo=UTC)) < timedelta(seconds=3 * every)]
    return "" if alive else f"本机没有活着的 {kind}"
