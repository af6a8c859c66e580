"""`laigao web`: gunicorn with our settings."""

from __future__ import annotations

import os
import socket
import sys

import click


@click.command("web")
@click.option("--bind", default="127.0.0.1:8000", show_default=True, help="address and port to listen on")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="processes")
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64), help="threads a process")
def command(bind: str, workers: int, threads: int) -> None:
    """Serve the site and the desk."""
    from django.core.exceptions import ImproperlyConfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laigao.settings")
    try:
        import laigao.settings  # noqa: F401 - a wrong setting is one sentence, not a worker that dies again and again
    except ImproperlyConfigured as error:
        raise click.UsageError(str(error)) from None
    _check(bind)
    options = ["--bind", bind, "--workers", str(workers), "--threads", str(threads), "--worker-class", "gthread", "--timeout", "60"]
    options += ["--graceful-timeout", "5", "--access-logfile", "-", "--no-control-socket"]
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "laigao.wsgi:application", *options])  # noqa: S606 - no shell


def _check(bind: str) -> None:
    """Say in one sentence that the port is taken; gunicorn would try five times and end with a traceback."""
    host, _, port = bind.rpartition(":")
    if not port.isdigit() or not host:
        raise click.UsageError(f"--bind is {bind!r}; write ADDRESS:PORT, as in 127.0.0.1:8000.")
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as asked:
        asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            asked.bind((host.strip("[]"), int(port)))
        except OSError as error:
            why = f"(Cannot listen on {bind}: {error.strerror}.)"
            raise click.UsageError(f"无法在 {bind} 上提供服务：端口已被占用或不可用。{why}") from None
