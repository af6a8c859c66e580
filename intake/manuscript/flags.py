"""Flags of a mail."""

from __future__ import annotations

from intake.manuscript.sources import flatten
from intake.model import Reading


def mail_flags(reading: Reading, differ: bool) -> tuple[str, ...]:
    """What the desk must see at once; `differ`: body and attachment hold the same work with different texts."""
    if reading.intent in ("automatic", "bounce"):
        return ()
    flags: list[str] = []
    message = reading.message
    documents = list(flatten(reading.documents))
    if message.links or any(d.status == "linked" for d in documents):
        flags.append("oversize-link")
    if any(d.status in ("damaged", "encrypted", "refused", "empty") and not d.inline for d in documents):
        flags.append("unreadable-attachment")
    for flag in ("suspected-mojibake", "truncated"):
        if flag in message.flags or any(flag in d.flags for d in documents):
            flags.append(flag)
    nothing = not reading.works and not reading.documents and not message.links
    if nothing and (reading.intent in ("submission", "revision") or not message.body):
        flags.append("nothing-to-publish")
    if differ:
        flags.append("body-and-attachment-differ")
    return tuple(flags)
