"""Documents with bytes and marks changed at random: a status each time, no reader broken, no hang. Seeded."""

from __future__ import annotations

import io
import random
import re
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.documents import read_document
from intake.model import Document
from tests.intake.documents.builders import docx, drawing, gbk_zip, odt, paragraph, pdf, picture

CORPUS = Path(__file__).resolve().parents[3].parent / "shared" / "corpora" / "documents"
_TAGS = re.compile(rb"(<[^>]+>)")
_ODD = (b'"-1"', b'""', b'"99999999999"', b'"x"', b'"0"')


def own() -> list[bytes]:
    table = f"<w:tbl><w:tr><w:tc>{paragraph('甲')}</w:tc><w:tc>{paragraph('乙')}</w:tc></w:tr></w:tbl>"
    listed = '<w:ind w:left="420"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    shown = f"<w:p><w:pPr>{listed}</w:pPr><w:r>{drawing('a.png')}</w:r></w:p>"
    photo = picture()
    return [
        docx(paragraph("老屋", '<w:jc w:val="center"/>', '<w:sz w:val="44"/>') + table + shown, media={"a.png": photo}),
        odt('<text:h text:outline-level="1">一</text:h><text:p>二<text:s text:c="3"/></text:p>', "", {"a.png": photo}),
        pdf([(72, 700, "one"), (72, 680, "two")]),
        rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 x;}}\f0\fs28 \'c2\'ed\u19978?\par\trowd a\cell\row{\pict\pngblip "
        + photo.hex().encode()
        + b"}}",
        gbk_zip([("散文/甲.txt", "麦子".encode()), ("乙.png", photo)]),
        photo,
        picture("JPEG"),
        picture("GIF", mode="P", color=1),
        picture("TIFF"),
        "<html><body><table><tr><td>甲<td>乙</table><p align=right>丙".encode(),
    ]


def changed(chance: random.Random, data: bytes) -> bytes:
    if data[:2] == b"PK" and chance.random() < 0.6:
        return _changed_parts(chance, data)
    found = bytearray(data)
    for _ in range(chance.choice((1, 3, 10, 50))):
        place = chance.randrange(len(found) + 1)
        match chance.randrange(4):
            case 0:
                found[place : place + 1] = bytes((chance.randrange(256),))
            case 1:
                found[place:place] = chance.randbytes(chance.choice((1, 4, 100)))
            case 2:
                del found[place : place + chance.choice((1, 10, 1000))]
            case _:
                start = chance.randrange(len(found) + 1)
                found[place:place] = found[start : start + chance.choice((10, 500))]
    return bytes(found)


def _changed_parts(chance: random.Random, data: bytes) -> bytes:
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
            for info in source.infolist():
                part = source.read(info)
                if info.filename.endswith((".xml", ".rels")) and chance.random() < 0.5:
                    marks = _TAGS.split(part)
                    place = chance.randrange(len(marks))
                    values = re.findall(rb'"[^"]*"', marks[place])
                    marks[place] = marks[place].replace(chance.choice(values), chance.choice(_ODD), 1) if values else b""
                    part = b"".join(marks)
                target.writestr(info.filename, part)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, ValueError, EOFError):
        return data[: len(data) // 2]
    return out.getvalue()


def everything(document: Document) -> Iterator[Document]:
    yield document
    for member in document.members:
        yield from everything(member)


def run(sources: list[bytes], times: int, seed: int) -> None:
    chance = random.Random(seed)
    for turn in range(times):
        data = changed(chance, chance.choice(sources))
        started = time.monotonic()
        document = read_document("附件", data)
        assert time.monotonic() - started < 90, (seed, turn)
        assert not [inner.kind for inner in everything(document) if "reader-failed" in inner.flags], (seed, turn)
        assert document.reason or document.status in ("read", "image"), (seed, turn)


def test_our_own_documents_changed() -> None:
    run(own(), 80, 20261123)


@pytest.mark.long
@pytest.mark.skipif(not CORPUS.is_dir(), reason="corpora/documents is not here")
@pytest.mark.timeout(1800)
def test_the_corpus_changed() -> None:
    run([path.read_bytes() for path in sorted(CORPUS.glob("*/*")) if path.is_file()], 5000, 7)
