"""Sums inside one sentence; one thing spelled two ways."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from intake.manuscript.checks.context import WHOLE, Context
from intake.manuscript.lines import body_text
from intake.manuscript.names import is_name
from intake.model import Check

_NUMBER = (
    r"(?<![\d.])(\d{1,12}(?:\.\d{1,6})?)\s*(万|亿)?余?(人|名|户|起|件|万元|亿元|元|亩|个|所|家|次|辆|台|份|册|吨|场|处|条|支|棵|只|头)"
)
_TOTAL = re.compile(rf"{_NUMBER}[^。；;]{{0,4}}[，,(（：:]\s*其中(?P<rest>[^。；;]*)")


def check_sums(context: Context) -> Iterable[Check]:
    """共6人，其中提拔1人，重用4人: the parts do not make the total. Lists that say 等 or 余 are left alone."""
    for index, text in context.texts():
        for found in _TOTAL.finditer(text):
            rest = found["rest"]
            if re.search(r"等|余|多|以上|近|约", rest):
                continue
            unit = found.group(3)
            parts = [float(m.group(1)) for m in re.finditer(_NUMBER, rest) if m.group(3) == unit and m.group(2) == found.group(2)]
            total = float(found.group(1))
            if len(parts) >= 2 and abs(sum(parts) - total) > 1e-6 and sum(parts) > total * 0.8:
                yield Check("sum", f"分项合计 {sum(parts):g}，与总数 {total:g} 不符", index, found.start(), found.end())


_WAYS = (
    (re.compile(r"元月"), re.compile(r"(?<!\d)1月"), "元月、1月"),
    (re.compile(r"供图"), re.compile(r"供稿"), "供图、供稿"),
    (re.compile(r"帐户|帐号"), re.compile(r"账户|账号"), "帐、账"),
)


def check_spellings(context: Context) -> Iterable[Check]:
    """元月 beside 1月, 供图 beside 供稿; a name written with two different characters."""
    text = body_text(context.work.blocks) + "\n" + "\n".join(f"{image.caption} {image.credit}" for _, image in context.captions())
    for one, two, both in _WAYS:
        if one.search(text) and two.search(text):
            yield Check("two-spellings", f"同一篇里有{both}两种写法", WHOLE, severity="info")
    yield from _names(text)


_PERSON = re.compile(
    r"(?:书记|主任|局长|县长|市长|镇长|村民|记者|民警|老师|校长|队长|院长|法官|检察官|社长|经理|负责人|副部长|"
    r"部长|教授|医生|志愿者|通讯员|村医|支书)([一-鿿]{3})"
)


def _names(text: str) -> Iterable[Check]:
    """A full name of three characters, introduced by a title, that stands often; and once with one other character that sounds the same."""
    names = {m.group(1) for m in _PERSON.finditer(text) if is_name(m.group(1)) and not re.search(r"[在的了是和与将为]", m.group(1))}
    if not names:
        return
    seen = Counter(text[i : i + 3] for i in range(len(text) - 2))
    for name in sorted(names):
        if seen[name] < 2:
            continue
        for other, count in seen.items():
            if (
                count == 1
                and other[0] == name[0]
                and sum(a != b for a, b in zip(other, name, strict=True)) == 1
                and _sound_alike(name, other)
            ):
                yield Check("two-spellings", f"人名「{name}」有 {seen[name]} 处，另有 1 处作「{other}」", WHOLE, suggestion=name)


def _sound_alike(one: str, other: str) -> bool:
    from pypinyin import lazy_pinyin  # its tables take a while to load, and few works come here

    return lazy_pinyin(one) == lazy_pinyin(other)
