"""The tree of a mail to body, files and inner mails: which alternative is read, what is a picture in place, what is a file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from email.message import Message as Node

from intake.charset import MISMATCH, MOJIBAKE, decode_text
from intake.message import headers
from intake.message.bounds import too_long
from intake.message.links import take_links
from intake.message.markup import read_html
from intake.message.payload import CUT_OFF, payload, unbase64, uuencoded
from intake.message.replies import text_of
from intake.message.structure import Source, children, raw_payload, repaired
from intake.message.text import blocks_of_text
from intake.model import Block, Image, Limits, LinkedFile, Part

_META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_DATA = re.compile(r"""src\s*=\s*["']\s*data:(image/[a-z0-9.+-]{2,30})[^,"'>]{0,60};base64,([A-Za-z0-9+/=\s%]*+)""", re.IGNORECASE)
_PAGE = re.compile(r"\s*(?:<!doctype html|<html[\s>])", re.IGNORECASE)
_BODY_TYPES = frozenset({"text/plain", "text/html"})
TOO_LONG = "text-too-long"
_NO_STRUCTURE = "邮件的分段标记缺失或有误，已尽量读取"


@dataclass
class Gathered:
    """What the walk over a mail's tree has brought up so far."""

    source: Source
    override: str | None = None
    room: int = Limits().text_characters  # characters of text that may still be read
    blocks: list[tuple[Block, bool]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    links: list[LinkedFile] = field(default_factory=list)
    inner: list[Node] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    defects: list[str] = field(default_factory=list)
    remote: int = 0
    texts: int = 0  # text parts read
    words: dict[int, str] = field(default_factory=dict)  # by id of an alternative: its words, read once

    def linked(self, links: list[LinkedFile]) -> None:
        """Keep links to files, each once."""
        for link in links:
            if link.url not in {known.url for known in self.links}:
                self.links.append(link)

    def file(self, node: Node, inline: bool = False) -> Part:
        """Keep a leaf as a file."""
        data, damaged = payload(node, self.source)
        self.flags |= {"truncated"} if damaged == CUT_OFF else set()
        part = Part(
            headers.file_name(node, self.override), content_type(node), data, headers.content_id(node), inline=inline, damaged=damaged
        )
        self.parts.append(part)
        return part


def content_type(node: Node) -> str:
    """The declared type in lower case; nonsense is text/plain in a leaf (RFC 2045, 5.2)."""
    value = headers.field(node, "content-type").split(b";")[0].strip().lower().decode("ascii", "replace")
    return value if re.fullmatch(r"[^\s/]+/[^\s/]+", value) else node.get_default_type()


def gather(root: Node, source: Source, override: str | None, room: int, words: dict[int, str] | None = None) -> Gathered:
    """Walk the tree of a mail, in its order, by a stack. Texts beyond `room` characters become files."""
    found = Gathered(source, override, room, words={} if words is None else words)
    waiting: list[tuple[Node, str]] = [(root, "")]
    while waiting:
        node, container = waiting.pop()
        kind = content_type(node)
        below = children(node)
        if kind == "message/rfc822" or (kind.startswith("message/") and below is not None):
            _inner(node, kind, found)
        elif below is not None:
            _margins(node, found)
            order = _alternatives(below, found) if kind == "multipart/alternative" else below
            waiting.extend((child, kind) for child in reversed(order))
        elif kind.startswith("multipart/"):
            better = repaired(raw_payload(node))
            found.defects.append(_NO_STRUCTURE)
            found.flags.add("no-structure")
            if better is not None and children(better) is not None:
                waiting.append((better, ""))
            else:
                _text(node, "text/plain", found)
        else:
            _leaf(node, kind, container, found)
    return found


def _inner(node: Node, kind: str, found: Gathered) -> None:
    """A mail inside the mail, or the report parts of a bounce (RFC 3464), which are kept as files."""
    if kind == "message/rfc822":
        found.inner.append(node)
    else:
        text = "\n\n".join("\n".join(f"{name}: {value}" for name, value in child.raw_items()) for child in children(node) or ())
        found.parts.append(Part(headers.file_name(node), kind, text.encode("utf-8", "surrogateescape")))


def _margins(node: Node, found: Gathered) -> None:
    """Text before the first and after the last boundary: nobody sees it, nothing of it is lost."""
    for text in (node.preamble, node.epilogue):
        data = (text or "").encode("utf-8", "surrogateescape")
        if not data.isascii() or (text is node.epilogue and len(data.strip()) > 2):
            found.hidden.append(decode_text(bytes(found.source.restore(data)), None, found.override)[0].strip())


def _is_body(node: Node, kind: str, container: str) -> bool:
    """A text is body unless it is sent as a file: attached, or named outside an alternative."""
    if kind not in _BODY_TYPES or headers.disposition(node) == "attachment":
        return False
    named = headers.file_name(node)
    return not named or container in ("", "multipart/alternative") or (container == "multipart/related" and kind == "text/html")


def _leaf(node: Node, kind: str, container: str, found: Gathered) -> None:
    if _is_body(node, kind, container):
        _text(node, kind, found)
        return
    part = found.file(node)
    picture = kind.startswith("image/") or re.search(r"\.(?:jpe?g|png|gif|webp|bmp|heic|tiff?)$", part.name, re.IGNORECASE)
    if picture and container == "multipart/mixed" and headers.disposition(node) == "inline" and found.blocks:
        found.blocks.append((Image(marker(len(found.parts) - 1), part.name), False))
        found.parts[-1] = replace(part, inline=True)


def marker(index: int) -> str:
    """The name by which a block shows a part that has no Content-ID: its place in Message.parts."""
    return f"part:{index}"


def decoded(node: Node, kind: str, found: Gathered) -> str:
    """The text of a leaf, by the ladder; HTML may name its charset itself."""
    data, damaged = payload(node, found.source)
    declared = headers.parameters(node, "content-type").get("charset")
    if kind == "text/html" and not declared and (meta := _META.search(data[:4000])):
        declared = meta.group(1).decode("ascii")
    text, codec, flags = decode_text(data, declared, found.override)
    found.flags |= flags
    if MISMATCH in flags:
        found.defects.append(f"正文声明的字符集不对，已改按 {codec} 读取")
    if MOJIBAKE in flags:
        found.defects.append("正文里有读不出来的字，可以换一种字符集重读")
    if damaged:
        found.defects.append("正文的传输编码有损坏，可能缺字")
        found.flags |= {"truncated"} if damaged == CUT_OFF else set()
    return text


def _aside(node: Node, kind: str, data: bytes, found: Gathered) -> None:
    """A text too long to be read as a letter is kept as a file: its bytes cost what they weigh, blocks many times that."""
    name = headers.file_name(node, found.override) or ("正文.html" if kind == "text/html" else "正文.txt")
    found.parts.append(Part(name, kind, data))
    found.flags.add(TOO_LONG)
    found.defects.append("正文过长，没有当作正文读取，已作为文件保存")


def _text(node: Node, kind: str, found: Gathered) -> None:
    data, _ = payload(node, found.source)
    if kind == "text/html":
        if too_long(data, True, found.room):
            _aside(node, kind, data, found)
        else:
            _html(decoded(node, kind, found), found, (node, data))
        return
    files = uuencoded(data) if b"begin" in data else []
    found.parts += [Part(headers.base_name(name), "application/octet-stream", inside, damaged=bad) for _, _, inside, bad, name in files]
    for start, end, *_ in reversed(files):
        data = data[:start] + data[end:]
    if too_long(data, False, found.room):
        _aside(node, kind, data, found)
        return
    text = decoded(_plain(node, data) if files else node, kind, found)
    if _PAGE.match(text):
        _html(text, found, (node, data))
        return
    if len(text) > found.room:
        _aside(node, kind, data, found)
        return
    found.room -= len(text)
    look = headers.parameters(node, "content-type")
    blocks = blocks_of_text(text, look.get("format", "").lower() == "flowed", look.get("delsp", "").lower() == "yes")
    rest, links, taken = take_links(blocks)
    found.linked(links)
    found.hidden += taken
    if not _said_already(rest, found):
        found.blocks += [(block, False) for block in rest]


def _plain(node: Node, data: bytes) -> Node:
    """A copy of a text leaf with its transfer encoding off and other bytes in it."""
    copy = Node()
    copy["Content-Type"] = headers.field(node, "content-type").decode("ascii", "replace")
    copy.set_payload(data.decode("utf-8", "surrogateescape"))
    return copy


def _unpacked(text: str, found: Gathered) -> str:
    """HTML with the pictures written into it (data: addresses) taken out as files."""

    def keep(match: re.Match[str]) -> str:
        data, damaged = unbase64(re.sub(r"%[0-9A-Fa-f]{2}|\s", "", match.group(2)).encode("ascii", "replace"))
        found.parts.append(Part("", match.group(1).lower(), data, inline=True, damaged=damaged))
        return f'src="{marker(len(found.parts) - 1)}'

    return _DATA.sub(keep, text) if "data:" in text else text


def _html(text: str, found: Gathered, sent: tuple[Node, bytes]) -> None:
    page = read_html(_unpacked(text, found))
    size = sum(len(text_of(block)) for block, _ in page.blocks)
    if size > found.room:
        _aside(sent[0], "text/html", sent[1], found)
        return
    found.room -= size
    rest, links, taken = take_links([block for block, _ in page.blocks])
    kept = {id(block) for block in rest}
    if _said_already(rest, found):
        found.blocks = [item for item in found.blocks if not text_of(item[0])]
    found.blocks += [(block, quoted) for block, quoted in page.blocks if id(block) in kept]
    found.linked([*page.links, *links])
    found.hidden += [*([page.hidden] if page.hidden else []), *taken]
    found.remote += page.remote
    if page.too_deep:
        found.defects.append("网页正文过长或结构层数过多，只读取了文字")


def _said_already(blocks: list[Block], found: Gathered) -> bool:
    """A text that says what stands in the body: programs that know no multipart/alternative send both, one after the other."""
    found.texts += 1
    if found.texts != 2:
        return False
    words = squash("".join(text_of(block) for block in blocks))
    return bool(words) and words == squash("".join(text_of(block) for block, _ in found.blocks))


def _alternatives(nodes: list[Node], found: Gathered) -> list[Node]:
    """The richest alternative that has the text, then what is no text. Words only the others have are kept as hidden."""
    texts = [(child, _words_below(child, found)) for child in nodes if _holds_text(child)]
    if not texts:
        return nodes
    most = max(len(squash(words)) for _, words in texts)
    chosen, words = next(((child, words) for child, words in reversed(texts) if len(squash(words)) * 2 >= most), texts[-1])
    have = squash(words)
    for child, other in texts:
        if child is not chosen:
            lost = _missing(other, have)
            found.hidden += ["\n".join(lost)] if lost else []
    others = [child for child in nodes if all(child is not text for text, _ in texts)]
    return [chosen, *(child for child in others if not content_type(child).startswith("text/"))]


def _missing(text: str, have: str) -> list[str]:
    """The lines of a text that are not said in `have`. After a hundred of them the texts are different ones: all are kept."""
    lost: list[str] = []
    for line in text.splitlines():
        if len(lost) > 100 or squash(line) not in have:
            lost.append(line.strip())
    return lost


def squash(text: str) -> str:
    """Text without white space, for comparing what two alternatives say."""
    return re.sub(r"[\s\u200b\ufeff>]+|&nbsp;", "", text)


def _holds_text(node: Node) -> bool:
    kind = content_type(node)
    return (kind in _BODY_TYPES and headers.disposition(node) != "attachment") or (
        kind.startswith("multipart/") and children(node) is not None
    )


def _words_below(node: Node, found: Gathered) -> str:
    """All words a reader of this alternative would see."""
    if id(node) not in found.words:
        trial = gather(node, found.source, found.override, found.room, found.words)
        if TOO_LONG in trial.flags:  # only one alternative is kept, whatever the other would have said
            found.flags.add(TOO_LONG)
        found.words[id(node)] = "\n".join([*(text_of(block) for block, _ in trial.blocks), *trial.hidden])
    return found.words[id(node)]
