"""Once a day: the server's UIDs against the rows. What is missing is fetched, and the counts are written down."""

from __future__ import annotations

import logging

from intake.mailbox import Session
from intake.mailbox.session import Folder
from newsroom import minding
from newsroom.models import FolderState

from .looking import Looker

log = logging.getLogger(__name__)
SAMPLE = 50


def compare(looker: Looker, session: Session) -> dict[str, int]:
    """Compare every folder; returns and records {"server", "rows", "missing", "fetched", "gone"}. Raises Broken, Refused."""
    counts = {"server": 0, "rows": 0, "missing": 0, "fetched": 0, "gone": 0}
    for name in looker.config["folders"]:
        folder = session.select(name, writable=looker.config["after"] != "nothing")
        if folder is None:
            continue
        state = looker.state(folder)
        if _made_anew(session, state):
            minding.made_anew(state)
            log.warning("%s was deleted and made anew: it is looked through again", name)
            continue  # the next look takes it from its beginning
        for key, count in _folder(looker, session, folder, state).items():
            counts[key] += count
    minding.compared(looker.mailbox, counts)
    log.info("compared with the server: %s", counts)
    return counts


def _folder(looker: Looker, session: Session, folder: Folder, state: FolderState) -> dict[str, int]:
    """Only what a look has passed: below it lies what was never wanted, above it what the next look brings."""
    rows = minding.uids(state)
    server, missing, fetched, old = 0, 0, 0, 0
    for uids in session.uids(folder, state.floor_uid):
        passed = [uid for uid in uids if uid <= state.last_uid]
        server += len(passed)
        absent = [uid for uid in passed if uid not in rows]
        rows.difference_update(passed)
        for at in range(0, len(absent), session.account.batch):
            batch = session.facts(absent[at : at + session.account.batch])
            wanted = [found for found in batch if minding.counts(state, found.uid, found.received_at)]
            old += len(batch) - len(wanted)
            missing += len(wanted)
            fetched += looker.batch(session, state, wanted)
    return {"server": server - old, "rows": server - old - missing, "missing": missing, "fetched": fetched, "gone": len(rows)}


def _made_anew(session: Session, state: FolderState) -> bool:
    """Other mails lie under the numbers we know. QQ's UIDVALIDITY does not tell: it is the same for every folder."""
    known = minding.sample(state, SAMPLE)
    found = session.facts(sorted(known)) if known else []
    other = sum(one.size != known[one.uid][0] and one.received_at != known[one.uid][1] for one in found)
    return bool(found) and 2 * other > len(found)
