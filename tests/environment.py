"""The tests' environment. Loaded as a pytest plug-in before Django's settings are: nothing of the caller's own settings leaks in."""

import os
import tempfile

for name in [name for name in os.environ if name.startswith("LAIGAO_") and not name.startswith("LAIGAO_TEST_")]:
    del os.environ[name]
os.environ |= {
    "LAIGAO_DATA_DIR": tempfile.mkdtemp(prefix="laigao-tests-"),
    "LAIGAO_SECRET_KEY": "only-for-tests-" + "0" * 40,
    "LAIGAO_FIELD_KEYS": "bGFpZ2FvLXRlc3Qta2V5LW5vdC1mb3ItcHJvZHVjdHM=",
    "LAIGAO_LOOPBACK_ONLY": "1",
    "LAIGAO_MAILBOX": "tougao@laigao.example",
    "LAIGAO_UNDO_SECONDS": "0",
    "LAIGAO_BROKER_URL": "redis://127.0.0.1:1/0",  # nobody listens there: a test that needs a broker starts its own
}
# the database part also against PostgreSQL: LAIGAO_TEST_DATABASE_URL=postgres://… make test
if url := os.environ.get("LAIGAO_TEST_DATABASE_URL"):
    os.environ["LAIGAO_DATABASE_URL"] = url
