"""Documents that nobody of us wrote: every one ends in a status, docx is read at least as fully as mammoth reads it."""

from __future__ import annotations

import io
import re
from collections import Counter
from pathlib import Path

import mammoth
import pytest
from lxml import html

from intake.documents import read_document
from intake.documents.file import File
from intake.documents.route import read_file
from intake.documents.tables import block_text
from intake.model import Document, Image

CORPUS = Path(__file__).resolve().parents[3].parent / "shared" / "corpora" / "documents"
FILES = sorted(path for path in CORPUS.glob("*/*") if path.is_file())
pytestmark = pytest.mark.skipif(not FILES, reason="corpora/documents is not here")


def everything(document: Document) -> list[Document]:
    return [document, *(inner for member in document.members for inner in everything(member))]


@pytest.mark.parametrize("folder", sorted({path.parent.name for path in FILES}))
def test_every_file_ends_in_a_status_and_none_breaks_its_reader(folder: str) -> None:
    for path in (path for path in FILES if path.parent.name == folder):
        document, members = read_file(File(path.name, path.read_bytes()))
        assert "reader-failed" not in document.flags, path.name
        assert (document.status == "read") == bool(document.blocks) or document.status in ("image", "kept"), path.name
        assert document.reason or members or document.status in ("read", "image"), path.name
        assert all(block.picture in document.pictures for block in document.blocks if isinstance(block, Image)), path.name


def words(text: str) -> Counter[str]:
    """Han characters and letters one by one: mammoth's tags cut Latin words."""
    return Counter(re.findall(r"\w", text))


@pytest.mark.parametrize("path", [path for path in FILES if path.suffix == ".docx"], ids=lambda path: path.name)
def test_docx_at_least_as_complete_as_mammoth(path: Path) -> None:
    data = path.read_bytes()
    ours = read_document(path.name, data, isolated=False)
    try:
        oracle = html.fromstring(f"<div>{mammoth.convert_to_html(io.BytesIO(data)).value}</div>")
    except Exception as error:  # noqa: BLE001 - mammoth's own failures: then ours has a status that says why
        assert ours.status in ("damaged", "encrypted", "read"), error
        return
    for link in oracle.xpath('//a[starts-with(@href, "#footnote-ref") or starts-with(@href, "#endnote-ref")]'):
        link.drop_tree()
    text = "".join(map(block_text, ours.blocks))
    digits = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")
    assert not words("".join(oracle.itertext())) - words(text.translate(digits))
    shown = [picture for picture in oracle.iter("img") if not re.match(r"data:image/x?-?[ew]mf", picture.get("src", ""))]
    assert len(shown) <= sum(isinstance(block, Image) for block in ours.blocks) or "pictures-left-out" in ours.flags
