"""Cuts one text into letter, title block, work and tail. Everything cut off is kept with the reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from intake.manuscript.bio import find_bio
from intake.manuscript.byline import Byline, parse_byline
from intake.manuscript.fold import han_count
from intake.manuscript.letter import (
    CREDIT_LINE,
    is_closing,
    is_contact,
    is_date,
    is_furniture,
    is_greeting,
    is_public_line,
    is_request,
    is_signature,
)
from intake.manuscript.lines import Line, text_of
from intake.manuscript.names import tidy_name
from intake.manuscript.title import clean_title, inline_byline, is_tag_line, same_title, subtitle_of, title_score


@dataclass(frozen=True, slots=True)
class Carved:
    """One text, cut. `core` is what may be printed; `letter` and `tail` are what was said around it."""

    title: str = ""
    title_line: str = ""  # as typed
    styled: bool = False  # the title line is set apart by its form
    note: str = ""  # 外二首, 组诗: from the title's brackets
    subtitle: str = ""
    bylines: tuple[Byline, ...] = ()
    core: tuple[Line, ...] = ()
    letter: tuple[Line, ...] = ()  # before
    tail: tuple[Line, ...] = ()  # behind: contacts, closings, signature
    bio: str = ""
    bio_name: str = ""
    credits: tuple[str, ...] = ()  # lines of the tail that name people: 作者：…, 供稿：…
    portraits: tuple[str, ...] = ()  # keys of pictures beside the 简介
    removed: tuple[tuple[str, str], ...] = field(default=())


def carve(lines: Sequence[Line], hints: Sequence[str] = (), known: frozenset[str] = frozenset(), *, letter: bool = True) -> Carved:
    """Cuts a text. `letter`: it is a mail's body, so that words to the desk are to be expected before and behind the work."""
    bio = find_bio(list(lines), known)
    known = known | ({bio.name} if bio.name else set())
    portraits = tuple(getattr(lines[i].block, "picture", "") for i in sorted(bio.taken) if lines[i].block is not None)
    rest = [line for index, line in enumerate(lines) if index not in bio.taken]
    start = _start(rest, hints, known)
    end = _end(rest, start, known, letter)
    head = _Head(rest[start:end], hints, known)
    tail = tuple(rest[end:])
    return Carved(
        title=head.title,
        title_line=head.title_line,
        styled=head.styled,
        note=head.note,
        subtitle=head.subtitle,
        bylines=tuple(head.bylines),
        core=tuple(rest[start:end][head.used :]),
        letter=tuple(rest[:start]),
        tail=tail,
        bio=bio.text,
        bio_name=bio.name,
        credits=tuple(line.text for line in tail if CREDIT_LINE.match(line.text)),
        portraits=portraits,
        removed=(*_reasons(rest[:start], known), *head.removed, *_reasons(tail, known)),
    )


def _start(lines: Sequence[Line], hints: Sequence[str], known: frozenset[str]) -> int:
    """Where the work begins: at the line that is the title elsewhere too, else behind the words to the desk."""
    limit = min(len(lines), 30)
    anchors = []
    for at in range(limit):
        line = lines[at]
        if line.block is None and len(line.text) <= 60 and hints:
            title, _ = clean_title(inline_byline(line.text)[0])
            agree = max(same_title(title, hint) for hint in hints)
            if agree >= 0.75 and title_score(lines, at, hints, known) >= 2:
                anchors.append((-(agree >= 0.99), -agree if agree < 0.99 else 0, at))
    if anchors:
        at = min(anchors)[2]
        return _with_shoulder(lines, at)
    return _behind_letter(lines, hints, known)


def _with_shoulder(lines: Sequence[Line], at: int) -> int:
    """Takes a 眉题 or kind line right above the title along: centred, as the title is, and no words to the desk."""
    while at > 0:
        above = lines[at - 1]
        kind = is_tag_line(above.text)
        shoulder = above.block is None and above.align == "center" and lines[at].align == "center" and len(above.text) <= 40
        if not (kind or shoulder) or is_greeting(above.text) or is_request(above.text) or is_furniture(above.text):
            break
        at -= 1
    return at


