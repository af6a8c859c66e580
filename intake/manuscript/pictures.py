"""Pictures that came beside the text: into which work they go, with what caption; portraits and cards are no illustrations."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from intake.manuscript.captions import caption_of_name, is_marked_caption, parse_caption
from intake.manuscript.fold import letters_of
from intake.manuscript.subject import stem_of
from intake.model import Block, Document, Heading, Image, Paragraph, Picture

_PORTRAIT = re.compile(
    r"作者(?:照|像|相|肖像|照片|头像|近照|本人)|头像|肖像照|证件照|个人照|本人照|近照|寸照|生活照|^作者$|"
    r"简介照|一寸|二寸"
)
_CARD = re.compile(r"身份证|银行卡|收款码|付款码|二维码|收款|社保卡|工作证|户口|营业执照|护照|驾驶证")
_ORDER = re.compile(r"^\s*[(（]?\d{1,2}[)）]?\s*[.、．:：]\s*")
_LEAST = 48  # pixels; smaller is a bullet, a logo or a tracking dot


def is_portrait(name: str, authors: Sequence[str]) -> bool:
    """The picture's name says that it shows the author."""
    stem = stem_of(name)
    return bool(_PORTRAIT.search(stem)) or any(a and re.sub(r"[\s\d_\-()（）]|照片|照", "", stem) == a for a in authors)


def is_card(name: str) -> bool:
    """身份证.jpg, 收款码.png: a private document, by name."""
    return bool(_CARD.search(stem_of(name)))


def loose_pictures(documents: Sequence[Document], *, inline: bool) -> list[Image]:
    """The picture files of a mail as images, in order, archives' members included; `inline`: those shown in the body too."""
    out: list[Image] = []
    for document in documents:
        if document.members:
            out += loose_pictures(document.members, inline=inline)
        elif document.status == "image" and document.pictures and (inline or not document.inline):
            key, picture = next(iter(document.pictures.items()))
            if is_card(document.name) or (document.inline and max(picture.width, picture.height) < _LEAST):
                continue
            caption, credit = caption_of_name(document.name)
            out.append(Image(key, document.name, caption, credit))
    return out


def named_captions(documents: Sequence[Document]) -> tuple[dict[str, tuple[str, str]], tuple[str, ...]]:
    """Captions kept in a file of their own (图片说明.txt): by number or picture name; and the names of such files."""
    captions: dict[str, tuple[str, str]] = {}
    names: list[str] = []
    for document in documents:
        texts = [b.text for b in document.blocks if isinstance(b, Paragraph) and b.text.strip()]
        lines = [t for text in texts for t in text.split("\n") if t.strip()]
        labelled = [
            m
            for line in lines
            if (
                m := re.match(
                    r"^\s*(?:图|照片|图片)?\s*([一二三四五六七八九十\d]{1,3}|[\w\-]+\.(?:jpe?g|png|heic))\s*[:：、.．\s]\s*(.{2,})$",
                    line,
                    re.IGNORECASE,
                )
            )
        ]
        if re.search(r"图片说明|照片说明|图说|图注|说明文字", document.name) or (
            len(lines) >= 2 and len(labelled) == len(lines) and any(is_marked_caption(t) for t in lines)
        ):
            names.append(document.name)
            captions.update({_order(m.group(1)): parse_caption(m.group(2)) for m in labelled})
    return captions, tuple(names)


def _order(label: str) -> str:
    numerals = {c: str(i) for i, c in enumerate("一二三四五六七八九十", 1)}
    return numerals.get(label, stem_of(label).lower())


def with_named_captions(images: Sequence[Image], captions: Mapping[str, tuple[str, str]]) -> list[Image]:
    """The images with the captions of 图片说明.txt, matched by picture name, else by number."""
    out = []
    for index, image in enumerate(images, 1):
        found = captions.get(stem_of(image.name).lower()) or captions.get(str(index))
        out.append(replace(image, caption=found[0] or image.caption, credit=found[1] or image.credit) if found else image)
    return out


def place(blocks: tuple[Block, ...], images: Sequence[Image], *, verse: bool) -> tuple[Block, ...]:
    """Puts loose pictures into a text: each where its caption stands when there are as many captions, else behind the text."""
    spots = [i for i, b in enumerate(blocks) if isinstance(b, Paragraph) and not verse and is_marked_caption(b.text)]
    if images and not spots and not verse:
        spots = _numbered(blocks, len(images))
    if images and spots and len(spots) == len(images):
        if len(spots) == sum(not isinstance(b, Image) for b in blocks):
            return _captions_are_the_text(blocks, images)
        out = list(blocks)
        for at, image in zip(spots, images, strict=True):
            block = blocks[at]
            caption, credit = parse_caption(_ORDER.sub("", block.text)) if isinstance(block, Paragraph | Heading) else ("", "")
            out[at] = replace(image, caption=caption or image.caption, credit=credit or image.credit)
        return tuple(out)
    return (*blocks, *images)


def _numbered(blocks: tuple[Block, ...], wanted: int) -> list[int]:
    """1.朝阳台 2.苍龙岭: short numbered lines, as many as there are pictures, name them one by one."""
    texts = [(i, b.text) for i, b in enumerate(blocks) if isinstance(b, Paragraph | Heading)]
    found = [i for i, text in texts if _ORDER.match(text) and len(text) <= 44]
    return found if wanted >= 2 and len(found) == wanted else []


def _captions_are_the_text(blocks: tuple[Block, ...], images: Sequence[Image]) -> tuple[Block, ...]:
    """图片新闻: the one paragraph is text and caption in one. A short one goes to its picture; a long one stays, its credit goes."""
    out: list[Block] = []
    for block, image in zip([b for b in blocks if isinstance(b, Paragraph)], images, strict=True):
        caption, credit = parse_caption(block.text)
        if len(block.text) <= 45:
            out.append(replace(image, caption=caption or image.caption, credit=credit or image.credit))
        else:
            out += [replace(block, text=caption), replace(image, credit=credit or image.credit)]
    return tuple(out)


def owner_of(image: Image, titles: Sequence[str]) -> int:
    """Which of several works a loose picture belongs to: the one whose title its name holds; else -1."""
    name = letters_of(stem_of(image.name))
    for index, title in enumerate(titles):
        if len(letters_of(title)) >= 2 and letters_of(title) in name:
            return index
    return -1


def all_pictures(documents: Sequence[Document]) -> dict[str, Picture]:
    """Every picture of the documents and their members, by key."""
    out: dict[str, Picture] = {}
    for document in documents:
        out.update(document.pictures)
        out.update(all_pictures(document.members))
    return out
