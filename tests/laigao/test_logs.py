"""Log lines: JSON for machines, numbers in them, nothing private."""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import UTC, datetime

import pytest

from laigao.demo.letters import MAILBOX
from laigao.demo.samples import SAMPLES
from laigao.logs import Json, Numbered, Text
from newsroom import drafting, sending, telling
from newsroom.keeping import keep
from newsroom.models import Letter, Reply

NOW = datetime(2026, 3, 16, 4, 0, tzinfo=UTC)
SECRET = "电话 13912345678"
OURS = ("laigao", "newsroom", "workers", "intake")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
LONG_NUMBER = re.compile(r"(?<![0-9A-Fa-f-])\d[\d \-]{5,}\d[Xx]?")


def a_record(message: str, *args, exc_info=None) -> logging.LogRecord:
    record = logging.LogRecord("newsroom.drafting", logging.WARNING, "x.py", 1, message, args, exc_info)
    Numbered().filter(record)
    return record


def test_a_json_line_says_which_letter_is_in_hand():
    with telling.about("LG-2026-000007"):
        line = json.loads(Json().format(a_record("at stage %s", "读信")))
    assert line.pop("at").endswith("+00:00")
    assert line == {"level": "WARNING", "logger": "newsroom.drafting", "message": "at stage 读信", "about": "LG-2026-000007"}
    assert telling.current() == ""


@pytest.mark.parametrize("formatter", [Json(), Text("%(about_text)s%(message)s")])
def test_an_exceptions_own_text_is_not_written(formatter):
    try:
        raise ValueError(SECRET)
    except ValueError:
        written = formatter.format(a_record("failed", exc_info=sys.exc_info()))
    assert "ValueError" in written
    assert "test_logs.py" in written
    assert SECRET not in written


@pytest.fixture
def lines():
    """Everything our loggers say, at DEBUG, in both formats."""
    said: list[str] = []

    class Catch(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.extend([Json().format(record), Text("%(about_text)s%(message)s").format(record)])

    handler = Catch()
    handler.addFilter(Numbered())
    before = {name: logging.getLogger(name).level for name in OURS}
    for name in OURS:
        logging.getLogger(name).addHandler(handler)
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield said
    for name, level in before.items():
        logging.getLogger(name).removeHandler(handler)
        logging.getLogger(name).setLevel(level)


class Refusing:
    """A way out that refuses every letter, so that each is talked about."""

    def deliver(self, to, data, before_data):
        before_data()
        return sending.Delivery("refused", f"550 {to} 不存在", recipient=True)


def _private(raws: list[bytes]) -> set[str]:
    """Addresses, phones, ID and card numbers of the samples, and whoever wrote them."""
    from intake.message import open_message

    found = set()
    for raw in raws:
        message = open_message(raw)
        text = " ".join([message.subject, message.sender.name, *(getattr(block, "text", "") for block in message.body)])
        found |= {message.sender.address, *ADDRESS.findall(text), *(re.sub(r"[ -]", "", hit) for hit in LONG_NUMBER.findall(text))}
    return {one for one in found if len(one) > 6 and one != MAILBOX}


@pytest.mark.django_db
@pytest.mark.usefixtures("site")
@pytest.mark.timeout(600)
def test_no_log_line_of_the_samples_holds_anything_private(lines):
    raws = [sample.mail(NOW, {}) for sample in SAMPLES if not sample.after]
    private = _private(raws)
    assert len(private) >= 10
    for uid, raw in enumerate(raws, 1):
        keep(raw, mailbox=MAILBOX, folder="INBOX", uidvalidity=1, uid=uid)
    for letter in Letter.objects.all():
        drafting.draft(letter.pk)
    for reply in Reply.objects.all():
        sending.send(reply.pk, Refusing())
    written = "\n".join(lines)
    assert Reply.objects.count() > 5
    assert re.search(r"received:LG-\d{4}-\d{6}", written)
    assert [one for one in private if one in written] == []
    assert ADDRESS.findall(written) == []
