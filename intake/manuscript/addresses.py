"""Postal addresses in folded text, as (value, start, end): behind a label, or by their shape from county to house."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ADDRESS_LABEL = re.compile(
    r"(?:通讯|通信|联系|邮寄|邮件|收件|寄刊|样刊|家庭|单位|详细|作者|现|通訊|聯繫|本人|收信)*(?:地址|住址|"
    r"通联|通址|通[讯信]处)(?:及邮编)?\s*[:：]\s*"
)
_ADDRESS_END = re.compile(
    r"\s*(?:[;；\n]|[,，、]?\s*(?:邮政编码|邮编|電話|电话|手机|联系|微信|QQ|邮箱|E-?mail|收款|开户|姓名|"
    r"身份证|\d{6}(?!\d)|1[3-9]\d{9}|\S{2,4}\s*\(?收\)?\s*$))|[。]?\s*$"
)
# 农村 names no village: 临渭区农业农村局 is an office, not where somebody lives
_LOOSE_ADDRESS = re.compile(
    r"(?:[一-鿿]{2,8}(?:省|自治区))?[一-鿿]{2,8}(?:市|县|区|州|盟)[一-鿿]{0,12}?(?:市|县|区|镇|乡|街道|街|路|"
    r"(?<!农)村)[一-鿿\d\-·()]{0,30}?(?:路|街|巷|(?<!农)村|院|小区|大道|号|号楼|栋|单元|室|社区|公司|局|校|学校|中学|小学|"
    r"组|信箱)(?![一-鿿])[一-鿿\d\-]{0,12}"
)
_OWN_LABEL = re.compile(
    r"(?:(?:通讯|通信|联系|邮寄|收件|寄刊|样刊|家庭|通訊|聯繫|本人|收信|作者|详细|现)+(?:地址|住址)|住址|通联|通址|通[讯信]处)"
    r"(?:及邮编)?\s*[:：]\s*"
)


def find_addresses(folded: str) -> Iterable[tuple[str, int, int]]:
    """Every address, labelled or not: for lines that are the author's own words about himself."""
    taken = -1
    for value, start, end in _labelled(folded, _ADDRESS_LABEL):
        yield value, start, start + len(value)
        taken = end
    for match in _LOOSE_ADDRESS.finditer(folded):
        if match.start() >= taken:
            lead = re.match(r"(?:我|现|家|居)*住(?:在|址)?|来自|寄往?", match.group())
            start = match.start() + (lead.end() if lead else 0)
            yield folded[start : match.end()], start, match.end()


def own_addresses(folded: str) -> Iterable[tuple[str, int, int]]:
    """Those that a label gives for the author's own. A story may tell where its people live and where an event takes place."""
    for value, start, _ in _labelled(folded, _OWN_LABEL):
        yield value, start, start + len(value)


def _labelled(folded: str, label: re.Pattern[str]) -> Iterable[tuple[str, int, int]]:
    for found in label.finditer(folded):
        rest = folded[found.end() :]
        stop = _ADDRESS_END.search(rest)
        end = found.end() + (stop.start() if stop else len(rest))
        value = re.sub(r"^\d{6}\s*", "", folded[found.end() : end].strip(" ,，。;；\t"))
        if 3 <= len(value) <= 80:
            yield value, found.end() + folded[found.end() : end].find(value), end
