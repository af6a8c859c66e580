"""The demo's sample mails: enough of them, well-formed unless they are broken on purpose, and nobody's real data."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import UTC, datetime

import pytest

from intake.columns import load
from laigao.demo.samples import MAIL_BYTES, SAMPLES, Answer
from newsroom.states import LetterState, ReplyKind

NOW = datetime(2026, 3, 16, 4, 0, tzinfo=UTC)
BROKEN = {"empty", "broken", "torn"}
ANSWERS = {sample.after: Answer("LG-2026-000007", "received.1@laigao.example", "收稿回执") for sample in SAMPLES if sample.after}


@pytest.fixture(scope="module")
def mails() -> dict[str, bytes]:
    return {sample.name: sample.mail(NOW, ANSWERS) for sample in SAMPLES}


def test_there_are_enough_of_every_kind():
    drafted = [sample for sample in SAMPLES if sample.state == "drafted"]
    assert len(drafted) >= 18
    assert len({column for sample in drafted for work in sample.works for column in work.columns[:1]}) >= 12
    assert {"revision", "withdrawal", "inquiry", "automatic", "bounce", "advertisement"} <= {sample.intent for sample in SAMPLES}
    assert max(len(sample.works) for sample in SAMPLES) == 3


def test_names_are_different_and_answers_come_later():
    names = [sample.name for sample in SAMPLES]
    assert len(set(names)) == len(names)
    for place, sample in enumerate(SAMPLES):
        assert not sample.after or names.index(sample.after) < place


def test_expected_ends_are_words_the_newsroom_knows():
    columns = {column.name for column in load()}
    for sample in SAMPLES:
        assert sample.state in LetterState.values
        assert not sample.reply or sample.reply in ReplyKind.values
        assert {name for work in sample.works for name in work.columns} <= columns


@pytest.mark.parametrize("name", [sample.name for sample in SAMPLES if sample.name not in BROKEN])
def test_a_sample_is_well_formed(mails, name):
    mail = email.message_from_bytes(mails[name], policy=email.policy.default)
    assert mail["Subject"] and mail["From"].addresses[0].addr_spec and mail["Date"].datetime and mail["Message-ID"]
    assert not [defect for part in mail.walk() for defect in part.defects]


def test_the_broken_ones_are_broken(mails):
    assert mails["empty"] == b""
    assert email.message_from_bytes(mails["broken"]).keys() == []
    assert email.message_from_bytes(mails["torn"]).defects
    assert len(mails["too-large"]) > MAIL_BYTES > max(len(raw) for name, raw in mails.items() if name != "too-large")


def test_only_the_oversize_mail_is_over_the_limit_and_copies_are_copies(mails):
    first, again = mails["chunlian"], mails["chunlian-again"]
    assert again.endswith(first) and again != first


def test_answers_carry_the_number_they_answer(mails):
    mail = email.message_from_bytes(mails["huajiao-corrected"])
    assert mail["In-Reply-To"] == "<received.1@laigao.example>"
    assert "LG-2026-000007" in email.message_from_bytes(mails["xiuche-asked"]).get_payload(decode=True).decode()


def test_nobody_real_stands_in_them(mails):
    """Addresses under .example (RFC 2606); telephones in blocks that start with zeros."""
    text = "\n".join(
        part.get_payload(decode=True).decode("gb18030" if b"gb" in (part.get_content_charset() or "").encode() else "utf-8", "replace")
        for raw in mails.values()
        for part in email.message_from_bytes(raw).walk()
        if part.get_content_maintype() == "text"
    )
    senders = {str(email.message_from_bytes(raw, policy=email.policy.default)["From"]) for raw in mails.values() if b"From:" in raw}
    addresses = re.findall(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)", text + " ".join(senders))
    assert {address for address in addresses if not address.endswith((".example", ".jpg"))} <= {"qq.com"}
    assert all(found.startswith("139000") for found in re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)", text))
    assert all(found.startswith("0000") for found in re.findall(r"0913-(\d{7})", text))
