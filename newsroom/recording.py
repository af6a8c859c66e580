"""A Reading as rows. Files go to the vault before the transaction, rows are written in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from intake.manuscript.contacts import mask
from intake.model import Document, Image, Reading, Work

from . import blocks, vault
from .models import ColumnPage, Contributor, Draft, DraftPicture, DraftVersion, Letter, LetterFile
from .states import DraftState

PREVIEW = 20_000  # characters
UNDECIDED = (DraftState.WAITING, DraftState.HELD, DraftState.CHANGES)
#: What a revision replaces, and therefore what a DraftVersion keeps.
CONTENT = (
    "title", "list_title", "subtitle", "authors", "affiliation", "genre", "blocks", "text", "bio", "words", "flags", "checks", "evidence",
    "removed", "columns", "came_from",
)  # fmt: skip


@dataclass(frozen=True)
class Stored:
    """Digests of what was put into the vault: web forms by picture key, originals of files by their place among the parts."""

    web: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[int, str] = field(default_factory=dict)


def store(reading: Reading) -> Stored:
    """Put pictures and attachments into the vault (fsync). Call before the transaction; raises OSError when the disk refuses."""
    web = {key: vault.put(picture.data) for key, picture in reading.pictures.items()}
    for picture in reading.pictures.values():
        vault.put(picture.original)
    return Stored(web=web, parts={index: vault.put(part.data) for index, part in enumerate(reading.message.parts) if part.data})


def clean(value):
    """The same value as a database takes it: no NUL (PostgreSQL refuses it), no lone surrogates (UTF-8 has none)."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, Mapping):
        return {clean(key): clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [clean(item) for item in value]
    return value


def letter(row: Letter, reading: Reading) -> None:
    """Fill the letter's fields from the reading (not its state); the caller saves."""
    message = reading.message
    body = blocks.as_text(blocks.as_dict(block) for block in message.body)
    intent = reading.evidence.get("intent")
    facts = {
        "subject": reading.subject[:500] or row.subject,
        "sender_name": reading.sender.name[:200],
        "sender_address": reading.sender.address[:254],
        "reply_to": message.reply_to.address[:254],
        "message_id": message.message_id[:300],
        "in_reply_to": message.in_reply_to[:300],
        "references": message.references[-20:],
        "intent": reading.intent,
        "intent_why": intent.why[:300] if intent else "",
        "may_answer": reading.may_answer,
        "refers_to": (reading.refers_to or "").upper()[:24],
        "flags": sorted(reading.flags),
        "evidence": {name: asdict(guess) for name, guess in reading.evidence.items()},
        "note": reading.note,
        "quoted": mask(blocks.as_text(blocks.as_dict(block) for block in message.quoted))[:PREVIEW],
        "preview": mask(body)[:PREVIEW],
        "contact": {kind: values for kind, values in asdict(reading.contact).items() if values},
        "contributor": _contributor(reading),
        "read_at": timezone.now(),
    }
    for name, value in facts.items():
        setattr(row, name, value if name in ("contributor", "read_at") else clean(value))


def _contributor(reading: Reading) -> Contributor | None:
    address = clean(reading.sender.address)[:254]
    if not address or reading.intent in ("automatic", "bounce", "advertisement"):
        return None
    person, _created = Contributor.objects.get_or_create(address=address, defaults={"name": clean(reading.sender.name)[:100]})
    return person


def files(row: Letter, reading: Reading, stored: Stored) -> None:
    """The letter's LetterFile rows, members behind their archive. Rows of an earlier reading go."""
    row.files.all().delete()
    free = dict(enumerate(reading.message.parts))
    # a picture that the body shows in its place is no attachment of its own
    listed = [document for document in reading.documents if not (document.inline and document.content_id)]
    for position, document in enumerate(listed, 1):
        found = next((i for i, part in free.items() if part.name == document.name and len(part.data) == document.size), None)
        free.pop(found, None)
        made = _file(row, document, position, None, stored.parts.get(found, ""))
        for member in document.members:
            _file(row, member, position, made, "")


def _file(row: Letter, document: Document, position: int, parent: LetterFile | None, digest: str) -> LetterFile:
    facts = {
        "name": document.name[:300],
        "kind": document.kind[:20],
        "size": document.size,
        "status": document.status,
        "reason": document.reason[:300],
        "url": document.url[:1000],
        "expires": document.expires[:60],
    }
    return LetterFile.objects.create(letter=row, position=position, parent=parent, sha256=digest, **clean(facts))


def content(work: Work) -> dict[str, object]:
    """A draft's fields from a work; everything a later revision may replace."""
    made = [blocks.as_dict(block) for block in work.blocks]
    facts = {
        "title": work.title[:200],
        "subtitle": (work.subtitle or "")[:200],
        "authors": list(work.authors),
        "affiliation": (work.affiliation or "")[:200],
        "genre": work.genre[:10],
        "blocks": made,
        "text": blocks.as_text(made),
        "bio": work.bio or "",
        "words": work.words,
        "flags": list(work.flags),
        "checks": [asdict(check) for check in work.checks],
        "evidence": {name: asdict(guess) for name, guess in work.evidence.items()},
        "removed": [[mask(text), why] for text, why in work.removed],
        "columns": [asdict(guess) for guess in work.columns],
        "came_from": work.source[:300],
    }
    return clean(facts)


def drafts(row: Letter, works: tuple[Work, ...], reading: Reading, stored: Stored) -> list[Draft]:
    """The letter's drafts. A draft of an earlier reading that nobody decided is replaced with a version kept; a decided one stays."""
    made = []
    existing = {draft.position: draft for draft in row.drafts.select_for_update()}
    for position, work in enumerate(works, 1):
        before = existing.pop(position, None)
        if before is not None:
            # another charset is an editor's own wish; a mere re-read never goes over what an editor has touched
            if before.state in UNDECIDED and (row.charset or not touched(before)):
                replace(before, work, reading, stored, row)
            made.append(before)
            continue
        draft = Draft.objects.create(
            letter=row,
            position=position,
            siblings=len(works),
            column=_column(work),
            received_at=row.received_at,
            due_at=row.received_at + timedelta(days=settings.ANSWER_DAYS),
            **content(work),
        )
        _pictures(draft, work, reading, stored)
        made.append(draft)
    for surplus in existing.values():
        if surplus.state in UNDECIDED and (row.charset or not touched(surplus)):
            surplus.state, surplus.decision_reason = DraftState.WITHDRAWN, _("重新读信后，信中已无此稿")
            surplus.version += 1
            surplus.save()
    row.drafts.exclude(siblings=len(works)).update(siblings=max(len(works), 1))
    return made


def touched(draft: Draft) -> bool:
    """Whether a person has changed, decided or confirmed anything of it. Each reading adds one version, and so does each change by hand."""
    by_hand = draft.version - 1 > draft.versions.count()
    return by_hand or draft.state != DraftState.WAITING or draft.column_confirmed or draft.corrections.exists()


def replace(draft: Draft, work: Work, reading: Reading, stored: Stored, brought_by: Letter) -> None:
    """The draft becomes `work`; what it was is kept as a DraftVersion. An editor's column stays; the draft waits for 初审 again."""
    DraftVersion.objects.create(
        draft=draft, letter=brought_by, version=draft.version, content={name: getattr(draft, name) for name in CONTENT}
    )
    for name, value in content(work).items():
        setattr(draft, name, value)
    if not draft.column_confirmed:
        draft.column = _column(work)
    draft.state, draft.version = DraftState.WAITING, draft.version + 1
    draft.changes_due = draft.decided_by = draft.decided_at = None
    draft.save()
    draft.pictures.all().delete()
    _pictures(draft, work, reading, stored)


def _column(work: Work) -> ColumnPage | None:
    return ColumnPage.objects.filter(title=work.columns[0].name, closed=False).first() if work.columns else None


def _pictures(draft: Draft, work: Work, reading: Reading, stored: Stored) -> None:
    keys = dict.fromkeys(block.picture for block in work.blocks if isinstance(block, Image))
    rows = []
    for position, key in enumerate((key for key in keys if key in stored.web), 1):
        picture = reading.pictures[key]
        facts = clean({"name": picture.name[:300], "content_type": picture.content_type[:40]})
        rows.append(
            DraftPicture(
                draft=draft, position=position, key=key, web_sha256=stored.web[key], width=picture.width, height=picture.height, **facts
            )
        )
    DraftPicture.objects.bulk_create(rows)