def _behind_letter(lines: Sequence[Line], hints: Sequence[str], known: frozenset[str]) -> int:
    at = 0
    seen = False
    while at < len(lines):
        line = lines[at]
        if line.block is not None:
            break
        if seen and line.styled and title_score(lines, at, hints, known) >= 4:
            break
        if (
            is_greeting(line.text)
            or is_furniture(line.text)
            or is_contact(line.text)
            or _speaks(line.text)
            or (seen and is_closing(line.text))
        ):
            seen = True
        elif not (seen and (_letter_name(lines, at, known) or _goes_on(lines, at, hints, known))):
            break
        at += 1
    return at


def _speaks(text: str) -> bool:
    """A request to the desk; a quoted line of dialogue is none, nor is a long paragraph that only mentions a submission."""
    return is_request(text) and not re.match(r"^[“\"「]", text) and len(text) <= 220


def _letter_name(lines: Sequence[Line], at: int, known: frozenset[str]) -> bool:
    """The sender's name under the letter; not the byline under a title, for the title line has ended the letter by then."""
    return (is_signature(lines[at].text, known) or is_date(lines[at].text)) and not lines[at].styled


def _goes_on(lines: Sequence[Line], at: int, hints: Sequence[str], known: frozenset[str]) -> bool:
    """A sentence between two that are words to the desk belongs to them; also one that speaks of the sender himself."""
    line = lines[at]
    if title_score(lines, at, hints, known) >= 2 or len(line.text) > 160:
        return False
    if re.search(r"^(?:我叫|我是|本人|我爸|我妈|我父亲|我爷爷|我的)|老师|编辑|贵网|贵刊|贵报|您", line.text) and not line.gap:
        return True
    ahead = [each for each in lines[at + 1 : at + 4] if each.block is None]
    return bool(ahead) and not line.gap and any(_speaks(e.text) or is_closing(e.text) for e in ahead[:2]) and len(lines) > at + 4


_TAIL_REQUEST = re.compile(
    r"附件|附上|编辑(?:老师|部|同志)?[，,：:!！好]|贵[刊网报站社]|请(?:您|老师|编辑|予|多)*(?:审|查收|指正|斧正|采用|刊|编|修改|转)|原创|首发|文责自负|一稿多投|未(?:在|曾|经).{0,20}(?:发表|刊发)|授权|粘贴版|片名见|原图|稿费|样刊|此稿|投稿|来稿|同样内容|内容一样|如需|盼复|采用|录用|刊用|联系方式|供稿|感谢|谢谢|已发|原载"
)


def _end(lines: Sequence[Line], start: int, known: frozenset[str], letter: bool) -> int:
    """Where the work ends: the first line from which on everything is contact, closing, signature or furniture."""
    end = len(lines)
    while end > start + 1:
        line = lines[end - 1]
        if line.block is not None or not _is_tail(lines, end - 1, known, letter):
            break
        end -= 1
    return end


def _is_tail(lines: Sequence[Line], at: int, known: frozenset[str], letter: bool) -> bool:
    line = lines[at]
    text = line.text
    if is_public_line(text) and not is_contact(re.sub(r"联系", "", text)):
        return False
    if is_furniture(text) or (is_contact(text) and not is_public_line(text)):
        return True
    if re.match(r"^[“\"「]", text):
        return False
    if CREDIT_LINE.match(text) and len(text) <= 70 and not re.match(r"^[(（]?图", text):
        return True
    apart = line.gap or at + 1 < len(lines)
    if (
        _TAIL_REQUEST.search(text)
        and (is_request(text) or re.search(r"原创|首发|原载|文责|采用|投稿", text))
        and len(text) <= 120
        and apart
    ):
        return True
    if is_greeting(text) and len(text) <= 20 and letter:
        return True
    if is_closing(text) and (
        line.gap or re.search(r"编|老师|贵|此致|敬礼|颂|刊|文祺|敬上|撰", text) or at + 1 < len(lines) and is_closing(lines[at + 1].text)
    ):
        return True
    if is_date(text) and letter and at + 1 < len(lines):
        return True
    return _tail_name(lines, at, known)


