"""Metadata off a picture without touching its pixels: segments, chunks and blocks are left out, the rest is copied.

Sources: JPEG ITU-T T.81 annex B, PNG 3rd edition 11.3, GIF89a, WebP container specification.
"""

from __future__ import annotations

import re

_JPEG_KEPT = {0xE0, 0xE2, 0xEE}  # JFIF, ICC profile, Adobe colour transform; every other APPn and COM tells about the sender
_JPEG_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_PNG_DROPPED = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"dSIG"}


def strip_jpeg(data: bytes) -> bytes:
    """Without EXIF, XMP, IPTC, comments, MPF's further images, and whatever follows the picture's end."""
    out, at = bytearray(data[:2]), 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xD9:
            return bytes(out) + b"\xff\xd9"
        if marker == 0xDA:  # coded data runs to the next marker that is no restart; a 0xFF inside is stuffed with 0x00
            found = _JPEG_MARKER.search(data, at + 2)
            end = found.start() if found else len(data)
            out += data[at:end]
            at = end
            continue
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        segment = data[at : at + 2 + length]
        is_app = 0xE0 <= marker <= 0xEF
        mpf = marker == 0xE2 and not segment[4:].startswith(b"ICC_PROFILE")
        if not mpf and marker != 0xFE and (not is_app or marker in _JPEG_KEPT):
            out += segment
        at += 2 + length
    return bytes(out) + data[at:]


def strip_png(data: bytes) -> bytes:
    """Without text, EXIF and time chunks, and without what follows IEND."""
    out, at = bytearray(data[:8]), 8
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        kind = data[at + 4 : at + 8]
        if kind not in _PNG_DROPPED:
            out += data[at : at + 12 + length]
        at += 12 + length
        if kind == b"IEND":
            break
    return bytes(out)


def strip_webp(data: bytes) -> bytes:
    """Without EXIF and XMP chunks; their flags in VP8X are cleared and the RIFF size is set anew."""
    out, at = bytearray(), 12
    while at + 8 <= len(data):
        kind, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        chunk = bytearray(data[at : at + 8 + length + (length & 1)])
        if kind == b"VP8X" and len(chunk) > 8:
            chunk[8] &= 0xFF ^ 0x0C
        if kind not in (b"EXIF", b"XMP "):
            out += chunk
        at += 8 + length + (length & 1)
    return b"RIFF" + (len(out) + 4).to_bytes(4, "little") + b"WEBP" + bytes(out)


def strip_gif(data: bytes) -> bytes:
    """Without comments and application blocks other than the loop count."""
    at = 13 + (3 << ((data[10] & 7) + 1) if data[10] & 0x80 else 0)
    out = bytearray(data[:at])
    while at < len(data):
        start = at
        if data[at] == 0x2C:  # image descriptor, its colour table, the code size, then sub-blocks
            packed = data[at + 9]
            at += 10 + (3 << ((packed & 7) + 1) if packed & 0x80 else 0) + 1
        elif data[at] == 0x21:
            at += 2
        else:
            break
        at = _after_blocks(data, at)
        extension = data[start + 1] if data[start] == 0x21 else 0
        loop = data[start + 3 : start + 11] in (b"NETSCAPE", b"ANIMEXTS")
        if extension != 0xFE and (extension != 0xFF or loop):
            out += data[start:at]
    return bytes(out) + b"\x3b"


def _after_blocks(data: bytes, at: int) -> int:
    while at < len(data) and data[at]:
        at += data[at] + 1
    return at + 1
