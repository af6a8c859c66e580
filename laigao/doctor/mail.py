"""The two ways to the mail provider: one login each, not while a refused one is waited out."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import Error
from django.utils import timezone

from intake.mailbox import Broken, Refused, Session, connect
from newsroom import backing_off
from newsroom.outbox import Outbox
from workers.poller import account

from .finding import Finding

MONTH = timedelta(days=32)
MANY = 30  # mails, from which the age of the oldest one tells something
LOGIN = (
    "逐一核对五种原因：①账号异常或冻结，先用网页登录一次；②网页“设置 → 账号”里没有开启 IMAP/SMTP 服务；"
    "③授权码不对，改过 QQ 密码后要重新生成；④登录太频繁，等 15 分钟以上；⑤服务器繁忙，稍后再试"
)


def mail() -> Iterator[Finding]:
    """Ask both servers. A refused login is written down as the poller's own would be: nobody tries again too soon."""
    if not settings.IMAP["user"]:
        return
    try:
        until = backing_off.until(settings.MAILBOX)
    except Error:
        until = None
    if until is not None:
        said = f"上次登录被拒绝，{timezone.localtime(until):%m-%d %H:%M} 之前不再试"
        yield Finding("error", "邮箱登录", said, LOGIN)
        return
    refused = False
    for finding in _reading():
        refused = refused or (finding.what == "邮箱登录" and finding.level == "error")
        yield finding
    if refused:
        yield Finding("warning", "发信", "登录被拒绝后没有再试", "收信能登录以后再查")
    else:
        yield from _sending()


def _reading() -> Iterator[Finding]:
    host = f"{settings.IMAP['host']}:{settings.IMAP['port']}"
    try:
        session = connect(account(settings.IMAP))
    except Refused as error:
        backing_off.refused(settings.MAILBOX, str(error).strip("b'\"")[:200])
        yield Finding("error", "邮箱登录", "服务器拒绝登录", LOGIN)
        return
    except Broken as error:
        yield Finding(
            "error", "邮箱连接", f"连不上 {host}（{str(error).partition(':')[0]}）", "看网络、防火墙，以及 LAIGAO_IMAP_HOST 和端口"
        )
        return
    yield Finding("ok", "邮箱登录", host)
    try:
        yield from _capabilities(session)
        yield from _folders(session)
    except (Broken, Refused) as error:
        yield Finding("error", "邮箱", f"查看文件夹时中断（{str(error).partition(':')[0]}）", "稍后再试；反复如此，看网络")
    finally:
        session.close()


def _capabilities(session: Session) -> Iterator[Finding]:
    if session.client.has_capability("IDLE"):
        yield Finding("ok", "邮箱能力", "支持 IDLE，新信即到")
    else:
        yield Finding("warning", "邮箱能力", "不支持 IDLE", f"不影响使用：每 {settings.IMAP['poll_seconds']} 秒看一次")
    if settings.IMAP["after"] == "move" and not session.client.has_capability("MOVE"):
        yield Finding("warning", "邮箱能力", "不支持 MOVE，收过的信不会移走", "把 LAIGAO_IMAP_AFTER 改为 seen 或 nothing")


def _folders(session: Session) -> Iterator[Finding]:
    """The folders that are read, and the traps of 收取选项: what the web settings hide, IMAP does not show."""
    for name in settings.IMAP["folders"]:
        folder = session.select(name)
        if folder is None:
            yield Finding(
                "error",
                f"文件夹 {name}",
                "看不到",
                "自建文件夹：网页邮箱“设置 → 收取选项”勾选“收取‘我的文件夹’”；名字要带“其他文件夹/”；真没有就从 LAIGAO_IMAP_FOLDERS 去掉",
            )
            continue
        yield Finding("ok", f"文件夹 {name}", f"{folder.messages} 封")
        first = next(iter(session.after(folder, 0)), []) if folder.messages >= MANY else []
        dates = [found.received_at for found in first if found.received_at]
        if dates and datetime.now(UTC) - min(dates) < MONTH:
            said = f"{folder.messages} 封信里最早的也在一个月以内"
            yield Finding("warning", f"文件夹 {name}", said, "“收取选项”可能只收最近 30 天：改为“全部”，否则更早的信看不见")
    sent = settings.IMAP["sent"]
    if sent and session.select(sent) is None:
        remedy = "在“收取选项”里勾选收取已发送，并勾选“SMTP 发信后保存到服务器”；否则发送不确定的信只能由人核对"
        yield Finding("warning", f"文件夹 {sent}", "看不到", remedy)


def _sending() -> Iterator[Finding]:
    config, host = settings.SMTP, f"{settings.SMTP['host']}:{settings.SMTP['port']}"
    outbox = Outbox(config)
    try:
        outbox._connect()
        code, _said = outbox.session.mail(config["sender"])
        outbox.session.rset()
    except smtplib.SMTPAuthenticationError:
        backing_off.refused(settings.MAILBOX)
        yield Finding("error", "发信", f"{host} 拒绝登录", LOGIN)
        return
    except (OSError, smtplib.SMTPException) as error:
        yield Finding(
            "error",
            "发信",
            f"连不上 {host}（{type(error).__name__}）",
            "看网络、LAIGAO_SMTP_HOST、端口和 LAIGAO_SMTP_TLS（465 用 implicit，587 用 starttls）",
        )
        return
    finally:
        outbox.close()
    if code == 250:
        yield Finding("ok", "发信", f"{host}，发件地址 {config['sender']}")
    else:
        yield Finding(
            "error", "发信", f"服务器不接受发件地址 {config['sender']}（{code}）", "发件地址必须与登录账号相同：改 LAIGAO_SMTP_SENDER"
        )
