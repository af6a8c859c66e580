"""What came in a mail, each from its own address, so that nothing of it stands in a page of ours."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.html import escape

from newsroom import audit, vault
from newsroom.models import DraftPicture, Letter, LetterFile

from . import mailframe
from .access import OPEN_RAW, TRIAGE, desk_page

FRAME_POLICY = "sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; frame-ancestors 'self'"
FILE_POLICY = "sandbox; default-src 'none'; frame-ancestors 'self'"
PICTURES = ("image/jpeg", "image/png", "image/gif", "image/webp")


@desk_page(TRIAGE)
def frame(request: HttpRequest, letter_id: int) -> HttpResponse:
    """The mail as its sender made it, cleaned and masked; a mail without HTML as its text, masked."""
    letter = get_object_or_404(Letter, pk=letter_id)
    body = ""
    if letter.complete:
        try:
            html, pictures = mailframe.source(vault.get(letter.sha256), letter.charset)
            body = mailframe.cleaned(html, pictures) if html else ""
        except (FileNotFoundError, ValueError):
            body = ""
    if not body:
        body = f"<pre>{escape(letter.preview) or '（没有正文）'}</pre>"
    response = HttpResponse(mailframe.PAGE.format(body=body))
    response["Content-Security-Policy"] = FRAME_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Referrer-Policy"] = "no-referrer"
    return response


@desk_page(TRIAGE)
def picture(request: HttpRequest, picture_id: int) -> HttpResponse:
    """A draft picture's web form (upright, without EXIF); its original stays in the vault."""
    found = get_object_or_404(DraftPicture, pk=picture_id)
    response = HttpResponse(
        _bytes(found.web_sha256), content_type=found.content_type if found.content_type in PICTURES else "application/octet-stream"
    )
    response["Content-Security-Policy"] = FILE_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response


@desk_page(OPEN_RAW)
def raw(request: HttpRequest, letter_id: int) -> HttpResponse:
    """The mail's bytes, as a download; recorded."""
    letter = get_object_or_404(Letter, pk=letter_id)
    data = _bytes(letter.sha256)
    audit.record(request.user, "open-raw", letter.number)
    return _download(data, f"{letter.number}.eml")


@desk_page(OPEN_RAW)
def original(request: HttpRequest, file_id: int) -> HttpResponse:
    """An attachment as it arrived, as a download; recorded."""
    file = get_object_or_404(LetterFile.objects.select_related("letter"), pk=file_id)
    data = _bytes(file.sha256)
    audit.record(request.user, "open-original", file.letter.number, f"附件 {file.position}")
    return _download(data, file.name or f"{file.letter.number}-{file.position}")


def _bytes(digest: str) -> bytes:
    if not digest:
        raise Http404
    try:
        return vault.get(digest)
    except (FileNotFoundError, ValueError) as error:
        raise Http404 from error


def _download(data: bytes, name: str) -> HttpResponse:
    """Never shown, never run: a file to keep. The name is quoted as RFC 6266 wants it."""
    response = HttpResponse(data, content_type="application/octet-stream")
    plain = "".join(ch for ch in name if ch.isalnum() and ch.isascii() or ch in "-_.")[-80:] or "file"
    response["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = FILE_POLICY
    return response
