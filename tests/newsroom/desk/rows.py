"""Drafts and letters for the desk's tests."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from newsroom import vault
from newsroom.models import ColumnPage, Draft, DraftPicture, Letter, LetterFile, NearCopy
from newsroom.states import LetterState

RAW = (
    "From: =?utf-8?b?5byg5bu65Zu9?= <zhangjianguo@example.com>\r\nTo: tougao@laigao.example\r\nSubject: tougao\r\n"
    "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>老屋。电话139<b>9139</b>0000</p><script>alert(1)</script>\r\n"
)


def a_letter(**fields) -> Letter:
    count = Letter.objects.count() + 1
    raw = (RAW + f"<!--{count}-->").encode()
    given = {
        "number": f"LG-2026-{count:06}",
        "sha256": vault.put(raw),
        "size": len(raw),
        "received_at": timezone.now() - timedelta(hours=count),
        "state": LetterState.DRAFTED,
        "subject": "投稿：散文《渭河边的老屋》",
        "sender_name": "张建国",
        "sender_address": "zhangjianguo@example.com",
        "message_id": f"<{count}@example.com>",
        "intent": "submission",
        "may_answer": True,
        "contact": {"phones": ["13991390000"], "id_numbers": ["610502199001011234"]},
        "preview": "老屋。电话139****0000",
    }
    return Letter.objects.create(**given | fields)


def a_draft(**fields) -> Draft:
    letter = fields.pop("letter", None) or a_letter()
    text = "渭河边的老屋还在。院里的柿子红了。"
    given = {
        "title": "渭河边的老屋",
        "authors": ["张建国"],
        "genre": "散文",
        "blocks": [
            {"kind": "paragraph", "text": text},
            {"kind": "heading", "text": "一、院子"},
            {"kind": "verse", "lines": ["风过", "叶落"]},
        ],
        "text": text,
        "words": 17,
        "column": ColumnPage.objects.get(title="散文"),
        "columns": [
            {"name": "散文", "confidence": 0.9, "reasons": ["主题写明体裁"]},
            {"name": "杂文随笔", "confidence": 0.3, "reasons": []},
        ],
        "evidence": {"title": {"why": "取自主题", "confidence": 0.9}, "authors": {"why": "题下署名", "confidence": 0.8}},
        "received_at": letter.received_at,
        "due_at": letter.received_at + timedelta(days=30),
    }
    return Draft.objects.create(letter=letter, **given | fields)


def a_picture(draft: Draft, data: bytes = b"\xff\xd8\xff a picture") -> DraftPicture:
    digest = vault.put(data)
    position = draft.pictures.count() + 1
    return DraftPicture.objects.create(
        draft=draft, position=position, key=f"{position:064x}", web_sha256=digest, content_type="image/jpeg", width=400, height=300
    )


def a_file(letter: Letter, name: str = "老屋.docx", data: bytes = b"bytes of a document") -> LetterFile:
    return LetterFile.objects.create(
        letter=letter, position=1, name=name, kind="docx", size=len(data), status="read", sha256=vault.put(data)
    )


def a_pair(draft: Draft, **fields) -> NearCopy:
    """The draft is a copy of another one."""
    given = {"kind": "same", "containment": 0.83, "containment_other": 0.6, "passage": "渭河边的老屋还在。电话13991390000"}
    return NearCopy.objects.create(draft=draft, other_draft=fields.pop("other_draft", None) or a_draft(), **given | fields)
