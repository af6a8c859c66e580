"""Starts programs as processes of their own, starts a dead one again, and ends them all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

LEASH = Path(__file__).with_name("leash.py")
REST = 0.5  # seconds; doubled each time, up to
LONGEST_REST = 8.0
STEADY = 30.0  # seconds a program must live for its earlier deaths to be forgotten
DEATHS = 6  # in a row: then it will not get better by itself
PATIENCE = 8.0  # seconds


class Hopeless(Exception):
    """A program dies again and again; the text names it and its log."""


@dataclass(frozen=True, slots=True)
class Program:
    """argv without a shell; `env` is the whole environment; output goes to `log`. A server ends after those that are not."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str]
    log: Path
    server: bool = False


@dataclass(slots=True)
class _Child:
    program: Program
    process: subprocess.Popen
    started: float
    deaths: int = 0
    again_at: float = field(default=0.0)  # 0: it lives


class Supervisor:
    """Call tick() often, from the thread that calls start(): Linux ends a child with the thread that started it.

    patience: seconds a program has to end by itself; rest: seconds before a dead one is started again, doubled each time.
    """

    def __init__(self, patience: float = PATIENCE, rest: float = REST) -> None:
        self.patience, self.rest = patience, rest
        self._children: dict[str, _Child] = {}

    def __enter__(self) -> Supervisor:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self, program: Program) -> None:
        """Start it. Raises OSError when its log cannot be written."""
        self._children[program.name] = _Child(program, _spawn(program), time.monotonic())

    def pids(self) -> dict[str, int]:
        return {name: child.process.pid for name, child in self._children.items()}

    def restarts(self, name: str) -> int:
        return self._children[name].deaths

    def tick(self) -> None:
        """Start again what has died. Raises Hopeless when something keeps dying."""
        now = time.monotonic()
        for child in self._children.values():
            if child.again_at:
                if now >= child.again_at:
                    child.process, child.started, child.again_at = _spawn(child.program), now, 0.0
            elif child.process.poll() is not None:
                self._died(child, now)

    def _died(self, child: _Child, now: float) -> None:
        _end_group(child.process.pid)
        child.deaths = child.deaths + 1 if now - child.started < STEADY else 1
        if child.deaths >= DEATHS:
            raise Hopeless(
                f"{child.program.name} 反复退出 (exit {child.process.returncode})，日志 {child.program.log}\n{tail(child.program.log)}"
            )
        child.again_at = now + min(LONGEST_REST, self.rest * 2 ** (child.deaths - 1))

    def stop(self) -> None:
        """End all, servers last; whoever does not end in time is killed, with what it started. May be called twice."""
        children = list(self._children.values())
        self._children.clear()
        for servers in (False, True):
            self._end([child for child in children if child.program.server is servers])

    def _end(self, children: list[_Child]) -> None:
        for child in children:
            if child.process.poll() is None:
                child.process.terminate()
        deadline = time.monotonic() + self.patience
        for child in children:
            try:
                child.process.wait(max(0.05, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()
            _end_group(child.process.pid)


def _spawn(program: Program) -> subprocess.Popen:
    program.log.parent.mkdir(parents=True, exist_ok=True)
    leash = [sys.executable, "-I", "-S", str(LEASH), str(os.getpid())]
    with program.log.open("ab") as log:
        return subprocess.Popen(  # noqa: S603 - the demo's own commands
            [*leash, *program.argv],
            env=dict(program.env),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # a group of its own: Ctrl-C reaches only us, and we end the group
        )


def _end_group(leader: int) -> None:
    """Kill what a dead program left in its group."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return  # PermissionError: macOS says so of a group of zombies


def tail(log: Path, lines: int = 8) -> str:
    """The last lines of a log, for the person who has to see why."""
    try:
        return "\n".join(log.read_text("utf-8", "replace").splitlines()[-lines:])
    except OSError:
        return ""
