"""The template process: preloaded, without environment, secrets or network; forks a limited child for each document.

Started by sandbox.py, never by hand. It reads no document itself. Over the control socket comes, for each document, a fixed
record with the bounds, and two descriptors: the data socket, which the child alone talks to, and the status pipe, on which
the template says how the child ended. When the control socket closes (the caller has ended), everything here ends.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import resource
import selectors
import shutil
import signal
import socket
import stat
import struct
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from intake.charset import decode_text
from intake.documents.child import serve

_PREFIX = "laigao-read-"
BOUNDS = struct.Struct("!dQQQ")  # wall seconds; address space, CPU seconds, file size
# Ctrl-C and a supervisor's SIGTERM go to the whole group: our caller decides, and when it ends, we do, leaving nothing behind
_CALLERS_BUSINESS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_CLONE_NEWUSER, _CLONE_NEWNET, _PR_SET_PDEATHSIG = 0x10000000, 0x40000000, 1


@dataclass
class Job:
    """A child at work."""

    status: int  # the pipe's descriptor
    scratch: Path
    until: float
    late: bool = False


def main(control_descriptor: int, temporary: str) -> None:
    """Serve until the control socket closes."""
    control = socket.socket(fileno=control_descriptor)
    _sweep(Path(temporary))
    base = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=temporary))
    _cut_network()
    waker, wakened = socket.socketpair()
    waker.setblocking(False)
    wakened.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    for number in _CALLERS_BUSINESS:
        signal.signal(number, signal.SIG_IGN)
    signal.set_wakeup_fd(waker.fileno())
    decode_text("预热".encode("gb18030") + b"\xff")  # loads the detector's tables, which the children then share
    gc.collect()
    gc.freeze()  # children share the template's pages: the collector must not write to them
    jobs: dict[int, Job] = {}
    try:
        _loop(control, wakened, base, jobs)
    finally:
        for pid in jobs:
            _kill(pid)
        shutil.rmtree(base, ignore_errors=True)


def _sweep(temporary: Path) -> None:
    """Remove what templates that were killed have left: folders of ours, an hour old, whose process is gone."""
    for path in temporary.glob(_PREFIX + "*-*"):
        with contextlib.suppress(OSError, ValueError):
            about = path.lstat()
            old = about.st_uid == os.getuid() and time.time() - about.st_mtime > 3600
            if old and stat.S_ISDIR(about.st_mode) and not _alive(int(path.name.removeprefix(_PREFIX).split("-")[0])):
                shutil.rmtree(path, ignore_errors=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _loop(control: socket.socket, wakened: socket.socket, base: Path, jobs: dict[int, Job]) -> None:
    with selectors.DefaultSelector() as selector:
        selector.register(control, selectors.EVENT_READ)
        selector.register(wakened, selectors.EVENT_READ)
        while True:
            nearest = min((job.until for job in jobs.values() if not job.late), default=None)
            ready = selector.select(None if nearest is None else max(nearest - time.monotonic(), 0))
            with contextlib.suppress(BlockingIOError):
                wakened.recv(4096)
            if any(key.fileobj is control for key, _ in ready) and not _accept(control, base, jobs):
                return
            for pid, job in jobs.items():
                if not job.late and time.monotonic() >= job.until:
                    job.late = True
                    _kill(pid)
            _reap(jobs)


def _accept(control: socket.socket, base: Path, jobs: dict[int, Job]) -> bool:
    """Fork a child for the next document; False when the caller has gone."""
    try:
        record, descriptors, _, _ = socket.recv_fds(control, BOUNDS.size, 2)
    except OSError:
        return False
    if len(record) < BOUNDS.size or len(descriptors) != 2:
        return False
    wall, memory, cpu, file_size = BOUNDS.unpack(record)
    data, status = descriptors
    scratch = Path(tempfile.mkdtemp(dir=base))
    pid = os.fork()
    if pid == 0:
        _child(data, memory, cpu, file_size, scratch)
    os.close(data)
    jobs[pid] = Job(status, scratch, time.monotonic() + wall)
    return True


def _child(data: int, memory: int, cpu: int, file_size: int, scratch: Path) -> None:
    """In the child, which never returns: drop all that is the template's, set the limits, read one document."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, *_CALLERS_BUSINESS):
            signal.signal(number, signal.SIG_DFL)
        os.setsid()
        _die_with_parent()
        connection = socket.socket(fileno=os.dup2(data, 3, inheritable=False))
        os.closerange(4, 4096)
        for what, bound in (
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_CPU, cpu),
            (resource.RLIMIT_FSIZE, file_size),
            (resource.RLIMIT_NOFILE, 128),
            (resource.RLIMIT_AS, memory),
        ):
            _limit(what, bound)
        os.chdir(scratch)
        tempfile.tempdir = str(scratch)
        serve(connection, scratch)
        code = 0
    except MemoryError:
        code = 3
    finally:
        os._exit(code)


def _limit(what: int, bound: int) -> None:
    hard = resource.getrlimit(what)[1]
    most = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
    slack = 2 if what == resource.RLIMIT_CPU else 0  # SIGXCPU first, which tells why; SIGKILL if it is ignored
    with contextlib.suppress(OSError, ValueError):  # macOS knows no RLIMIT_AS
        resource.setrlimit(what, (most, most + slack if hard == resource.RLIM_INFINITY else hard))


def _reap(jobs: dict[int, Job]) -> None:
    """Tell how each ended child ended, and end what it started: its group is killed while its number is still taken."""
    while jobs:
        try:
            ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            return
        if ended is None:
            return
        pid = ended.si_pid
        _kill(pid)
        _, how = os.waitpid(pid, 0)
        job = jobs.pop(pid, None)
        if job is None:
            continue
        shutil.rmtree(job.scratch, ignore_errors=True)
        said: dict[str, Any] = {"late": job.late}
        said |= {"signal": os.WTERMSIG(how)} if os.WIFSIGNALED(how) else {"code": os.WEXITSTATUS(how)}
        with contextlib.suppress(OSError):
            os.write(job.status, json.dumps(said).encode())
        os.close(job.status)


def _kill(pid: int) -> None:
    for kill in (os.killpg, os.kill):  # the child may not have made its group yet
        with contextlib.suppress(OSError):
            kill(pid, signal.SIGKILL)


def _libc() -> ctypes.CDLL | None:
    return ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _die_with_parent() -> None:
    libc = _libc()
    if libc:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _cut_network() -> None:
    """A network namespace of our own with nothing in it, where the system allows that; as ourselves or in a user namespace."""
    libc = _libc()
    if libc is None or libc.unshare(_CLONE_NEWNET) == 0:
        return
    user, group = os.getuid(), os.getgid()
    if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0:
        with contextlib.suppress(OSError):
            Path("/proc/self/setgroups").write_text("deny")
            Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
            Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
