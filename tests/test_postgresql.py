"""The database part of the suite once more, on PostgreSQL: what is right on SQLite only is wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import postgresql

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.service
@pytest.mark.timeout(900)
@pytest.mark.skipif(postgresql.binaries() is None, reason="PostgreSQL is not installed")
def test_the_newsroom_on_postgresql():
    with postgresql.cluster() as url:
        result = subprocess.run(
            [sys.executable, "-m", "pytest", "tests/newsroom", "-q", "-x", "-m", "not long and not service", "-p", "no:cacheprovider"],
            cwd=ROOT,
            env=os.environ | {"LAIGAO_TEST_DATABASE_URL": url},
            capture_output=True,
            text=True,
        )
    assert result.returncode == 0, result.stdout[-4000:] + result.stderr[-2000:]


@pytest.mark.service
@pytest.mark.timeout(300)
@pytest.mark.skipif(postgresql.binaries() is None, reason="PostgreSQL is not installed")
def test_the_migrations_build_the_database_on_postgresql(tmp_path):
    with postgresql.cluster() as url:
        result = migrate(tmp_path, url)
    assert (result.returncode, result.stdout) == (0, "数据库就绪。\n"), result.stderr[-2000:]


@pytest.mark.timeout(300)
def test_the_migrations_build_the_database_on_sqlite_and_may_run_twice(tmp_path):
    runs = [migrate(tmp_path, "") for _ in range(2)]
    assert [(run.returncode, run.stdout) for run in runs] == [(0, "数据库就绪。\n")] * 2, runs[0].stderr[-2000:]


def migrate(folder: Path, url: str) -> subprocess.CompletedProcess:
    env = os.environ | {"LAIGAO_DATA_DIR": str(folder), "LAIGAO_DATABASE_URL": url}
    return subprocess.run([sys.executable, "-m", "laigao", "migrate"], cwd=ROOT, env=env, capture_output=True, text=True)
