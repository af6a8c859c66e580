"""zip, 7z and rar: their members, within bounds, their names right whatever code page wrote them."""

from __future__ import annotations

import io
import lzma
import posixpath
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import py7zr
import rarfile
from py7zr.io import BytesIOFactory

from intake.charset import decode_text
from intake.documents.file import File, Member
from intake.documents.unread import Unread, damaged, empty, encrypted, refused
from intake.model import Document

_WHAT = "压缩包"
_BROKEN = (zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, zipfile.BadZipFile, rarfile.Error)
_LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini", "._")  # what systems add beside the sender's files
_FLAGS = re.compile(rb"(PK\x01\x02.{5}|PK\x03\x04.{3})(.)", re.DOTALL)  # up to the upper byte of the flags, whose bit 3 says UTF-8


def open_zip(file: File) -> tuple[Document, tuple[Member, ...]]:
    """Members of a zip. Names without the UTF-8 flag are GBK here, whatever the standard says (cp437)."""
    archive, codec = _zip(file.data)
    infos = [info for info in archive.infolist() if info.filename and not info.is_dir() and not _is_litter(info.filename)]
    _check(file, len(infos), sum(info.file_size for info in infos))
    left = file.limits.archive_bytes
    members = []
    for info in infos:
        name = _zip_name(info, codec)
        if info.flag_bits & 1:
            members.append(Member(name, unread=encrypted(_WHAT)))
            continue
        try:
            with archive.open(info) as stream:
                data = stream.read(left + 1)
        except _BROKEN:
            members.append(Member(name, unread=damaged("压缩包里的这个文件")))
            continue
        left -= len(data)
        if left < 0:
            raise refused(f"解压后超过 {file.limits.archive_bytes // 1_000_000} MB")
        members.append(Member(name, data))
    return _opened(file, members)


def _zip(data: bytes) -> tuple[zipfile.ZipFile, str]:
    """The archive and the codec its unmarked names were read in; some programs mark names as UTF-8 that are not."""
    unmarked = _FLAGS.sub(lambda match: match[1] + bytes((match[2][0] & 0xF7,)), data)
    for content, codec in ((data, "gb18030"), (unmarked, "gb18030"), (unmarked, "cp437")):
        try:
            return zipfile.ZipFile(io.BytesIO(content), metadata_encoding=codec), codec
        except UnicodeDecodeError:
            continue
        except _BROKEN:
            break
    raise _broken()


def _zip_name(info: zipfile.ZipInfo, codec: str) -> str:
    """The member's base name. Info-ZIP's Unicode field (0x7075) wins; bytes that are no GBK go down the charset ladder."""
    extra = info.extra
    while len(extra) >= 4:
        kind, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        if kind == 0x7075 and size > 5:
            return base_name(extra[9 : 4 + size].decode("utf-8", "replace"))
        extra = extra[4 + size :]
    if info.flag_bits & 0x800:
        return base_name(info.filename)
    try:
        raw = info.orig_filename.encode(codec)
    except UnicodeEncodeError:
        return base_name(info.filename)
    return base_name(decode_text(raw)[0])


def open_7z(file: File) -> tuple[Document, tuple[Member, ...]]:
    """Members of a 7z."""
    try:
        with py7zr.SevenZipFile(io.BytesIO(file.data)) as archive:
            if archive.needs_password():
                raise encrypted(_WHAT)
            infos = [info for info in archive.list() if info.is_file and not _is_litter(info.filename)]
            _check(file, len(infos), sum(info.uncompressed or 0 for info in infos))
            factory = BytesIOFactory(file.limits.archive_bytes)
            archive.extract(targets=[info.filename for info in infos], factory=factory)
    except py7zr.exceptions.UnsupportedCompressionMethodError:
        raise Unread("kept", "这种压缩方法打不开，文件已保存；请改用 ZIP 压缩重新发来") from None
    except py7zr.exceptions.PasswordRequired:
        raise encrypted(_WHAT) from None
    except (py7zr.exceptions.ArchiveError, *_BROKEN, KeyError, TypeError, IndexError, AttributeError, AssertionError):
        raise _broken() from None
    members = []
    for info in infos:
        product = factory.products.get(info.filename)
        product.seek(0) if product else None
        members.append(Member(base_name(info.filename), product.read() if product else b""))
    return _opened(file, members)


def open_rar(file: File) -> tuple[Document, tuple[Member, ...]]:
    """Members of a rar (through `unar`, where they are compressed)."""
    with tempfile.TemporaryDirectory(dir=file.scratch) as folder:
        path = Path(folder) / "in.rar"
        path.write_bytes(file.data)
        try:
            with rarfile.RarFile(path, charset="gb18030") as archive:
                return _opened(file, list(_rar_members(file, archive)))
        except rarfile.NoRarEntry:
            raise encrypted(_WHAT) from None
        except rarfile.PasswordRequired:
            raise encrypted(_WHAT) from None
        except (rarfile.NeedFirstVolume, rarfile.NotRarFile):
            raise _broken() from None
        except rarfile.RarCannotExec:
            raise Unread("kept", "服务器上没有解压 RAR 的程序，文件已保存；请改用 ZIP 压缩重新发来") from None
        except (*_BROKEN, TypeError, IndexError):
            raise _broken() from None


def _rar_members(file: File, archive: rarfile.RarFile) -> Iterator[Member]:
    infos = [info for info in archive.infolist() if info.is_file() and not _is_litter(info.filename)]
    if archive.needs_password() and not infos:
        raise encrypted(_WHAT)
    _check(file, len(infos), sum(info.file_size for info in infos))
    left = file.limits.archive_bytes
    for info in infos:
        name = base_name(info.filename)
        if info.needs_password():
            yield Member(name, unread=encrypted(_WHAT))
            continue
        try:
            with archive.open(info) as stream:
                data = stream.read(left + 1)
        except rarfile.RarCannotExec:
            raise
        except (*_BROKEN, TypeError):
            yield Member(name, unread=damaged("压缩包里的这个文件"))
            continue
        left -= len(data)
        if left < 0:
            raise refused(f"解压后超过 {file.limits.archive_bytes // 1_000_000} MB")
        yield Member(name, data)


def _broken() -> Unread:
    return Unread("damaged", "压缩包已损坏，或只是几个分卷中的一个，打不开；请把文件压成一个 ZIP 重新发来")


def base_name(name: str) -> str:
    """The last part of a path of any system: nothing of the sender's folders, no `..`, no drive, no control characters."""
    last = posixpath.basename(name.replace("\\", "/").rstrip("/"))
    return "".join(char for char in last if char.isprintable())[:255] or "未命名"


def _is_litter(name: str) -> bool:
    path = name.replace("\\", "/")
    return path.startswith("__MACOSX/") or posixpath.basename(path).startswith(("._", ".DS_Store")) or posixpath.basename(path) in _LITTER


def _check(file: File, count: int, size: int) -> None:
    """The limits by what the directory declares; what is really unpacked is counted as well."""
    if count == 0:
        raise empty(_WHAT)
    if count > file.limits.archive_entries:
        raise refused(f"压缩包里超过 {file.limits.archive_entries} 个文件")
    if size > file.limits.archive_bytes:
        raise refused(f"解压后超过 {file.limits.archive_bytes // 1_000_000} MB")


def _opened(file: File, members: list[Member]) -> tuple[Document, tuple[Member, ...]]:
    return Document(file.name, "kept"), tuple(members)
