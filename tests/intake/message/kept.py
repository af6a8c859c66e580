"""How many Han characters of a mail's own texts stand in the Message made of it: an oracle of its own, by the standard library."""

from __future__ import annotations

import email
import html
import re
from collections import Counter
from email.message import Message as Node

from intake.message.replies import text_of
from intake.model import Message

_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "x-gbk": "gb18030", "cp936": "gb18030"}


def han(text: str) -> Counter[str]:
    return Counter(re.findall("[\u3400-\u9fff\U00020000-\U0003ffff]", text))


def _true_text(data: bytes, declared: str) -> str | None:
    """The text in the first charset that decodes all of it: declared, UTF-8, GB 18030, Big5."""
    wanted = _SUPERSETS.get(declared.lower(), declared)
    order = ["utf-8", wanted] if wanted in ("iso-8859-1", "us-ascii", "latin1", "windows-1252", "") else [wanted, "utf-8"]
    for codec in (*order, "gb18030", "big5hkscs"):
        try:
            return data.decode(codec)
        except (UnicodeError, LookupError):
            continue
    return None


def _shown(markup: str) -> str:
    bare = re.sub(r"(?is)<!--.*?-->|<(script|style|title|head)\b.*?</\1\s*>", "", markup)
    return html.unescape(re.sub(r"(?s)<[^>]*>", "", bare))


def texts(raw: bytes) -> list[str]:
    """Every text part that is no file, decoded strictly."""
    found = []
    for part in email.message_from_bytes(raw).walk():
        if part.get_content_type() not in ("text/plain", "text/html") or part.get_filename() or _attached(part):
            continue
        data = part.get_payload(decode=True)
        text = _true_text(data, str(part.get_content_charset() or "")) if isinstance(data, bytes) else None
        if text is not None:
            found.append(_shown(text) if part.get_content_type() == "text/html" else text)
    return found


def _attached(part: Node) -> bool:
    return part.get_content_disposition() == "attachment"


def everything(message: Message) -> str:
    """All text of a Message, wherever it stands."""
    blocks = [*message.body, *message.quoted]
    links = [f"{link.name}{link.expires}{link.url}" for link in message.links]
    inner = everything(message.forwarded) if message.forwarded else ""
    files = [part.data.decode("utf-8", "replace") for part in message.parts if part.content_type.startswith(("text/", "message/"))]
    return "\n".join([*(text_of(block) for block in blocks), message.hidden, *links, *files, inner])


def kept(raw: bytes, message: Message) -> tuple[int, int]:
    """(characters kept, characters there) over the text parts of a mail."""
    have = han(everything(message))
    there = [han(text) for text in texts(raw)]
    lost = sum(sum((part - have).values()) for part in there)
    total = sum(sum(part.values()) for part in there)
    return total - lost, total
