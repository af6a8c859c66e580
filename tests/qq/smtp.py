"""smtp.qq.com as public reports describe it: it shares the account, the logins and `Sent Messages` with the IMAP server."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.mailservers import free_port

from .imap import REFUSAL, QQMail


@dataclass
class SendingHabits:
    """What the server does; the defaults are smtp.qq.com on a good day."""

    daily: int = 500  # letters, then Sender frequency limited
    a_login_each: int = 20  # logins in a row that are accepted
    saves_sent: bool = True  # SMTP发信后保存到服务器
    cuts_after_data: bool = False  # the letter is taken, the connection lost before it says so
    denies: bytes = b""  # letters that hold these bytes: Mail content denied


class QQSending:
    """The SMTP server; use it as a context. `taken` holds what was accepted, as the recipients get it."""

    def __init__(self, mail: QQMail, **habits) -> None:
        self.mail, self.habits = mail, SendingHabits(**habits)
        self.taken: list[tuple[str, EmailMessage]] = []
        self.logins = 0
        self.unknown = {"nobody@qq.com"}
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port(), authenticator=self.authenticate, auth_require_tls=False)

    def __enter__(self) -> QQSending:
        self.controller.start()
        return self

    def __exit__(self, *_about: object) -> None:
        self.controller.stop()

    @property
    def port(self) -> int:
        return self.controller.port

    def authenticate(self, server, session, envelope, mechanism, data) -> AuthResult:
        self.logins += 1
        good = self.mail.login(data.login.decode(), data.password.decode()) and self.logins <= self.habits.a_login_each
        session.user = data.login.decode()
        return AuthResult(success=good, handled=False, message=None if good else f"535 {REFUSAL}")

    async def handle_MAIL(self, server, session, envelope, address, options):
        if address != getattr(session, "user", ""):
            return "501 Mail from address must be same as authorization user"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.unknown:
            return "550 Mailbox not found. http://service.mail.qq.com/cgi-bin/help?subtype=1&&id=20022&&no=1000728"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        letter = message_from_bytes(envelope.original_content, policy=default)
        if letter["From"].addresses[0].addr_spec != session.user:
            return "501 Mail from address must be same as authorization user"
        if len(self.taken) >= self.habits.daily:
            return "550 Ip/Domain/Sender/Connection frequency limited"
        if self.habits.denies and self.habits.denies in envelope.original_content:
            return "550 Mail content denied"
        # ours survives in X-OQ-MSGID only; the author's reply will name the new one
        ours = letter["Message-ID"]
        del letter["Message-ID"]
        letter["Message-ID"] = f"<tencent_{secrets.token_hex(20).upper()}@qq.com>"
        letter["X-OQ-MSGID"] = ours
        self.taken += [(address, letter) for address in envelope.rcpt_tos]
        if self.habits.saves_sent:
            self.mail.deliver(letter.as_bytes(), folder="Sent Messages")
        if self.habits.cuts_after_data:
            server.transport.abort()
        return "250 OK: queued as."
