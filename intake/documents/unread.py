"""The one way a reader says that a file gives no text."""

from __future__ import annotations

from intake.model import FileStatus


class Unread(Exception):
    """Ends a reader. `status` and `reason` (Chinese, what the author can do) become those of the Document."""

    def __init__(self, status: FileStatus, reason: str) -> None:
        super().__init__(reason)
        self.status: FileStatus = status
        self.reason = reason


def refused(limit: str, advice: str = "请把文字直接贴在信里，或拆小后重新发来") -> Unread:
    """Over a limit: `limit` is the limit's Chinese name with its figure."""
    return Unread("refused", f"文件超出了限制（{limit}），没有读取；{advice}")


def too_many_words(characters: int) -> Unread:
    """More text than a mail may bring."""
    return refused(
        f"文字超过 {characters // 10_000} 万字" if characters >= 10_000 else f"文字超过 {characters} 字", "请拆成几封信，分几次发来"
    )


def damaged(what: str = "文件") -> Unread:
    """The bytes are not what their form asks for."""
    return Unread("damaged", f"{what}已损坏，打不开；请在自己电脑上确认能打开后重新发来")


def encrypted(what: str = "文件") -> Unread:
    """A password or a rights server keeps the text."""
    return Unread("encrypted", f"{what}加了密码，请去掉密码后重新发来")


def empty(what: str = "文件") -> Unread:
    """Well formed, and nothing in it."""
    return Unread("empty", f"{what}里没有内容，请检查后重新发来")
