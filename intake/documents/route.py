"""One file in this very process: what it is, its reader, and a status whatever happens."""

from __future__ import annotations

from dataclasses import replace

from intake.documents.file import File, Member
from intake.documents.readers import KEPT, OPENERS, READERS
from intake.documents.sniff import sniff
from intake.documents.tables import block_text
from intake.documents.unread import Unread, damaged, empty, encrypted, refused
from intake.model import Document

Opened = tuple[Document, tuple[Member, ...]]
_BLOCKS = 50_000  # nobody's submission: a generator's
_CHARACTERS = 5_000_000
_UNKNOWN = "认不出这种文件，已保存；如是稿件请用 Word 文档或文本文件重新发来"
_PROGRAM = "这是程序或脚本文件，为安全起见不接收；请发送文档或图片"


def read_file(file: File) -> Opened:
    """The Document of one file and, of a container, its members still to be read. Never raises."""
    kind = file.kind or sniff(file.name, file.data)
    try:
        document, members = _read(replace(file, kind=kind))
        _check_size(document)
    except Unread as unread:
        document, members = Document(file.name, unread.status, reason=unread.reason), ()
    except (MemoryError, RecursionError):
        over = refused("内存或嵌套层数")
        document, members = Document(file.name, over.status, reason=over.reason), ()
    except Exception:  # noqa: BLE001 - the edge: a file that breaks its reader is a damaged file, not our end
        broken = damaged()
        document, members = Document(file.name, broken.status, reason=broken.reason, flags=frozenset({"reader-failed"})), ()
    return replace(document, kind=document.kind or kind, size=len(file.data)), members


def _read(file: File) -> Opened:
    if file.kind == "empty":
        raise empty("文件")
    if file.kind == "program":
        raise Unread("refused", _PROGRAM)
    if file.kind == "encrypted-office":
        raise encrypted()
    if not file.data.strip(b"\0"):
        raise damaged()
    if file.kind in READERS:
        return READERS[file.kind](file), ()
    if file.kind in OPENERS:
        if file.limits.archive_depth <= 0:
            raise refused("压缩包里套压缩包的层数")
        return OPENERS[file.kind](file)
    raise Unread("kept", KEPT.get(file.kind, _UNKNOWN))


def _check_size(document: Document) -> None:
    if len(document.blocks) > _BLOCKS:
        raise refused(f"超过 {_BLOCKS} 段")
    if sum(len(block_text(block)) for block in document.blocks) > _CHARACTERS:
        raise refused(f"超过 {_CHARACTERS // 10_000} 万字")
