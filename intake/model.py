"""What the stages of the door hand to each other. Frozen values; every stage is a function from one to the next.

bytes ── message.open_message ──> Message ── documents.read_document ──> Document (one a file)
                                    └────────── manuscript.understand ──────> Reading
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

# ── what a text is made of ────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as it was typed. `text` may hold "\\n" for soft breaks; leading spaces are kept in `indent`."""

    text: str
    align: Literal["", "left", "center", "right", "justify"] = ""
    bold: bool = False  # every visible character is bold
    style: str = ""  # the style's name in the document ("Title", "heading 1", "标题"), else ""
    size: float = 0.0  # font size in points, 0 when unknown
    indent: int = 0  # full-width cells of white space before the first character (pads a byline to the right)
    gap: bool = False  # at least one blank line stands before it (separates stanzas)


@dataclass(frozen=True, slots=True)
class Heading:
    """A subhead inside a work; level 1 is a document's title style."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Verse:
    """One stanza; never empty."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Image:
    """A picture in its place. `picture` is a key of Reading.pictures (SHA-256 hex of the web form's original bytes)."""

    picture: str
    name: str = ""
    caption: str = ""
    credit: str = ""  # the name only: 肖勇, not 肖勇 摄


@dataclass(frozen=True, slots=True)
class Table:
    """A table of data; a table used only for layout is dissolved into its blocks."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A bulleted or numbered list; the numbers stand in the items where the author typed or styled them."""

    items: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """编者按 and its kin."""

    text: str


Block = Paragraph | Heading | Verse | Image | Table | ListBlock | Quote | Note


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a form browsers show (JPEG, PNG, GIF or WebP): upright, no EXIF, no GPS."""

    key: str  # SHA-256 hex of `original`
    name: str
    content_type: str  # of `data`
    width: int  # pixels
    height: int
    data: bytes = field(repr=False)  # the web form
    original: bytes = field(repr=False)  # as it arrived: private


# ── a mail, taken apart ───────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Address:
    name: str = ""
    address: str = ""  # lower case


@dataclass(frozen=True, slots=True)
class Part:
    """A leaf of the MIME tree that is a file (also inline pictures)."""

    name: str  # decoded, base name only; "" when it has none
    content_type: str  # as declared, lower case
    data: bytes = field(repr=False)  # transfer encoding taken off
    content_id: str = ""  # without <>
    inline: bool = False  # the HTML body shows it (cid:) or it is declared inline beside a text
    damaged: str = ""  # Chinese reason when the transfer encoding was broken


@dataclass(frozen=True, slots=True)
class LinkedFile:
    """超大附件: only a link arrived."""

    name: str
    size: int = 0  # bytes, 0 unknown
    expires: str = ""  # as written: 2020年11月27日 21:59, 无限期
    url: str = ""
    host: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A mail in Unicode. Nothing of its text is lost: what left `body` stands in `quoted`, `hidden` or `links`."""

    subject: str = ""
    sender: Address = Address()
    reply_to: Address = Address()
    to: tuple[Address, ...] = ()
    date: datetime | None = None
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()  # decoded, in order, names as sent
    body: tuple[Block, ...] = ()  # the richer alternative; pictures by cid stand in place as Image(picture=<content id>)
    quoted: tuple[Block, ...] = ()  # quoted original of a reply
    hidden: str = ""  # text an HTML body hid from the reader
    parts: tuple[Part, ...] = ()  # files, in the mail's order
    links: tuple[LinkedFile, ...] = ()
    forwarded: Message | None = None  # message/rfc822, or an inline forward with its own 发件人 block
    content_type: str = ""  # of the whole mail: multipart/report, ...
    flags: frozenset[str] = frozenset()  # suspected-mojibake, truncated, no-structure, ...
    defects: tuple[str, ...] = ()  # Chinese sentences for the editor

    def header(self, name: str) -> str:
        """The first header of that name (any case), decoded, or ""."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")


# ── a file, read ──────────────────────────────────────────────────────────────────────────────────────────────────────

FileStatus = Literal["read", "image", "kept", "refused", "encrypted", "damaged", "empty", "linked"]


@dataclass(frozen=True, slots=True)
class Document:
    """What one file gave. An archive's members are documents of their own, in `members`."""

    name: str
    status: FileStatus
    size: int = 0  # bytes
    kind: str = ""  # what the content is: docx, doc, pdf, txt, zip, image, ... whatever the name says
    reason: str = ""  # Chinese, what the author can do; empty when read
    blocks: tuple[Block, ...] = ()  # Image.picture is a key of `pictures`
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    members: tuple[Document, ...] = ()
    title: str = ""  # the document's own title property or Title style, a hint
    author: str = ""  # the document's own author property, a hint
    flags: frozenset[str] = frozenset()
    inline: bool = False  # shown inside the mail's body, not an attachment of its own
    content_id: str = ""
    url: str = ""  # of a linked file
    expires: str = ""


