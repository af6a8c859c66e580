"""`laigao worker`: reads letters and sends ours."""

from __future__ import annotations

import os

import click


@click.command("worker")
@click.option("--queues", default="mail,documents,replies,learn", show_default=True, help="照看哪些队列，逗号分隔")
@click.option("--concurrency", default=lambda: min(4, os.cpu_count() or 1), show_default="CPU 核数，至多 4", type=click.IntRange(1, 64))
def command(queues: str, concurrency: int) -> None:
    """Start a Celery worker with our settings; it ends at SIGTERM when the tasks in hand are done."""
    from laigao.start import setup

    setup()
    from workers import living  # noqa: F401 - connects the beats
    from workers.app import app

    argv = ["worker", "--loglevel=INFO", f"--queues={queues}", f"--concurrency={concurrency}", "--without-gossip", "--without-mingle"]
    app.worker_main([*argv, "--without-heartbeat", f"--hostname=laigao-{os.getpid()}@%h"])
