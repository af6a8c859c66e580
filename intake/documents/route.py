"""One file in this very process: what it is, its reader, and a status whatever happens."""

from __future__ import annotations

import posixpath
from dataclasses import replace

from intake.documents.file import File, Member
from intake.documents.readers import KEPT, OPENERS, READERS
from intake.documents.sniff import sniff
from intake.documents.tables import block_text
from intake.documents.unread import Unread, damaged, empty, encrypted, refused, too_many_words
from intake.message.bounds import too_long
from intake.model import Document, Limits

Opened = tuple[Document, tuple[Member, ...]]
_UNKNOWN = "认不出这种文件，已保存；如是稿件请用 Word 文档或文本文件重新发来"
_TEXTS = frozenset(("txt", "md", "xml", "html"))
# Names of forms that every whole file of theirs shows in its bytes: otherwise it broke, or an office's encryption software sealed it.
_PROMISE_NAMES = """.docx .docm .doc .wps .rtf .odt .pdf .zip .rar .7z .xlsx .pptx .jpg .jpeg .png .gif .webp .heic .tif .tiff"""
_PROMISES = frozenset(_PROMISE_NAMES.split())
_SCRAMBLED = "文件内容认不出来，可能已损坏，或被单位的加密软件保护；请在别的电脑上确认能打开后重新发来，或把文字直接贴在信里"
_PROGRAM = "这是程序或脚本文件，为安全起见不接收；请发送文档或图片"


def read_file(file: File) -> Opened:
    """The Document of one file and, of a container, its members still to be read. Never raises."""
    kind = file.kind or sniff(file.name, file.data)
    try:
        document, members = _read(replace(file, kind=kind))
        _check_size(document, file.limits)
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
    if file.kind in _TEXTS and too_long(file.data, file.kind == "html", file.limits.text_characters):
        raise too_many_words(file.limits.text_characters)  # before the bytes become a text of several times their size
    if file.kind in READERS:
        return READERS[file.kind](file), ()
    if file.kind in OPENERS:
        if file.limits.archive_depth <= 0:
            raise refused("压缩包里套压缩包的层数")
        return OPENERS[file.kind](file)
    if file.kind in ("", "unknown") and posixpath.splitext(file.name.lower())[1] in _PROMISES:
        raise Unread("damaged", _SCRAMBLED)
    raise Unread("kept", KEPT.get(file.kind, _UNKNOWN))


def _check_size(document: Document, limits: Limits) -> None:
    if len(document.blocks) > limits.text_blocks:
        raise refused(f"超过 {limits.text_blocks} 段")
    if sum(len(block_text(block)) for block in document.blocks) > limits.text_characters:
        raise too_many_words(limits.text_characters)
