"""The supervisor, with tiny children."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from laigao.demo.supervisor import Hopeless, Program, Supervisor

ROOT = Path(__file__).resolve().parent.parent.parent
SLEEPS = "import time; time.sleep(60)"
#: starts a grandchild in its own group, writes its pid, sleeps
FAMILY = f"""
import subprocess, sys, time
print(subprocess.Popen([sys.executable, "-c", {SLEEPS!r}]).pid, flush=True)
time.sleep(60)
"""
DEAF = "import signal,time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf',flush=True); time.sleep(60)"
#: writes its name into a file when it is told to end
TELLS = """
import signal, sys, time
def end(*_):
    open({order!r}, "a").write({name!r})
    sys.exit()
signal.signal(signal.SIGTERM, end)
print(1, flush=True)
time.sleep(60)
"""


def a_program(folder: Path, code: str, name: str = "one", **more) -> Program:
    return Program(name, [sys.executable, "-c", code], dict(os.environ), folder / f"{name}.log", **more)


def lives(pid: int) -> bool:
    """Neither gone nor a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(true, seconds: float = 10.0):
    until = time.monotonic() + seconds
    while not (found := true()) and time.monotonic() < until:
        time.sleep(0.02)
    return found


def test_a_dead_child_is_started_again(tmp_path):
    with Supervisor(rest=0.05) as supervisor:
        supervisor.start(a_program(tmp_path, SLEEPS))
        first = supervisor.pids()["one"]
        os.kill(first, signal.SIGKILL)

        def again():
            supervisor.tick()
            return supervisor.pids()["one"] != first and lives(supervisor.pids()["one"])

        assert wait_for(again)
        second = supervisor.pids()["one"]
    assert not lives(first) and not lives(second)


def test_nothing_is_left_behind_not_even_what_a_child_started(tmp_path):
    with Supervisor() as supervisor:
        supervisor.start(a_program(tmp_path, FAMILY))
        assert wait_for(lambda: (tmp_path / "one.log").read_text().strip())
        pids = [supervisor.pids()["one"], int((tmp_path / "one.log").read_text())]
        assert all(map(lives, pids))
    assert wait_for(lambda: not any(map(lives, pids)))


def test_what_a_dead_child_started_goes_before_it_is_started_again(tmp_path):
    with Supervisor(rest=30) as supervisor:
        supervisor.start(a_program(tmp_path, FAMILY))
        assert wait_for(lambda: (tmp_path / "one.log").read_text().strip())
        os.kill(supervisor.pids()["one"], signal.SIGKILL)

        def gone():
            supervisor.tick()
            return not lives(int((tmp_path / "one.log").read_text()))

        assert wait_for(gone)


def test_who_does_not_hear_is_killed(tmp_path):
    with Supervisor(patience=0.3) as supervisor:
        supervisor.start(a_program(tmp_path, DEAF))
        assert wait_for(lambda: (tmp_path / "one.log").read_text().strip())
        pid = supervisor.pids()["one"]
    assert not lives(pid)


def test_servers_end_last(tmp_path):
    order = tmp_path / "order"
    with Supervisor() as supervisor:
        for name, server in (("server", True), ("client", False)):
            supervisor.start(a_program(tmp_path, TELLS.format(order=str(order), name=f"{name} "), name, server=server))
        assert wait_for(lambda: all((tmp_path / f"{name}.log").read_text() for name in ("server", "client")))
    assert order.read_text() == "client server "


def test_a_child_that_keeps_dying_is_given_up_with_its_log(tmp_path):
    with Supervisor(rest=0.01) as supervisor:
        supervisor.start(a_program(tmp_path, "import sys; sys.exit('no such setting')"))

        def ticks():
            supervisor.tick()
            time.sleep(0.02)

        with pytest.raises(Hopeless, match="no such setting"):
            for _ in range(500):
                ticks()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent ended")
def test_children_end_when_the_supervisor_is_killed_outright(tmp_path):
    code = f"""
import os, sys, time
from pathlib import Path
from laigao.demo.supervisor import Program, Supervisor
supervisor = Supervisor()
supervisor.start(Program("one", [sys.executable, "-c", {SLEEPS!r}], dict(os.environ), Path({str(tmp_path)!r}) / "one.log"))
print(supervisor.pids()["one"], flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=ROOT) as parent:
        child = int(parent.stdout.readline())
        # until the leash has become the program: before that it would end by itself, which proves nothing
        assert wait_for(lambda: b"leash" not in Path(f"/proc/{child}/cmdline").read_bytes())
        parent.kill()
    assert wait_for(lambda: not lives(child))
