"""Police and court pieces: minors, victims and suspects by full name, number plates, home addresses. And pictures that look like cards."""

from __future__ import annotations

import re
from collections.abc import Iterable

from intake.manuscript.checks.context import Context
from intake.manuscript.lines import body_text
from intake.manuscript.names import is_name
from intake.model import Check

_LAW = re.compile(
    r"公安|派出所|民警|警方|刑警|交警|法院|法庭|检察|犯罪|嫌疑人|被告|受害|被害|案件|诈骗|盗窃|抓获|拘留|判处|"
    r"未成年"
)
_ROLES = (
    (re.compile(r"(?:犯罪)?(?:嫌疑人|被告人?|罪犯|逃犯|肇事者|违法行为人|作案人)([一-鿿]{2,3})"), "嫌疑人或被告人"),
    (re.compile(r"(?:受害人|被害人|受害者|被害者|报警人|死者|伤者|原告|失主|事主)([一-鿿]{2,3})"), "受害人或当事人"),
    (
        re.compile(
            r"(?:学生|男孩|女孩|少年|少女|儿童|幼童|孩子|未成年人)([一-鿿]{2,3})|([一-鿿]{2,3})[（(，]\s*(?:男|"
            r"女)?[，,]?\s*(?:1[0-7]|[1-9])岁"
        ),
        "未成年人",
    ),
)
_HIDDEN = re.compile(r"某|小[一-鿿]$|[一-鿿]某")
_PLATE = re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·\s]?[A-Z0-9]{5,6}(?![A-Z0-9])")
_HOME = re.compile(r"(?:家住|住在|住址(?:是|为|:|：)?|居住在)[^，。；]{0,20}(?:号楼|单元|室|\d+号|栋|组\d*号?)")
_CARD = re.compile(r"身份证|银行卡|信用卡|收款码|付款码|二维码|驾驶证|户口本|社保卡|护照|病历|学生证")
CARD_SHAPE = 1.586  # ISO/IEC 7810 ID-1: 85.60 mm by 53.98 mm


def check_people(context: Context) -> Iterable[Check]:
    """Persons that the law or good custom keeps unnamed."""
    if not _LAW.search(context.work.title + body_text(context.work.blocks)[:1500]):
        return
    for index, text in context.texts():
        for pattern, who in _ROLES:
            for found in pattern.finditer(text):
                group = 1 if found.group(1) else 2
                name = next((n for n in (found.group(group), found.group(group)[:2]) if _is_person(n)), "")
                if name and not _HIDDEN.search(name):
                    yield Check("full-name", f"{who}似用全名「{name}」", index, found.start(group), found.start(group) + len(name))
        for pattern, message in ((_PLATE, "车牌号码"), (_HOME, "具体住址")):
            for found in pattern.finditer(text):
                yield Check("private-detail", f"政法稿件里的{message}", index, found.start(), found.end())


def _is_person(text: str) -> bool:
    """A name, and not a word of the sentence: 受害人家中, 报警人高兴地."""
    if not is_name(text):
        return False
    import rjieba  # loading its dictionary takes 0.4 s, and few texts come here

    word, kind = rjieba.tag(text)[0]
    return len(word) < 2 or kind.startswith(("nr", "x"))


def check_cards(context: Context) -> Iterable[Check]:
    """Pictures that look like an ID card, bank card or payment code: by name, caption or shape."""
    for index, image in context.captions():
        if _CARD.search(image.name) or _CARD.search(image.caption):
            yield Check("card-picture", "图片像证件、银行卡或收款码，先不要选用", index, severity="block")
            continue
        picture = context.pictures.get(image.picture)
        if picture and picture.height and not image.caption:
            ratio = max(picture.width, picture.height) / min(picture.width, picture.height)
            if abs(ratio - CARD_SHAPE) < 0.012 and picture.width >= 400:
                yield Check("card-picture", "图片的长宽与证件、银行卡相同，请看一眼", index, severity="info")
