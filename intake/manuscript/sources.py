"""Which texts of a mail may hold works: the body, and the files that were read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from intake.manuscript.lines import Line, text_of
from intake.manuscript.pictures import named_captions
from intake.manuscript.piece import Source
from intake.manuscript.subject import Hints, read_hints, stem_of
from intake.model import Block, Document, Heading, Image, Table

# Files that go with a submission and hold none: the author's particulars, forms, promises.
_SIDE_FILE = re.compile(
    r"作者简介|个人简介|简介$|简历|联系方式|登记表|报名表|推荐表|申报表|信息表|承诺书|授权书|声明$|身份证|"
    r"通讯录|收款|稿费|目录$|说明$|审核表|审批表|证明$"
)
_NOTE_FILE = re.compile(r"(?:说明|文字|解说词?|图片介绍|作品介绍|创作谈)$")


def flatten(documents: Iterable[Document]) -> list[Document]:
    """The documents with archives' members in the archives' places."""
    out: list[Document] = []
    for document in documents:
        out.append(document)
        out += flatten(document.members)
    return out


def is_side_file(name: str) -> bool:
    """作者简介.docx, 报名表.doc: goes with a work and is none."""
    return bool(_SIDE_FILE.search(re.sub(r"\.\w{1,5}$", "", name)))


def file_sources(documents: Sequence[Document], subject: Hints) -> list[Source]:
    """One source for each file with text; captions' files and side files left out. A mail of one file takes the subject's word too."""
    every = flatten(documents)
    _, caption_files = named_captions([d for d in every if d.status == "read"]) if any(d.status == "image" for d in every) else ({}, ())
    read = [
        d for d in every if d.status == "read" and not d.members and d.blocks and d.name not in caption_files and not is_side_file(d.name)
    ]
    alone = len(read) == 1
    return [
        Source(
            name=document.name,
            blocks=document.blocks,
            hints=(hints := read_hints(document.name, "附件文件名")),
            titles=tuple(
                dict.fromkeys([*hints.titles, *(subject.titles), document.title] if document.title else [*hints.titles, *subject.titles])
            ),
            document_title=document.title,
            announced=hints.count or (subject.count if alone else 0),
            genre=subject.genre if alone else "",
        )
        for document in read
    ]


def note_sources(documents: Sequence[Document], subject: Hints) -> list[Source]:
    """The words that go with a set of pictures (说明.txt, 文字说明.docx), for a mail that holds pictures and no other text."""
    every = flatten(documents)
    if not any(d.status == "image" for d in every):
        return []
    _, caption_files = named_captions([d for d in every if d.status == "read"])
    notes = [d for d in every if d.status == "read" and d.blocks and d.name not in caption_files and _NOTE_FILE.search(stem_of(d.name))]
    return [Source(name=d.name, blocks=d.blocks, titles=subject.titles, genre=subject.genre) for d in notes[:1]]


def body_source(blocks: tuple[Block, ...], subject: Hints, outer: Sequence[Line], files: int) -> Source:
    """The mail's body. Titles that the letter before the forwarded text names are taken as hints too."""
    named = re.findall(
        r"《\s*([^《》]{1,40}?)\s*》",
        "\n".join([*(line.text for line in outer), *(text_of(b) for b in blocks[:6] if not isinstance(b, Image | Table | Heading))]),
    )
    titles = [*subject.titles, *(t for t in named if t != "丝路情韵")]
    return Source("body", blocks, subject, tuple(dict.fromkeys(titles)), announced=0 if files else subject.count, genre=subject.genre)
