"""Whose mailbox, where, and the two ways in which asking for it fails."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass, field


class Refused(Exception):
    """The login was refused. Trying again soon makes it worse: QQ counts logins. The text holds no password."""


class Broken(Exception):
    """The connection is gone, hung or out of step. It has been dropped; a new one may be opened after a pause."""


@dataclass(frozen=True, slots=True)
class Account:
    """A mailbox on a server. Times in seconds; `batch` messages are asked for at once."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    tls: bool = True
    connect_seconds: float = 20
    read_seconds: float = 180  # of silence
    command_seconds: float = 900  # for one command in all: a server that drips must not hold us for ever
    batch: int = 50
    loopback_only: bool = False  # the demo and the tests hold real addresses: nobody but this machine may be asked


def guard(account: Account) -> None:
    """Raises Refused when a loopback-only account names another machine, by number or by name."""
    if not account.loopback_only:
        return
    try:
        found = socket.getaddrinfo(account.host, account.port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Broken(f"{account.host}: {error.strerror}") from None
    if not all(ipaddress.ip_address(entry[4][0]).is_loopback for entry in found):
        raise Refused(f"{account.host} is not this machine, and only this machine may be asked")
