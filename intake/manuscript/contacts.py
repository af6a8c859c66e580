"""Private numbers and addresses in a text: where they stand, what they are, and the text with them masked.

Numbers are found as runs of digits with any of the separators people put between them, then cut into groups and judged by length and
shape; so "139-9139.0000", "１３９ ９１３９ ００００" and a number broken over two lines are one and the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from stdnum import luhn

from intake.manuscript.addresses import find_addresses, own_addresses
from intake.manuscript.disguised import spoken_phones, veiled_emails
from intake.manuscript.fold import fold
from intake.model import CONTACT_KINDS, Contact


@dataclass(frozen=True, slots=True)
class Found:
    """One private datum. `start`..`end` covers it and its label; `kind` is a field of Contact, or "public" for a story's own line."""

    kind: str
    value: str
    start: int
    end: int


# What people put between digits; the second row seldom, so it must be a phone's own grouping. Invisible characters come from web pages.
_SEP = r"[\0\s\-.·_/()*~+,、:|=…\"'“”一\u00ad\u200b-\u200f\u2060-\u2064\ufeff]"
_ODD = re.compile(r"[,、:|=…\"'“”一]")
_CELL_GROUPS = ((3, 4, 4), (1,) * 11, (1,) * 18, (6, 8, 4), (4, 4, 4, 4, 3))  # a number over table cells; sums stand in cells too
_PHONE_GROUPS = ((3, 4, 4), (3, 3, 5), (4, 3, 4), (4, 4, 3), (3, 8), (7, 4), (3, 7), (4, 7), (4, 8))
_RUN = re.compile(rf"(?<![\dA-Za-z])\(?\+?\d(?:{_SEP}{{0,4}}\d){{6,60}}[Xx]?(?!\d)")
_GROUP = re.compile(r"\d+[Xx]?")
_PICTURE_NAMES = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp", ".heic", ".tif", ".tiff")
_EMAIL = re.compile(r"(?<![\w.+\-])[A-Za-z0-9][\w.+\-]{0,63}\s?@\s?[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,8}", re.ASCII)
_WECHAT_LABEL = r"(?:微信|威信|薇信|绿泡泡|[Ww]e[Cc]hat|[Ww]ei[Xx]in|[Vv][Xx]|[VvWw]信|[Ww][Xx]|(?<![A-Za-z])[Vv薇](?=\s*[:：]))"
_QQ = re.compile(
    rf"(?:QQ|qq|Qq|扣扣|企鹅|(?<![A-Za-z])[Qq](?=号|\s*[:：]))(?:号码|号|/|、|{_WECHAT_LABEL}|"
    rf"\s)*[:：号是为\s]*((?:[1-9](?:[ \-]?\d){{4,10}}))(?![\d@])"
)
_WECHAT = re.compile(
    rf"{_WECHAT_LABEL}(?:号码|号|ID|id|/|、|QQ|qq|\s|\(|\)|电话|"
    rf"手机)*[:：是为\s]*([A-Za-z][A-Za-z0-9_\-]{{4,19}}|\d{{5,10}}(?!\d))"
)
_POSTCODE = re.compile(r"(?:邮政编码|邮编|郵遞區號|郵編|邮码|邮政编号)\s*[:：]?\s*(\d(?:\s?\d){5})(?!\d)")
_ID_LABEL = re.compile(r"(?:身份证|身份證|证件|居民证)(?:号码|号|號)?\s*[:：]?\s*$")
_CARD_LABEL = re.compile(r"(?:卡号|账号|帐号|账户|帐户|户头|银行卡|开户行[^\d]{0,24}|稿费[^\d]{0,8}|行|卡)\s*[:：]?\s*$")
_PHONE_LABEL = re.compile(
    r"(?:联系|手机|移动|固定|办公|家庭|住宅|单位)?(?:电话|手机|座机|电話|電話|手機|Tel|TEL|tel|传真|联系方式|"
    r"联系|小灵通|热线)(?:号码|号)?(?:\(?微信(?:同号)?\)?|[/、]\s?微信)?\s*[:：]?\s*\(?$"
)
# Before a landline in running text these say that the number is the story's own and public.
_PUBLIC = re.compile(
    r"(?:热线|预订|预定|预约|订票|购票|票务|咨询|客服|服务|报名|举报|投诉|抢修|报修|监督|值班|前台|订房|订餐|"
    r"求助|救助|报警|景区)[^\d，。；]{0,8}$"
)
_WECHAT_NEAR = re.compile(
    rf"^\s*\(?\s*(?:{_WECHAT_LABEL}\s*(?:同号|同步|号?同|也是)|同\s*{_WECHAT_LABEL}|{_WECHAT_LABEL}同|"
    rf"{_WECHAT_LABEL}\s*\))\s*\)?"
)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _mobile(digits: str) -> str:
    """The eleven digits of a mobile number, country code taken off, or ""."""
    bare = re.sub(r"^(?:00)?86(?=1[3-9]\d{9}$)|^0(?=1[3-9]\d{9}$)", "", digits)
    return bare if re.fullmatch(r"1[3-9]\d{9}", bare) else ""


