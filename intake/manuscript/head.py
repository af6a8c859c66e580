"""The title block at the start of a work: 眉题, title, 副题, kind, byline."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intake.manuscript.body import NOTE
from intake.manuscript.byline import Byline, is_explicit, parse_byline
from intake.manuscript.fold import letters_of
from intake.manuscript.letter import SOURCE_LINE, is_contact, is_date
from intake.manuscript.lines import Line
from intake.manuscript.subject import count_in
from intake.manuscript.title import BODY_LABEL, clean_title, inline_byline, is_tag_line, same_title, subtitle_of, title_score


class Head:
    """The title block at the start of a work: kind, 眉题, title, subtitle, byline, in that order, each once."""

    def __init__(self, lines: Sequence[Line], hints: Sequence[str], known: frozenset[str]) -> None:
        self.title = self.title_line = self.note = self.subtitle = self.shoulder = ""
        self.styled = False
        self.bylines: list[Byline] = []
        self.removed: list[tuple[str, str]] = []
        self.notes: list[Line] = []  # a sender's 编者按 between title and byline goes with the work
        self.used = 0
        self._lines, self._hints, self._known = lines, hints, known
        main = self._main()
        while self.used < min(len(lines), 9) and self._take(main):
            self.used += 1
        if self.used >= len(lines) and not self.bylines and lines:
            self.used = 1 if self.title else 0
        if self.shoulder and self.subtitle:
            self.removed.append((self.shoulder, "眉题"))
        self.subtitle = self.subtitle or self.shoulder

    def _main(self) -> int:
        """Which line of the block is the title: the one that agrees with the hints, else the largest, else the first."""
        best, best_key = -1, (0.0, 0.0, 0)
        for at in range(min(len(self._lines), 5)):
            line = self._lines[at]
            score = title_score(self._lines, at, self._hints, self._known)
            if line.block is not None:
                break
            if self._signs_all(at):
                continue
            if score < 2 or subtitle_of(line.text):
                above = is_tag_line(line.text) or subtitle_of(line.text) or is_explicit(line.text) or BODY_LABEL.match(line.text)
                if above or line.align == "center":
                    continue
                break
            agree = max((same_title(clean_title(line.text)[0], h) for h in self._hints), default=0.0)
            key = (float(agree >= 0.85), line.size + (3 if line.level == 1 else 0), -at)
            if best < 0 or key > best_key:
                best, best_key = at, key
            if at > 0 and not line.styled:
                break
        return best

    def _signs_all(self, at: int) -> bool:
        """A name right under 诗二首 signs all of them; a known name may stand above the title too."""
        if at == 0 and len(self._lines) > 1:
            bare = parse_byline(self._lines[0].text, self._known, under_title=True)
            below = parse_byline(self._lines[1].text, self._known, styled=self._lines[1].styled, under_title=True)
            return (
                bool(bare and not below and set(bare.authors) <= self._known) and title_score(self._lines, 1, self._hints, self._known) >= 2
            )
        if not at or not count_in(self._lines[at - 1].text) or not is_tag_line(self._lines[at - 1].text):
            return False
        return parse_byline(self._lines[at].text, self._known, styled=self._lines[at].styled, under_title=True) is not None

    def _take(self, main: int) -> bool:
        at = self.used
        line = self._lines[at]
        if line.block is not None:
            return False
        if at == main:
            return self._take_title(line)
        if is_tag_line(line.text) and (at < 5):
            self.note = f"{self.note} {line.text.strip('（）()【】[] ')}".strip()
            self.removed.append((line.text, "体裁说明"))
            return True
        if BODY_LABEL.match(line.text) and len(line.text) <= 8:
            self.removed.append((line.text, "栏目标签"))
            return True
        if self.title and not self.notes and not self.bylines and len(line.text) > 12 and NOTE.match(line.text):
            self.notes.append(line)
            return True
        if at < main and not is_explicit(line.text) and not self._signs_all(at):
            self.shoulder = f"{self.shoulder} {line.text}".strip()
            return True
        if subtitle_of(line.text) and not self.bylines and not self.subtitle and self.title:
            self.subtitle = subtitle_of(line.text)
            return True
        under = self._signs_all(at) or at == main + 1 or (at == main + 2 and bool(self.subtitle or self.note or self.notes))
        byline = parse_byline(line.text, self._known, styled=line.styled, under_title=under)
        if byline and not self._is_text(line, byline):
            self.bylines.append(byline)
            self.removed.append((line.text, "署名行"))
            return True
        if self.title and (SOURCE_LINE.match(line.text) or is_date(line.text)) and len(line.text) <= 60:
            self.removed.append((line.text, "来源和日期"))
            return True
        if self.bylines and is_contact(line.text) and at <= main + 4:
            self.removed.append((line.text, "联系方式"))
            return True
        return self._take_second(line, main)

    def _is_text(self, line: Line, byline: Byline) -> bool:
        """A bare name directly above short unspaced lines may be a poem's first line; only the first byline may be bare."""
        return not byline.explicit and bool(self.bylines) and not set(byline.authors) & self._known

    def _take_title(self, line: Line) -> bool:
        part, name = inline_byline(line.text)
        self.title, note = clean_title(part)
        self.note = f"{self.note} {note}".strip()
        self.title_line, self.styled = line.text, line.styled
        if letters_of(self.title) != letters_of(line.text):
            self.removed.append((line.text, "题目行原文"))
        if name and (byline := parse_byline(name, self._known, styled=True, under_title=True)):
            self.bylines.append(byline)
            self.removed.append((name, "署名"))
        return True

    def _take_second(self, line: Line, main: int) -> bool:
        """A 副题 without dashes: styled as the title is, before any byline."""
        title = self._lines[main] if main >= 0 else None
        close = title is not None and not self.bylines and line.styled and line.align == title.align == "center" and not line.soft
        if close and 4 <= len(line.text) <= 40 and not re.search(r"[。；]$", line.text) and not self.subtitle and self._byline_below():
            self.subtitle = line.text
            return True
        return False

    def _byline_below(self) -> bool:
        below = self._lines[self.used + 1 : self.used + 3]
        return any(each.block is None and parse_byline(each.text, self._known, styled=each.styled, under_title=True) for each in below)
