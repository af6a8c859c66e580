"""Compressed RTF (MS-OXRTFCP), the body form of Outlook's winmail.dat."""

from __future__ import annotations

_PRESET = (  # MS-OXRTFCP 2.1.3.1.1: what the dictionary holds before the first byte
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbolArial"
    rb"Times New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_RING = 4096
_LARGEST = 30_000_000


def unpacked_rtf(data: bytes) -> bytes:
    """The RTF; `data` as it is when it is not compressed."""
    if data[8:12] == b"MELA":
        return data[16:]
    if data[8:12] != b"LZFu":
        return data
    ring = bytearray(_PRESET) + bytearray(_RING - len(_PRESET))
    out = bytearray()
    write, at = len(_PRESET), 16
    while at < len(data) and len(out) < _LARGEST:
        control = data[at]
        at += 1
        for bit in range(8):
            if control >> bit & 1:
                if at + 1 >= len(data):
                    return bytes(out)
                offset, length = data[at] << 4 | data[at + 1] >> 4, (data[at + 1] & 15) + 2
                at += 2
                if offset == write % _RING:
                    return bytes(out)  # the mark of the end
            else:
                if at >= len(data):
                    return bytes(out)
                ring[write % _RING] = data[at]
                out.append(data[at])
                write, at = write + 1, at + 1
                continue
            for step in range(length):
                byte = ring[(offset + step) % _RING]
                ring[write % _RING] = byte
                out.append(byte)
                write += 1
    return bytes(out)
