"""Fixtures shared by all tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings

# the suite is the same each time, and no test is timed; chance belongs to make fuzz and make test-long
hypothesis.settings.register_profile("suite", derandomize=True, deadline=None)
hypothesis.settings.load_profile("suite")

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture(autouse=True)
def own_files(tmp_path, settings):
    """Each test has its own private and public files."""
    storages = {**settings.STORAGES}
    private = dict(storages["private"])
    private["OPTIONS"] = {**private["OPTIONS"], "location": str(tmp_path / "private")}
    settings.STORAGES = {**storages, "private": private}
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of golden mails and corpora beside the checkout."""
    if not (SHARED / "golden").is_dir():
        pytest.skip("../shared is not here")
    return SHARED


@pytest.fixture
def site(db):
    """A seeded newsroom: home page, 55 columns, roles, workflow."""
    from newsroom import roles, seeding

    seeding.seed()
    roles.seed()


def pytest_make_parametrize_id(config, val, argname):
    """Bytes make no test name: zip files hold the time of their making, and two workers would collect different tests."""
    if isinstance(val, bytes | bytearray):
        return f"{argname}-{len(val)}-bytes"
    return f"{argname}-{len(val)}-characters" if isinstance(val, str) and len(val) > 200 else None


def pytest_sessionfinish(session):
    if not hasattr(session.config, "workerinput"):
        shutil.rmtree(settings.DATA_DIR, ignore_errors=True)


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """A running product for each module that needs it: mails of one test must not change what another reads.

    Mark them xdist_group("running"): one worker, one product at a time.
    """
    from tests.running import newsroom

    with newsroom(tmp_path_factory.mktemp("newsroom") / "data") as room:
        yield room
