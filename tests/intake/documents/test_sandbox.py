"""Isolation: what reads a stranger's file knows nothing, may little, and its end is nobody else's."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from intake.documents import read_document, sandbox
from intake.documents.file import File, Member
from intake.documents.unread import Unread, encrypted
from intake.documents.wire import Garbled, decode, encode, pack, unpack
from intake.model import Document, Heading, Image, Limits, ListBlock, Note, Paragraph, Picture, Quote, Table, Verse
from tests.intake.documents.builders import docx, paragraph, picture

ROOT = Path(__file__).resolve().parents[3]
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
PAGE = docx(paragraph("字"))


def template() -> int:
    """The number of this process's template, started when it is not there."""
    assert read_document("a.docx", PAGE).status == "read"
    assert sandbox._template is not None
    return sandbox._template.process.pid


def gone(pid: int, seconds: float = 5.0) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        stat = Path(f"/proc/{pid}/stat")
        try:
            if stat.read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.02)
    return False


def test_the_same_document_either_way() -> None:
    data = docx(paragraph("甲") + paragraph("乙", '<w:jc w:val="center"/>'))
    assert read_document("a.docx", data) == read_document("a.docx", data, isolated=False)
    assert read_document("a.png", picture()) == read_document("a.png", picture(), isolated=False)


@linux
def test_the_template_holds_no_secrets_and_no_descriptors(monkeypatch: pytest.MonkeyPatch) -> None:
    sandbox.close()
    monkeypatch.setenv("LAIGAO_SECRET", "授权码")
    with open(__file__, "rb") as held:
        os.set_inheritable(held.fileno(), True)
        pid = template()
        opened = set()
        for path in Path(f"/proc/{pid}/fd").iterdir():
            with contextlib.suppress(FileNotFoundError):  # one of the document just read, closed meanwhile
                opened.add(os.readlink(path))
    assert Path(f"/proc/{pid}/environ").read_bytes() == b""
    assert not [path for path in opened if path.startswith("/") and path != "/dev/null"]


def test_the_template_imports_the_door_only() -> None:
    code = "import sys, intake.documents.server; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert not {"django", "celery", "wagtail", "newsroom", "workers", "laigao", "imapclient"} & set(loaded)


@linux
def test_no_network_where_the_system_allows() -> None:
    pid = template()
    if os.readlink(f"/proc/{pid}/ns/net") == os.readlink("/proc/self/ns/net"):
        pytest.skip("this system lets nobody make a network namespace")
    assert [line.split(":")[0].strip() for line in Path(f"/proc/{pid}/net/dev").read_text().splitlines()[2:]] == ["lo"]


@linux
def test_a_killed_template_is_replaced() -> None:
    pid = template()
    os.kill(pid, signal.SIGKILL)
    assert read_document("a.docx", PAGE).status == "read"
    assert template() != pid


@linux
def test_the_template_ends_with_its_caller() -> None:
    code = (
        "import os, signal; from intake.documents import read_document, sandbox; read_document('a.txt', b'x');"
        "print(sandbox._template.process.pid, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert gone(int(ended.stdout))


@linux
def test_a_forked_worker_has_a_template_of_its_own() -> None:
    """As Celery's prefork does it: the parent's template must neither be used nor be ended by the child."""
    parents = template()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        status = read_document("a.docx", PAGE).status
        os.write(writing, f"{status} {sandbox._template.process.pid if sandbox._template else 0}".encode())
        os._exit(0)
    os.waitpid(pid, 0)
    status, its = os.read(reading, 100).decode().split()
    assert (status, int(its) != parents, gone(int(its)), template()) == ("read", True, True, parents)


def test_threads_may_read_at_once() -> None:
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(read_document("a.docx", PAGE).status)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert found == ["read"] * 6


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (replace(Limits(), document_seconds=0.4), "读取时间"),
        (replace(Limits(), document_cpu_seconds=1), "处理时间超过 1 秒"),
        (replace(Limits(), document_memory=1 << 28), "内存"),
    ],
)
def test_the_limit_that_ended_a_child_is_named_and_the_next_one_is_read(limits: Limits, reason: str) -> None:
    heavy = b"{\\rtf1 " + b"x\\par " * 1_000_000 + b"}"
    if "内存" in reason:
        heavy = "春".encode() * 60_000_000
    document = read_document("a.rtf" if "内存" not in reason else "a.txt", heavy, limits)
    assert (document.status, reason in document.reason) == ("refused", True)
    assert read_document("a.docx", PAGE).status == "read"


def test_a_mail_whose_time_is_up_refuses_with_the_reason() -> None:
    document = read_document("a.docx", PAGE, deadline=time.monotonic() - 1)
    assert (document.status, document.reason) == ("refused", "这封信的读取时间已用完，这个文件没有读取；请单独重新发来")


def test_an_endless_child_is_killed_by_the_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Unread, match="读取时间"):
        sandbox.call("read", File("a.rtf", b"{\\rtf1 " + b"x\\par " * 2_000_000), 0.3)


def test_a_document_over_the_wire() -> None:
    photo = picture()
    key = "0" * 64
    shown = Picture(key, "图.png", "image/png", 40, 20, photo, photo)
    blocks = (
        Paragraph("甲\n乙", "center", True, "Title", 10.5, 2, True),
        Heading("一", 3),
        Verse(("行", "行")),
        Table((("a", "b"),)),
        Quote("q"),
    )
    blocks += (ListBlock(("1. x",), True), Note("编者按"), Image(key, "图.png", "c", "d"))
    document = Document("名", "read", 9, "docx", "", blocks, {key: shown}, title="t", author="a", flags=frozenset({"f"}))
    members = (Member("成员", b"data", "text/plain", "cid", True), Member("密", unread=encrypted()))
    sent = b"".join(pack(*encode(document, members)))
    got, inner = decode(*unpack(io.BytesIO(sent).read, 10_000))
    own = hashlib.sha256(photo).hexdigest()  # the caller gives the key: a picture the child calls otherwise is not shown
    assert (got.blocks, got.pictures) == (blocks[:-1], {own: replace(shown, key=own)})
    assert replace(got, blocks=(), pictures={}) == replace(document, blocks=(), pictures={})
    with pytest.raises(Garbled):
        unpack(io.BytesIO(sent).read, 10)
    assert [(m.name, m.data, m.content_id, m.inline, m.unread and m.unread.status) for m in inner] == [
        ("成员", b"data", "cid", True, None),
        ("密", b"", "", False, "encrypted"),
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"status": "published"},
        {"blocks": [["Paragraph", {"text": 5}]]},
        {"blocks": [["os.system", {}]]},
        {"blocks": 7},
        {"pictures": [["x", "image/svg+xml", 1, 1, 0, 0]]},
        {"pictures": [["x", "image/png", 1, 1, 0, 0]]},
        {"members": [["x", 9, "", "", False, None]]},
        {"name": None},
    ],
)
def test_a_lying_child_is_not_believed(change: dict[str, object]) -> None:
    message, blobs = encode(Document("a", "read"), ())
    with pytest.raises(Garbled):
        decode(message | change, [*blobs, b"<svg onload=alert(1)>"])


def test_a_file_that_was_sent_is_not_sent_back() -> None:
    photo = picture()
    document = read_document("a.png", photo, isolated=False)
    message, blobs = encode(document, (), photo)
    assert ([blob for blob in blobs if blob == photo], decode(message, blobs, photo)[0]) == ([], document)
