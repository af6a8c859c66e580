"""The frame agrees with itself: settings and .env.example, compose and command line, README and Makefile."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from laigao.cli import COMMANDS

ROOT = Path(__file__).resolve().parent.parent


def variables(path: str, pattern: str) -> set[str]:
    return set(re.findall(pattern, (ROOT / path).read_text("utf-8"), re.MULTILINE))


def test_every_setting_is_explained():
    read = variables("laigao/settings.py", r'"(LAIGAO_[A-Z_]+)"')
    assert variables(".env.example", r"^#?(LAIGAO_[A-Z_]+)=") == read


def test_only_settings_reads_the_environment():
    readers = {
        path.relative_to(ROOT).as_posix()
        for package in ("intake", "newsroom", "workers", "laigao")
        for path in (ROOT / package).rglob("*.py")
        if re.search(r"environ(\.get|\[)[^)\]]*LAIGAO_|getenv\(.LAIGAO_", path.read_text("utf-8"))
    }
    # laigao/demo stands in for the outside world: its servers are started with the environment the demo makes
    assert {path for path in readers if not path.startswith("laigao/demo/")} == set(), "laigao.settings alone reads LAIGAO_ variables"


def test_compose_runs_commands_that_exist():
    called = variables("docker-compose.yml", r"command: laigao ([a-z-]+)")
    assert called == {"migrate", "web", "worker", "poller", "schedule"}
    assert called <= set(COMMANDS)


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - {"manage"}))
def test_every_command_has_help(name):
    from click.testing import CliRunner

    from laigao.cli import main

    result = CliRunner().invoke(main, [name, "--help"])
    assert (result.exit_code, result.output[:6]) == (0, "Usage:")


def test_readme_names_only_targets_that_exist():
    targets = variables("Makefile", r"^([a-z-]+):")
    assert variables("README.md", r"\bmake ([a-z-]+)") <= targets | {"sure"}


def test_a_public_mail_host_is_refused_in_demo_and_tests(monkeypatch):
    from django.core.exceptions import ImproperlyConfigured

    from laigao import settings

    monkeypatch.setenv("LAIGAO_IMAP_HOST", "imap.qq.com")
    with pytest.raises(ImproperlyConfigured, match="LAIGAO_LOOPBACK_ONLY allows only"):
        settings._host("LAIGAO_IMAP_HOST", "127.0.0.1")
