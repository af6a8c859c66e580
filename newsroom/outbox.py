"""One SMTP session, held while letters remain. Says what became of each letter; decides nothing about it."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

_LINE_START_DOT = re.compile(rb"^\.", re.MULTILINE)
_LIMITED = re.compile(r"frequency limited|too many|rate limit|frequen|try again|busy", re.IGNORECASE)
_NO_MAILBOX = re.compile(
    r"mailbox (?:not found|unavailable)|no such user|user (?:unknown|not found)|does not exist|access denied|5\.1\.1", re.IGNORECASE
)


@dataclass(frozen=True)
class Delivery:
    """sent | later | refused | uncertain | dropped (`before_data` said no). `reason` is Chinese.

    `stop`: the trouble is the connection's or the account's, the other letters would meet it too. `login`: it was the login.
    `recipient`: the address itself is refused for good. `soon`: only the connection failed, another may be tried before long.
    """

    outcome: Literal["sent", "later", "refused", "uncertain", "dropped"]
    reason: str = ""
    stop: bool = False
    login: bool = False
    recipient: bool = False
    soon: bool = False


class Outbox:
    """`config` is settings.SMTP: host, port, tls, user, password, sender, timeout."""

    def __init__(self, config: dict) -> None:
        self.config = config
        self.session: smtplib.SMTP | None = None

    def deliver(self, to: str, data: bytes, before_data: Callable[[], bool]) -> Delivery:
        """Hand one letter over. `before_data` is called when the recipient is accepted; False drops the letter.

        Never raises for what the network or the server does. A connection lost after DATA is `uncertain`: it may have been taken.
        """
        try:
            self._connect()
        except smtplib.SMTPAuthenticationError as error:
            self.close()
            return Delivery("later", _("发信服务器拒绝登录（%(code)s）") % {"code": error.smtp_code}, stop=True, login=True)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Delivery("later", _("连不上发信服务器（%(kind)s）") % {"kind": type(error).__name__}, stop=True, soon=True)
        try:
            refusal = self._envelope(to)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Delivery("later", _("发信时连接中断（%(kind)s）") % {"kind": type(error).__name__}, stop=True, soon=True)
        if refusal:
            return refusal
        if not before_data():
            self._reset()
            return Delivery("dropped")
        return self._data(data)

    def _connect(self) -> None:
        if self.session is not None:
            try:
                if self.session.noop()[0] == 250:
                    return
            except (OSError, smtplib.SMTPException):
                pass  # the server let go of an idle session
            self.close()
        config, context = self.config, ssl.create_default_context()
        if config["tls"] == "implicit":
            self.session = smtplib.SMTP_SSL(config["host"], config["port"], timeout=config["timeout"], context=context)
        else:
            self.session = smtplib.SMTP(config["host"], config["port"], timeout=config["timeout"])
            if config["tls"] == "starttls":
                self.session.starttls(context=context)
        self.session.ehlo_or_helo_if_needed()
        # a relay that wants no login announces none; one that does says 530 at MAIL
        if config["user"] and config["password"] and self.session.has_extn("auth"):
            self._login(config["user"], config["password"])

    def _login(self, user: str, password: str) -> None:
        """One attempt by one mechanism. smtplib's login() tries the next one after a refusal, and QQ counts every refusal."""
        session = self.session
        announced = session.esmtp_features["auth"].upper().split()
        session.user, session.password = user, password
        if "PLAIN" in announced:
            session.auth("PLAIN", session.auth_plain)
        else:
            session.auth("LOGIN", session.auth_login)

    def _envelope(self, to: str) -> Delivery | None:
        code, said = self.session.mail(self.config["sender"])
        if code != 250:
            self._reset()
            # 501 Mail from address must be same as authorization user: a setting is wrong, no letter will pass
            return Delivery("later", _("发信服务器不接受发件地址（%(code)s）") % {"code": code}, stop=True)
        code, said = self.session.rcpt(to)
        if code in (250, 251):
            return None
        self._reset()
        return _refusal(code, said)

    def _data(self, data: bytes) -> Delivery:
        try:
            code, said = self.session.docmd("DATA")
            if code != 354:
                self._reset()
                return _refusal(code, said)
            self.session.send(_LINE_START_DOT.sub(b"..", data) + (b"" if data.endswith(b"\r\n") else b"\r\n") + b".\r\n")
            code, said = self.session.getreply()
        except (OSError, smtplib.SMTPException):
            self.close()
            return Delivery("uncertain", _("信已交出，服务器没有回音，对方可能已经收到"), stop=True)
        if code == 250:
            return Delivery("sent")
        self._reset()
        return _refusal(code, said)

    def _reset(self) -> None:
        try:
            self.session.rset()
        except (OSError, smtplib.SMTPException):
            self.close()

    def close(self) -> None:
        """End the session, politely when it still answers."""
        session, self.session = self.session, None
        if session is None:
            return
        try:
            session.quit()
        except (OSError, smtplib.SMTPException):
            session.close()


def _refusal(code: int, said: bytes) -> Delivery:
    """What a refusal of a recipient or a letter means. The server's words decide, because QQ gives limits as 550 too."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    if code < 500 or _LIMITED.search(text):
        reason = _("发信服务器要求稍后再试（%(code)s）") if code < 500 else _("发信过于频繁，被服务器限制（%(code)s）")
        return Delivery("later", reason % {"code": code}, stop=code >= 500 or code == 421)
    if code in (550, 551, 553) and _NO_MAILBOX.search(text):
        return Delivery("refused", _("收信地址不存在或拒收（%(code)s）") % {"code": code}, recipient=True)
    if re.search(r"spam|content denied", text, re.IGNORECASE):
        return Delivery("refused", _("服务器疑为垃圾邮件，拒绝发送（%(code)s）") % {"code": code})
    return Delivery("refused", _("服务器拒绝了这封信（%(code)s）") % {"code": code})
