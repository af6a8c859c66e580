"""Peak memory while reading a mail of 50 MB: `python -m tests.bench.memory`. Linux.

Each kind of mail is read in an interpreter of its own. The figure is the growth of that process's resident memory at its highest, the mail
itself included, as a multiple of the mail's size; the child that reads a file has its own bound (Limits.document_memory).
"""

from __future__ import annotations

import base64
import io
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from intake.reading import read

SIZE = 50_000_000
LINE = "天还没有亮，村口的白杨树下已经有人说话，镰刀在石头上一下一下地磨。\r\n"
HEAD = b"From: a@example.com\r\nSubject: x\r\nMIME-Version: 1.0\r\n"


def mixed(*parts: bytes) -> bytes:
    head = HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
    return head + b"".join(b"--x\r\n" + part + b"\r\n" for part in parts) + b"--x--\r\n"


def leaf(kind: str, data: bytes) -> bytes:
    return f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode() + base64.encodebytes(data)


def letter() -> bytes:
    return leaf("text/plain; charset=utf-8", (LINE * 20).encode())


def photograph() -> bytes:
    image = Image.frombytes("RGB", (3500, 3500), os.urandom(3500 * 3500 * 3))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=97)
    return out.getvalue()


def alternative() -> bytes:
    half = SIZE // len(LINE.encode()) // 2
    plain = b"--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + (LINE * half).encode()
    page = b"--x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + (f"<p>{LINE}</p>" * half).encode()
    return HEAD + b"Content-Type: multipart/alternative; boundary=x\r\n\r\n" + plain + page + b"--x--\r\n"


MAILS: dict[str, Callable[[], bytes]] = {
    "one attachment": lambda: mixed(letter(), leaf("application/octet-stream; name=a.bin", os.urandom(SIZE * 37 // 50))),
    "two photographs": lambda: mixed(letter(), *(leaf("image/jpeg; name=a.jpg", photograph()) for _ in range(2))),
    "text, nothing else": lambda: (
        HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + (LINE * (SIZE // len(LINE.encode()))).encode()
    ),
    "text in base64": lambda: HEAD + leaf("text/plain; charset=utf-8", (LINE * (SIZE * 37 // 50 // len(LINE.encode()))).encode()),
    "HTML, nothing else": lambda: (
        HEAD + b"Content-Type: text/html\r\n\r\n" + (f"<p>{LINE}</p>" * (SIZE // (len(LINE.encode()) + 7))).encode()
    ),
    "text and the same as HTML": alternative,
}


def main(which: list[str]) -> None:
    if not Path("/proc/self/clear_refs").exists():
        print("needs Linux: peaks are read from /proc")
        return
    if which:
        measure(which[0])
        return
    print(f"{'a mail of 50 MB':28}{'bytes':>12}{'peak':>8}{'seconds':>9}   files", flush=True)
    for name in MAILS:
        # made here, read there: memory that making it left free would hide what reading takes
        subprocess.run([sys.executable, "-m", "tests.bench.memory", name], input=MAILS[name](), check=True)


def resident(field: str) -> int:
    """VmRSS or VmHWM of this process, bytes."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(field))
    return int(line.split()[1]) * 1024


def measure(name: str) -> None:
    read(b"From: a@example.com\r\n\r\nx")
    before = resident("VmRSS")
    raw = sys.stdin.buffer.read()
    Path("/proc/self/clear_refs").write_text("5")  # forgets the peak of taking it in (proc(5))
    started = time.monotonic()
    reading = read(raw)
    peak = (resident("VmHWM") - before) / len(raw)
    files = "; ".join(" ".join((d.name, d.status, d.reason)) for d in reading.documents)
    print(f"{name:28}{len(raw):>12,}{peak:>7.1f}x{time.monotonic() - started:>9.1f}   {reading.failure or files}")


if __name__ == "__main__":
    main(sys.argv[1:])
