"""Compound files (MS-CFB): which program wrote one, told by its streams."""

from __future__ import annotations

import io

import olefile

_STREAMS = (  # first hit wins
    ("EncryptedPackage", "encrypted-office"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("__properties_version1.0", "msg"),
    ("CONTENTS", "works"),  # Microsoft Works
    ("MN0", "works"),
)


def open_ole(data: bytes) -> olefile.OleFileIO:
    """The compound file in `data`. Raises OSError when its directory cannot be read."""
    try:
        return olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_FATAL)
    except (ValueError, IndexError, TypeError, AttributeError, RecursionError, OverflowError, MemoryError) as error:
        raise OSError(str(error)) from None


def ole_kind(name: str, data: bytes) -> str:
    """doc, xls, ppt, msg, works, encrypted-office, program (an installer) or ole; "doc" when it is broken and was called so."""
    try:
        with open_ole(data) as ole:
            streams = {entry[0].lower() for entry in ole.listdir()}  # names are compared without case, MS-CFB 2.6.4
            installer = ole.root.clsid == "000C1084-0000-0000-C000-000000000046"
    except OSError:
        return "doc" if name.lower().endswith((".doc", ".dot", ".wps", ".wpt")) else "ole"
    if installer:
        return "program"
    return next((kind for stream, kind in _STREAMS if stream.lower() in streams), "ole")
