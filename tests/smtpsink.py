"""An SMTP server that does what a test tells it to, and keeps what it took."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.mailservers import free_port


class Sink:
    """`answers` holds a reply by SMTP step (RCPT, DATA): a string, or a function of the address or the letter; without one all is well.

    A DATA answer "cut" takes the letter and drops the connection before it says so.
    """

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.sessions = 0
        self.logins = 0
        self.answers: dict[str, str | Callable[[str], str]] = {}
        self.code = ""
        self.port = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.sessions += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        envelope.mail_from = address
        return self.answers.get("MAIL", "250 ok")

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.answers.get("RCPT", "250 ok")
        answer = answer(address) if callable(answer) else answer
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        answer = self.answers.get("DATA", "250 ok")
        if answer == "cut" or answer.startswith("250"):
            self.letters.append(message_from_bytes(envelope.original_content, policy=default))
            self.recipients += envelope.rcpt_tos
        if answer == "cut":
            server.transport.abort()
        return answer

    def authenticate(self, server, session, envelope, mechanism, data) -> AuthResult:
        self.logins += 1
        return AuthResult(success=not self.code or data.password == self.code.encode(), handled=False)


@pytest.fixture
def sink(settings) -> Iterator[Sink]:
    """A sink that the settings point at."""
    made = Sink()
    controller = Controller(made, hostname="127.0.0.1", port=free_port(), authenticator=made.authenticate, auth_require_tls=False)
    controller.start()
    made.port = controller.port
    here = {"host": "127.0.0.1", "port": made.port, "tls": "none", "user": "", "password": "", "timeout": 3, "pace_seconds": 0}
    settings.SMTP = settings.SMTP | here
    yield made
    controller.stop()
