"""laigao doctor: each trap is told, with what to do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from laigao.doctor import Finding, house, mail
from newsroom import backing_off
from newsroom.models import MailboxState
from tests.newsroom.letters import mail as a_mail
from tests.qq.imap import QQMail
from tests.qq.smtp import QQSending

pytestmark = pytest.mark.django_db


@pytest.fixture
def qq(settings):
    with QQMail() as server, QQSending(server) as sending:
        server.sending = sending
        here = {"host": "127.0.0.1", "port": server.port, "user": server.user, "password": server.password, "tls": False}
        settings.IMAP = settings.IMAP | here | {"read_seconds": 2}
        there = {"host": "127.0.0.1", "port": sending.port, "tls": "none", "user": server.user, "password": server.password, "timeout": 3}
        settings.SMTP = settings.SMTP | there | {"sender": server.user}
        yield server


def found(findings, level: str) -> dict[str, Finding]:
    return {finding.what: finding for finding in findings if finding.level == level}


def test_a_good_mailbox_has_nothing_to_complain_of(qq):
    qq.deliver(*(a_mail(str(n)) for n in range(31)), at=datetime.now(UTC) - timedelta(days=400))
    findings = list(mail())
    assert {finding.level for finding in findings} == {"ok"}
    assert [finding.what for finding in findings] == ["邮箱登录", "邮箱能力", "文件夹 INBOX", "文件夹 Junk", "发信"]
    assert qq.logins == [True, True]
    assert not any(one.flags for one in qq.boxes["INBOX"].messages.values())


def test_a_refused_login_names_five_causes_and_is_shared_and_not_repeated(qq):
    qq.habits.logins = 0
    errors = found(mail(), "error")
    assert all(mark in errors["邮箱登录"].remedy for mark in "①②③④⑤")
    assert backing_off.until(MailboxState.objects.get().mailbox) is not None
    assert set(found(mail(), "error")) == {"邮箱登录"}
    assert len(qq.logins) == 1


def test_the_traps_of_the_web_settings_are_told(qq, settings):
    settings.IMAP = settings.IMAP | {"folders": ["INBOX", "其他文件夹/投稿"]}
    qq.boxes.pop("Sent Messages")
    qq.deliver(*(a_mail(str(n)) for n in range(31)))
    findings = list(mail())
    assert "收取‘我的文件夹’" in found(findings, "error")["文件夹 其他文件夹/投稿"].remedy
    warnings = found(findings, "warning")
    assert "最近 30 天" in warnings["文件夹 INBOX"].remedy
    assert "SMTP 发信后保存到服务器" in warnings["文件夹 Sent Messages"].remedy


def test_a_sender_that_is_not_the_login_is_an_error(qq, settings):
    settings.SMTP = settings.SMTP | {"sender": "other@qq.com"}
    assert "501" in found(mail(), "error")["发信"].said


def test_a_server_that_is_not_there(qq, settings):
    settings.IMAP = settings.IMAP | {"port": 1}
    settings.SMTP = settings.SMTP | {"port": 1}
    assert set(found(mail(), "error")) == {"邮箱连接", "发信"}


def test_the_house_is_asked_too(qq, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    findings = list(house())
    assert set(found(findings, "error")) == {"消息队列"}
    assert {"数据库", "磁盘", "时钟", "配置"} <= {finding.what for finding in findings}
    assert all(finding.remedy for finding in findings if finding.level != "ok")
    assert settings.IMAP["password"] not in "".join(map(str, findings))


def test_the_house_without_a_data_folder(settings, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    settings.DATA_DIR = blocked / "data"
    assert "磁盘" in found(house(), "error")
