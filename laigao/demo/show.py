"""What the terminal shows: each mail going its way, and what became of it, in one line."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.panel import Panel
from rich.table import Table

from newsroom.roles import DEMO_ACCOUNTS, DEMO_PASSWORD
from newsroom.states import LetterState, ReplyKind, ReplyState

from .ground import Ground
from .judge import Delivered, Standing, column_of

INTENTS = {
    "submission": "投稿",
    "revision": "修改稿",
    "withdrawal": "撤稿",
    "inquiry": "询问",
    "claim": "认领",
    "automatic": "自动回复",
    "bounce": "退信",
    "advertisement": "广告",
    "other": "其他",
}


def row(note: str, now: Standing) -> tuple[str, ...]:
    """Number, intent, title, author, column, and what was answered or why nothing was."""
    letter = now.letter
    if letter is None:
        return ("", "", note, "", "", "投递中…")
    if letter.state == LetterState.KEPT:
        return (letter.number, "", note, "", "", "已收到，读取中…")
    titles = "；".join(draft.title or "（无题）" for draft in now.drafts) or letter.subject or note
    authors = "；".join(dict.fromkeys(draft.byline for draft in now.drafts))
    columns = "；".join(dict.fromkeys(column_of(draft) or "（未定）" for draft in now.drafts))
    return (letter.number, INTENTS.get(letter.intent, letter.get_state_display()), titles, authors, columns, ending(now))


def ending(now: Standing) -> str:
    """收稿回执 已发送, or why nobody was written to."""
    letter, reply = now.letter, now.reply
    if reply is not None:
        said = f"{ReplyKind(reply.kind).label} {ReplyState(reply.state).label}"
        return f"{said}（{letter.reason}）" if letter.state == LetterState.SET_ASIDE else said
    return letter.reason or "不答复"


def line(mail: Delivered, now: Standing) -> str:
    """The same as one line of text."""
    return "  ".join(cell or "-" for cell in row(mail.sample.note, now))


def table(standings: Sequence[tuple[Delivered, Standing]], height: int) -> Table:
    """The latest mails that fit on the screen, newest at the bottom, with how far all of them are."""
    done = sum(now.ended for _, now in standings)
    made = Table(title=f"来稿途中：{done}/{len(standings)} 封已办完", title_justify="left", expand=True)
    for name, width in (("编号", 14), ("来意", 8), ("题目", None), ("作者", 14), ("栏目", 14), ("答复", None)):
        made.add_column(name, width=width, no_wrap=True, overflow="ellipsis", ratio=None if width else 1)
    started = [(mail, now) for mail, now in standings if now.letter is not None] or list(standings[:1])
    for mail, now in started[-max(3, height - 8) :]:
        made.add_row(*row(mail.sample.note, now), style="" if now.ended else "yellow")
    return made


def addresses(console: Console, ground: Ground) -> None:
    """Where to look, and who may log in: accounts that exist only in the demo's data."""
    accounts = "\n".join(f"  {name:<10}{person}（{group}）" for name, (group, person) in DEMO_ACCOUNTS.items())
    lines = [
        f"编辑部  {ground.url}/desk/",
        f"网站    {ground.url}/",
        f"寄出的信  http://127.0.0.1:{ground.letters}/",
        "",
        f"演示账号（密码都是 {DEMO_PASSWORD}，只存在于演示数据中）",
        accounts,
        "",
        f"再投一封：把 .eml 放进 {ground.mailbox / 'INBOX'}",
        f"日志：{ground.folder / 'logs'}",
        "按 Ctrl-C 结束；数据保留，下次启动接着用。",
    ]
    console.print(Panel("\n".join(lines), title="丝路情韵 · 来稿", expand=False))
