"""What a process has in hand, by number, so that every log line written meanwhile can say it. Numbers only: nothing of a mail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_about: ContextVar[str] = ContextVar("about", default="")


@contextmanager
def about(number: str) -> Iterator[None]:
    """`with about("LG-2026-000001"):` while that letter, draft or reply is worked on."""
    token = _about.set(number)
    try:
        yield
    finally:
        _about.reset(token)


def current() -> str:
    """The number in hand, "" for none."""
    return _about.get()
