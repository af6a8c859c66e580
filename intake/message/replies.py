"""What a mail quotes: the mail it answers, and the mail it passes on.

Only a reply is trimmed. A first submission keeps its dashed lines and its signature; a forward keeps what it forwards, as
a mail of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from intake.model import Block, Heading, ListBlock, Paragraph, Table

Marked = tuple[Block, bool]  # a block, and whether the mail program marked it as quoted

_PREFIX = re.compile(
    r"^\s*(?:\[[^\]]{1,20}\]\s*)?(?P<word>re|aw|sv|antw|回复|回覆|答复|答覆|fwd?|fw|wg|转发|轉寄|轉發|转寄)(?:\s*[\[(]\d+[\])])?\s*[:：]\s*",
    re.IGNORECASE,
)
_FORWARD = re.compile(r"^(?:fwd?|fw|wg|转发|轉寄|轉發|转寄)$", re.IGNORECASE)

_DASHES = r"[-—─_=*]{2,}"
_ORIGINAL = re.compile(
    rf"^\s*(?:{_DASHES}\s*)(?:原始邮件|原始郵件|原邮件|原始信息|邮件原件|郵件原件|回复的原邮件|回复的邮件|Original(?: Message| Mail)?|"
    rf"Originalnachricht|Forwarded (?:by .{{1,40}}|message|mail|email)|转发(?:的)?邮件(?:信息)?|转发的原邮件|轉寄(?:的)?郵件)"
    rf"\s*(?:{_DASHES})?\s*$|"
    r"^\s*(?:原始邮件|回复的原邮件)\s*$|^\s*Begin forwarded message:\s*$|^\s*(?:开始转发的邮件|以下是(?:被)?转发的邮件)[：:]?\s*$",
    re.IGNORECASE,
)
_PASSED_ON = re.compile(r"forward|转发|轉寄|轉發", re.IGNORECASE)
_WROTE = re.compile(
    r"^\s*(?:On\s.{6,200}\swrote|At\s\d{4}.{6,200}\swrote|在\s*\d{4}.{4,200}(?:写道|寫道)|于\s*\d{4}.{4,200}(?:写道|寫道)|"
    r".{1,120}(?:于|於)\s*\d{4}\s*年.{4,120}(?:写道|寫道)|\d{4}[-年/].{4,160}(?:写道|寫道|wrote)|.{0,80}<[^<>\s]+@[^<>\s]+>\s*(?:写道|寫道|wrote))\s*[：:]\s*$",
    re.IGNORECASE | re.DOTALL,
)
_STAMP = re.compile(r"\d{1,2}[:：]\d{2}|@")
_FIELD = re.compile(
    r"^\s*[*>|]*\s*(?P<name>发件人|寄件者|寄件人|發件人|From|发送时间|发件时间|發送時間|发送日期|日期|时间|寄件日期|Sent|Date|收件人|收件者|To|抄送|抄送人|副本|Cc|"
    r"主题|主旨|主題|Subject|回复|Reply-To)\s*\**\s*[：:|]\**\s*(?P<value>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_FROM = re.compile(r"发件人|寄件者|寄件人|發件人|from", re.IGNORECASE)
_SUBJECT = re.compile(r"主题|主旨|主題|subject", re.IGNORECASE)
_SIGNATURE = re.compile(
    r"^\s*(?:发自我的.{1,30}|从我的.{1,20}发送|从.{1,20}发送|发送自.{1,30}|来自.{1,16}(?:邮箱|手机|邮件客户端)|由.{1,20}发送|获取\s*Outlook.{0,30}|"
    r"Sent from (?:my|Mail|Outlook|Yahoo).{0,40}|Get Outlook for .{1,20}|使用.{1,20}(?:邮箱|邮件大师)发送)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Split:
    """A body with what it quotes taken off. `passed_on` holds a forward's own blocks, `head` its header lines."""

    body: tuple[Block, ...]
    quoted: tuple[Block, ...] = ()
    passed_on: tuple[Block, ...] = ()
    head: tuple[tuple[str, str], ...] = ()  # (field as written, value)


def kind_of(subject: str, in_reply_to: str, references: bool) -> str:
    """'reply', 'forward' or '' by the first prefix of the subject, else by the threading headers (RFC 5322, 3.6.4)."""
    match = _PREFIX.match(subject)
    if match:
        return "forward" if _FORWARD.match(match.group("word")) else "reply"
    return "reply" if in_reply_to or references else ""


def text_of(block: Block) -> str:
    """The words of a block as one text."""
    if isinstance(block, (Paragraph, Heading)):
        return block.text
    if isinstance(block, ListBlock):
        return "\n".join(block.items)
    return "\n".join(" ".join(row) for row in block.rows) if isinstance(block, Table) else ""


