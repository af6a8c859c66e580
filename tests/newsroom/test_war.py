"""The war of the robots: two newsrooms and a vacation robot of QQ's kind write to each other, and ours does not keep it up.

Both newsrooms live in this one database: whichever is at work owns the mailbox's address. The caps an hour are lifted, so that what
holds is the judgement of each mail and not a counter; relays lose headers at random. Nothing touches a network.
"""

from __future__ import annotations

import random
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default

import pytest
from django.test import override_settings

from intake.reading import read
from newsroom import corresponding
from newsroom.drafting import draft
from newsroom.keeping import keep
from newsroom.outbox import Delivery

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
OURS, THEIRS, ROBOT = "tougao@laigao.example", "bianji@other.example", "2200113344@qq.com"
POEM = "麦收\n柳河\n\n镰刀弯着\n月亮也弯着\n\n把一垄麦子\n割成一捆黄昏\n"
#: What relays on the way are known to lose.
FRAGILE = ("Auto-Submitted", "X-Auto-Response-Suppress", "In-Reply-To", "References")


def mail(sender: str, to: str, subject: str, text: str = "", html: str = "", **headers: str) -> EmailMessage:
    made = EmailMessage()
    for name, value in {"From": sender, "To": to, "Subject": subject, **headers}.items():
        made[name.replace("_", "-")] = value
    made.set_content(html or text, subtype="html" if html else "plain", charset="utf-8", cte="base64")
    return made


@dataclass
class Wire:
    """Mails under way, oldest first, and how many each has sent."""

    chance: random.Random
    under_way: deque[EmailMessage] = field(default_factory=deque)
    sent: Counter = field(default_factory=Counter)
    config: dict = field(default_factory=dict)  # as an Outbox has it

    def carry(self, sender: str, letter: EmailMessage) -> None:
        """Take a mail; the relay gives it a day and a number of its own, and sometimes loses a header."""
        self.sent[sender] += 1
        letter["Received"] = f"from relay ({sum(self.sent.values())})"
        if "Message-ID" not in letter:
            letter["Message-ID"] = f"<{sum(self.sent.values())}.{sender}>"
        if self.chance.random() < 0.3:
            del letter[self.chance.choice(FRAGILE)]
        self.under_way.append(letter)

    def deliver(self, to: str, data: bytes, before_data: Callable[[], bool]) -> Delivery:
        """What an Outbox does; the newsroom's own words travel."""
        if not before_data():
            return Delivery("dropped")
        letter = message_from_bytes(data, policy=default)
        self.carry(letter["From"].addresses[0].addr_spec, letter)
        return Delivery("sent")


def vacation(letter: EmailMessage, chance: random.Random, number: int) -> EmailMessage:
    """QQ's: no Auto-Submitted, no Precedence, HTML only; sometimes from another address, sometimes from a robot with words of its own."""
    subject, to = str(letter["Subject"]), str(letter["From"])
    sender = ROBOT if chance.random() < 0.8 else f"{number}@qq.com"
    if chance.random() < 0.2:
        text = f"您好，我在外地出差，{number % 28 + 1}号回来后再看您的来信，急事请打电话。"
        return mail(sender, to, f"Re: {subject}", text, In_Reply_To=str(letter["Message-ID"]))
    html = f"<div>这是来自QQ邮箱的假期自动回复邮件。</div><div>您好，我最近正在休假中，无法亲自回复您的邮件。（{number}）</div>"
    return mail(sender, to, f"自动回复: {subject}", html=html, X_QQ_MIME="TCMime 1.0 by Tencent")


def work_at(settings, address: str, wire: Wire, letter: EmailMessage) -> None:
    """A newsroom keeps, reads and answers one mail, with the product's own verbs."""
    out = settings.SMTP | {"sender": address, "user": address, "pace_seconds": 0, "daily_cap": 100_000}
    with override_settings(MAILBOX=address, OWN_ADDRESSES=[address], SMTP=out):
        draft(keep(letter.as_bytes(policy=SMTP)).pk, read=read)
        corresponding.send_due(wire)


def war(settings, rounds: int, seed: int) -> Counter:
    """How many mails each has sent. It begins as such wars do: people write to each other, then the machines take over."""
    settings.REPLIES_PER_ADDRESS = settings.REPLIES_PER_HOUR = 100_000
    settings.UNDO_SECONDS = 0
    wire = Wire(random.Random(seed))
    for sender, to in ((ROBOT, OURS), (ROBOT, THEIRS), (THEIRS, OURS), (OURS, THEIRS)):
        wire.under_way.append(mail(f"柳河 <{sender}>", to, "投稿：诗歌《麦收》", POEM, Message_ID=f"<first.{sender}.{to}>"))
    last = wire.under_way[0]
    for number in range(rounds):
        if not wire.under_way:  # a robot that has lost its mind goes on by itself
            to = wire.chance.choice((OURS, THEIRS))
            last = mail(to, ROBOT, str(last["Subject"])[-80:], Message_ID=f"<again.{number}>")
            wire.carry(ROBOT, vacation(last, wire.chance, number))
        letter = wire.under_way.popleft()
        to = letter["To"].addresses[0].addr_spec
        if to in (OURS, THEIRS):
            work_at(settings, to, wire, letter)
        else:
            wire.carry(ROBOT, vacation(letter, wire.chance, number))
    return wire.sent


@pytest.mark.parametrize("seed", [1, 2])
def test_a_short_war(settings, seed):
    sent = war(settings, 60, seed)
    assert sent[ROBOT] > 25
    assert (sent[OURS] <= 3, sent[THEIRS] <= 3) == (True, True), sent


@pytest.mark.long
@pytest.mark.timeout(900)
def test_a_war_of_a_thousand_rounds(settings):
    sent = war(settings, 1000, 20261123)
    assert sent[ROBOT] > 900
    assert (sent[OURS] <= 3, sent[THEIRS] <= 3) == (True, True), sent
