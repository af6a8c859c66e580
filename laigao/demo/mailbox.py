"""The demo's IMAP server: pymap in a process of its own, with a folder on disk behind it. `python -m laigao.demo.mailbox --help`

pymap keeps mails in memory and makes a new UIDVALIDITY at each start, so every start shows the newsroom all mails at new places: it must
know them again by their bytes. A mail is delivered by putting an .eml file into FOLDER/INBOX (or Junk): a person may do it too.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path

BOXES = ("INBOX", "Junk", "Sent Messages")
LOOK_SECONDS = 0.2


def deliver(folder: Path, name: str, raw: bytes, when: datetime, box: str = "INBOX") -> Path:
    """Put a mail where the server finds it; its INTERNALDATE will be `when`. Delivering the same name again changes nothing."""
    place = folder / box / f"{name}.eml"
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        half = place.with_suffix(".part")
        half.write_bytes(raw)
        os.utime(half, (when.timestamp(), when.timestamp()))
        half.rename(place)
    return place


async def serve(folder: Path, port: int, user: str, password: str) -> None:
    """Serve on 127.0.0.1 until SIGTERM or SIGINT. Raises OSError when the port is taken."""
    from pymap.backend.dict import DictBackend
    from pymap.imap import IMAPService

    given = {"host": "127.0.0.1", "port": port, "tls": False, "demo_user": user, "demo_password": password, "demo_data": False}
    unused = dict.fromkeys(("cert", "key", "debug", "proxy_protocol", "passlib_cfg", "inherited_sockets"))
    backend, config = await DictBackend.init(argparse.Namespace(**given, **unused))
    config.apply_context()
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    async with AsyncExitStack() as stack:
        await backend.start(stack)
        session = await stack.enter_async_context(backend.login.demo_user_identity.new_session())
        boxes = {}
        for name in BOXES:
            if name != "INBOX":
                await session.mailbox_set.add_mailbox(name)
            boxes[name] = await session.mailbox_set.get_mailbox(name)
        known: set[Path] = set()
        await _take(folder, boxes, known)
        await IMAPService(backend, config).start(stack)
        while not ended.is_set():
            await _take(folder, boxes, known)
            await asyncio.sleep(LOOK_SECONDS)


async def _take(folder: Path, boxes: dict, known: set[Path]) -> None:
    """Append the files that are new, in the order of their names."""
    from pymap.parsing.message import AppendMessage

    for name, box in boxes.items():
        for path in sorted((folder / name).glob("*.eml")):
            if path not in known:
                known.add(path)
                when = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
                await box.append(AppendMessage(path.read_bytes(), when, frozenset()))


def main() -> None:
    parser = argparse.ArgumentParser(prog="laigao.demo.mailbox", description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--user", required=True)
    args = parser.parse_args()
    asyncio.run(serve(args.folder, args.port, args.user, os.environ["LAIGAO_IMAP_PASSWORD"]))


if __name__ == "__main__":
    main()
