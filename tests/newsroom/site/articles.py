"""Drafts, people and articles for the tests of the public site: rows as the desk leaves them, pictures really drawn."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from PIL import Image

from newsroom import publishing, vault
from newsroom.models import ArticlePage, ColumnPage, Counter, Draft, DraftPicture, Letter
from newsroom.states import DraftState, LetterState

RECEIVED = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


def person(name: str = "bianji", group: str = "责任编辑"):
    """A user of a group; the same one when asked again."""
    user, made = get_user_model().objects.get_or_create(username=name, defaults={"last_name": f"{name}老师"})
    if made:
        user.groups.add(Group.objects.get_or_create(name=group)[0])
    return user


def picture(colour: str = "#a8583a", size: tuple[int, int] = (900, 600), *, exif: bool = False) -> bytes:
    """A JPEG; with `exif`, one that says where it was taken and by whom."""
    out = io.BytesIO()
    drawn = Image.new("RGB", size, colour)
    tags = drawn.getexif()
    if exif:
        tags[0x010E] = "secret description"
        tags.get_ifd(0x8825)[1] = "N"
    drawn.save(out, "JPEG", exif=tags if exif else b"")
    return out.getvalue()


def draft(title: str = "渭河边的老屋", column: str = "散文", *, blocks=None, pictures=(), **fields) -> Draft:
    """A waiting draft with its letter. `pictures`: (key, bytes, selected)."""
    number = f"LG-2026-{Counter.next_of('LG-2026'):06d}"
    letter = Letter.objects.create(
        number=number,
        sha256=hashlib.sha256(number.encode()).hexdigest(),
        size=1000,
        state=LetterState.DRAFTED,
        received_at=RECEIVED,
        sender_address="zhangwei@laigao.example",
        sender_name="张伟",
        subject=f"投稿：{title}",
        message_id=f"<{number}@laigao.example>",
        may_answer=True,
        intent="submission",
    )
    given = {"title": title, "authors": ["张伟"], "genre": "散文", "received_at": RECEIVED, "state": DraftState.WAITING}
    made = Draft.objects.create(
        letter=letter,
        column=ColumnPage.objects.get(title=column) if column else None,
        blocks=[{"kind": "paragraph", "text": "老屋在渭河南岸。"}] if blocks is None else blocks,
        **given | fields,
    )
    for position, (key, data, selected) in enumerate(pictures, start=1):
        DraftPicture.objects.create(
            draft=made,
            position=position,
            key=key,
            web_sha256=vault.put(data),
            name="张伟 13991390000 身份证.jpg",
            content_type="image/jpeg",
            width=900,
            height=600,
            selected=selected,
        )
    return made


def article(title: str = "渭河边的老屋", column: str = "散文", **fields) -> ArticlePage:
    """A submitted article, not live."""
    return publishing.make_article(draft(title, column, **fields), person())


def live(title: str = "渭河边的老屋", column: str = "散文", *, at: datetime | None = None, **fields) -> ArticlePage:
    """A published article, as an approved one is; `at` moves its hour."""
    page = article(title, column, **fields)
    page.get_latest_revision().publish()
    if at is not None:
        ArticlePage.objects.filter(pk=page.pk).update(first_published_at=at)
    return ArticlePage.objects.get(pk=page.pk)


def listed(title: str, column: str = "散文", *, at: datetime = RECEIVED, **fields) -> ArticlePage:
    """A live article without draft, revision and review: for lists of many."""
    parent = ColumnPage.objects.get(title=column)
    return parent.add_child(instance=ArticlePage(title=title, live=True, first_published_at=at, last_published_at=at, **fields))
