"""Plain text to paragraphs: one Paragraph a line as the author typed it, hard wraps of the mail program taken out.

A blank line sets `gap` on the paragraph after it. Verse is not told from prose here: short lines stay paragraphs of
their own, and stanzas show in `gap`.
"""

from __future__ import annotations

import re
import unicodedata

from intake.model import Block, Paragraph

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_BLANK = re.compile(r"[\s\u3000\xa0]*")
_SPACES = re.compile(r"[ \t\u3000\xa0\u2002\u2003\u2009]+")
_STARTS_NEW = re.compile(
    r"[\s\u3000\xa0]{2}|\u3000|[-*•·●◆■□◎○＊—–][ \u3000]|[>|]|https?://|(?:图|照片)\d|\d{1,3}[.、)）]|[一二三四五六七八九十]{1,3}、"
)
_ENDS = tuple("。！？…；!?.：:”’』」）)")
_LONG_WORD = re.compile(r"[!-~]{60}")  # an address, which no program cuts
_NARROWEST, _USUAL, _WIDEST = 44, 64, 80  # columns between which a mail program wraps


def clean(text: str) -> str:
    """Text with one kind of line end and without control and zero-width characters."""
    return _CONTROL.sub(
        "", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n\n").replace("\u2028", "\n").replace("\x85", "\n")
    )


def columns(text: str) -> int:
    """Width as a terminal shows it: a Han character takes two columns."""
    return len(text) if text.isascii() else sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def cells(white: str) -> int:
    """Full-width cells of leading white space: an ideographic space is one, two narrow spaces are one."""
    return round(sum(1.0 if char in "\u3000\u2003" else 2.0 if char == "\t" else 0.5 for char in white))


def paragraph(line: str, gap: bool, **look: object) -> Paragraph:
    """A line as Paragraph: its leading white space becomes `indent`, the rest is stripped."""
    lead = _SPACES.match(line)
    text = line.strip(" \t\u3000\xa0\u2002\u2003\u2009").replace("\xa0", " ")
    return Paragraph(text, indent=cells(lead.group()) if lead else 0, gap=gap, **look)  # type: ignore[arg-type]


def blocks_of_text(text: str, flowed: bool = False, delete_space: bool = False) -> list[Block]:
    """Paragraphs of a plain text. `flowed` and `delete_space` are format=flowed and delsp=yes (RFC 3676)."""
    if "&nbsp;" in text:  # QQ makes its plain alternative out of HTML and leaves these behind
        text = text.replace("&nbsp;", "\xa0")
    lines = clean(text).split("\n")
    lines = unflow(lines, delete_space) if flowed else lines
    return blocks_of_lines(lines)


def blocks_of_lines(lines: list[str]) -> list[Block]:
    """Paragraphs of lines without their line ends; blank lines become `gap`."""
    out: list[Block] = []
    gap = False
    for line in rejoin(lines):
        if _BLANK.fullmatch(line):
            gap = True
            continue
        out.append(paragraph(line, gap and bool(out)))
        gap = False
    return out


def unflow(lines: list[str], delete_space: bool) -> list[str]:
    """Lines of format=flowed joined where a line ends with a space; the signature mark is never joined (RFC 3676, 4.1)."""
    out: list[str] = []
    joining, depth = False, 0
    for line in lines:
        mark = re.match(r">*", line).group()  # type: ignore[union-attr]
        body = line[len(mark) :]
        body = body[1:] if body.startswith(" ") else body
        soft = body.endswith(" ") and body != "-- "
        kept = body[:-1] if soft and delete_space else body
        if joining and len(mark) == depth and body != "-- ":
            out[-1] += kept
        else:
            out.append(mark + kept if mark else kept)
        joining, depth = soft, len(mark)
    return out


def wrap_width(lines: list[str]) -> int:
    """The width at which a mail program cut the lines, 0 when the lines are the author's own.

    Evidence: no line is wider than 80 columns, and the lines that break off in mid-sentence are those that fill the width. A
    poem of long lines breaks off anywhere; an author's short paragraphs end in a full stop.
    """
    widths = [columns(line.rstrip()) for line in lines if line.strip() and not _LONG_WORD.search(line)]
    widest = max(widths, default=0)
    if not _NARROWEST <= widest <= _WIDEST:
        return 0
    pairs = [(a.rstrip(), b) for a, b in zip(lines, lines[1:], strict=False) if a.strip() and b.strip() and not _STARTS_NEW.match(b)]
    full = [line for line, _ in pairs if _is_full(line, widest)]
    cut = sum(not line.endswith(_ENDS) for line in full)
    broken_off = sum(not line.endswith(_ENDS) for line, _ in pairs) - cut
    needed = 1 if widest >= _USUAL else 3  # narrower than any program's default the evidence must be stronger
    return widest if cut >= needed and cut >= 0.4 * len(full) and cut * 2 >= broken_off else 0


def _is_full(line: str, width: int) -> bool:
    """A line the program had to cut: within one Han character and one mark of the width, or ended by a long Latin word."""
    wide = columns(line.rstrip())
    return wide >= width - 4 or (wide >= width - 14 and line.rstrip()[-1:].isascii() and line.rstrip()[-1:].isalnum())


def rejoin(lines: list[str]) -> list[str]:
    """Lines with hard wraps taken out, when there is evidence of any; otherwise as they are."""
    width = wrap_width(lines)
    if not width:
        return lines
    out: list[str] = []
    joining = False
    for line in lines:
        if joining and line.strip() and not _STARTS_NEW.match(line):
            out[-1] = join(out[-1].rstrip(), line.strip())
        else:
            out.append(line)
        joining = bool(line.strip()) and _is_full(line, width)
    return out


def join(left: str, right: str) -> str:
    """Two halves of a wrapped line: nothing between Han characters, one space between Latin words."""
    narrow = left[-1:].isascii() and right[:1].isascii() and bool(left) and bool(right)
    return f"{left} {right}" if narrow else left + right
