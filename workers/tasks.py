"""The bells. Each calls one verb of the newsroom and decides nothing."""

from __future__ import annotations

from django.conf import settings

from newsroom import corresponding, drafting, learning
from newsroom.outbox import Outbox

from .app import READ_SECONDS, app

#: One session a process, held between bells: QQ refuses a sender who logs in for each letter.
_outbox = Outbox(settings.SMTP)


@app.task(name="laigao.read", time_limit=READ_SECONDS)
def read(letter_id: int) -> None:
    """A letter was kept: read it and write its drafts."""
    drafting.draft(letter_id)


@app.task(name="laigao.send", time_limit=300)
def send(reply_id: int) -> None:
    """A letter of ours waits: send what is due, by priority."""
    corresponding.send_due(_outbox)


@app.task(name="laigao.learn", time_limit=900)
def learn(_nothing: int = 0) -> None:
    """Corrections have come together, or the desk changed its columns: a new snapshot, if it is still wanted."""
    learning.refit_when_due()
