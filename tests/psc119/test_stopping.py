"""A server that is asked to stop lets go of everything before it goes."""

import signal

import httpx
import pytest

from psc119.server import KEEP_ALIVE_S
from tests.serving import Installation

pytestmark = pytest.mark.database


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_server_with_exit_code_zero(installation: Installation, number: signal.Signals) -> None:
    installation.by_command = True
    server = installation.start()
    try:
        server.send(number)
        assert server.wait(15) == 0, server.log.read_text()
    finally:
        server.stop()


def test_the_server_keeps_an_idle_connection_longer_than_a_client_does() -> None:
    """A client that reuses a connection while the server closes it sends a command into nothing."""
    assert (httpx.Limits().keepalive_expiry or 0) < KEEP_ALIVE_S
