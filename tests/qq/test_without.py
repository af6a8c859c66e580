"""Each quirk's test must fail when its remedy is taken out: a copy of the code without it, and only that test. Long: a process a quirk."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SESSION, CONNECTING, MINDING = "intake/mailbox/session.py", "intake/mailbox/connecting.py", "newsroom/minding.py"
POLLER, LOOKING, OUTBOX, SENDING = "workers/poller.py", "workers/looking.py", "newsroom/outbox.py", "newsroom/sending.py"
TOLD = """self._tell_server(session, state, [found.uid for found in wanted])
        kept = self._keep(session, state, [found for found in wanted if found.uid not in known])
"""
#: (the test, [(file, the remedy, what stands there without it)])
WITHOUT: list[tuple[str, list[tuple[str, str, str]]]] = [
    ("reading::test_one_text_for_five_causes", [("newsroom/backing_off.py", "FIRST = timedelta(minutes=15)", "FIRST = timedelta(0)")]),
    (
        "reading::test_one_login_serves_many_looks",
        [(POLLER, "if self.session is None:\n                self._connect()", "self._connect()")],
    ),
    (
        "reading::test_idle_that_is_announced_only",
        [
            (
                CONNECTING,
                "client._cached_capabilities = client._do_capabilites()",
                "client._cached_capabilities = tuple(name.encode() for name in client._imap.capabilities)",  # the greeting's
            ),
        ],
    ),
    ("reading::test_what_is_not_announced", [(SESSION, 'if not self.client.has_capability("IDLE"):', "if False:")]),
    ("reading::test_a_command_without_a_tagged_answer", [(CONNECTING, "read=account.read_seconds", "read=None")]),
    ("reading::test_netease_wants_id", [(CONNECTING, 'if client.has_capability("ID"):', "if False:")]),
    ("reading::test_an_unsafe_login", [(SESSION, 'if "unsafe login" in', 'if "xx" in')]),
    ("reading::test_without_any_push", [(POLLER, 'seconds = self.config["poll_seconds"]', "seconds = 1500")]),
    ("reading::test_a_push_in_two_pieces", [(SESSION, "self._listen(until, stop)", "bool(self.client.idle_check(5))")]),
    ("reading::test_system_busy", [(SESSION, ' and "busy" not in str(error).lower()', "")]),
    ("reading::test_a_slow_select", [(CONNECTING, "read=account.read_seconds", "read=0.5")]),
    ("reading::test_one_connection_never_four", [("newsroom/holding.py", "fcntl.LOCK_EX", "fcntl.LOCK_SH")]),
    ("reading::test_search_is_asked_for_uid_ranges", [(LOOKING, "if minding.counts(state, found.uid, found.received_at)", "")]),
    (
        "reading::test_nothing_new_fetches_nothing",
        [
            (SESSION, "if not next_uid and messages:", "if False:"),
            (SESSION, "first <= uid and (isinstance(last, str) or uid <= last)", "True"),
            (LOOKING, "if found.uid not in known", ""),
        ],
    ),
    ("reading::test_ranges_never_run_downwards", [(SESSION, "in range(last + 1, folder.next_uid, WINDOW)", "in [last + 1]")]),
    ("reading::test_a_message_that_vanishes", [(SESSION, "if len(uids) > 1:", "if False:")]),
    (
        "reading::test_a_message_that_is_there_but_never_given",
        [
            (SESSION, "if body is None and self._is_there(found.uid):", "if False:"),
            (SESSION, "if at < found.size and self._is_there(found.uid):", "if False:"),
        ],
    ),
    ("reading::test_only_plain_items", [(SESSION, "BODY.PEEK[]<0.{HEADER_BYTES}>", "BODY.PEEK[HEADER]")]),
    ("reading::test_sizes_come_first", [(SESSION, "at : at + self.account.batch]", "at : at + 1000]")]),
    ("reading::test_a_huge_mail", [(LOOKING, "one.size <= settings.LIMITS.mail_bytes and", "")]),
    ("reading::test_the_same_uidvalidity", [(MINDING, '"folder": state.folder, "uid', '"folder": "", "uid')]),
    ("reading::test_a_folder_that_the_settings_hide", [(LOOKING, "self.missing.append(name)", "pass")]),
    ("reading::test_a_folder_made_anew", [(MINDING, "if 0 < next_uid <= state.last_uid:", "if False:")]),
    (
        "reading::test_a_move_whose_reply_is_lost",
        [(LOOKING, "kept = self._keep(session, state, [found for found in wanted if found.uid not in known])\n", TOLD)],
    ),
    (
        "reading::test_backing_off_is_one",
        [(POLLER, "if until is not None:\n            self._hang_up()", "if False:\n            self._hang_up()")],
    ),
    ("sending::test_envelope_header_and_login", [(OUTBOX, 'self.session.mail(self.config["sender"])', 'self.session.mail("x@qq.com")')]),
    ("sending::test_the_rewritten_message_id", [("newsroom/recognising.py", 'message.header("X-OQ-MSGID")', 'message.header("X-None")')]),
    ("sending::test_forty_letters", [(OUTBOX, "if self.session.noop()[0] == 250:", "if False:")]),
    ("sending::test_a_refused_login", [(SENDING, "if delivery.login:", "if False:")]),
    ("sending::test_an_unknown_recipient", [(OUTBOX, "recipient=True", "recipient=False")]),
    ("sending::test_lost_after_data", [(OUTBOX, 'return Delivery("uncertain"', 'return Delivery("later"')]),
    ("sending::test_the_providers_daily_limit", [(OUTBOX, "or _LIMITED.search(text)", "")]),
    ("sending::test_the_providers_daily_limit", [(SENDING, "or capped()", "")]),
    (
        "sending::test_sent_messages_is_not_even_selected",
        [("workers/recognising.py", "if not name or not recognising.missed():", "if not name:")],
    ),
    ("bounce::test_a_bounce_finds_its_letter", [("newsroom/bouncing.py", 'message.header("X-Failed-Recipients"), *parts]', '""]')]),
]


def test_every_remedy_stands_where_the_list_says():
    for test, changes in WITHOUT:
        for file, remedy, _without in changes:
            assert remedy in (ROOT / file).read_text("utf-8"), (test, file, remedy)


@pytest.mark.long
@pytest.mark.timeout(180)
@pytest.mark.parametrize(("test", "changes"), WITHOUT, ids=[f"{number:02}-{test}" for number, (test, _changes) in enumerate(WITHOUT)])
def test_without_its_remedy_the_test_fails(test, changes, tmp_path):
    for name in ("intake", "newsroom", "workers", "laigao", "templates", "tests", "pyproject.toml"):
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / name, **({"ignore": shutil.ignore_patterns("__pycache__", "samples", "blind")} if source.is_dir() else {}))
    for file, remedy, without in changes:
        path = tmp_path / file
        text = path.read_text("utf-8")
        assert remedy in text
        path.write_text(text.replace(remedy, without), "utf-8")
    module, _, name = test.partition("::")
    argv = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "--timeout",
        "25",
        "-p",
        "no:cacheprovider",
        f"tests/qq/test_{module}.py",
        "-k",
        name,
    ]
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    done = subprocess.run(argv, cwd=tmp_path, env=env, capture_output=True, text=True)
    assert done.returncode == 1, done.stdout[-3000:]
    assert "1 failed" in done.stdout or "Timeout" in done.stdout + done.stderr
