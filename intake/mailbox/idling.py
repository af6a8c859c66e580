"""Listening in IDLE. IMAPClient's idle_check reads without waiting, so a line that arrives in two pieces breaks the connection (it did
with pymap, and a mobile network may do it to anybody); here a line that has begun is read to its end.
"""

from __future__ import annotations

import re
import select
import socket
import ssl
import time
from collections.abc import Callable
from io import BufferedReader

from imapclient import IMAPClient

TICK = 1.0
_NEWS = re.compile(rb"\* \d+ (?:EXISTS|RECENT)\b", re.IGNORECASE)


def listen(client: IMAPClient, until: float, stop: Callable[[], bool]) -> bool:
    """Wait in IDLE until the server says that a message has come (True), `until` (time.monotonic) has passed or `stop()` is true.

    Raises imaplib's abort at the connection's end, OSError when a line that has begun does not end within the read timeout.
    """
    imap = client._imap
    while (left := until - time.monotonic()) > 0 and not stop():
        if not _begun(client.socket(), imap.file, min(TICK, left)):
            continue
        if _NEWS.match(imap._get_line()):
            return True
    return False


def _begun(connection: socket.socket, file: BufferedReader, seconds: float) -> bool:
    """Whether bytes are there: in the file's buffer already, or on the connection within `seconds`. The end of a connection counts."""
    timeout = connection.gettimeout()
    connection.settimeout(0)
    try:
        if file.peek(1):
            return True
    except (ssl.SSLWantReadError, BlockingIOError):
        pass
    finally:
        connection.settimeout(timeout)
    readable, _, _ = select.select([connection], [], [], seconds)
    return bool(readable)
