"""Web pages: .html files, and .mht pages with their pictures."""

from __future__ import annotations

import base64
import contextlib
import posixpath
import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from urllib.parse import unquote

from intake.charset import decode_text
from intake.documents.file import File
from intake.documents.pictures import Album
from intake.documents.unread import damaged, empty
from intake.message.markup import read_html
from intake.message.payload import payload
from intake.message.structure import lift, parse, walk
from intake.model import Block, Document, Image

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]*>(.{0,500}?)</title", re.IGNORECASE | re.DOTALL)
_DATA = re.compile(r"""(\bsrc\s*=\s*)["']\s*data:image/([a-z]{2,8})[^,"'>]{0,60};base64,([A-Za-z0-9+/=\s%]*+)["']""", re.IGNORECASE)
_SOURCE = re.compile(r"(\b(?:src|o:href)\s*=\s*)(\"[^\"]*\"|'[^']*'|[^\s>\"']+)", re.IGNORECASE)


def read_page(file: File) -> Document:
    """A web page. Pictures that lie elsewhere are not fetched."""
    declared = re.search(r"charset=[\"']?([\w-]+)", file.declared_type)
    text, flags = _decode(file.data, declared[1] if declared else None, file.charset)
    album = Album(file.limits.image_pixels)
    files: dict[str, tuple[str, bytes]] = {}
    text = _DATA.sub(lambda match: _keep(match, files), text)
    blocks = page_blocks(text, files, album)
    if not blocks:
        raise empty("网页")
    return Document(file.name, "read", blocks=tuple(blocks), pictures=album.pictures, title=_title(text), flags=flags)


def _keep(match: re.Match[str], files: dict[str, tuple[str, bytes]]) -> str:
    """A picture written into the page leaves its text: its address becomes that of a file."""
    name = f"inline-{len(files)}"
    with contextlib.suppress(ValueError):
        files[name] = (f"{name}.{match[2]}", base64.b64decode(unquote(match[3])))
    return f'{match[1]}"cid:{name}"'


def read_mht(file: File) -> Document:
    """A page saved as one file (RFC 2557): its parts are called by Content-Location or Content-ID."""
    light, source = lift(file.data)
    page: tuple[str, frozenset[str]] | None = None
    files: dict[str, tuple[str, bytes]] = {}
    for node in walk(parse(light)):
        if node.is_multipart():
            continue
        data, _ = payload(node, source)
        location = unquote(str(node.get("Content-Location", "")).strip())
        name = posixpath.basename(location.replace("\\", "/"))
        if page is None and (
            node.get_content_type() == "text/html" or (node.get_content_type() != "text/plain" and b"<html" in data[:2000].lower())
        ):
            page = _decode(data, node.get_param("charset") and str(node.get_param("charset")), file.charset)
        for key in (str(node.get("Content-ID", "")).strip("<> \t"), name):
            if key:
                files.setdefault(key, (name or key, data))
    if page is None:
        raise damaged("网页")
    album = Album(file.limits.image_pixels)
    blocks = page_blocks(page[0], files, album)
    if not blocks:
        raise empty("网页")
    return Document(file.name, "read", blocks=tuple(blocks), pictures=album.pictures, title=_title(page[0]), flags=page[1])


def page_blocks(text: str, files: Mapping[str, tuple[str, bytes]], album: Album) -> list[Block]:
    """Blocks of a page whose pictures are in `files`, by Content-ID or by the last part of their address."""

    def point(match: re.Match[str]) -> str:
        address = unquote(unescape(match[2].strip("\"'")))
        key = posixpath.basename(address.replace("\\", "/"))
        return f'{match[1]}"cid:{key}"' if key in files and not address.startswith("cid:") else match[0]

    out: list[Block] = []
    for block, _ in read_html(_SOURCE.sub(point, text) if files else text).blocks:
        if isinstance(block, Image):
            name, data = files.get(block.picture, ("", b""))
            key = album.add(name, data) if data else ""
            if key:
                out.append(replace(block, picture=key, name=name))
        else:
            out.append(block)
    return out


def _decode(data: bytes, declared: str | None, override: str | None) -> tuple[str, frozenset[str]]:
    meta = _CHARSET.search(data[:4096])
    text, _, flags = decode_text(data, declared or (meta[1].decode("ascii") if meta else None), override)
    return text, flags


def _title(text: str) -> str:
    match = _TITLE.search(text[:20_000])
    return " ".join(unescape(match[1]).split()) if match else ""
