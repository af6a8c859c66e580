"""The short form of `make chaos`: 50 mails, 10 faults, nothing lost, nothing twice."""

from __future__ import annotations

import pytest

from tests import dovecot, postgresql

from .run import chaos


@pytest.mark.service
@pytest.mark.timeout(600)
@pytest.mark.xdist_group("chaos")
@pytest.mark.skipif(not dovecot.is_here() or postgresql.binaries() is None, reason="Dovecot or PostgreSQL is not installed")
def test_fifty_mails_and_ten_faults(tmp_path):
    run, verdict = chaos(tmp_path / "chaos", count=50, faults=10, seed=7, seconds=12, patience=150, calm=False)
    print(verdict.table(run))
    assert verdict.good, verdict.table(run)
