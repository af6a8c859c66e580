"""Whether a sample has ended, and whether it ended right: what its rows say against what the sample expects."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from email import message_from_bytes

from newsroom.models import Draft, Letter, Reply
from newsroom.states import LetterState, ReplyState

from .samples import Answer, Sample

ENDED = {ReplyState.SENT, ReplyState.FAILED, ReplyState.UNCERTAIN, ReplyState.CANCELLED}


@dataclass(frozen=True, slots=True)
class Delivered:
    """A sample's mail as it was put into the mailbox."""

    sample: Sample
    sha256: str
    message_id: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a sample is: its rows (None and empty before it is kept)."""

    letter: Letter | None = None
    drafts: tuple[Draft, ...] = ()
    reply: Reply | None = None

    @property
    def ended(self) -> bool:
        read = self.letter is not None and self.letter.state != LetterState.KEPT
        return read and (self.reply is None or self.reply.state in ENDED)


def delivered(sample: Sample, raw: bytes) -> Delivered:
    head = message_from_bytes(raw.partition(b"\r\n\r\n")[0])
    return Delivered(sample, hashlib.sha256(raw).hexdigest(), (head["Message-ID"] or "").strip().strip("<>"))


def standing(mail: Delivered) -> Standing:
    """The sample's rows. An oversize mail's row has its header's digest: it is found by Message-ID."""
    letter = Letter.objects.filter(sha256=mail.sha256).first()
    if letter is None and mail.message_id:
        letter = Letter.objects.filter(message_id__in=[mail.message_id, f"<{mail.message_id}>"], complete=False).first()
    return Standing() if letter is None else rows(letter)


def rows(letter: Letter) -> Standing:
    """Where a letter is."""
    drafts = letter.drafts.select_related("column", "letter").order_by("position")
    reply = letter.replies.filter(draft=None).order_by("id").first() or letter.replies.order_by("id").first()
    return Standing(letter, tuple(drafts), reply)


def answer(now: Standing) -> Answer:
    """What the author of an ended sample has in hand to refer to."""
    letter, reply = now.letter, now.reply
    if letter is None:
        raise ValueError("a sample that was not kept has no number")
    return Answer(letter.number, reply.message_id if reply else "", reply.subject if reply else "")


def faults(sample: Sample, now: Standing, outbox: Collection[str]) -> list[str]:
    """What is wrong, in words; [] when the sample ended right. outbox: Message-IDs of the letters the SMTP server took."""
    letter = now.letter
    if letter is None:
        return ["not kept"]
    found = [
        _differ("state", sample.state, letter.state),
        _differ("intent", sample.intent, letter.intent),
        _differ("works", len(sample.works), len(now.drafts)),
        _differ("reply", sample.reply, now.reply.kind if now.reply else ""),
    ]
    for work, draft in zip(sample.works, now.drafts, strict=False):
        found.append(_differ("title", work.title, draft.title))
        found.append(_differ("author", work.author, draft.byline))
        if (column := column_of(draft)) not in work.columns:
            found.append(f"column: {column}, not {' or '.join(work.columns)}")
    if now.reply is not None:
        found.append(_differ("reply state", ReplyState.SENT.value, now.reply.state))
        if now.reply.message_id.strip("<>") not in outbox:
            found.append("the reply did not reach the SMTP server")
    if letter.state in (LetterState.IGNORED, LetterState.SET_ASIDE) and not letter.reason:
        found.append("no reason given")
    return [fault for fault in found if fault]


def effects(sample: Sample, first: Standing) -> list[str]:
    """What is wrong with what `sample` did to the letter it is about."""
    states = {draft.state for draft in first.drafts}
    if sample.intent == "withdrawal":
        return [] if states == {"withdrawn"} else [f"the draft is {states}, not withdrawn"]
    if sample.intent == "revision":
        return [] if all(draft.version > 1 for draft in first.drafts) else ["the draft was not replaced"]
    return []


def column_of(draft: Draft) -> str:
    return draft.column.title if draft.column else ""


def _differ(what: str, expected: object, found: object) -> str:
    return "" if expected == found else f"{what}: {found!r}, not {expected!r}"
