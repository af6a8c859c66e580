"""A short fuzz: broken mails end in a Message whose text can be stored, quickly."""

from __future__ import annotations

import time

import pytest

from intake.message import open_message
from intake.model import Message
from tests.intake.message.kept import everything
from tests.intake.message.mutations import mutants


@pytest.mark.parametrize("seed", range(4))
def test_broken_mails_are_opened(seed: int) -> None:
    for raw in mutants(seed, 150):
        started = time.process_time()
        message = open_message(raw)
        assert isinstance(message, Message)
        everything(message).encode("utf-8")
        "".join(f"{name}{value}" for name, value in message.headers).encode("utf-8")
        "".join([message.subject, message.sender.name, message.sender.address, *(part.name for part in message.parts)]).encode("utf-8")
        assert time.process_time() - started < 5