# ── what an editor reads in it ────────────────────────────────────────────────────────────────────────────────────────

Intent = Literal["submission", "revision", "withdrawal", "inquiry", "claim", "automatic", "bounce", "advertisement", "other"]

GENRES = ("新闻", "散文", "诗歌", "小说", "剧本", "杂文随笔", "纪实文学", "摄影", "书画", "曲艺", "其他")


@dataclass(frozen=True, slots=True)
class Guess:
    """Why a field was read so. `why` is short Chinese evidence: 「取自附件文件名」."""

    why: str
    confidence: float  # 0..1


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    name: str
    confidence: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """A hint for the desk, never a silent change. `block` is an index into Work.blocks, -1 the title, -2 the whole work."""

    code: str
    message: str  # Chinese
    block: int = -2
    start: int = 0  # offset in characters of the block's text
    end: int = 0
    suggestion: str = ""
    severity: Literal["info", "warn", "block"] = "warn"


@dataclass(frozen=True, slots=True)
class Work:
    """One 稿件."""

    title: str
    blocks: tuple[Block, ...]
    subtitle: str | None = None
    authors: tuple[str, ...] = ()
    affiliation: str | None = None
    genre: str = "其他"
    bio: str | None = None
    words: int = 0
    flags: tuple[str, ...] = ()
    columns: tuple[ColumnGuess, ...] = ()  # the first three, best first
    checks: tuple[Check, ...] = ()
    evidence: Mapping[str, Guess] = field(default_factory=dict)  # by field name
    source: str = ""  # "body" or the file's name
    removed: tuple[tuple[str, str], ...] = ()  # (what was cut off, why in Chinese): greeting, closing, signature
    typed: Mapping[int, str] = field(default_factory=dict)  # block index -> its text as typed, where the typography was normalised


CONTACT_KINDS = ("phones", "wechat", "qq", "emails", "addresses", "postcodes", "id_numbers", "bank_cards")


@dataclass(frozen=True, slots=True)
class Contact:
    """Private data taken out of every body. Digits only, no spaces or dashes."""

    phones: tuple[str, ...] = ()
    wechat: tuple[str, ...] = ()
    qq: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    id_numbers: tuple[str, ...] = ()
    bank_cards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """All that is read in one mail. Made for every input, whatever it is: `failure` says what went wrong, in Chinese."""

    intent: Intent = "other"
    may_answer: bool = False
    subject: str = ""
    sender: Address = Address()
    refers_to: str | None = None
    works: tuple[Work, ...] = ()
    contact: Contact = Contact()
    documents: tuple[Document, ...] = ()  # attachments in order, 超大附件 last; archives with their members
    pictures: Mapping[str, Picture] = field(default_factory=dict)  # every picture a block names, by key
    flags: tuple[str, ...] = ()
    evidence: Mapping[str, Guess] = field(default_factory=dict)  # intent, may_answer, refers_to
    message: Message = Message()
    note: str = ""  # the sender's own words to the desk (greeting, request), contacts masked
    failure: str = ""


# ── what the door is told ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Column:
    """A 栏目 as the column guesser sees it."""

    name: str
    slug: str = ""
    aliases: tuple[str, ...] = ()
    description: str = ""
    keywords: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    row: int = 1  # of the navigation, 1..4
    key: str = ""  # what the learner knows it by, whatever its name and address become; "": the slug, else the name


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of reading; all of them settings of the site."""

    mail_bytes: int = 80_000_000
    mail_seconds: float = 120.0
    document_seconds: float = 20.0  # wall
    document_cpu_seconds: int = 10
    document_memory: int = 1 << 30  # address space, bytes
    convert_seconds: float = 60.0  # LibreOffice, wall
    archive_bytes: int = 100_000_000  # unpacked
    archive_entries: int = 200
    archive_depth: int = 2
    office_bytes: int = 100_000_000
    office_part_bytes: int = 30_000_000
    office_members: int = 2_000
    markup_depth: int = 200
    pdf_pages: int = 300
    image_pixels: int = 60_000_000
    text_characters: int = 500_000  # of a mail in all, body and files; understanding takes more than linear time
    text_blocks: int = 50_000  # paragraphs and the like of one file


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What reading may know. newsroom fills it from the database, the command line from columns.toml."""

    columns: tuple[Column, ...] = ()
    own_addresses: tuple[str, ...] = ()
    number: re.Pattern[str] = re.compile(r"LG-\d{4}-\d{6}(?:-\d+)?", re.IGNORECASE)
    charset: str | None = None  # an editor's choice: read the bytes as this
    limits: Limits = Limits()
    watch_words: tuple[str, ...] = ()
    fixed_words: tuple[str, ...] = ()  # names with titles, set wordings: near misses are marked
    learner: object | None = None  # intake.columns.Snapshot; its scores are keyed by slug (or name where there is none)
