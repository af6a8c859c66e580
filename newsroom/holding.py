"""One poller and one sender a mailbox. On one data folder a file lock says who it is: the system gives it back the moment a process dies.

Among hosts the row's lease says it. Its holder is the data folder, so a killed process leaves nothing to wait for.
"""

from __future__ import annotations

import fcntl
import hashlib
import secrets
from pathlib import Path
from typing import IO

from django.conf import settings


def hold(what: str, mailbox: str) -> tuple[IO[str], str] | None:
    """The lock's file, held until it is closed, and the name under which the lease is taken; None while another process here has it.

    Raises OSError when the data folder cannot be written.
    """
    folder = Path(settings.DATA_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / f"{what}-{hashlib.sha256(mailbox.encode()).hexdigest()[:12]}.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    try:
        lock.seek(0)
        name = lock.read().strip()
        if not name:
            name = f"{what}@{secrets.token_hex(8)}"
            lock.write(name)
            lock.flush()
    except OSError:
        lock.close()
        raise
    return lock, name
