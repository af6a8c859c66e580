"""A Reading for a person at a terminal. Contact data is masked: a terminal's scrollback is no private place."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table as Grid
from rich.text import Text

from intake.manuscript.contacts import mask, masked
from intake.model import (
    CONTACT_KINDS,
    Block,
    Contact,
    Document,
    Guess,
    Heading,
    Image,
    ListBlock,
    Note,
    Paragraph,
    Quote,
    Reading,
    Table,
    Verse,
    Work,
)

INTENTS = {
    "submission": "投稿",
    "revision": "改稿",
    "withdrawal": "撤稿",
    "inquiry": "询问",
    "claim": "认领或侵权",
    "automatic": "自动邮件",
    "bounce": "退信",
    "advertisement": "广告",
    "other": "其他来信",
}
STATUSES = {
    "read": "已读",
    "image": "图片",
    "kept": "留存",
    "refused": "拒收",
    "encrypted": "加密",
    "damaged": "损坏",
    "empty": "空文件",
    "linked": "只有链接",
}
CONTACTS = dict(zip(CONTACT_KINDS, ("电话", "微信", "QQ", "邮箱", "地址", "邮编", "身份证", "银行卡"), strict=True))


def show(reading: Reading, name: str, console: Console | None = None) -> None:
    """Prints one Reading."""
    (console or Console()).print(view(reading, name))


def view(reading: Reading, name: str) -> RenderableType:
    """The Reading as something rich can print: head, works, attachments, contacts."""
    parts: list[RenderableType] = [_head(reading)]
    parts += [_work(number, work) for number, work in enumerate(reading.works, 1)]
    if reading.documents:
        parts.append(_files(reading.documents))
    contacts = _contacts(reading.contact)
    if contacts:
        parts.append(Text(f"联系方式（已遮盖）  {contacts}"))
    if reading.note:
        parts.append(Panel(escape(mask(reading.note)), title="来信的话", border_style="dim"))
    if reading.failure:
        parts.append(Text(reading.failure, style="bold red"))
    return Panel(Group(*parts), title=escape(mask(name)), expand=True)


def _head(reading: Reading) -> RenderableType:
    grid = Grid.grid(padding=(0, 2))
    grid.add_row(
        "来信", f"{INTENTS[reading.intent]}，{'可以答复' if reading.may_answer else '不答复'}", _why(reading.evidence.get("intent"))
    )
    grid.add_row("主题", escape(mask(reading.subject)) or "（无）", "")
    grid.add_row("发件人", escape(f"{mask(reading.sender.name)} <{masked('emails', reading.sender.address)}>"), "")
    if reading.refers_to:
        grid.add_row("编号", reading.refers_to, _why(reading.evidence.get("refers_to")))
    if reading.flags:
        grid.add_row("标记", "、".join(reading.flags), "")
    for defect in reading.message.defects:
        grid.add_row("注意", escape(mask(defect)), "")
    return grid


def _why(guess: Guess | None) -> str:
    return f"[dim]{escape(guess.why)} {guess.confidence:.0%}[/dim]" if guess else ""


def _work(number: int, work: Work) -> RenderableType:
    grid = Grid.grid(padding=(0, 2))
    grid.add_row("题目", escape(work.title), _why(work.evidence.get("title")))
    if work.subtitle:
        grid.add_row("副题", escape(work.subtitle), "")
    grid.add_row("作者", escape("、".join(work.authors)) or "（未署名）", _why(work.evidence.get("authors")))
    if work.affiliation:
        grid.add_row("单位", escape(work.affiliation), "")
    grid.add_row("体裁", work.genre, _why(work.evidence.get("genre")))
    grid.add_row("栏目", "、".join(f"{guess.name} {guess.confidence:.0%}" for guess in work.columns), "")
    grid.add_row("字数", str(work.words), "")
    if work.flags:
        grid.add_row("标记", escape("、".join(work.flags)), "")
    body = [Text(mask(line, prose=True)) for block in work.blocks for line in _lines(block)]
    tail: list[RenderableType] = []
    if work.bio:
        tail.append(Text(f"作者简介  {mask(work.bio)}", style="italic"))
    tail += [Text(f"查 {check.message}", style="yellow") for check in work.checks]
    tail += [Text(f"移出（{why}） {mask(text)}", style="dim") for text, why in work.removed]
    return Panel(Group(grid, Text(""), *body, *tail), title=f"稿件 {number}", border_style="cyan")


def _lines(block: Block) -> list[str]:
    match block:
        case Heading(text=text):
            return ["", f"【{text}】"]
        case Verse(lines=lines):
            return ["", *(f"    {line}" for line in lines)]
        case Image():
            return [f"〔图〕{mask(block.name)}  {block.caption}{f'（{block.credit} 摄）' if block.credit else ''}"]
        case Table(rows=rows):
            return [" | ".join(row) for row in rows]
        case ListBlock(items=items):
            return [f"· {item}" for item in items]
        case Quote(text=text):
            return [f"> {text}"]
        case Note(text=text):
            return [f"※ {text}"]
        case Paragraph(text=text):
            return [f"　　{text}"]


def _files(documents: tuple[Document, ...]) -> RenderableType:
    grid = Grid.grid(padding=(0, 2))
    for _ in range(5):
        grid.add_column(overflow="fold")  # a reason is read to its end, however narrow the terminal
    for document, level in _flat(documents, 0):
        grid.add_row(
            "附件" if level == 0 else "",
            "  " * level + escape(mask(document.name)),
            STATUSES[document.status],
            _size(document.size),
            escape("；".join(filter(None, (document.reason, document.expires and f"有效期 {document.expires}")))),
        )
    return grid


def _flat(documents: tuple[Document, ...], level: int) -> list[tuple[Document, int]]:
    return [each for d in documents for each in [(d, level), *_flat(d.members, level + 1)]]


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{size / 1000:.0f} KB" if size else ""


def _contacts(contact: Contact) -> str:
    return "  ".join(f"{CONTACTS[kind]} {masked(kind, value)}" for kind in CONTACT_KINDS for value in getattr(contact, kind))
