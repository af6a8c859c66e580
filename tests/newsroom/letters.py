"""Raw mails and a fake reader for the newsroom's tests: what a mail says stands in the test, not in a parser."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from email.message import EmailMessage

from intake.message import open_message
from intake.model import ColumnGuess, Guess, Image, Knowledge, Paragraph, Picture, Reading, Work

AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
AUTHOR = "zhang@example.com"
TEXT = "老屋在村子的最西头，门前一棵老槐树。每年春天，祖父都要把院墙重新抹一遍泥，说这样屋子才活得长久。"


def mail(subject: str = "投稿：散文《老屋》", text: str = TEXT, **headers: str) -> bytes:
    """A mail from 张建国; a keyword is a header (In_Reply_To="…"), "" leaves a header out."""
    made = EmailMessage()
    given = {
        "From": f"张建国 <{AUTHOR}>",
        "To": "tougao@laigao.example",
        "Subject": subject,
        "Date": "Wed, 04 Mar 2026 13:06:00 +0800",
        "Message-ID": f"<{hashlib.sha256((subject + text).encode()).hexdigest()[:16]}@example.com>",
    }
    for name, value in (given | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        if value:
            made[name] = value
    made.set_content(text, charset="utf-8", cte="base64")
    return made.as_bytes()


def work(title: str = "老屋", text: str = TEXT, picture: Picture | None = None) -> Work:
    """One prose work, perhaps with a picture after its text."""
    blocks = (Paragraph(text), Image(picture.key, picture.name, caption="图为老屋")) if picture else (Paragraph(text),)
    return Work(
        title=title,
        blocks=blocks,
        authors=("张建国",),
        genre="散文",
        words=len(text),
        columns=(ColumnGuess("散文", 0.9, ("主题写明散文",)),),
        evidence={"title": Guess("取自主题", 0.9)},
    )


def picture(data: bytes = b"\x89PNG web") -> Picture:
    original = b"original of " + data
    return Picture(hashlib.sha256(original).hexdigest(), "老屋.jpg", "image/png", 800, 600, data, original)


def reader(intent: str = "submission", works: tuple[Work, ...] = (), **fields):
    """A reader that finds what the test says, with the mail's own header facts."""

    def read(raw: bytes, knowledge: Knowledge) -> Reading:
        message = open_message(raw)
        given = {
            "intent": intent,
            "may_answer": intent not in ("automatic", "bounce", "advertisement"),
            "subject": message.subject,
            "sender": message.sender,
            "works": works,
            "pictures": {},
            "evidence": {"intent": Guess("测试", 1.0)},
            "message": message,
        }
        return Reading(**given | fields)

    return read
