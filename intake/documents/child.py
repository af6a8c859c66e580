"""What a limited child does: take one request from its socket, do it, answer. Preloaded in the template."""

from __future__ import annotations

import socket
from dataclasses import fields
from pathlib import Path
from typing import Any

from intake.documents.convert import to_docx
from intake.documents.file import File
from intake.documents.route import read_file
from intake.documents.sniff import sniff
from intake.documents.wire import encode, pack, unpack
from intake.model import Limits

_LARGEST = 1 << 31  # bytes of a request; the caller is trusted, the bound only keeps a slip from eating the memory


def serve(connection: socket.socket, scratch: Path) -> None:
    """One request: {"do": "read", "convert" or "sniff", "name", "kind", "type", "charset", "limits"} and the file's bytes."""
    with connection, connection.makefile("rb") as stream:
        request, (data,) = unpack(lambda size: _exactly(stream, size), _LARGEST)
        file = File(
            name=request["name"],
            data=data,
            kind=request["kind"],
            limits=_limits(request["limits"]),
            declared_type=request["type"],
            charset=request["charset"],
            scratch=scratch,
        )
        if request["do"] == "convert":
            docx = to_docx(file)
            answer: tuple[dict[str, Any], list[bytes]] = ({"docx": docx is not None}, [docx or b""])
        elif request["do"] == "sniff":
            answer = {"kind": sniff(file.name, data)}, []
        else:
            answer = encode(*read_file(file), data)
        for piece in pack(*answer):
            connection.sendall(piece)


def _exactly(stream: Any, size: int) -> bytes:
    data: bytes = stream.read(size)
    if len(data) != size:
        raise EOFError
    return data


def _limits(values: dict[str, Any]) -> Limits:
    return Limits(**{f.name: values[f.name] for f in fields(Limits)})
