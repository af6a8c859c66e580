"""Whatever a contributor writes a private number like, and wherever: it stands in `contact` and nowhere that may be printed or shown."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.contract import to_contract
from intake.manuscript import understand
from intake.manuscript.scrub import scrub_blocks
from intake.model import Address, Block, Document, Heading, Image, Knowledge, ListBlock, Message, Note, Paragraph, Picture, Table, Verse

PICTURE = Picture("k" * 64, "图.jpg", "image/jpeg", 800, 600, b"x", b"x")
PROSE = "村口的老槐树下，几个老人慢慢说着往年的事，风从坡上吹下来，带着麦子快要熟了的气味，谁也不急着回家。"

mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
ids = st.builds(
    lambda area, year, month, day, tail: f"{area}{year}{month:02}{day:02}{tail}",
    st.sampled_from(["610599", "110105", "320599", "440301"]),
    st.integers(1930, 2015),
    st.integers(1, 12),
    st.integers(1, 28),
    st.from_regex(r"[0-9]{3}[0-9X]", fullmatch=True),
)
cards = st.builds(lambda tail: "6228" + tail, st.from_regex(r"[0-9]{15}", fullmatch=True))
separators = st.sampled_from(["", " ", "-", "—", "－", ".", "·", "_", "  ", " - ", "\u3000", "/", "\xa0", "\u200b", "\u2060"])


@st.composite
def written(draw: st.DrawFn, numbers: st.SearchStrategy[str], sizes: tuple[tuple[int, ...], ...]) -> tuple[str, str]:
    """(the number, as somebody writes it): grouped, separated, full-width."""
    number = draw(numbers)
    size = draw(st.sampled_from(sizes))
    mark = draw(separators)
    groups, at = [], 0
    for length in size:
        groups.append(number[at : at + length])
        at += length
    text = mark.join([*groups, number[at:]] if number[at:] else groups)
    if draw(st.booleans()):
        text = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in text)
    return number, text


phones = written(mobiles, ((11,), (3, 4), (3, 3), (4, 3), (5,), (7,), (3,), (1,) * 10))
documents = st.one_of(written(ids, ((18,), (6, 8))), written(cards, ((19,), (4, 4, 4, 4))))

PLACES = (
    "own line",
    "labelled line",
    "in a sentence",
    "title",
    "byline",
    "bio",
    "caption",
    "table",
    "list",
    "heading",
    "verse",
    "note",
    "two lines",
    "soft break",
    "file",
    "file name",
    "subject",
    "subtitle",
    "credit",
    "picture name",
    "table header",
    "list item",
    "poem",
)


def build(place: str, text: str) -> tuple[Message, tuple[Document, ...]]:
    """A mail with the text at that place, in its body or in a file."""
    head: list[Block] = [Paragraph("老槐树", align="center", bold=True), Paragraph("赵一凡", align="center")]
    body: list[Block] = [Paragraph(PROSE), Paragraph(PROSE[::-1].strip("。，")), Paragraph(PROSE)]
    half = len(text) // 2
    subject, files = "散文《老槐树》赵一凡", ()
    match place:
        case "own line":
            body.append(Paragraph(text, gap=True))
        case "labelled line":
            body.insert(1, Paragraph(f"手机：{text}（微信同号）"))
        case "in a sentence":
            body.insert(1, Paragraph(f"那天他把号码{text}写在墙上，{PROSE}"))
        case "title":
            head[0] = Paragraph(f"老槐树 {text}", align="center", bold=True)
        case "byline":
            head[1] = Paragraph(f"赵一凡 {text}", align="center")
        case "bio":
            body.append(Paragraph(f"作者简介：赵一凡，陕西人，教师，联系{text}，爱好写作。", gap=True))
        case "caption":
            body[1:1] = [Image("k" * 64, "图.jpg"), Paragraph(f"图为老槐树 {text} 赵一凡 摄", align="center")]
        case "table":
            body.append(Table((("姓名", "赵一凡"), ("联系", text))))
        case "list":
            body.append(ListBlock(("赵一凡", f"电话 {text}")))
        case "heading":
            body.insert(1, Heading(f"一、{text}"))
        case "verse":
            body.append(Verse(("风来了", f"他说{text}", "风走了")))
        case "note":
            body.insert(0, Note(f"编者按：作者联系方式{text}，请关注。"))
        case "two lines":
            body += [Paragraph(f"电话{text[:half]}", gap=True), Paragraph(text[half:])]
        case "soft break":
            body.append(Paragraph(f"他的电话是{text[:half]}\n{text[half:]}，没有人接。"))
        case "subtitle":
            head.insert(1, Paragraph(f"——写给{text}", align="center"))
        case "credit":
            body[1:1] = [Image("k" * 64, "图.jpg"), Paragraph(f"赵一凡 {text} 摄", align="center")]
        case "picture name":
            body[1:1] = [Image("k" * 64, f"老槐树 {text}.jpg")]
        case "table header":
            body.append(Table(((f"联系人 赵一凡 {text}", "说明"), ("树龄", "八十年"))))
        case "list item":
            body.append(ListBlock(("春天发芽", f"有事打{text}找我", "秋天落叶"), ordered=True))
        case "poem":
            body = [Paragraph(t) for t in ("槐花落了一地", "我把号码写在树上", f"{text}", "风一吹就散了")]
        case "subject":
            subject = f"散文《老槐树》赵一凡 {text}"
    blocks = (*head, *body)
    if place == "file name":
        files = (Document(f"老槐树 赵一凡 {text}.docx", "read", 1, "docx", blocks=blocks, pictures={PICTURE.key: PICTURE}),)
        blocks = (Paragraph("编辑老师好，稿件见附件，请审阅。"),)
    if place == "file":
        files = (
            Document("老槐树.docx", "read", 1, "docx", blocks=(*blocks, Paragraph(f"联系电话 {text}")), pictures={PICTURE.key: PICTURE}),
        )
        blocks = (Paragraph(f"编辑老师好，稿件见附件，请审阅。{text}"),)
    return Message(subject=subject, sender=Address("一凡", "yifan@example.com"), body=blocks, headers=(("Subject", subject),)), files


def shown(message: Message, files: tuple[Document, ...]) -> str:
    """Everything that the contract prints, the contacts themselves, the raw subject and file names left out, numbers run together."""
    reading = understand(message, files, {PICTURE.key: PICTURE}, Knowledge())
    assert not reading.failure
    told = to_contract(reading)
    for private in ("contact", "subject", "attachments", "sender"):
        told.pop(private)
    for work in told["works"]:
        work.pop("source", None)  # the file's name, which is the key to the original
    folded = unicodedata.normalize("NFKC", json.dumps(told, ensure_ascii=False).replace("\\n", " "))
    return re.sub(r"(?<=[\dXx])[^0-9A-Za-z\u4e00-\u9fff*]+(?=[\dXx])", "", re.sub(r"\*+", "星", folded))


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(PLACES), st.one_of(phones, documents))
def test_no_private_number_is_left(place: str, number: tuple[str, str]) -> None:
    digits, text = number
    assert digits not in shown(*build(place, text))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([p for p in PLACES if p != "soft break"]), phones)
def test_the_phone_is_kept_for_the_desk(place: str, number: tuple[str, str]) -> None:
    digits, text = number
    message, files = build(place, text)
    assert digits in understand(message, files, {}, Knowledge()).contact.phones


# (as written, what must not be left, the field it goes to): ways that are no run of digits
WRITTEN = (
    ("邮箱：fang（at）example.com", "fang", "emails"),
    ("邮箱 fang[at]example(dot)com", "fang", "emails"),
    ("邮箱：fang＃example.com", "fang", "emails"),
    ("邮箱：fang@example。com", "fang", "emails"),
    ("电话一三九 零零零零 一一二七", "零零零零", "phones"),
    ("电话①③⑨⓪⓪⓪⓪①①②⑦", "③⑨", "phones"),
    ("手机1390000OO27", "1390000", "phones"),
    ("手机139、0000、1127", "0000", "phones"),
    ("手机139|0000|1127", "0000", "phones"),
    ("座机0913-0000110转806", "806", "phones"),
    ("座机（0913）0000110转分机21", "0000110", "phones"),
    ("办公电话：0000110", "0000110", "phones"),
    ("微信号：wxid_fy2020", "fy2020", "wechat"),
    ("V：fangyuan99", "fangyuan99", "wechat"),
    ("绿泡泡：fangyuan99", "fangyuan99", "wechat"),
    ("Q号 981122334", "981122334", "qq"),
    ("通讯地址：凤县双石铺镇文化巷15号", "文化巷", "addresses"),
    ("家庭住址：双石铺镇文化巷15号", "文化巷", "addresses"),
)


@pytest.mark.parametrize(
    "place", ["own line", "labelled line", "bio", "table", "list", "caption", "verse", "note", "in a sentence", "file"]
)
@pytest.mark.parametrize(("text", "left", "field"), WRITTEN)
def test_veiled_data_are_found_everywhere(place: str, text: str, left: str, field: str) -> None:
    message, files = build(place, text)
    reading = understand(message, files, {PICTURE.key: PICTURE}, Knowledge())
    assert left not in shown(message, files)
    assert getattr(reading.contact, field)


@pytest.mark.parametrize(
    ("row", "taken"),
    [
        (("电话", "139", "0000", "1127"), True),
        (tuple("13900001127"), True),
        (("电话", "0913-", "0000110"), True),
        (("手机", "1390000", "1127"), True),
        (("1380", "2000", "300"), False),
        (("138", "200", "30000"), False),
        (("2023", "2024", "2025"), False),
    ],
)
def test_a_number_over_table_cells(row: tuple[str, ...], taken: bool) -> None:
    blocks, found = scrub_blocks((Table((row,)),))
    assert (blocks != (Table((row,)),), bool(found)) == (taken, taken)


def test_an_address_of_a_story_stays() -> None:
    text = "活动地址：凤县文化馆，他家住在凤县双石铺镇文化巷。"
    assert scrub_blocks((Paragraph(text),))[0] == (Paragraph(text),)
