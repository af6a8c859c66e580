"""The demo's IMAP and SMTP servers as processes, asked by real clients."""

from __future__ import annotations

import os
import smtplib
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

import pytest
from imapclient import IMAPClient

from laigao.demo import sink
from laigao.demo.ground import _free_ports
from laigao.demo.mailbox import deliver
from tests.builders import MAILBOX, a_mail

ROOT = Path(__file__).resolve().parent.parent.parent
JUNK = a_mail("误入垃圾箱")
WHEN = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


@contextmanager
def a_server(module: str, folder: Path):
    (port,) = _free_ports(1)
    env = {**os.environ, "LAIGAO_IMAP_PASSWORD": "right", "LAIGAO_SMTP_PASSWORD": "right"}
    argv = [sys.executable, "-m", f"laigao.demo.{module}", str(folder), "--port", str(port)]
    argv += [] if module == "outbox" else ["--user", MAILBOX]
    with subprocess.Popen(argv, cwd=ROOT, env=env, stderr=subprocess.DEVNULL) as process:
        try:
            _wait(port)
            yield port
        finally:
            process.terminate()
            assert process.wait(5) == 0


def _wait(port: int) -> None:
    for _ in range(200):
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError


def fetched(port: int, box: str) -> list[tuple[bytes, datetime]]:
    with IMAPClient("127.0.0.1", port, ssl=False) as client:
        client.normalise_times = False
        client.login(MAILBOX, "right")
        client.select_folder(box, readonly=True)
        got = client.fetch(client.search(), ["BODY.PEEK[]", "INTERNALDATE"])
        return [(one[b"BODY[]"], one[b"INTERNALDATE"]) for _, one in sorted(got.items())]


def test_what_is_put_into_the_folder_is_in_the_mailbox_byte_for_byte(tmp_path):
    odd = [b"", b"\xff\x00no header", b"Subject: bare\n\nline ends\n", a_mail("老屋", body="门前一棵树。")]
    for number, raw in enumerate(odd):
        deliver(tmp_path, f"{number:03}", raw, WHEN)
    deliver(tmp_path, "000", b"the same name again", WHEN)
    deliver(tmp_path, "009", JUNK, WHEN, box="Junk")
    with a_server("mailbox", tmp_path) as port:
        assert fetched(port, "INBOX") == [(raw, WHEN) for raw in odd]
        assert fetched(port, "Junk") == [(JUNK, WHEN)]


def test_a_mail_delivered_later_is_there_at_the_next_look(tmp_path):
    with a_server("mailbox", tmp_path) as port, IMAPClient("127.0.0.1", port, ssl=False) as client:
        client.login(MAILBOX, "right")
        assert b"IDLE" in client.capabilities()
        assert client.select_folder("INBOX")[b"EXISTS"] == 0
        deliver(tmp_path, "001", JUNK, WHEN)
        assert any(client.select_folder("INBOX")[b"EXISTS"] == 1 or time.sleep(0.1) for _ in range(100))


def test_the_sink_keeps_letters_and_wants_a_login(tmp_path):
    raw = a_mail("收稿回执", (("丝路情韵"), MAILBOX), "来稿收到。", message_id="<received.1@laigao.example>")
    with a_server("sink", tmp_path) as port, smtplib.SMTP("127.0.0.1", port) as client:
        with pytest.raises(smtplib.SMTPAuthenticationError):
            client.login(MAILBOX, "wrong")
        with pytest.raises(smtplib.SMTPSenderRefused):
            client.sendmail(MAILBOX, ["he@qq.example"], raw)
        client.login(MAILBOX, "right")
        client.sendmail(MAILBOX, ["he@qq.example"], raw)
        client.sendmail(MAILBOX, ["he@qq.example"], raw.replace(b"received.1@", b"received.2@"))
    found = sink.kept(tmp_path)
    assert list(found) == ["received.1@laigao.example", "received.2@laigao.example"]
    assert found["received.1@laigao.example"].read_bytes() == raw


def test_the_letters_can_be_looked_at_and_run_nothing(tmp_path):
    text, html = "来稿<已收到>。", "<p>来稿已收到。</p><script>alert(1)</script>"
    (tmp_path / "0001.eml").write_bytes(a_mail("收稿回执 <b>", ("丝路情韵", MAILBOX), text, html=html, to=("何志远", "he@qq.example")))
    with a_server("outbox", tmp_path) as port:
        status, headers, listed = asked(port, "/")
        assert status == 200 and "收稿回执 &lt;b&gt;" in listed and "he@qq.example" in listed
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        _, _, letter = asked(port, "/0001")
        assert "来稿&lt;已收到&gt;。" in letter and "<script>" not in letter and '<iframe sandbox src="/0001/html"' in letter
        assert asked(port, "/0001/html")[2].strip() == html
        assert [asked(port, path)[0] for path in ("/0002", "/0001/eml", "/../../etc/passwd", "/%2e%2e")] == [404] * 4
        assert asked(port, "/", host="laigao.elsewhere.example")[0] == 404


def asked(port: int, path: str, host: str = "127.0.0.1"):
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Host": host})
    answer = connection.getresponse()
    try:
        return answer.status, answer.headers, answer.read().decode()
    finally:
        connection.close()
