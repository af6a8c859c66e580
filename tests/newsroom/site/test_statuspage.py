"""稿件进度: what an author sees without an account, what they may do there, and who may not."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intake.message import open_message
from newsroom import composing, deciding, progress, resubmitting, vault
from newsroom.drafting import draft as read_letter
from newsroom.models import Draft, Letter, LetterFile, Reply
from newsroom.states import DraftState, LetterState, ReplyKind
from tests.newsroom.desk import rows
from tests.newsroom.desk.people import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
PRIVATE = ["13991390000", "610502199001011234", "zhangjianguo@example.com", "张建国编辑收"]


def a_letter(**fields) -> Letter:
    """Of last year: this year's numbers are given out by what is under test."""
    return rows.a_letter(number=f"LG-2025-{Letter.objects.count() + 1:06}", **fields)


def a_draft(**fields) -> Draft:
    return rows.a_draft(letter=a_letter(), **fields)


@pytest.fixture(autouse=True)
def no_counts():
    cache.clear()


def address(letter: Letter) -> str:
    return reverse("site_status", args=(letter.status_key,))


def look(letter: Letter) -> str:
    return Client().get(address(letter)).content.decode()


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html[html.index("<main") : html.index("</main>")]))


def test_each_acknowledgement_carries_its_letters_page():
    draft = a_draft()
    text = composing.compose(draft.letter, ReplyKind.RECEIVED, drafts=[draft])
    assert f"http://127.0.0.1:8000{address(draft.letter)}\n" in text.text
    assert f'href="http://127.0.0.1:8000{address(draft.letter)}"' in text.html
    assert len(draft.letter.status_key) == 32
    assert composing.compose(draft.letter, ReplyKind.DECLINED, draft=draft, reason="").text.count("gaojian") == 0


def test_where_a_work_stands_in_the_authors_words(settings):
    settings.UNDO_SECONDS = 0
    article = {"state": DraftState.SENT_ON, "decided_at": timezone.now()}
    stands = [({}, "初审中"), ({"state": DraftState.HELD}, "初审中"), (article, "审核中"), ({"state": DraftState.DECLINED}, "未采用")]
    for fields, said in [*stands, ({"state": DraftState.WITHDRAWN}, "已撤稿")]:
        assert said in words(look(a_draft(**fields).letter))
    assert "已收到 正在登记" in words(look(a_letter(state=LetterState.KEPT)))


def test_what_is_asked_and_by_when_and_nothing_private(settings):
    settings.UNDO_SECONDS = 0
    asked = deciding.ask_changes(a_draft(), person("bianji"), 1, ["补写结尾", "电话 13991390000 请删去"], date(2027, 4, 1))
    LetterFile.objects.create(letter=asked.letter, position=1, name="13991390000.doc", status="encrypted", reason="文件有密码")
    html = look(asked.letter)
    shown = words(html)
    for said in ("需要修改 请在2027年4月1日前发来修改稿", "1. 补写结尾", "2. 电话 139****0000 请删去", "文件有密码"):
        assert said in shown
    assert not any(datum in html for datum in PRIVATE)


def test_a_decision_that_can_still_be_taken_back_is_not_told(settings):
    settings.UNDO_SECONDS = 30
    declined = deciding.decline(a_draft(), person("bianji"), 1, "题材近期已有多篇")
    shown = words(look(declined.letter))
    assert ("初审中" in shown, "题材近期" in shown, "未采用" in shown) == (True, False, False)


def test_looking_changes_nothing_and_leaves_no_trace():
    letter = a_draft().letter
    before = list(Draft.objects.values()), Letter.objects.count(), Reply.objects.count()
    client = Client(enforce_csrf_checks=True)
    for place in (address(letter), reverse("site_status_withdraw", args=(letter.status_key, letter.number))):
        answer = client.get(place)
        assert answer.status_code == 200
        assert [answer.headers[name] for name in ("Referrer-Policy", "X-Robots-Tag", "Cache-Control")] == [
            "no-referrer", "noindex, nofollow, noarchive", "no-store",
        ]  # fmt: skip
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert not client.cookies
    assert client.get(reverse("site_status_upload", args=(letter.status_key,))).status_code == 405
    assert (list(Draft.objects.values()), Letter.objects.count(), Reply.objects.count()) == before