def _judge(groups: list[str], gaps: list[str], before: str) -> str:
    """The kind of number that these neighbouring groups of digits are together, or "". `gaps` are the separators between them."""
    digits = "".join(groups)
    size = len(digits)
    if any("\0" in gap for gap in gaps) and tuple(map(len, groups)) not in _CELL_GROUPS:
        told = digits[0] == "0" or _PHONE_LABEL.search(before.rstrip("\0 "))
        return "phones" if told and tuple(map(len, groups)) in _PHONE_GROUPS else ""
    if any(_ODD.search(gap) for gap in gaps):
        shaped = tuple(map(len, groups)) in _PHONE_GROUPS and (_mobile(digits) or re.match(r"0[1-9]", digits))
        return "phones" if shaped else "bank_cards" if 16 <= size <= 19 and _CARD_LABEL.search(before) else ""
    if re.fullmatch(r"[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]", digits) or (
        size in (15, 18) and _ID_LABEL.search(before)
    ):
        return "id_numbers"
    if digits[-1] in "Xx":
        return ""
    if _mobile(digits):
        alike = len({gap for gap in gaps if "\n" not in gap}) <= 1 and len(groups) <= 5  # whatever line it is broken over
        broken = gaps and all("\n" in gap for gap in gaps)
        country = groups[0] in ("86", "0086", "0")
        if len(groups) == 1 or alike or broken or country or len(groups) >= 9 or (len(groups[0]) in (3, 4, 7) and len(groups) <= 6):
            return "phones"
    years = all(re.fullmatch(r"(?:19|20)\d\d", g) for g in groups)
    if (
        16 <= size <= 19
        and not years
        and (len(groups) == 1 or _CARD_LABEL.search(before) or digits[:2] in ("62", "95", "60") or luhn.is_valid(digits))
    ):
        return "bank_cards"
    if size in (12, 13, 14, 15) and _CARD_LABEL.search(before):
        return "bank_cards"
    area = re.fullmatch(r"(0[1-9]\d{1,2})(\d{7,8})", digits)
    if area and 10 <= size <= 12 and (len(groups) == 1 or len(groups[0]) in (3, 4)):
        return "phones"
    if 7 <= size <= 8 and len(groups) <= 2 and _PHONE_LABEL.search(before) and not re.search(r"\D0\d{2,3}\D*$", before):
        return "phones"
    if size >= 20 and len(groups) == 1:
        return "bank_cards"
    return ""


_RUNS = 300  # in one text; a text with more is no manuscript but a table of figures or an attack


def _numbers(folded: str) -> Iterable[Found]:
    for count, run in enumerate(_RUN.finditer(folded)):
        if count < _RUNS:
            yield from _in_run(folded, list(_GROUP.finditer(folded, run.start(), run.end())))
        else:  # rather take too much out than spend minutes on judging
            yield Found("bank_cards", _digits(run.group()), run.start(), run.end())


