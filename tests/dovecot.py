"""A Dovecot of our own, unprivileged, with a private configuration: the real thing for the mailbox's tests."""

from __future__ import annotations

import getpass
import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

PASSWORD = "authorisation-code"  # every user's
CONFIG = """
base_dir = {root}/run
state_dir = {root}/state
log_path = {root}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
default_vsz_limit = 512 M
mail_location = sdbox:~/mail
auth_verbose = yes
auth_failure_delay = 0
imap_idle_notify_interval = 2 mins
mail_max_userip_connections = 50
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={root}/home/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Junk {{
    auto = create
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


class Dovecot:
    """One server, as many mailboxes as there are user names. `stop` and `start` as often as a test likes: the mails stay."""

    def __init__(self) -> None:
        # not pytest's folder: that one is closed to the user Dovecot runs as
        self.root = Path(tempfile.mkdtemp(prefix="laigao-dovecot-"))
        self.user = "nobody" if os.getuid() == 0 else getpass.getuser()
        entry = pwd.getpwnam(self.user)
        self.group = grp.getgrgid(entry.pw_gid).gr_name
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        for name in ("run", "state", "home"):
            (self.root / name).mkdir()
        self.config = self.root / "dovecot.conf"
        facts = {"root": self.root, "user": self.user, "group": self.group, "port": self.port, "password": PASSWORD}
        self.config.write_text(CONFIG.format(**facts))
        if os.getuid() == 0:
            for path in (self.root, *self.root.rglob("*")):
                os.chown(path, entry.pw_uid, entry.pw_gid)
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        who = {"user": self.user, "group": self.group, "extra_groups": []} if os.getuid() == 0 else {}
        self.process = subprocess.Popen(["dovecot", "-F", "-c", self.config], stderr=subprocess.PIPE, **who)
        until = time.monotonic() + 10
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            if self.process.poll() is not None:
                raise RuntimeError(f"dovecot ended: {self.process.stderr.read().decode()}")
            time.sleep(0.05)
        raise RuntimeError(f"dovecot does not listen: {(self.root / 'log').read_text()}")

    def stop(self, kill: bool = False) -> None:
        if self.process is not None:
            (self.process.kill if kill else self.process.terminate)()
            self.process.wait(10)
            self.process = None

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.root, ignore_errors=True)


def is_here() -> bool:
    """Dovecot is installed."""
    return shutil.which("dovecot") is not None
