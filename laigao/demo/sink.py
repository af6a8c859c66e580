"""The demo's SMTP server: asks for a login as a real one does, takes every letter and sends none on. Each becomes an .eml in its folder.

`python -m laigao.demo.sink --help`
"""

from __future__ import annotations

import argparse
import asyncio
import hmac
import os
import signal
from email import message_from_bytes
from pathlib import Path

MOST_BYTES = 20_000_000


class Sink:
    """aiosmtpd's handler: writes what comes to `folder`, numbered, whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.count = len(list(folder.glob("*.eml")))

    async def handle_DATA(self, server, session, envelope) -> str:
        self.count += 1
        half = self.folder / f"{self.count:04}.part"
        half.write_bytes(envelope.original_content or envelope.content)
        half.rename(half.with_suffix(".eml"))
        return "250 Ok: kept, not sent on"


def kept(folder: Path) -> dict[str, Path]:
    """The letters in the folder: Message-ID without <> -> file."""
    found = {}
    for path in sorted(folder.glob("*.eml")):
        found[message_from_bytes(path.read_bytes())["Message-ID"].strip().strip("<>")] = path
    return found


async def serve(folder: Path, port: int, user: str, password: str) -> None:
    """Serve on 127.0.0.1 until SIGTERM or SIGINT. Raises OSError when the port is taken."""
    from aiosmtpd.smtp import SMTP, AuthResult

    def login(_server, _session, _envelope, _mechanism, given) -> AuthResult:
        known = hmac.compare_digest(given.login, user.encode()) and hmac.compare_digest(given.password, password.encode())
        return AuthResult(success=known, handled=False)

    options = {"authenticator": login, "auth_required": True, "auth_require_tls": False, "data_size_limit": MOST_BYTES}
    sink, loop, ended = Sink(folder), asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    server = await loop.create_server(lambda: SMTP(sink, enable_SMTPUTF8=True, **options), "127.0.0.1", port)
    async with server:
        await ended.wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="laigao.demo.sink", description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--user", required=True)
    args = parser.parse_args()
    asyncio.run(serve(args.folder, args.port, args.user, os.environ["LAIGAO_SMTP_PASSWORD"]))


if __name__ == "__main__":
    main()
