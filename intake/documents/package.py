"""A zip that an office program wrote: its parts, within bounds."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass, field

from lxml import etree

from intake.documents.safexml import parse_xml
from intake.documents.unread import damaged, encrypted, refused
from intake.model import Limits


@dataclass
class Package:
    """An open package. Counts what it has unpacked: the sizes a zip declares are the sender's claim."""

    archive: zipfile.ZipFile
    limits: Limits
    unpacked: int = 0
    names: frozenset[str] = field(default_factory=frozenset)

    def part(self, name: str) -> bytes:
        """One part. Raises KeyError when there is none, Unread over a limit or when its data is broken."""
        info = self.archive.getinfo(name)
        if info.flag_bits & 1:
            raise encrypted()
        bound = min(self.limits.office_part_bytes, self.limits.office_bytes - self.unpacked)
        try:
            with self.archive.open(info) as stream:
                data = stream.read(bound + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
            raise damaged() from None
        self.unpacked += len(data)
        if len(data) > bound:
            raise refused(f"解压后超过 {self.limits.office_part_bytes // 1_000_000} MB")
        return data

    def markup(self, name: str) -> bytes:
        """One part's XML, still as bytes, its namespaces in one spelling."""
        return _STRICT.sub(_TRANSITIONAL, self.part(name))

    def xml(self, name: str) -> etree._Element:
        """One part as XML."""
        return parse_xml(self.markup(name), self.limits.markup_depth)

    def relations(self, name: str) -> dict[str, tuple[str, str, bool]]:
        """Relationships of part `name`: id → (type's last word, part's name or URL, external)."""
        folder, base = posixpath.split(name)
        path = posixpath.join(folder, "_rels", base + ".rels")
        if path not in self.names:
            return {}
        found = {}
        for node in self.xml(path):
            target, external = node.get("Target", ""), node.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[node.get("Id", "")] = (node.get("Type", "").rsplit("/", 1)[-1], target, external)
        return found


# ISO 29500 strict names the same namespaces otherwise (part 1 against part 4): one spelling for the readers
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006/"


def open_package(data: bytes, limits: Limits) -> Package:
    """The package in `data`. Raises Unread when it is no zip, or over the limits of parts and declared size."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise damaged() from None
    infos = archive.infolist()
    if len(infos) > limits.office_members:
        raise refused(f"包内超过 {limits.office_members} 个部件")
    if sum(info.file_size for info in infos) > limits.office_bytes:
        raise refused(f"解压后超过 {limits.office_bytes // 1_000_000} MB")
    return Package(archive, limits, names=frozenset(archive.namelist()))
