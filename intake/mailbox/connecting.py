"""Log in, as QQ Mail and NetEase want it."""

from __future__ import annotations

import ssl

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError, LoginError

from .account import Account, Broken, Refused, guard
from .session import Session, drop


def connect(account: Account) -> Session:
    """Log in. Raises Refused when the login is refused, Broken when the server cannot be reached or says nothing sensible."""
    guard(account)
    timeout = SocketTimeout(connect=account.connect_seconds, read=account.read_seconds)
    context = ssl.create_default_context() if account.tls else None
    client = None
    try:
        client = IMAPClient(account.host, account.port, ssl=account.tls, ssl_context=context, timeout=timeout)
        client.normalise_times = False  # aware datetimes
        client.login(account.user, account.password)
        # QQ's greeting does not list IDLE: what counts is what is announced after login, and nothing else makes the client ask again
        client._cached_capabilities = client._do_capabilites()
        if client.has_capability("ID"):
            # NetEase calls a login without ID unsafe; on servers that do not announce it, it would hang
            client.id_({"name": "laigao", "version": "1"})
    except LoginError as error:
        drop(client)
        raise Refused(str(error)) from None
    except (OSError, IMAPClientError) as error:
        drop(client)
        raise Broken(f"{type(error).__name__}: {error}") from None
    return Session(account, client)
