"""The real mails of others, where they are at hand: no crash, no hang, not one Han character lost."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from intake.message import open_message
from tests.intake.message.kept import kept

SHARED = Path(__file__).resolve().parents[4] / "shared"
CORPUS = SHARED / "corpora" / "mails"
GOLDEN = SHARED / "golden"


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        pytest.skip(f"no {folder.name} beside the project")
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".json" and path.suffix not in (".py", ".md"))


@pytest.mark.parametrize("folder", [CORPUS, GOLDEN], ids=["mails", "golden"])
def test_every_mail_is_opened_whole(folder: Path) -> None:
    files = _files(folder)
    lost, slow = [], []
    for path in files:
        raw = path.read_bytes()
        started = time.process_time()
        message = open_message(raw)
        if time.process_time() - started > 2:
            slow.append(path.name)
        have, there = kept(raw, message)
        if have < there:
            lost.append((path.name, there - have))
    assert (lost, slow) == ([], [])
