"""Step 1, fetch: one IMAP connection that lives with QQ Mail's habits. Knows neither rows nor files."""

from .account import Account, Broken, Refused
from .connecting import connect
from .session import Found, Session

__all__ = ["Account", "Broken", "Found", "Refused", "Session", "connect"]
