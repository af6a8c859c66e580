"""The numbers Word draws before list paragraphs: they stand in no text, and 一、二、 are often the subheads of an article."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from intake.documents.docx.names import VAL, W, number, value

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"),
          (4, "iv"), (1, "i"))  # fmt: skip
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its number's form, its text with %1 for numbers, where it starts, what follows the label."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    space: bool = True  # Word sets a tab or space after the label


@dataclass
class Numbering:
    """Lists by numId, and how far each has counted."""

    abstract: dict[str, dict[int, Level]] = field(default_factory=dict)
    lists: dict[str, tuple[str, dict[int, Level]]] = field(default_factory=dict)  # numId → (abstract id, overrides)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)  # by abstract id: lists of one family count on
    _started: set[tuple[str, int]] = field(default_factory=set)

    def label(self, num_id: str, level: int) -> tuple[str, bool] | None:
        """(label with its space, ordered) of the next paragraph of that list; None when it has no number and no bullet."""
        if num_id not in self.lists:
            return None
        family, overrides = self.lists[num_id]
        levels = {**self.abstract.get(family, {}), **overrides}
        here = levels.get(level)
        if here is None or here.form == "none":
            return None
        if here.form == "bullet":
            return "", False
        counts = self._counts.setdefault(family, {})
        if level in overrides and (num_id, level) not in self._started:
            self._started.add((num_id, level))
            counts.pop(level, None)
        counts[level] = counts.get(level, here.start - 1) + 1
        for deeper in [key for key in counts if key > level]:
            del counts[deeper]
        text = _PLACE.sub(lambda match: self._number(levels, counts, int(match[1]) - 1), here.text)
        return (text + (" " if here.space and text and ord(text[-1]) < 0x2E80 else ""), True) if text else None

    @staticmethod
    def _number(levels: dict[int, Level], counts: dict[int, int], level: int) -> str:
        wanted = levels.get(level, Level())
        return spell(counts.get(level, wanted.start), wanted.form)


def read_numbering(root: etree._Element | None) -> Numbering:
    """Lists of word/numbering.xml; of None, no lists."""
    numbering = Numbering()
    if root is None:
        return numbering
    for node in root.iterchildren(W + "abstractNum"):
        numbering.abstract[node.get(W + "abstractNumId", "")] = _levels(node)
    for node in root.iterchildren(W + "num"):
        overrides: dict[int, Level] = {}
        family = value(node, "abstractNumId") or ""
        for override in node.iterchildren(W + "lvlOverride"):
            level = number(override.get(W + "ilvl")) or 0
            base = numbering.abstract.get(family, {}).get(level, Level())
            overrides |= _levels(override)
            start = number(value(override, "startOverride"))
            if start is not None:
                base = overrides.get(level, base)
                overrides[level] = Level(base.form, base.text, start, base.space)
        numbering.lists[node.get(W + "numId", "")] = (family, overrides)
    return numbering


def _levels(node: etree._Element) -> dict[int, Level]:
    found = {}
    for level in node.iterchildren(W + "lvl"):
        start = number(value(level, "start"))
        found[number(level.get(W + "ilvl")) or 0] = Level(
            _form(level), value(level, "lvlText") or "", 1 if start is None else start, value(level, "suff") != "nothing"
        )
    return found


def _form(level: etree._Element) -> str:
    node = level.find(W + "numFmt")
    if node is None:
        node = level.find(".//" + W + "numFmt")  # inside mc:AlternateContent, for custom forms
    return node.get(VAL, "decimal") if node is not None else "decimal"


def spell(count: int, form: str) -> str:
    """`count` in a form of ST_NumberFormat (17.18.59); unknown forms come as digits."""
    if count < 1 or count > 9999:
        return str(count)
    if form in ("lowerLetter", "upperLetter"):
        text = chr(97 + (count - 1) % 26) * ((count - 1) // 26 + 1)
    elif form in ("lowerRoman", "upperRoman"):
        text = _roman(count)
    else:
        return _spell_chinese(count, form)
    return text.upper() if form.startswith("upper") else text


def _spell_chinese(count: int, form: str) -> str:
    if form in ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand"):
        return chinese(count)
    if form in ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"):
        return chinese(count, _LEGAL, "拾佰仟")
    if form in ("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"):
        return "".join(_DIGITS[int(c)] for c in str(count))
    if form == "ideographTraditional":
        return _STEMS[(count - 1) % 10]
    if form == "ideographZodiac":
        return _BRANCHES[(count - 1) % 12]
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and count <= 20:
        return chr(0x2460 + count - 1)
    if form == "decimalFullWidth":
        return "".join(chr(0xFF10 + int(c)) for c in str(count))
    return f"{count:02d}" if form == "decimalZero" else str(count)


def _roman(count: int) -> str:
    text = ""
    for worth, letters in _ROMAN:
        text += letters * (count // worth)
        count %= worth
    return text


def chinese(count: int, digits: str = _DIGITS, units: str = "十百千") -> str:
    """1..9999 as one counts: 十一, 一百零五. 〇 is for digits written one by one; inside a number it is 零."""
    figures = str(count)
    text = ""
    for place, figure in zip(range(len(figures) - 1, -1, -1), figures, strict=True):
        if figure != "0":
            text += digits[int(figure)] + (units[place - 1] if place else "")
        elif text and not text.endswith("零"):
            text += "零"
    text = text.rstrip("零")
    return text[1:] if text.startswith("一十") else text
