"""A look into the mailbox's folders: what is new is kept, row by row, and only then the server is told."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.utils.translation import gettext as _

from intake.mailbox import Broken, Found, Session
from intake.mailbox.session import Folder
from newsroom import keeping, minding
from newsroom.models import FolderState

log = logging.getLogger(__name__)

STUBBORN = 3  # connections that one message may break before only its header is asked for, and twice that before nothing is
PROGRESS = 500  # messages between two lines in the log while a backlog is fetched


class Looker:
    """One mailbox, through one session at a time. Remembers, over lost connections, which message was in hand when they broke."""

    def __init__(self, mailbox: str, config: dict, stopped: Callable[[], bool], tell: Callable[[str], None]) -> None:
        self.mailbox, self.config = mailbox, config
        self.stopped, self.tell = stopped, tell
        self.broken_by: dict[tuple[str, int], int] = {}  # (folder, uid) -> connections it broke
        self.suspects: set[tuple[str, int]] = set()  # asked for together when a connection broke: now asked for one by one
        self.in_hand: list[tuple[str, int]] = []
        self.missing: list[str] = []  # folders of the settings that the server does not show

    def look(self, session: Session) -> int:
        """Look into every folder once; returns how many mails were kept. Raises Broken, Refused."""
        new, self.missing, writable = 0, [], self.config["after"] != "nothing"
        for name in self.config["folders"]:
            folder = session.select(name, writable=writable)
            if folder is None:
                self.missing.append(name)
            else:
                new += self._folder(session, folder)
        if self.config["folders"][1:]:
            session.select(self.config["folders"][0], writable=writable)  # IDLE listens to this one
        return new

    def state(self, folder: Folder) -> FolderState:
        """The folder's row: the place reached."""
        return minding.folder(self.mailbox, folder.name, folder.uidvalidity, folder.messages, folder.next_uid)

    def _folder(self, session: Session, folder: Folder) -> int:
        state = self.state(folder)
        new, said = 0, state.last_uid
        for batch in session.after(folder, state.last_uid):
            new += self.batch(session, state, batch)
            minding.reached(state, batch[-1].uid)
            self.tell(_("收信：%(folder)s，%(share)s") % {"folder": folder.name, "share": _share(batch[-1].uid, folder)})
            if batch[-1].uid - said >= PROGRESS:
                said = batch[-1].uid
                log.info("%s: %s", folder.name, _share(said, folder))
            if self.stopped():
                break
        return new

    def batch(self, session: Session, state: FolderState, batch: list[Found]) -> int:
        """Keep what counts of a batch and is not kept yet, then tell the server. Returns how many were kept."""
        wanted = [found for found in batch if minding.counts(state, found.uid, found.received_at)]
        known = minding.known(state, [found.uid for found in wanted])
        kept = self._keep(session, state, [found for found in wanted if found.uid not in known])
        self._tell_server(session, state, kept + [uid for uid, marked in known.items() if not marked])
        return len(kept)

    def _keep(self, session: Session, state: FolderState, batch: list[Found]) -> list[int]:
        """A message that is over the limit, or breaks connections, is kept as its header."""
        keys = {found.uid: (state.folder, found.uid) for found in batch}
        light = [one for one in batch if one.size <= settings.LIMITS.mail_bytes and self.broken_by.get(keys[one.uid], 0) < STUBBORN]
        singly = any(key in self.suspects for key in keys.values())
        bodies, kept = session.bodies(light, singly), []
        for found in batch:
            # whoever is asked for together is suspected together
            self.in_hand = [keys[found.uid]] if singly or found not in light else [keys[one.uid] for one in batch if one.uid >= found.uid]
            place = minding.place(state, found.uid) | {"received_at": found.received_at}
            if found in light:
                _found, raw = next(bodies)
                done = raw is not None and keeping.keep(raw, **place)
            else:
                header = self._header(session, found, keys[found.uid])
                done = header is not None and keeping.keep_header(header, found.size, **place)
            if done:
                kept.append(found.uid)
            self.broken_by.pop(keys[found.uid], None)
            self.suspects.discard(keys[found.uid])
        self.in_hand = []
        return kept

    def _header(self, session: Session, found: Found, key: tuple[str, int]) -> bytes | None:
        """A mail of which the server gives nothing at all still becomes a row: its place stands in for its header."""
        header = session.header(found) if self.broken_by.get(key, 0) < 2 * STUBBORN else b""
        return header if header != b"" else f"X-Laigao-Place: {self.mailbox} {key[0].encode()!r} {key[1]} {found.size}\r\n\r\n".encode()

    def broke(self) -> None:
        """The connection is lost: what was in hand is under suspicion."""
        if len(self.in_hand) == 1:
            self.broken_by[self.in_hand[0]] = self.broken_by.get(self.in_hand[0], 0) + 1
        self.suspects.update(self.in_hand)
        self.in_hand = []

    def _tell_server(self, session: Session, state: FolderState, uids: list[int]) -> None:
        after = self.config["after"]
        if not uids or after == "nothing":
            return
        try:
            done = session.move(uids, self.config["move_to"]) if after == "move" else session.mark_seen(uids)
        except Broken:
            minding.marked(state, uids)  # done or not: everything is kept, and asking again could go on for ever
            raise
        if done:
            minding.marked(state, uids)


def _share(uid: int, folder: Folder) -> str:
    """How far a backlog has come, by the numbers the server gives its messages."""
    last = max(folder.next_uid - 1, uid)
    return f"{uid:,} / {last:,}（{100 * uid // last}%）"
