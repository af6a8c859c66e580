"""A conversation between an author and the desk, over real IMAP and SMTP: from the first mail to a claim about the published page."""

from __future__ import annotations

import re
from datetime import date, timedelta
from email.message import EmailMessage

import pytest

from laigao.demo import letters
from tests.running import Newsroom, Person, field, text_of
from tests.test_way_of_a_mail import approve, draft_id

pytestmark = [pytest.mark.xdist_group("running"), pytest.mark.timeout(600)]

TITLE = "河湾里的旧磨坊"
PHONE = "13809130077"
AUTHOR = ("苏禾", "suhe@example.com")
FIRST = "磨坊在河湾里，水车早已不转，石磨还在。祖母说，村里第一盏电灯就是它点亮的。" * 6
SECOND = "后来通了大电，水车拆去做了桥板，只有磨盘没人搬得动，就留在原处，成了孩子们过家家的桌子。" * 6
THIRD = "去年河湾修了步道，磨坊也修好了，只是再没有人来磨面，来的都是照相的人。" * 6


class Author:
    """Writes to the newsroom and reads what comes back, as a mail program does."""

    def __init__(self, room: Newsroom) -> None:
        self.room, self.got, self.count = room, [], 0

    def write(self, subject: str, body: str, answers: EmailMessage | None = None) -> None:
        self.count += 1
        thread = [("In-Reply-To", answers["Message-ID"]), ("References", answers["Message-ID"])] if answers else []
        raw = letters.a_mail(subject=subject, sender=AUTHOR, body=body, headers=thread, message_id=f"<talk.{self.count}@example.com>")
        self.room.deliver(f"talk-{self.count}", raw)

    def receives(self, subject: str) -> EmailMessage:
        """The next letter, whose subject begins so; checked for what every letter of ours must be."""
        mine = lambda: [m for m in self.room.letters() if AUTHOR[1] in m["To"]]  # noqa: E731
        self.room.wait(subject, lambda: len(mine()) > len(self.got))
        self.got = mine()
        letter = self.got[-1]
        assert letter["Subject"].startswith(subject), [m["Subject"] for m in self.got]
        assert (letter["Auto-Submitted"], letter["X-Auto-Response-Suppress"]) == ("auto-replied", "All")
        assert letter["In-Reply-To"] in letter["References"]
        assert PHONE not in letter.as_string() + text_of(letter)
        return letter


def manuscript(*paragraphs: str) -> str:
    return f"{TITLE}\n作者：苏禾\n\n" + "\n\n".join(paragraphs) + "\n"


def test_from_the_first_mail_to_a_claim(running: Newsroom):
    author = Author(running)
    author.write(f"投稿：散文《{TITLE}》/苏禾", f"编辑老师好，投稿一篇，请审阅。\n\n{manuscript(FIRST)}\n\n电话：{PHONE}\n")
    receipt = author.receives(f"收稿回执：《{TITLE}》")
    number = field(receipt["Subject"], r"(LG-\d{4}-\d{6})")
    page = field(text_of(receipt), r"(http\S+/gaojian/\S+/)")
    assert "初审中" in Person(running.url).get(page)

    author.write(f"Re: {receipt['Subject']}", f"老师好，上一稿作废，请以此稿为准。\n\n{manuscript(FIRST, SECOND)}", receipt)
    assert number in author.receives(f"修改稿收到：《{TITLE}》")["Subject"]

    author.write(f"请问稿件进度 {number}", f"老师好，请问我的《{TITLE}》是否采用？")
    assert "初审中" in text_of(author.receives(f"稿件进度：《{TITLE}》"))

    editor = Person(running.url, "bianji")
    draft = draft_id(editor, TITLE)
    due = date.today() + timedelta(days=20)
    shown = editor.get(f"/desk/laigao/d/{draft}/")
    assert "拆去做了桥板" in shown
    version = field(shown, r'data-version="(\d+)"')
    editor.post(f"/desk/laigao/d/{draft}/changes/", version=version, points="补写结尾\n核对“去年”是哪一年", due=f"{due:%Y-%m-%d}")
    request = author.receives(f"请修改：《{TITLE}》")
    asked = f"请在{due.year}年{due.month}月{due.day}日前发来修改稿"
    assert all(said in text_of(request) for said in ("1. 补写结尾", "2. 核对“去年”是哪一年", asked))
    stands = Person(running.url).get(page)
    assert all(said in stands for said in ("需要修改", "补写结尾", asked))

    author.write(f"回复：{request['Subject']}", f"改好了，请查收。\n\n{manuscript(FIRST, SECOND, THIRD)}", request)
    assert number in author.receives(f"修改稿收到：《{TITLE}》")["Subject"]

    shown = editor.get(f"/desk/laigao/d/{draft}/")
    editor.post(f"/desk/laigao/d/{draft}/send-on/", version=field(shown, r'data-version="(\d+)"'))
    assert "审核中" in Person(running.url).get(page)
    approve(Person(running.url, "zhuren"), TITLE)
    approve(Person(running.url, "zongbian"), TITLE)
    notice = author.receives(f"用稿通知：《{TITLE}》")
    article = field(text_of(notice), rf"({re.escape(running.url)}/\S+)")
    public = Person(running.url).get(article)
    assert (THIRD[:30] in public, PHONE in public) == (True, False)
    assert "已发布" in Person(running.url).get(page)

    author.write(f"认领《{TITLE}》配图", f"贵网《{TITLE}》一文是我写的，文中照片也是我拍的，没有署名，请认领并补上署名。\n{article}")
    claim = author.receives("认领来信已收到")
    assert field(claim["Subject"], r"(LG-\d{4}-\d{6})") != number
    assert len(author.got) == 7