def test_withdrawing_is_confirmed_to_the_address_on_file(settings):
    settings.UNDO_SECONDS = 0
    draft = a_draft()
    place = reverse("site_status_withdraw", args=(draft.letter.status_key, draft.number))
    assert "确认撤稿" in Client().get(place).content.decode()
    answer = Client(enforce_csrf_checks=True).post(place)
    draft.refresh_from_db()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{address(draft.letter)}?done=withdrawn")
    assert (draft.state, draft.decision_reason) == (DraftState.WITHDRAWN, "作者在稿件进度页撤稿")
    reply = Reply.objects.get()
    assert (reply.kind, reply.to_address) == (ReplyKind.WITHDRAWN, "zhangjianguo@example.com")
    assert "按您在稿件进度页上的要求" in reply.body_text
    assert Client().post(place).status_code == 303
    assert Reply.objects.count() == 1


def a_file(
    name: str = "C:\\我的文档\\老屋（改）.txt", text: str = "渭河边的老屋\n\n渭河边的老屋还在。院里的柿子红了，比去年更红。"
) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), "application/x-anything")


def upload(letter: Letter, number: str, file: SimpleUploadedFile | None):
    given = {"work": number} | ({"file": file} if file else {})
    return Client(enforce_csrf_checks=True).post(reverse("site_status_upload", args=(letter.status_key,)), given)


def test_an_uploaded_file_is_a_mail_that_revises_its_draft():
    draft = a_draft()
    assert upload(draft.letter, draft.number, a_file()).status_code == 303
    letter = Letter.objects.get(places__source="upload")
    message = open_message(vault.get(letter.sha256))
    assert (message.subject, message.sender.address) == (f"改稿：《渭河边的老屋》 [{draft.number}]", "zhangjianguo@example.com")
    assert [part.name for part in message.parts] == ["老屋（改）.txt"]
    assert "此页上传的文件" in look(draft.letter)
    read_letter(letter.pk)
    letter.refresh_from_db()
    draft.refresh_from_db()
    assert (letter.intent, letter.joins_id, letter.state) == ("revision", draft.letter_id, LetterState.ANSWERED)
    assert (draft.version, "比去年更红" in draft.text) == (2, True)
    reply = Reply.objects.get(letter=letter)
    assert (reply.kind, address(draft.letter) in reply.body_text) == (ReplyKind.REVISION_RECEIVED, True)


def test_the_same_file_twice_is_one_letter_and_many_files_are_too_many():
    letter = a_draft().letter
    for _ in range(2):
        upload(letter, letter.number, a_file())
    assert Letter.objects.filter(places__source="upload").count() == 1
    codes = [upload(letter, letter.number, a_file(text=f"老屋 {n}")).status_code for n in range(resubmitting.AN_HOUR)]
    assert codes == [303] * (resubmitting.AN_HOUR - 1) + [400]


def test_what_is_no_file_is_refused_in_words(settings):
    letter = a_draft().letter
    said = [upload(letter, letter.number, None), upload(letter, "LG-2026-999999", a_file()), upload(letter, letter.number, a_file(text=""))]
    assert [answer.status_code for answer in said] == [400, 400, 400]
    assert "请选择要上传的文件" in said[0].content.decode()
    assert Letter.objects.filter(places__source="upload").count() == 0


def test_a_page_that_was_taken_back_leads_nowhere():
    draft = a_draft()
    letter = draft.letter
    place = address(letter)
    progress.revoke(letter, person("bianji"))
    assert Client().get(place).status_code == 404
    letter.refresh_from_db()
    assert "gaojian" not in composing.compose(letter, ReplyKind.RECEIVED, drafts=[draft]).text
    progress.renew(letter, person("bianji"))
    letter.refresh_from_db()
    assert (Client().get(place).status_code, Client().get(address(letter)).status_code) == (404, 200)


def test_guessing_is_slowed_down_and_does_not_shut_out_who_knows():
    letter = a_draft().letter
    codes = {Client().get(f"/gaojian/{n:032}/").status_code for n in range(25)}
    assert codes == {404, 429}
    assert Client().get(address(letter)).status_code == 200
    assert {Client().get(address(letter)).status_code for _ in range(45)} == {200, 429}


def test_a_forged_sender_with_a_reply_to_is_not_sent_the_key():
    first = a_draft().letter
    forged = a_letter(joins=first, reply_to="thief@example.com")
    honest = a_letter(joins=first)
    assert first.status_key not in composing.compose(forged, ReplyKind.REVISION_RECEIVED, late=[first.drafts.get()]).text
    assert first.status_key in composing.compose(honest, ReplyKind.REVISION_RECEIVED, late=[first.drafts.get()]).text


def test_a_number_of_somebody_elses_work_does_nothing():
    mine, others = a_draft().letter, a_draft(due_at=timezone.now() + timedelta(days=1))
    place = reverse("site_status_withdraw", args=(mine.status_key, others.number))
    assert (Client().get(place).status_code, Client().post(place).status_code) == (404, 404)
    others.refresh_from_db()
    assert others.state == DraftState.WAITING
