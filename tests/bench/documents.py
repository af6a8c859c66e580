"""How documents are read, as tables: `python -m tests.bench.documents [FOLDER...]`.

For each format of ../shared/corpora/documents: how many were read, kept, refused and so on; crashes and hangs; CPU of the child
and wall of the caller, median and 95th percentile. Then a page of 1,500 characters as python-docx writes it, ours beside
mammoth's; and what isolation costs.
"""

from __future__ import annotations

import io
import os
import resource
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import docx as python_docx
import mammoth

from intake.documents import read_document, sandbox
from intake.documents.file import File
from intake.documents.route import read_file
from intake.model import Document

CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpora" / "documents"
STATUSES = ("read", "image", "kept", "refused", "encrypted", "damaged", "empty")
HANG = 90.0  # seconds: a conversion's bound and something


def main(folders: Sequence[str]) -> None:
    corpus(folders)
    page()
    isolation()


def everything(document: Document) -> list[Document]:
    return [document, *(inner for member in document.members for inner in everything(member))]


def corpus(folders: Sequence[str]) -> None:
    """CPU is that of reading in this process, without conversions; wall is that of the isolated way, conversions and all."""
    found: dict[str, list[tuple[Document, float, float]]] = defaultdict(list)
    for path in sorted(CORPUS.glob("*/*")):
        if path.is_file() and (not folders or path.parent.name in folders):
            data = path.read_bytes()
            started = time.monotonic()
            document = read_document(path.name, data)
            wall = time.monotonic() - started
            used = time.process_time()
            read_file(File(path.name, data))
            found[path.parent.name].append((document, time.process_time() - used, wall))
    if not found:
        print(f"{CORPUS.parent.name}/{CORPUS.name} is not here")
        return
    print(
        f"{'format':8}{'files':>6}"
        + "".join(f"{status:>10}" for status in STATUSES)
        + "  crashes hangs   CPU ms med/p95     wall ms med/p95"
    )
    for folder, results in [*sorted(found.items()), ("all", [item for items in found.values() for item in items])]:
        statuses = Counter(document.status for document, _, _ in results)
        crashes = sum("reader-failed" in inner.flags for document, _, _ in results for inner in everything(document))
        hangs = sum(wall > HANG for _, _, wall in results)
        counts = "".join(f"{statuses[status] or '·':>10}" for status in STATUSES)
        cpu, wall = (spread([item[which] for item in results]) for which in (1, 2))
        print(f"{folder:8}{len(results):>6}{counts}{crashes:>9}{hangs:>6}   {cpu:>16}   {wall:>16}")
    reasons = Counter(document.reason for items in found.values() for document, _, _ in items if document.reason)
    print("\nreasons:", *(f"{count:4}  {reason}" for reason, count in reasons.most_common()), sep="\n")


def spread(seconds: Sequence[float]) -> str:
    ordered = sorted(second * 1000 for second in seconds)
    return f"{statistics.median(ordered):.1f} / {ordered[int(0.95 * (len(ordered) - 1))]:.1f}"


def submission(characters: int = 1500) -> bytes:
    """A page as python-docx writes it, with the 350 KB of styles of its template."""
    document = python_docx.Document()
    document.add_heading("麦收时节", 0)
    line = "天还没有亮，村口的白杨树下已经有人说话，镰刀在石头上一下一下地磨。"
    for _ in range(characters // (len(line) * 4)):
        document.add_paragraph(line * 4)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def timed(call: Callable[[], object], times: int, clock: Callable[[], float] = time.process_time) -> float:
    taken = []
    for _ in range(times):
        started = clock()
        call()
        taken.append(clock() - started)
    return statistics.median(taken) * 1000


def page() -> None:
    data = submission()
    ours = timed(lambda: read_file(File("a.docx", data)), 30)
    theirs = timed(lambda: mammoth.convert_to_html(io.BytesIO(data)), 5)
    print(f"\na docx of 1,500 characters: {ours:.1f} ms CPU here, {theirs:.0f} ms in mammoth")


def isolation() -> None:
    data = submission()
    read_document("a.txt", "字".encode())  # starts the template

    def children() -> float:
        used = resource.getrusage(resource.RUSAGE_SELF)
        return used.ru_utime + used.ru_stime

    for name, content in (("a text of one character", "字".encode()), ("a docx of 1,500 characters", data)):
        alone = timed(lambda content=content: read_document("a", content, isolated=False), 50, time.monotonic)  # type: ignore[misc]
        apart = timed(lambda content=content: read_document("a", content), 50, time.monotonic)  # type: ignore[misc]
        own = timed(lambda content=content: read_document("a", content), 50, children)  # type: ignore[misc]
        print(
            f"isolation of {name}: {alone:.1f} ms in process, {apart:.1f} ms in a child, so {apart - alone:.1f} ms more"
            f" (wall, at load {os.getloadavg()[0]:.1f}; caller's CPU {own:.1f} ms)"
        )
    sandbox.close()


if __name__ == "__main__":
    main(sys.argv[1:])
