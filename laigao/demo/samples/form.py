"""What a sample is: how its mail is built, and how it has to end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from laigao.demo.letters import SHANGHAI

TEXTS = Path(__file__).resolve().parent / "texts"


@dataclass(frozen=True, slots=True)
class Answer:
    """What an earlier sample got from us: later ones answer it."""

    number: str = "LG-2026-000001"
    message_id: str = ""
    subject: str = ""


Answers = Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Work:
    """A draft as it has to read: any of `columns` will do as the first suggestion."""

    title: str
    author: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """A mail and its right end.

    build(date, answers) -> the mail's bytes. age: how long ago it came. after: the sample it answers, which must have ended before.
    state and intent as the letter's row says them; works in the mail's order; reply the kind of letter its author gets ("" none).
    """

    name: str
    note: str
    build: Callable[[datetime, Answers], bytes]
    state: str = "drafted"
    intent: str = "submission"
    works: tuple[Work, ...] = ()
    reply: str = "received"
    age: timedelta = timedelta(hours=1)
    folder: str = "INBOX"
    after: str = ""

    def mail(self, now: datetime, answers: Answers) -> bytes:
        return self.build(self.date(now), answers)

    def date(self, now: datetime) -> datetime:
        return (now - self.age).astimezone(SHANGHAI).replace(microsecond=0)


def text(name: str) -> str:
    """The text of texts/NAME.txt."""
    return (TEXTS / f"{name}.txt").read_text("utf-8").rstrip("\n")


def lines(name: str) -> list[str]:
    return text(name).split("\n")


def days(count: float, hours: float = 0) -> timedelta:
    return timedelta(days=count, hours=hours)


@cache
def photo(scene: str, seed: int, gps: bool = False) -> bytes:
    """A drawn photograph, once a run."""
    from laigao.demo.photos import a_photo

    return a_photo(scene, seed, gps=gps)