def split(marked: list[Marked], kind: str) -> Split:
    """Take the quoted mail off a reply, and lift the mail out of a forward; anything else is left as it stands."""
    blocks = [block for block, _ in marked]
    start = _start(marked, kind)
    if start is None:
        return _bottom_quotes(blocks) if kind == "reply" else Split(tuple(blocks))
    head_from, head_to, head = _header_block(blocks, start)
    opening = "\n".join(text_of(block) for block in blocks[start:head_from][:3])
    if kind == "forward" or (head and (kind != "reply" or _PASSED_ON.search(opening))):
        return Split(tuple(blocks[:start]), tuple(blocks[start:head_to]), tuple(blocks[head_to:]), head)
    if kind != "reply":
        return Split(tuple(blocks))
    return _cut(marked, start, to_end=bool(head))


def _start(marked: list[Marked], kind: str) -> int | None:
    """Index of the first block of the quoted or forwarded mail, None when there is none."""
    for index, (block, quoted) in enumerate(marked):
        text = text_of(block)
        if quoted and kind:
            return _attribution(marked, index)
        first = text.split("\n", 1)[0]
        if _ORIGINAL.match(first):
            return index
        if kind and _attributes(text):
            return index
        field = _FIELD.match(first)
        if field and _FROM.match(field.group("name")) and len(_header_block([item for item, _ in marked], index)[2]) >= 3:
            return index
    return None


def _attributes(text: str) -> bool:
    """“… wrote:” with a clock time or an address in it; an essay may say 他在2019年的日记里写道：as well."""
    return len(text) < 400 and _STAMP.search(text) is not None and _WROTE.match(text) is not None


def _attribution(marked: list[Marked], index: int) -> int:
    """A quote begins with the line before it when that names the writer (NetEase leaves it outside the quoting element)."""
    for back in (index - 1, index - 2):
        if back >= 0 and (_attributes(text_of(marked[back][0])) or _ORIGINAL.match(text_of(marked[back][0]))):
            return back
    return index


def _header_block(blocks: list[Block], start: int) -> tuple[int, int, tuple[tuple[str, str], ...]]:
    """First and last index (exclusive) of the 发件人/发送时间/收件人/主题 lines near `start`, and the fields."""
    head: list[tuple[str, str]] = []
    first = last = start
    for index in range(start, min(len(blocks), start + 14)):
        fields = [_FIELD.match(line) for line in _field_lines(blocks[index])]
        if fields and all(fields):
            first = first if head else index
            last = index + 1
            head += [(match.group("name"), match.group("value").strip().rstrip(";；|").strip()) for match in fields if match]
        elif head:
            break
    written = any(_FROM.fullmatch(name) for name, _ in head)
    return (first, last, tuple(head)) if written and len(head) >= 2 else (start, start, ())


def _field_lines(block: Block) -> list[str]:
    if isinstance(block, Table):
        return [f"{row[0].rstrip('：: ')}：{' '.join(row[1:])}" for row in block.rows if row]
    return [line for line in text_of(block).split("\n") if line.strip()]


def _cut(marked: list[Marked], start: int, to_end: bool) -> Split:
    """What stands above the quote, and below it where its end can be told, is the body. A quote that opens with header
    lines (`to_end`) is written by programs that put the answer above it."""
    above = [block for block, _ in marked[:start]]
    below = marked[start:]
    # only a quote that is marked from its first line on tells where it ends: inner quotes of an older mail do not
    if to_end:
        ends = []
    elif any(quoted for _, quoted in below[:2]):
        ends = [index for index, (_, quoted) in enumerate(below) if quoted]
    elif any(text_of(block).lstrip().startswith(">") for block, _ in below[:2]):
        ends = [index for index, (block, _) in enumerate(below) if text_of(block).lstrip().startswith(">")]
    else:
        ends = []
    last = ends[-1] if ends else len(below) - 1
    after = [block for block, _ in below[last + 1 :]]
    body, signature = unsigned([*above, *after])
    return Split(tuple(body), (*signature, *(block for block, _ in below[: last + 1])))


def _bottom_quotes(blocks: list[Block]) -> Split:
    """A reply without a marker: lines with > are the quote, wherever they stand."""
    body = [block for block in blocks if not text_of(block).startswith(">")]
    quoted = [block for block in blocks if text_of(block).startswith(">")]
    body, signature = unsigned(body)
    return Split(tuple(body), (*quoted, *signature))


def unsigned(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """A reply without the mail program's signature at its end, and the signature."""
    for index in range(len(blocks) - 1, max(-1, len(blocks) - 8), -1):
        text = text_of(blocks[index]).strip()
        if (text == "--" and sum(len(text_of(block)) for block in blocks[index:]) < 200) or (
            _SIGNATURE.match(text) and index >= len(blocks) - 2
        ):
            return blocks[:index], blocks[index:]
    return blocks, []


def inner_field(head: tuple[tuple[str, str], ...], wanted: str) -> str:
    """A field of a forwarded mail's header lines: 'from', 'date', 'subject', 'to'."""
    patterns = {
        "from": _FROM,
        "subject": _SUBJECT,
        "date": re.compile(r"时间|日期|時間|sent|date", re.I),
        "to": re.compile(r"收件|^to$", re.I),
    }
    return next((value for name, value in head if patterns[wanted].search(name)), "")
