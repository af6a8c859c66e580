"""Old formats to docx by LibreOffice: one at a time on a machine, with a profile that lives as long as the conversion."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from intake.documents.file import File

CONVERTED = frozenset(("doc", "works", "wordml"))  # kinds that are worth a try there when no reader here can do them
MEMORY = 4 << 30  # address space: it maps 2.5 GB before it has read anything
_PLACES = os.pathsep.join((os.defpath, "/usr/local/bin", "/opt/libreoffice/program", "/Applications/LibreOffice.app/Contents/MacOS"))
_SUFFIXES = {"doc": ".doc", "works": ".wps", "rtf": ".rtf", "wordml": ".xml", "metafile": ".emf"}
# A document never starts macros or fetches what it links to.
_SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
_ITEMS = (
    (_SECURITY, "MacroSecurityLevel", "3"),
    (_SECURITY, "DisableMacrosExecution", "true"),
    (_SECURITY, "BlockUntrustedRefererLinks", "true"),
)
_SETTINGS = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _ITEMS
    )
    + "</oor:items>"
)


@cache
def soffice() -> str | None:
    """LibreOffice's program, None when it is not installed."""
    return shutil.which("soffice", path=_PLACES) or shutil.which("libreoffice", path=_PLACES)


def to_docx(file: File) -> bytes | None:
    """`file` as docx, None when LibreOffice is absent, fails, or does not end within `limits.convert_seconds` of its turn."""
    return convert(file, "docx")


def convert(file: File, target: str) -> bytes | None:
    """`file` in the form `target` ("docx", "png"). Waits for its turn as long as a conversion may take, then gives up."""
    program = soffice()
    if not program:
        return None
    shared = file.scratch.parent.parent if file.scratch else Path(tempfile.gettempdir())
    scratch = Path(tempfile.mkdtemp(dir=file.scratch))
    try:
        with _turn(shared, file.limits.convert_seconds) as mine:
            return _run(program, file, target, scratch) if mine else None
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


@contextlib.contextmanager
def _turn(folder: Path, seconds: float) -> Iterator[bool]:
    """Whether the machine's one turn was had: a lock in the folder of temporary files, which all callers share."""
    path = folder / f"laigao-soffice-{os.getuid()}.lock"
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        until = time.monotonic() + seconds
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    yield False
                    return
                time.sleep(0.05)
        yield True
    finally:
        os.close(descriptor)


def _run(program: str, file: File, target: str, scratch: Path) -> bytes | None:
    source = scratch / ("in" + _SUFFIXES.get(file.kind, ".doc"))
    source.write_bytes(file.data)
    profile = scratch / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    command = [program, f"-env:UserInstallation=file://{scratch}/profile", "--headless", "--norestore", "--nolockcheck", "--nodefault"]
    command += ["--nologo", "--convert-to", target, "--outdir", str(scratch / "out"), str(source)]
    environment = {"HOME": str(scratch), "PATH": os.defpath, "LANG": "C.UTF-8", "TMPDIR": str(scratch), "SAL_USE_VCLPLUGIN": "svp"}
    isolated = file.scratch is not None  # then the template kills this child's whole group, LibreOffice with it
    process = subprocess.Popen(  # noqa: S603 - the program is LibreOffice's own, the arguments are ours
        command,
        env=environment,
        cwd=scratch,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        process_group=None if isolated else 0,
    )
    try:
        process.wait(file.limits.convert_seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill() if isolated else os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    made = scratch / "out" / f"in.{target}"
    return made.read_bytes() if made.is_file() and 0 < made.stat().st_size <= file.limits.office_bytes else None
