"""The whole product, running: real IMAP server, broker, worker, poller, schedule, web server and SMTP sink, as `laigao demo` starts them.

No sample is delivered: a test puts its own mails in and looks at what comes out, from outside only.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.cookiejar import CookieJar
from pathlib import Path
from typing import TypeVar

from laigao.demo import ground as grounds
from laigao.demo.mailbox import deliver
from laigao.demo.sink import kept
from laigao.demo.supervisor import Supervisor, tail
from newsroom.roles import DEMO_PASSWORD

ROOT = Path(__file__).resolve().parent.parent
T = TypeVar("T")


@dataclass
class Newsroom:
    """What a test may do from outside: put a mail into the mailbox, read the sink, be a person at a browser."""

    ground: grounds.Ground
    supervisor: Supervisor

    @property
    def url(self) -> str:
        return self.ground.url

    def deliver(self, name: str, raw: bytes) -> None:
        deliver(self.ground.mailbox, name, raw, datetime.now(UTC))

    def letters(self) -> list[EmailMessage]:
        """What the SMTP sink has, oldest first, read by the standard library."""
        return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in kept(self.ground.outbox).values()]

    def wait(self, what: str, look: Callable[[], T], seconds: float = 150) -> T:
        """Look until it is there; what keeps dying, and the logs' ends, are said when it is not."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.supervisor.tick()
            if found := look():
                return found
            time.sleep(0.2)
        logs = "\n\n".join(f"== {path.name}\n{tail(path, 12)}" for path in sorted((self.ground.folder / "logs").glob("*.log")))
        raise AssertionError(f"{what}: not after {seconds:.0f} s\n{logs}")


class Person:
    """Somebody with an account, or nobody: cookies, forms and links, without a browser."""

    def __init__(self, base: str, name: str = "") -> None:
        self.base, self.cookies = base, CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        if name:
            self.get("/desk/login/")
            self.post("/desk/login/", username=name, password=DEMO_PASSWORD, next="/desk/")

    def get(self, path: str) -> str:
        return self._open(urllib.request.Request(urllib.parse.urljoin(self.base, path)))

    def post(self, path: str, **fields: str) -> str:
        token = next(cookie.value for cookie in self.cookies if cookie.name == "csrftoken")
        data = urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": token}).encode()
        headers = {"Referer": self.base + path, "Origin": self.base}
        return self._open(urllib.request.Request(urllib.parse.urljoin(self.base, path), data, headers))

    def _open(self, request: urllib.request.Request) -> str:
        with self.opener.open(request, timeout=30) as answer:
            return answer.read().decode("utf-8")


def text_of(letter: EmailMessage) -> str:
    """Its plain text, as an independent parser reads it."""
    return letter.get_body(("plain",)).get_content()


def field(html: str, pattern: str) -> str:
    """The one group of a pattern that must be there."""
    found = re.search(pattern, html, re.DOTALL)
    assert found, f"{pattern} is not in\n{html[:3000]}"
    return found[1]


@contextmanager
def newsroom(folder: Path) -> Iterator[Newsroom]:
    """Start everything in `folder`, on free ports; end everything."""
    place = grounds.prepare(folder, None)
    env = grounds.environment(place)
    with Supervisor() as supervisor:
        for program in grounds.servers(place):
            supervisor.start(program)
        accounts = ["manage", "shell", "--no-imports", "-c", "from newsroom.roles import seed_demo_accounts as s; s()"]
        for args in (["migrate"], accounts):
            done = subprocess.run([sys.executable, "-m", "laigao", *args], cwd=ROOT, env=env, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr[-3000:]
        for program in grounds.newsroom(place):
            supervisor.start(program)
        running = Newsroom(place, supervisor)
        running.wait("the web server answers", lambda: _answers(place.url))
        yield running


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url + "/desk/login/", timeout=5) as answer:  # our own web server, on this machine
            return answer.status == 200
    except OSError:
        return False
