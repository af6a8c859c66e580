"""取回原信: a mail over the limit is brought after all, because a person asked; piece by piece, straight to the disk."""

from __future__ import annotations

import logging

from intake.mailbox import Session
from newsroom import retrieving

log = logging.getLogger(__name__)


def retrieve(session: Session, mailbox: str, tell) -> int:
    """Bring every mail of this mailbox that was asked for; returns how many came. Raises Broken; the wish then stays."""
    came = 0
    for letter, place in retrieving.wanted(mailbox):
        tell(f"取回原信：{letter.number}")
        folder = session.select(place.folder)
        there = session.facts([place.uid]) if folder is not None and folder.uidvalidity == place.uidvalidity else []
        if not there:
            retrieving.gone(letter)
            continue
        came += retrieving.arrived(letter, session.pieces(there[0]))
        log.info("letter %s: fetched whole", letter.pk)
    return came
