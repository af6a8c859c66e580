"""Runs a command that ends when its starter ends: `python leash.py STARTER_PID COMMAND...`. Standard library only, started with -I -S.

The supervisor may be killed outright, or its terminal closed; what it started must not live on. Linux can tell a child (prctl);
elsewhere the supervisor's own clean end has to do.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def main() -> None:
    starter, command = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != starter:
            sys.exit(1)  # it ended before we could ask to be told
    os.execvp(command[0], command)  # noqa: S606 - the supervisor's own command, no shell


main()
