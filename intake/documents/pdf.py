"""PDF: lines with their places, for pdf_layout.py to make paragraphs of, and the pictures between them."""

from __future__ import annotations

import io
import itertools
import time

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from intake.documents.file import File
from intake.documents.pdf_layout import Line, Shown, arranged
from intake.documents.pictures import Album
from intake.documents.unread import Unread, damaged, empty, encrypted, refused
from intake.model import Document

SCAN = 50  # characters: fewer on all pages together is a scan with a stray number
_SMALLEST = 20.0  # points: rules, bullets and logos of producers are smaller
_PICTURES = 100
_BOLD = 600
_PICTURE_SHARE = 0.5


def read_pdf(file: File) -> Document:
    """Text in the order the page draws it, paragraphs put together again. Raises Unread."""
    document = _open(file)
    try:
        if len(document) > file.limits.pdf_pages:
            raise refused(f"PDF 超过 {file.limits.pdf_pages} 页")
        album = Album(file.limits.image_pixels, time.process_time() + _PICTURE_SHARE * file.limits.document_cpu_seconds)
        pages = [_page(page, album) for page in map(document.get_page, range(len(document)))]
        title, author = (_meta(document, key) for key in ("Title", "Author"))
    except pdfium.PdfiumError:
        raise damaged("PDF") from None
    finally:
        document.close()
    letters = sum(len("".join(item.text.split())) for _, _, items in pages for item in items if isinstance(item, Line))
    pictured = any(isinstance(item, Shown) for _, _, items in pages for item in items)
    if letters < SCAN and (pictured or album.left_out):
        raise Unread("kept", "PDF 是扫描件或照片，里面没有可用的文字；请发来 Word 文档，或把文字直接贴在信里")
    if not letters:
        raise empty("PDF")
    flags = frozenset({"pictures-left-out"}) if album.left_out else frozenset()
    blocks = arranged(pages)
    return Document(
        file.name,
        "read",
        blocks=tuple(blocks),
        pictures=album.pictures,
        title=title,
        author=author,
        flags=flags,
    )


def _open(file: File) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(file.data)
    except pdfium.PdfiumError as error:
        if "assword" in str(error) or "ecurity" in str(error):
            raise encrypted("PDF") from None
        raise damaged("PDF") from None


def _meta(document: pdfium.PdfDocument, key: str) -> str:
    try:
        return str(document.get_metadata_value(key)).strip()
    except UnicodeDecodeError:
        return ""


def _page(page: pdfium.PdfPage, album: Album) -> tuple[float, float, list[Line | Shown]]:
    """(width, height, lines and pictures in order) of one page."""
    width, height = page.get_size()
    text = page.get_textpage()
    lines = _lines(text)
    text.close()
    shown = list(itertools.islice(_pictures(page, album, width * height, bool(lines)), _PICTURES))
    page.close()
    return width, height, _merged(lines, shown)


def _lines(page: pdfium.PdfTextPage) -> list[Line]:
    lines = []
    at = 0
    for raw in page.get_text_range(errors="replace").split("\n"):
        text = raw.rstrip("\r").replace("\ufffe", "-").replace("\0", "")
        first = at + len(raw) - len(raw.lstrip())
        last = at + len(raw.rstrip()) - 1
        at += len(raw) + 1
        if last < first:
            continue
        try:
            left, bottom, _, top = page.get_charbox(first, loose=True)
            _, low, right, high = page.get_charbox(last, loose=True)
        except (pdfium.PdfiumError, ValueError, IndexError):
            left = right = bottom = top = low = high = 0.0
        bold = pdfium_c.FPDFText_GetFontWeight(page, (first + last) // 2) >= _BOLD
        lines.append(Line(text, left, right, max(top, high), min(bottom, low), bold))
    return lines


def _pictures(page: pdfium.PdfPage, album: Album, area: float, has_text: bool):  # type: ignore[no-untyped-def]
    for item in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        try:
            left, bottom, right, top = item.get_bounds() if hasattr(item, "get_bounds") else item.get_pos()
            if min(right - left, top - bottom) < _SMALLEST or (has_text and (right - left) * (top - bottom) > 0.9 * area):
                continue
            across, down = item.get_px_size()
            if across * down > album.pixels:
                album.left_out += 1
                continue
            key = album.add("", _bytes(item))
        except (pdfium.PdfiumError, ValueError, OSError, NotImplementedError, KeyError):
            album.left_out += 1
            continue
        if key:
            yield Shown(key, top, bottom)


def _bytes(item: pdfium.PdfImage) -> bytes:
    """A JPEG as it lies in the file; anything else drawn anew as PNG."""
    if item.get_filters() == ["DCTDecode"]:
        return bytes(item.get_data(decode_simple=False))
    out = io.BytesIO()
    item.get_bitmap(render=False).to_pil().save(out, "PNG")
    return out.getvalue()


def _merged(lines: list[Line], shown: list[Shown]) -> list[Line | Shown]:
    """Each picture before the first line that stands below it: pages draw their pictures first or last."""
    out: list[Line | Shown] = list(lines)
    for picture in sorted(shown, key=lambda item: -item.top):
        middle = (picture.top + picture.bottom) / 2
        place = next((i for i, item in enumerate(out) if isinstance(item, Line) and item.top < middle), len(out))
        out.insert(place, picture)
    return out
