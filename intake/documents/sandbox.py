"""The caller's side of isolation: one template process for each calling process, a limited child of it for each document.

A fork of the preloaded template costs 6 ms where a fresh interpreter costs 200. Works from Celery's daemonic children, which
may not use multiprocessing. The template is exec'd with an empty environment, so no key or password of ours is in it or in
its children; it ends when its caller ends, because the control socket closes.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from intake.documents import convert
from intake.documents.file import File
from intake.documents.server import BOUNDS
from intake.documents.unread import Unread, damaged, refused
from intake.documents.wire import Garbled, pack, unpack

_GRACE = 2.0  # seconds beyond the child's own wall limit before the template itself is taken for dead
_START = "import sys; sys.path.append(sys.argv[1]); from intake.documents.server import main; main(int(sys.argv[2]), sys.argv[3])"


class _Gone(OSError):
    """The template ended under us."""


@dataclass
class _Template:
    """The running template of this process."""

    process: subprocess.Popen[bytes]
    control: socket.socket
    owner: int


_lock = threading.Lock()
_template: _Template | None = None


def call(do: str, file: File, seconds: float) -> tuple[dict[str, Any], list[bytes]]:
    """Have a limited child `do` "read" or "convert" with `file` within `seconds` of wall time; the answer's message and blobs.

    Raises Unread: `refused` naming the limit that ended the child, `damaged` when the bytes brought it down.
    """
    for attempt in (1, 2):
        try:
            return _call(do, file, seconds)
        except _Gone:
            close()
            if attempt == 2:
                break
    raise Unread("refused", "读取程序意外中止，这个文件没有读取；请换成 Word 文档或把文字直接贴在信里")


def close() -> None:
    """End this process's template, if there is one. The next call starts another."""
    global _template
    with _lock:
        ended, _template = _template, None
    if ended is None:
        return
    ended.control.close()
    if ended.owner == os.getpid():
        try:
            ended.process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            ended.process.kill()
            ended.process.wait()


def _forget() -> None:
    """After a fork: the template is the parent's. Closing our copy of the socket lets it see when the parent ends."""
    global _template, _lock
    _lock = threading.Lock()
    inherited, _template = _template, None
    if inherited is not None:
        inherited.control.close()
        inherited.process.returncode = 0  # not our child: nothing to wait for


os.register_at_fork(after_in_child=_forget)
atexit.register(close)


def _start() -> _Template:
    ours, theirs = socket.socketpair()
    root = str(Path(__file__).resolve().parents[2])  # found the same way from a checkout and from site-packages
    with theirs:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-I", "-X", "utf8", "-c", _START, root, str(theirs.fileno()), tempfile.gettempdir()],
            env={},
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(theirs.fileno(),),
        )
    return _Template(process, ours, os.getpid())


def _send(record: bytes, descriptors: list[int]) -> None:
    """Hand a document's descriptors to the template, starting it when there is none."""
    global _template
    with _lock:
        if _template is None or _template.process.poll() is not None:
            if _template is not None:
                _template.control.close()
            _template = _start()
        try:
            socket.send_fds(_template.control, [record], descriptors)
        except OSError as error:
            raise _Gone from error


def _call(do: str, file: File, seconds: float) -> tuple[dict[str, Any], list[bytes]]:
    until = time.monotonic() + seconds + _GRACE
    ours, theirs = socket.socketpair()
    reading, writing = os.pipe()
    try:
        with theirs:
            _send(_bounds(do, file, seconds), [theirs.fileno(), writing])
        os.close(writing)
        writing = -1
        answer = _talk(ours, do, file, until)
        ours.close()
        return answer if answer is not None else _explain(reading, do, file, seconds, until)
    finally:
        ours.close()
        os.close(reading)
        if writing >= 0:
            os.close(writing)


def _bounds(do: str, file: File, seconds: float) -> bytes:
    limits = file.limits
    if do == "convert":
        return BOUNDS.pack(seconds, convert.MEMORY, int(limits.convert_seconds), limits.office_bytes)
    return BOUNDS.pack(seconds, limits.document_memory, limits.document_cpu_seconds, limits.archive_bytes)


def _talk(connection: socket.socket, do: str, file: File, until: float) -> tuple[dict[str, Any], list[bytes]] | None:
    """Send the request, take the answer; None when the child ended without one."""
    request = {
        "do": do,
        "name": file.name,
        "kind": file.kind,
        "type": file.declared_type,
        "charset": file.charset,
        "limits": asdict(file.limits),
    }

    def read(size: int) -> bytes:
        data = bytearray(size)
        view, at = memoryview(data), 0
        while at < size:
            connection.settimeout(max(until - time.monotonic(), 0.001))
            got = connection.recv_into(view[at:])
            if not got:
                raise EOFError
            at += got
        return bytes(data)

    try:
        for piece in pack(request, [file.data]):
            connection.settimeout(max(until - time.monotonic(), 0.001))
            connection.sendall(piece)
        return unpack(read, file.limits.archive_bytes + 2 * file.limits.office_bytes)
    except (OSError, EOFError, Garbled, MemoryError):
        return None


def _explain(reading: int, do: str, file: File, seconds: float, until: float) -> tuple[dict[str, Any], list[bytes]]:
    """Why there was no answer: raises Unread, or _Gone when the template does not say it either."""
    os.set_blocking(reading, False)
    said = b""
    while time.monotonic() < until + _GRACE:
        try:
            said = os.read(reading, 4096)
            break
        except BlockingIOError:
            time.sleep(0.01)
    with contextlib.suppress(ValueError):
        how = json.loads(said)
        limits = file.limits
        if how["late"]:
            raise refused(f"读取时间超过 {seconds:.0f} 秒")
        if how.get("signal") == signal.SIGXCPU:
            raise refused(f"处理时间超过 {limits.document_cpu_seconds} 秒")
        if how.get("code") == 3 or how.get("signal") == signal.SIGKILL:
            raise refused(f"内存超过 {limits.document_memory >> 20} MB")
        raise damaged()
    raise _Gone
