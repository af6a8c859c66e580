"""A PostgreSQL of our own for the tests: a private cluster on a socket, gone afterwards."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path


def binaries() -> Path | None:
    """The folder with initdb and postgres: Debian keeps them off the PATH."""
    for folder in [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]:
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    return Path(found).parent if found else None


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """Start it and yield a database URL. PostgreSQL refuses to run as root: there it runs as the user `postgres` of Debian's package."""
    folder = binaries()
    assert folder is not None
    home = Path(tempfile.mkdtemp(prefix="laigao-pg-"))
    become = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if become:
        shutil.chown(home, "postgres")
    data = home / "data"
    user = "postgres"
    run = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "cwd": "/"}
    try:
        subprocess.run(
            [*become, folder / "initdb", "-D", data, "-U", user, "-E", "UTF8", "--locale=C.UTF-8", "--auth=trust", "--no-sync"], **run
        )
        options = f"-k {home} -c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
        subprocess.run([*become, folder / "pg_ctl", "-D", data, "-w", "-l", home / "log", "-o", options, "start"], **run)
        try:
            yield f"postgres://{user}@{str(home).replace('/', '%2F')}/postgres"
        finally:
            subprocess.run([*become, folder / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], **run)
    finally:
        shutil.rmtree(home, ignore_errors=True)