def _in_run(folded: str, groups: list[re.Match[str]]) -> Iterable[Found]:
    """The numbers in one run of groups of digits: from each group on, the longest join of groups that is a number."""
    index = 0
    while index < len(groups):
        sizes = [g.end() - g.start() for g in groups[index : index + 19]]
        for count in range(len(sizes), 0, -1):
            digits = sum(sizes[:count])
            short = digits in (7, 8) and count <= 2
            if not (short or 10 <= digits <= 19 or (digits >= 20 and count == 1)) or (
                digits in (10, 11) and groups[index].group()[0] not in "018"
            ):
                continue
            taken = groups[index : index + count]
            gaps = [folded[a.end() : b.start()] for a, b in zip(taken, taken[1:], strict=False)]
            kind = _judge([g.group() for g in taken], gaps, folded[max(0, taken[0].start() - 30) : taken[0].start()])
            if kind:
                number = re.sub(r"[^\dXx]", "", folded[taken[0].start() : taken[-1].end()])
                yield Found(kind, _mobile(number) or number.upper(), taken[0].start(), taken[-1].end())
                index += count - 1
                break
        index += 1


def _labelled(folded: str) -> Iterable[Found]:
    for match in _EMAIL.finditer(folded):
        if match.group().lower().endswith(_PICTURE_NAMES):
            continue  # QQ names an inline picture F76361FC@E3C5215F.31AC8F5F.png.jpg
        yield Found("emails", re.sub(r"\s", "", match.group()), match.start(), match.end())
    yield from (Found("emails", value, start, end) for value, start, end in veiled_emails(folded))
    yield from (Found("phones", value, start, end) for value, start, end in spoken_phones(folded))
    for pattern, kind in ((_QQ, "qq"), (_WECHAT, "wechat"), (_POSTCODE, "postcodes")):
        for match in pattern.finditer(folded):
            value = match.group(1) if kind == "wechat" else _digits(match.group(1))
            yield Found(kind, value, match.start(), match.end())


# A text without any of these holds nothing private; most paragraphs end here.
_MAYBE = re.compile(
    r"\d\D{0,4}\d|@|[VvWw][Xx信]|[VvQq薇]\s*:|微信|泡泡|[Ww]e[Cc]hat|[Ww]ei[Xx]in|[一幺壹①玖][\s\-.·]{0,2}[三四五六七八九叁肆伍陆柒捌玖③-⑨]|"
    r"[址住]|通联|通[讯信]处|[市县区].{1,14}[镇乡街路村]|(?:com|cn|net|org)(?![A-Za-z])"
)


class _Taken:
    """Which characters of a text belong to a datum already. Found data do not overlap; the first kind that claims a place has it."""

    def __init__(self, size: int) -> None:
        self._places = bytearray(size)

    def take(self, one: Found) -> bool:
        """Takes the place of the datum; False when some of it is taken."""
        if any(self._places[one.start : one.end]):
            return False
        self._places[one.start : one.end] = b"\1" * (one.end - one.start)
        return True


def find(text: str, *, prose: bool = False) -> list[Found]:
    """Private data in a text, in order, not overlapping.

    `prose`: the text is running text of a work: a landline that its sentence offers to the public (预订电话, 热线) is reported as "public",
    and only addresses that a label gives for the author's own (通讯地址, 家庭住址) are looked for.
    """
    folded = fold(text)
    if not _MAYBE.search(folded):
        return []
    found: list[Found] = []
    taken = _Taken(len(folded))
    for one in [*_labelled(folded), *_numbers(folded)]:
        one = _with_extension(one, folded)
        if (one.kind == "wechat" and _mobile(one.value)) or not taken.take(one):
            continue
        found.append(_with_public(one, folded) if prose else one)
        if one.kind == "phones" and _is_wechat_too(one, folded):
            found.append(Found("wechat", one.value, one.start, one.end))
    if prose:
        found += [a for a in (Found("addresses", *one) for one in own_addresses(folded)) if taken.take(a)]
    else:
        found += [a for a in (Found("addresses", *one) for one in find_addresses(folded)) if taken.take(a)]
        found += [p for p in _loose_postcodes(folded, found) if taken.take(p)]
    return sorted(found, key=lambda f: (f.start, f.end, CONTACT_KINDS.index(f.kind) if f.kind in CONTACT_KINDS else -1))


