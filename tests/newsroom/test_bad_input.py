"""Bad input, read by the real reader: each ends in a row with a state and a sentence an editor understands."""

from __future__ import annotations

import re
from email.message import EmailMessage

import pytest

from newsroom.drafting import draft
from newsroom.keeping import keep, keep_header
from newsroom.models import Letter
from newsroom.states import LetterState, ReplyKind

from .letters import AUTHOR, TEXT, mail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
CHINESE = re.compile(r"[\u4e00-\u9fff]{4,}")


def with_file(name: str, data: bytes, text: str = "编辑老师好，请查收附件。") -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = f"张建国 <{AUTHOR}>", "tougao@laigao.example", "投稿：散文《老屋》"
    made["Message-ID"] = "<file@example.com>"
    made.set_content(text, charset="utf-8", cte="base64")
    made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def read(raw: bytes) -> Letter:
    letter = keep(raw)
    draft(letter.pk)
    return Letter.objects.get(pk=letter.pk)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\r\n",
        b"\x00\xff\xfe" * 100,
        b"From: a@example.com\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/pl",
        b"From: a@example.com\r\nContent-Type: multipart/mixed\r\n\r\nno boundary at all",
        b"Content-Type: text/plain; charset=no-such-charset\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!",
        mail()[:200],
    ],
    ids=["empty", "blank", "noise", "cut-off", "no-boundary", "bad-charset", "cut-header"],
)
def test_what_is_hardly_a_mail_ends_in_a_state_with_a_sentence(raw):
    letter = read(raw)
    assert letter.state != LetterState.KEPT
    assert letter.state == LetterState.DRAFTED or CHINESE.search(letter.reason), letter.state
    assert letter.trace == ""


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 8, b"PK\x03\x04 cut off", b"", b"MZ\x90\x00 a program"], ids=["noise", "cut-off", "empty", "program"]
)
def test_a_docx_that_is_not_one_is_listed_with_what_to_do(data):
    letter = read(with_file("老屋.docx", data))
    file = letter.files.get()
    assert (file.name, file.status) in {("老屋.docx", status) for status in ("damaged", "refused", "empty", "encrypted", "kept")}
    assert CHINESE.search(file.reason)
    assert letter.state in (LetterState.ANSWERED, LetterState.DRAFTED)
    told = letter.replies.get()
    assert "老屋.docx" in told.body_text
    assert file.reason in told.body_text


def test_an_empty_mail_does_not_stop_the_one_behind():
    letters = [keep(raw) for raw in (b"", with_file("老屋.docx", b"no docx"), mail(text=f"老屋\n\n{TEXT * 5}"))]
    for letter in letters:
        draft(letter.pk)
    states = [Letter.objects.get(pk=letter.pk).state for letter in letters]
    assert (states[0], states[2]) == (LetterState.SET_ASIDE, LetterState.DRAFTED)


def test_over_the_limit_its_author_is_told():
    letter = keep_header(mail().partition(b"\n\n")[0] + b"\r\n\r\n", 120_000_000)
    draft(letter.pk)
    letter.refresh_from_db()
    assert (letter.state, letter.replies.get().kind) == (LetterState.SET_ASIDE, ReplyKind.TOO_LARGE)


def test_a_mail_of_ours_that_comes_back_is_not_answered():
    letter = read(mail("收稿回执：《老屋》 [LG-2026-000001]", From="丝路情韵编辑部 <tougao@laigao.example>", Auto_Submitted="auto-replied"))
    assert (letter.state, letter.replies.count()) == (LetterState.IGNORED, 0)
