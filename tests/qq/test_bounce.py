"""QQ's bounce (text/html and octet-stream, no message/rfc822, a Return-Path that is not empty) finds the letter that came back."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from django.utils import timezone

from newsroom import drafting, keeping
from newsroom.models import Contributor, Counter, Reply
from newsroom.states import LetterState, ReplyState
from tests.newsroom.test_corresponding import a_reply

pytestmark = pytest.mark.django_db


def a_bounce(original: bytes, subject: str = "来自qq.com的退信", sender: str = "PostMaster@qq.com") -> bytes:
    made = EmailMessage()
    made["From"] = f'"PostMaster" <{sender}>'
    made["To"] = "tougao@laigao.example"
    made["Subject"] = subject
    made["Auto-Submitted"] = "auto-generated"
    made["Return-Path"] = f"<{sender}>"
    made["Date"] = "Wed, 04 Mar 2026 13:06:00 +0800"
    made.set_content("<p>您的邮件被退回：收件人不存在 550 Mailbox not found</p>", subtype="html", charset="gb18030", cte="base64")
    made.add_attachment(original, maintype="application", subtype="octet-stream", filename="original.eml")
    return made.as_bytes()


@pytest.mark.parametrize("which", ["message_id", "server_message_id"])
@pytest.mark.parametrize(
    ("subject", "sender"), [("来自qq.com的退信", "PostMaster@qq.com"), ("系统退信/The email is returned", "Postmaster@163.com")]
)
def test_a_bounce_finds_its_letter_and_silences_the_address(site, which, subject, sender):
    Counter.objects.create(series=f"LG-{timezone.localtime():%Y}", last=100)
    reply = a_reply(state=ReplyState.SENT, sent_at=timezone.now(), server_message_id="tencent_0123456789ABCDEF@qq.com")
    original = f"Message-ID: <{getattr(reply, which)}>\r\nSubject: x\r\n\r\nbody\r\n".encode()
    letter = keeping.keep(a_bounce(original, subject, sender))
    drafting.draft(letter.pk)
    letter.refresh_from_db()
    assert (letter.state, Reply.objects.get().state) == (LetterState.IGNORED, ReplyState.FAILED)
    assert reply.letter.number in letter.reason
    assert Contributor.objects.get(address=reply.to_address).silent_until > timezone.now()
    assert Reply.objects.count() == 1
