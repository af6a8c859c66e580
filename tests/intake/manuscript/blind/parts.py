"""Builders of the blind mails: bytes of mails, documents and pictures, from plain words."""

from __future__ import annotations

import io
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from PIL import Image

ALIGN = {"c": WD_ALIGN_PARAGRAPH.CENTER, "r": WD_ALIGN_PARAGRAPH.RIGHT}


def picture(color: tuple[int, int, int], form: str = "JPEG", size: tuple[int, int] = (160, 120)) -> bytes:
    """A small picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, form)
    return out.getvalue()


def docx(*paragraphs: Any) -> bytes:
    """A docx. A paragraph is a text, or (marks, text): c centred, r right, b bold; ("img", bytes) a picture; ("table", rows)."""
    document = Document()
    for item in paragraphs:
        marks, text = item if isinstance(item, tuple) else ("", item)
        if marks == "img":
            document.add_paragraph().add_run().add_picture(io.BytesIO(text))
            continue
        if marks == "table":
            table = document.add_table(rows=0, cols=len(text[0]))
            for row in text:
                for cell, value in zip(table.add_row().cells, row, strict=True):
                    cell.text = value
            continue
        paragraph = document.add_paragraph()
        for index, line in enumerate(text.split("\n")):
            run = paragraph.add_run()
            if index:
                run.add_break()
            run.add_text(line)
            run.bold = "b" in marks or None
        for mark, align in ALIGN.items():
            if mark in marks:
                paragraph.alignment = align
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def mail(
    subject: str,
    body: str = "",
    *,
    sender: str = "",
    html: str = "",
    files: Sequence[tuple[str, bytes]] = (),
    inline: Sequence[tuple[str, bytes]] = (),
    charset: str = "utf-8",
    headers: Sequence[tuple[str, str]] = (),
    inner: bytes = b"",
) -> bytes:
    """A mail as a program of today writes it."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = "2569427969@qq.com"
    if subject:
        message["Subject"] = subject
    message["Date"] = "Tue, 03 Nov 2026 09:15:00 +0800"
    message["Message-ID"] = f"<{abs(hash((subject, sender, body))) % 10**12}@blind.example>"
    for name, value in headers:
        message[name] = value
    message.set_content(body or " ", charset=charset, cte="base64")
    if html:
        message.add_alternative(html, subtype="html", cte="base64")
        for cid, data in inline:
            part = message.get_payload()[-1]  # type: ignore[index]
            part.add_related(data, "image", "jpeg", cid=f"<{cid}>")
    for name, data in files:
        message.add_attachment(data, "application", "octet-stream", filename=name)
    if inner:
        from email import message_from_bytes, policy

        message.add_attachment(message_from_bytes(inner, policy=policy.default))
    return message.as_bytes()
