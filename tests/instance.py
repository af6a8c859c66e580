"""A whole instance of the product in a folder of its own, whose commands a test runs as processes."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: The tables without the 171 migrations, which take 20 s; one other test runs those.
TABLES = """
from laigao.start import setup
setup()
from django.conf import settings
from django.core.management import call_command
class Without:
    def __contains__(self, app): return True
    def __getitem__(self, app): return None
settings.MIGRATION_MODULES = Without()
call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
from newsroom import roles, seeding
seeding.seed()
roles.seed()
"""


class Instance:
    """`env` adds to or replaces settings. Use it as a context: at the end all its processes are ended."""

    def __init__(self, folder: Path, **env: str) -> None:
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith("LAIGAO_")}
        given = {
            "LAIGAO_DATA_DIR": str(folder),
            "LAIGAO_SECRET_KEY": "only-for-tests-" + "0" * 40,
            "LAIGAO_FIELD_KEYS": "bGFpZ2FvLXRlc3Qta2V5LW5vdC1mb3ItcHJvZHVjdHM=",
            "LAIGAO_LOOPBACK_ONLY": "1",
            "LAIGAO_MAILBOX": "tougao@laigao.example",
            "LAIGAO_DATABASE_URL": f"sqlite:///{folder / 'laigao.sqlite3'}",
            "LAIGAO_SMTP_TLS": "none",
            "LAIGAO_IMAP_TLS": "0",
            "LAIGAO_UNDO_SECONDS": "0",
        }
        self.env = kept | given | env
        self.processes: dict[str, subprocess.Popen] = {}

    def __enter__(self) -> Instance:
        self.folder.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-c", TABLES], cwd=ROOT, env=self.env, check=True, capture_output=True)
        return self

    def __exit__(self, *_about: object) -> None:
        for name in list(self.processes):
            self.stop(name)

    def run(self, *args: str) -> str:
        """A command to its end; its standard output. Raises CalledProcessError."""
        done = subprocess.run([sys.executable, "-m", "laigao", *args], cwd=ROOT, env=self.env, check=True, capture_output=True, text=True)
        return done.stdout

    def start(self, name: str, *args: str) -> subprocess.Popen:
        """A command that stays, in a process group of its own; its log is NAME.log."""
        log = (self.folder / f"{name}.log").open("ab")
        argv = [sys.executable, "-m", "laigao", *(args or (name,))]
        self.processes[name] = subprocess.Popen(argv, cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True)
        return self.processes[name]

    def stop(self, name: str, how: int = signal.SIGTERM) -> int:
        """End it; SIGKILL takes its children with it, as a machine that loses power does. Returns its exit status."""
        process = self.processes.pop(name)
        if process.poll() is None:
            os.killpg(process.pid, how) if how == signal.SIGKILL else process.send_signal(how)
        try:
            return process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(5)
            raise
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text("utf-8", "replace")

    def rows(self, query: str) -> list[tuple]:
        """What the database says, read past Django."""
        with sqlite3.connect(self.folder / "laigao.sqlite3", timeout=20) as database:
            return database.execute(query).fetchall()

    def until(self, what: Callable[[], object], seconds: float = 30) -> None:
        """Wait until `what()` is true; raises with the logs' ends when it does not come true."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if what():
                return
            time.sleep(0.1)
        raise AssertionError("\n".join(f"── {name}\n{self.log(name)[-3000:]}" for name in self.processes))
