"""`laigao demo`: what it refuses in one sentence, and the whole way in, once."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from laigao.demo.samples import SAMPLES

ROOT = Path(__file__).resolve().parent.parent.parent


def laigao(*args: str, timeout: float = 60, **env: str) -> subprocess.CompletedProcess:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("LAIGAO_", "DJANGO_"))}
    argv = [sys.executable, "-m", "laigao", *args]
    return subprocess.run(argv, cwd=ROOT, env=clean | env, capture_output=True, text=True, timeout=timeout)


def test_a_port_in_use_is_a_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = laigao("demo", "--data", str(tmp_path / "data"), "--port", str(port))
        served = laigao("web", "--bind", f"127.0.0.1:{port}", LAIGAO_DEMO="1", LAIGAO_DATA_DIR=str(tmp_path))
    for one in (done, served):
        assert (one.returncode, "Traceback" in one.stderr) == (2, False)
        assert str(port) in one.stderr and "占用" in one.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("flags", [(), ("--reset",)])
def test_a_folder_of_somebody_elses_is_left_alone(tmp_path, flags):
    (tmp_path / "thesis.txt").write_text("mine")
    done = laigao("demo", "--data", str(tmp_path), "--port", "65000", *flags)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("name", ["LAIGAO_IMAP_HOST", "LAIGAO_SMTP_HOST"])
def test_a_host_that_is_not_this_machine_is_refused(tmp_path, name):
    done = laigao("poller", "--once", LAIGAO_DEMO="1", LAIGAO_DATA_DIR=str(tmp_path), **{name: "mail.elsewhere.example"})
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert name in done.stderr and "LAIGAO_LOOPBACK_ONLY" in done.stderr


def test_what_the_caller_has_set_does_not_reach_the_demo(monkeypatch, tmp_path):
    from laigao.demo import ground

    monkeypatch.setenv("LAIGAO_DATABASE_URL", "postgres://somewhere/else")
    monkeypatch.setenv("LAIGAO_IMAP_HOST", "mail.elsewhere.example")
    made = ground.environment(ground.prepare(tmp_path / "data", None))
    assert "LAIGAO_DATABASE_URL" not in made
    assert (made["LAIGAO_IMAP_HOST"], made["LAIGAO_SMTP_HOST"], made["LAIGAO_LOOPBACK_ONLY"]) == ("127.0.0.1", "127.0.0.1", "1")
    assert {program.argv[0] for program in ground.newsroom(ground.prepare(tmp_path / "data", None))} == {sys.executable}


def running_with(text: str) -> list[int]:
    """Processes whose environment or command line holds the text."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if text.encode() in (place / "cmdline").read_bytes() + (place / "environ").read_bytes():
                found.append(int(place.name))
        except OSError:
            continue
    return found


@pytest.mark.timeout(800)
def test_every_sample_ends_in_its_right_state(tmp_path):
    done = laigao("demo", "--once", timeout=380, TMPDIR=str(tmp_path))
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stderr
    assert len(lines) == len(SAMPLES) + 1
    assert all(re.match(r"LG-\d{4}-\d{6}  ", line) for line in lines[:-1])
    drafts = sum(len(sample.works) for sample in SAMPLES)
    answered = sum(bool(sample.reply) for sample in SAMPLES)
    assert lines[-1] == f"{len(SAMPLES)} mails, {drafts} drafts, {answered} acknowledgements"
    assert (list(tmp_path.iterdir()), running_with(str(tmp_path))) == ([], [])


@pytest.mark.timeout(300)
def test_an_interrupted_demo_leaves_nothing_running(tmp_path):
    argv = [sys.executable, "-m", "laigao", "demo", "--once"]
    env = {name: value for name, value in os.environ.items() if not name.startswith(("LAIGAO_", "DJANGO_"))}
    with subprocess.Popen(argv, cwd=ROOT, env={**env, "TMPDIR": str(tmp_path)}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as demo:
        until = time.monotonic() + 60
        while len(running_with(str(tmp_path))) < 4 and time.monotonic() < until:
            time.sleep(0.1)
        demo.send_signal(signal.SIGTERM)
        said = demo.stdout.read().decode()
    assert (demo.returncode, "Traceback" in said) == (130, False)
    assert (list(tmp_path.iterdir()), running_with(str(tmp_path))) == ([], [])
