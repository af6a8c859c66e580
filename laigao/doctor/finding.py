"""One line of the doctor's report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MARKS = {"ok": "正常", "warning": "注意", "error": "错误"}


@dataclass(frozen=True, slots=True)
class Finding:
    """`what` was looked at, `said` what was found, `remedy` what to do (empty when all is well). Chinese; no secrets."""

    level: Literal["ok", "warning", "error"]
    what: str
    said: str
    remedy: str = ""

    def __str__(self) -> str:
        line = f"[{MARKS[self.level]}] {self.what}：{self.said}"
        return f"{line}\n       → {self.remedy}" if self.remedy else line
