"""What stands in the house: settings, database, broker, disk, clock, programs, processes."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from newsroom import watching
from workers import queues

from .finding import Finding

LITTLE, FULL = 5_000_000_000, 1_000_000_000  # bytes free
CLOCK_SECONDS = 60


def house() -> Iterator[Finding]:
    """Every check that needs no mail server. A check that fails by itself is an error, never the end."""
    yield from _configuration()
    for what, check in CHECKS:
        try:
            yield from check()
        except (Error, OSError) as error:
            yield Finding("error", what, f"没有回应（{type(error).__name__}）", REMEDIES[what])


def _configuration() -> Iterator[Finding]:
    if settings.DEBUG or settings.DEMO:
        yield Finding("warning", "配置", "正在用调试或演示模式，密钥是公开的", "正式使用时去掉 LAIGAO_DEBUG 和 LAIGAO_DEMO")
    host = urlsplit(settings.SITE_URL).hostname or ""
    if host in ("127.0.0.1", "localhost"):
        yield Finding("warning", "配置", f"网站地址是 {settings.SITE_URL}，信里的链接作者打不开", "把 LAIGAO_SITE_URL 写成网站的正式地址")
    if not settings.IMAP["user"] or not settings.IMAP["password"]:
        yield Finding(
            "error", "配置", "没有填邮箱账号或授权码", "在 .env 里填 LAIGAO_IMAP_USER 和 LAIGAO_IMAP_PASSWORD（16 位授权码，不是 QQ 密码）"
        )
    elif _is_qq() and not _looks_like_code(settings.IMAP["password"]):
        yield Finding("warning", "配置", "授权码不是 16 个小写字母，可能填成了 QQ 密码", "在网页邮箱“设置 → 账号”里生成授权码")
    sender, user = settings.SMTP["sender"].lower(), settings.SMTP["user"].lower()
    if user and sender != user:
        text = f"发件地址 {sender} 与登录账号 {user} 不同，QQ 邮箱会拒收（501）"
        yield Finding("error" if _is_qq() else "warning", "配置", text, "把 LAIGAO_SMTP_SENDER 与 LAIGAO_MAILBOX 写成登录的邮箱")
    yield Finding("ok", "配置", f"已读入，邮箱 {settings.MAILBOX}")


def _is_qq() -> bool:
    return settings.IMAP["host"].endswith("qq.com")


def _looks_like_code(password: str) -> bool:
    return len(password) == 16 and password.isascii() and password.isalpha() and password.islower()


def _database() -> Iterator[Finding]:
    connection.ensure_connection()
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield Finding("error", "数据库", f"有 {len(waiting)} 项升级没有执行", "运行 laigao migrate")
    if connection.vendor == "sqlite" and not settings.DEMO:
        yield Finding("warning", "数据库", "用的是 SQLite，只适合试用", "正式使用请换 PostgreSQL（LAIGAO_DATABASE_URL）")
    yield Finding("ok", "数据库", connection.vendor)


def _broker() -> Iterator[Finding]:
    lengths = queues.lengths()
    if lengths is None:
        yield Finding("error", "消息队列", "没有回应", REMEDIES["消息队列"])
    else:
        yield Finding("ok", "消息队列", f"等待 {sum(lengths.values())}")


def _disk() -> Iterator[Finding]:
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=settings.DATA_DIR) as file:
        file.write(b"laigao")
        file.flush()
    free = shutil.disk_usage(settings.DATA_DIR).free
    said = f"{settings.DATA_DIR} 还有 {free / 1e9:.1f} GB"
    if free < FULL:
        yield Finding("error", "磁盘", said, "马上清理或扩容：写不下时来信留在邮箱里不会丢，但不再成稿")
    elif free < LITTLE:
        yield Finding("warning", "磁盘", said, "尽快清理或扩容")
    else:
        yield Finding("ok", "磁盘", said)


def _clock() -> Iterator[Finding]:
    if connection.vendor != "postgresql":
        yield Finding("ok", "时钟", f"{datetime.now():%Y-%m-%d %H:%M:%S}，请与手机核对一次")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        off = abs(float(cursor.fetchone()[0]) - time.time())
    if off > CLOCK_SECONDS:
        yield Finding("error", "时钟", f"与数据库的时钟差 {off:.0f} 秒", "打开两台机器的自动对时（timedatectl set-ntp true）")
    else:
        yield Finding("ok", "时钟", f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC，与数据库相差 {off:.1f} 秒")


def _programs() -> Iterator[Finding]:
    for name, programs, use in PROGRAMS:
        if any(shutil.which(program) for program in programs):
            yield Finding("ok", name, "已安装")
        else:
            yield Finding("warning", name, f"没有安装，{use}", f"apt install {name.lower()}" + ("-writer" if name == "LibreOffice" else ""))


def _processes() -> Iterator[Finding]:
    missing = watching.missing_kinds(watching.processes())
    for kind in missing:
        yield Finding(
            "warning", "进程", f"没有活着的{kind}", "启动 laigao poller、laigao worker、laigao schedule（Docker：docker compose up -d）"
        )
    if not missing:
        yield Finding("ok", "进程", "收信、工作、定时都在")


PROGRAMS = [
    ("LibreOffice", ("soffice", "libreoffice"), "老的 .doc 和 .wps 只能读出文字"),
    ("unar", ("unar", "unrar", "bsdtar"), "RAR 附件打不开"),
]
REMEDIES = {
    "数据库": "看 LAIGAO_DATABASE_URL 写得对不对，数据库有没有启动",
    "消息队列": "看 LAIGAO_BROKER_URL 写得对不对，Valkey 有没有启动；停着的时候来信照收，只是读得慢",
    "磁盘": "数据文件夹写不进去：看 LAIGAO_DATA_DIR 的权限和剩余空间",
    "时钟": "数据库没有回应",
    "程序": "",
    "进程": "数据库没有回应",
}
CHECKS: list[tuple[str, Callable[[], Iterator[Finding]]]] = [
    ("数据库", _database),
    ("消息队列", _broker),
    ("磁盘", _disk),
    ("时钟", _clock),
    ("程序", _programs),
    ("进程", _processes),
]