def _is_wechat_too(phone: Found, folded: str) -> bool:
    """139…(微信同号), 手机/微信：139…"""
    before = folded[max(0, phone.start - 16) : phone.start]
    return bool(_WECHAT_NEAR.match(folded[phone.end : phone.end + 16]) or re.search(rf"{_WECHAT_LABEL}[^\d\n。]{{0,8}}$", before))


def _with_extension(one: Found, folded: str) -> Found:
    """0913-8221234转806: the extension goes with its number."""
    more = re.match(r"\s*(?:\(?\s*转\s*(?:分机)?|-(?=\d{1,4}(?!\d)))\s*:?\s*\d{1,5}\s*\)?", folded[one.end : one.end + 14])
    return Found(one.kind, one.value, one.start, one.end + more.end()) if more and one.kind == "phones" else one


def _with_public(one: Found, folded: str) -> Found:
    landline = one.kind == "phones" and not _mobile(one.value)
    if landline and (_PUBLIC.search(folded[max(0, one.start - 16) : one.start]) or one.value.startswith(("400", "800"))):
        return Found("public", one.value, one.start, one.end)
    return one


def _loose_postcodes(folded: str, found: list[Found]) -> Iterable[Found]:
    """Six digits right before or after an address: 712000 陕西省咸阳市…, …教师公寓 712000."""
    for address in found:
        if address.kind == "addresses":
            before = re.search(r"(?<!\d)(\d{6})\s*$", folded[: address.start])
            after = re.match(r"[^\d\n]{0,12}?(\d{6})(?!\d)", folded[address.end : address.end + 24])
            if before:
                yield Found("postcodes", before.group(1), before.start(1), before.end(1))
            if after:
                yield Found("postcodes", after.group(1), address.end + after.start(1), address.end + after.end(1))


def collect(found: Iterable[Found]) -> Contact:
    """The found data by kind, each value once, in order of appearance."""
    values: dict[str, dict[str, None]] = {kind: {} for kind in CONTACT_KINDS}
    for one in found:
        if one.kind in values and one.value:
            values[one.kind][one.value] = None
    return Contact(**{kind: tuple(them) for kind, them in values.items()})


def merge(contacts: Iterable[Contact]) -> Contact:
    """Several contacts as one, each value once."""
    them = list(contacts)
    return Contact(**{kind: tuple(dict.fromkeys(v for c in them for v in getattr(c, kind))) for kind in CONTACT_KINDS})


_KEEP = {
    "phones": (3, 4),
    "id_numbers": (0, 4),
    "bank_cards": (0, 4),
    "qq": (2, 2),
    "wechat": (2, 0),
    "postcodes": (2, 0),
    "addresses": (6, 0),
    "emails": (1, 0),
}


def masked(kind: str, value: str) -> str:
    """A datum as it may be shown in a preview: 139****1127, ***1025, g***@163.com."""
    if kind == "emails" and "@" in value:
        name, _, host = value.partition("@")
        return f"{name[:1]}***@{host}"
    head, tail = _KEEP.get(kind, (0, 0))
    if len(value) <= head + tail + 2:
        head, tail = min(1, head), 0
    return value[:head] + "****" + (value[-tail:] if tail else "")


def mask(text: str, *, prose: bool = False) -> str:
    """The text with every private datum masked; for notes, evidence, previews and file names."""
    shown, at = [], 0
    for one in find(text, prose=prose):
        if one.kind == "public" or one.start < at:
            continue
        label = fold(text[one.start : one.end]).rfind(one.value) if one.kind in ("qq", "postcodes", "wechat") else 0
        keep = text[one.start : one.start + max(label, 0)]
        shown += [text[at : one.start], keep, masked(one.kind, one.value)]
        at = one.end
    return "".join([*shown, text[at:]])
