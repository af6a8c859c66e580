"""One mail, all the way: real IMAP server, real broker, real Celery worker, real SMTP sink, three people, the published page."""

from __future__ import annotations

import re
from email.message import EmailMessage
from urllib.error import HTTPError

import pytest

from laigao.demo import letters
from tests.running import Newsroom, Person, field, text_of

pytestmark = [pytest.mark.xdist_group("running"), pytest.mark.timeout(500)]

TITLE = "槐花落满旧车站"
PHONE = "13909130000"
OPENING = "县城的旧车站在城墙根下，门前三棵老槐树，比车站的年纪还大。"
PARAGRAPHS = [
    OPENING,
    "每年五月，槐花落下来，铺在候车室的青砖地上，扫地的老赵舍不得扫，说等最后一班车走了再说。" * 3,
    "后来铁路改了线，车站停了，槐树还在。我每次回乡都绕过去看一看，坐在石阶上，等一班不会再来的车。" * 3,
]


def submission() -> bytes:
    body = f"编辑老师您好：\n投稿一篇散文，请审阅。\n\n{TITLE}\n作者：秦岚\n\n" + "\n".join(PARAGRAPHS)
    body += f"\n\n联系电话：{PHONE[:3]} {PHONE[3:7]} {PHONE[7:]}\n地址：陕西省渭南市临渭区某某路18号\n"
    return letters.a_mail(subject=f"投稿：散文《{TITLE}》/秦岚", sender=("秦岚", "qinlan@example.com"), body=body)


def letter_to(room: Newsroom, address: str, word: str) -> EmailMessage | None:
    return next((m for m in room.letters() if address in m["To"] and word in m["Subject"]), None)


def draft_id(person: Person, title: str) -> str:
    """The queue's row that bears the title."""
    rows = re.findall(r'<li id="row-(\d+)"(.*?)</li>', person.get("/desk/laigao/"), re.DOTALL)
    found = {number: title in row for number, row in rows}
    assert True in found.values(), found
    return next(number for number, here in found.items() if here)


def send_on(person: Person, draft: str) -> None:
    """送审. Who is told that the draft changed meanwhile (409) looks again, once, and decides then."""
    for last in (False, True):
        version = field(person.get(f"/desk/laigao/d/{draft}/"), r'data-version="(\d+)"')
        try:
            person.post(f"/desk/laigao/d/{draft}/send-on/", version=version)
            return
        except HTTPError as answer:
            if last or answer.code != 409:
                raise AssertionError(f"{answer.code}: {answer.read().decode()[:3000]}") from answer


def approve(person: Person, title: str) -> None:
    """The button 通过 beside the article, on the first page a reviewer sees."""
    action = field(person.get("/desk/"), rf'{title}.*?data-workflow-action-url="([^"]*/approve/\d+/)"')
    person.post(action, comment="")


def test_a_mail_becomes_a_published_page(running: Newsroom):
    running.deliver("the-way", submission())

    # mailbox → poller → worker → acknowledgement in the SMTP sink
    receipt = running.wait("the acknowledgement", lambda: letter_to(running, "qinlan@example.com", "LG-"))
    number = field(receipt["Subject"], r"(LG-\d{4}-\d{6})")
    assert receipt["Auto-Submitted"] == "auto-replied"
    assert TITLE in text_of(receipt)
    assert PHONE not in text_of(receipt)

    # 初审 by one, 复审 by another, 终审 by a third
    editor, section, chief = (Person(running.url, name) for name in ("bianji", "zhuren", "zongbian"))
    draft = draft_id(editor, TITLE)
    shown = editor.get(f"/desk/laigao/d/{draft}/")
    assert TITLE in shown
    assert PHONE not in re.sub(r"\D", "", re.sub(r"<[^>]*>", "", shown))
    send_on(editor, draft)
    approve(section, TITLE)
    approve(chief, TITLE)

    # the page is live for anybody, and the author is told with its address
    notice = running.wait("用稿通知", lambda: letter_to(running, "qinlan@example.com", "用稿"))
    address = field(text_of(notice), rf"({re.escape(running.url)}/\S+)")
    page = Person(running.url).get(address)
    assert (TITLE in page, OPENING in page, "秦岚" in page, PHONE in page) == (True, True, True, False)
    assert number in notice["Subject"] + text_of(notice)
    assert len([m for m in running.letters() if "qinlan@example.com" in m["To"]]) == 2


def test_what_cannot_be_read_does_not_stop_what_comes_after(running: Newsroom):
    fake = letters.Attachment("老屋.docx", b"PK\x03\x04 this is no document")
    broken = b"Content-Type: multipart/mixed; boundary=\r\nSubject: =?gb2312?B?!!!?=\r\n\r\n--\r\n\x00\xff"
    running.deliver("bad-1-empty", b"")
    running.deliver("bad-2-broken", broken)
    running.deliver("bad-3-fake", letters.a_mail(subject="投稿", sender=("甲", "jia@example.com"), body="见附件", attachments=[fake]))
    after = letters.a_mail(
        subject="投稿：诗歌《麦收》",
        sender=("柳河", "liuhe@example.com"),
        body="麦收\n柳河\n\n镰刀弯着\n月亮也弯着\n\n把一垄麦子\n割成一捆黄昏\n",
    )
    running.deliver("good-4", after)
    running.wait("the mail behind is acknowledged", lambda: letter_to(running, "liuhe@example.com", "LG-"))
