"""`laigao read`: mails from files, folders and mboxes, printed for a reader or as JSON."""

from __future__ import annotations

import json
import mailbox
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from intake.columns import load
from intake.contract import to_contract
from intake.model import Knowledge
from intake.reading import read

# The mailbox this site prints on every page; a mail from it is our own. The desk's settings give the real list to the newsroom.
SITE_ADDRESSES = ("2569427969@qq.com",)

Source = tuple[str, Callable[[], bytes]]  # what a mail is called, and its bytes when they are wanted


def default_knowledge(charset: str | None = None) -> Knowledge:
    """What reading may know without a database."""
    return Knowledge(columns=load(), own_addresses=SITE_ADDRESSES, charset=charset)


def run(paths: Sequence[str | Path], as_json: bool, charset: str | None, knowledge: Knowledge | None = None) -> int:
    """Reads every mail and prints it on standard output, one JSON line a mail with `as_json`. Answers the exit status, 0."""
    knowledge = knowledge or default_knowledge(charset)
    mails = list(_mails(paths))
    many = len(mails) > 1 and any(Path(p).is_dir() or _is_mbox(Path(p)) for p in paths)
    for name, load_bytes in _with_progress(mails) if many else mails:
        reading = read(load_bytes(), knowledge)
        if as_json:
            sys.stdout.write(json.dumps(to_contract(reading, name), ensure_ascii=False) + "\n")
            sys.stdout.flush()
        else:
            from intake.show import show  # rich is slow to import and --json needs none of it

            show(reading, name)
    return 0


def _mails(paths: Sequence[str | Path]) -> Iterator[Source]:
    for given in paths:
        path = Path(given)
        if path.is_dir():
            for file in sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in (".eml", ".mbox", "")):
                yield from _file(file)
        else:
            yield from _file(path)


def _file(path: Path) -> Iterator[Source]:
    if _is_mbox(path):
        box = mailbox.mbox(path, create=False)
        for index, key in enumerate(box.keys()):
            yield f"{path}#{index + 1}", partial(box.get_bytes, key)  # the bytes as they stand: writing them anew would mend broken mails
    else:
        yield str(path), path.read_bytes


def _is_mbox(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        start = file.read(5)
    return start == b"From " and path.suffix.lower() != ".eml"


def _with_progress(mails: Sequence[Source]) -> Iterable[Source]:
    from rich.console import Console
    from rich.progress import track

    return track(mails, description="读信", console=Console(stderr=True))