def _tail_name(lines: Sequence[Line], at: int, known: frozenset[str]) -> bool:
    """A byline or signature under the work: a known name, or one set apart by a blank line or to the right."""
    line = lines[at]
    if not is_signature(line.text, known) or len(line.text) > 30:
        return False
    parsed = parse_byline(line.text, known, styled=line.styled)
    names = {tidy_name(n) for n in (parsed.authors if parsed else ())}
    return bool(names & known) or line.gap or line.align == "right" or line.indent >= 4 or bool(parsed and parsed.explicit)


class _Head:
    """The title block at the start of a work: kind, 眉题, title, subtitle, byline, in that order, each once."""

    def __init__(self, lines: Sequence[Line], hints: Sequence[str], known: frozenset[str]) -> None:
        self.title = self.title_line = self.note = self.subtitle = ""
        self.styled = False
        self.bylines: list[Byline] = []
        self.removed: list[tuple[str, str]] = []
        self.used = 0
        self._lines, self._hints, self._known = lines, hints, known
        main = self._main()
        while self.used < min(len(lines), 9) and self._take(main):
            self.used += 1
        if self.used >= len(lines) and not self.bylines and lines:
            self.used = 1 if self.title else 0

    def _main(self) -> int:
        """Which line of the block is the title: the one that agrees with the hints, else the largest, else the first."""
        best, best_key = -1, (0.0, 0.0, 0)
        for at in range(min(len(self._lines), 5)):
            line = self._lines[at]
            score = title_score(self._lines, at, self._hints, self._known)
            if line.block is not None or score < 2 or subtitle_of(line.text):
                if at > 0 and line.block is None and len(line.text) > 60:
                    break
                continue
            agree = max((same_title(clean_title(line.text)[0], h) for h in self._hints), default=0.0)
            key = (float(agree >= 0.85), line.size + (3 if line.level == 1 else 0), -at)
            if best < 0 or key > best_key:
                best, best_key = at, key
            if at > 0 and not line.styled:
                break
        return best

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
        if at < main:
            return self._take_shoulder(line)
        if subtitle_of(line.text) and not self.bylines and not self.subtitle and self.title:
            self.subtitle = subtitle_of(line.text)
            return True
        byline = parse_byline(
            line.text, self._known, styled=line.styled, under_title=at == main + 1 or at == main + 2 and bool(self.subtitle or self.note)
        )
        if byline and not self._is_text(line, byline):
            self.bylines.append(byline)
            self.removed.append((line.text, "署名行"))
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
        if name and (byline := parse_byline(name, self._known, styled=True, under_title=True)):
            self.bylines.append(byline)
            self.removed.append((name, "署名"))
        return True

    def _take_shoulder(self, line: Line) -> bool:
        """A 眉题: a styled line above the main title."""
        self.subtitle = f"{self.subtitle} {line.text}".strip()
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


def _reasons(lines: Sequence[Line], known: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Each line that was cut off, with the reason an editor reads."""
    out = []
    for line in lines:
        text = text_of(line.block) if line.block is not None else line.text
        if text:
            out.append((text, _reason(text, known)))
    return tuple(out)


def _reason(text: str, known: frozenset[str]) -> str:
    if is_contact(text):
        return "联系方式"
    if is_furniture(text):
        return "邮件程序或平台的文字"
    if is_closing(text):
        return "结束语"
    if is_greeting(text):
        return "称呼"
    if CREDIT_LINE.match(text):
        return "署名、来源或审核信息"
    if is_signature(text, known):
        return "落款"
    return "写给编辑部的话" if han_count(text) else "符号"
