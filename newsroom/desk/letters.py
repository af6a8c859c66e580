"""The mail's pane: who sent it, what came with it, what was read and cut off, what we wrote back, who did what."""

from __future__ import annotations

from intake.manuscript.contacts import masked
from newsroom.masking import mask
from newsroom.models import AuditEntry, Letter
from newsroom.models.letter import LetterFile

from . import labels
from .access import OPEN_RAW

CONTACT_LABELS = {
    "phones": "电话",
    "wechat": "微信",
    "qq": "QQ",
    "emails": "邮箱",
    "addresses": "地址",
    "postcodes": "邮编",
    "id_numbers": "身份证",
    "bank_cards": "银行卡",
}
#: These stay masked for everybody at the desk: only the role that pays may see them.
NEVER_SHOWN = ("id_numbers", "bank_cards")


def pane(letter: Letter, person) -> dict:
    """Seven queries at most. Nothing private in clear."""
    contact = letter.contact if isinstance(letter.contact, dict) else {}
    return {
        "letter": letter,
        "letter_subject": mask(letter.subject),
        "letter_sender": mask(letter.sender_name),
        "letter_address": masked_address(letter),
        "letter_intent": labels.INTENTS.get(letter.intent, letter.intent),
        "letter_flags": labels.flags(letter.flags),
        "letter_note": mask(letter.note),
        "letter_quoted": letter.quoted,
        "files": [_file(file) for file in letter.files.select_related("parent")],
        "contacts": [
            (CONTACT_LABELS[kind], [masked(kind, str(value)) for value in values])
            for kind, values in contact.items()
            if kind in CONTACT_LABELS and values
        ],
        "replies": list(letter.replies.order_by("-pk").only("kind", "state", "created_at", "sent_at", "subject", "error")[:8]),
        "history": _history(letter),
        "may_open_raw": person.has_perm(OPEN_RAW),
    }


def masked_address(letter: Letter) -> str:
    return masked("emails", letter.sender_address)


def _file(file: LetterFile) -> LetterFile:
    file.word, file.tone = labels.FILE_STATUS.get(file.status, (file.status, "info"))
    file.shown_name = mask(file.name)
    return file


def _history(letter: Letter) -> list[AuditEntry]:
    """Who did what with this letter and its works."""
    targets = [letter.number, *(f"{letter.number}-{n}" for n in range(1, 10))]
    found = list(AuditEntry.objects.filter(target__in=targets).select_related("person")[:12])
    for entry in found:
        entry.said = labels.ACTIONS.get(entry.action, entry.action)
        entry.shown_detail = mask(entry.detail)[:120] if entry.action in labels.TELLING else ""
    return found


def in_clear(letter: Letter) -> list[tuple[str, list[str]]]:
    """The contact for those who may see it; ID and card numbers stay masked."""
    contact = letter.contact if isinstance(letter.contact, dict) else {}
    return [
        (CONTACT_LABELS[kind], [masked(kind, str(v)) if kind in NEVER_SHOWN else str(v) for v in values])
        for kind, values in contact.items()
        if kind in CONTACT_LABELS and values
    ] + [("来信地址", [letter.sender_address])]
