"""Read and draft: every letter ends in a state, whatever its sender wants."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from intake.model import Address, Contact, Document, Knowledge, Message, Part, Reading
from newsroom import vault
from newsroom.drafting import draft
from newsroom.keeping import keep, keep_header
from newsroom.models import ColumnPage, Contributor, Draft, DraftVersion, Letter, Reply
from newsroom.rereading import reread
from newsroom.states import DraftState, LetterState, ReplyKind, ReplyState

from .letters import AUTHOR, TEXT, mail, picture, reader, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def drafted(raw: bytes, read) -> Letter:
    letter = keep(raw)
    draft(letter.pk, read=read)
    letter.refresh_from_db()
    return letter


def a_submission(title: str = "老屋", text: str = TEXT, **headers) -> Letter:
    return drafted(mail(f"投稿：散文《{title}》", text, **headers), reader(works=(work(title, text),)))


def replies(letter: Letter) -> list[tuple[str, str]]:
    return list(letter.replies.order_by("id").values_list("kind", "to_address"))


def test_a_submission_becomes_a_draft_with_its_column_and_is_acknowledged():
    shot = picture()
    read = reader(works=(work(picture=shot),), pictures={shot.key: shot}, contact=Contact(phones=("13991390000",)))
    letter = drafted(mail(), read)
    made = letter.drafts.get()
    assert (letter.state, letter.intent, letter.contact) == (LetterState.DRAFTED, "submission", {"phones": ["13991390000"]})
    assert (made.number, made.title, made.authors, made.column.title) == (letter.number, "老屋", ["张建国"], "散文")
    assert made.blocks == [
        {"kind": "paragraph", "text": TEXT},
        {"kind": "image", "picture": shot.key, "name": "老屋.jpg", "caption": "图为老屋", "credit": ""},
    ]
    assert (made.text, made.due_at) == (f"{TEXT}\n图为老屋", letter.received_at + timedelta(days=30))
    shown = made.pictures.get()
    assert (vault.get(shown.web_sha256), vault.get(shown.key)) == (shot.data, shot.original)
    assert replies(letter) == [(ReplyKind.RECEIVED, AUTHOR)]
    assert Contributor.objects.get(address=AUTHOR).name == "张建国"


def test_several_works_are_numbered_and_acknowledged_once():
    letter = drafted(mail(), reader(works=(work("老屋"), work("槐树"))))
    assert [one.number for one in letter.drafts.order_by("position")] == [f"{letter.number}-1", f"{letter.number}-2"]
    assert replies(letter) == [(ReplyKind.RECEIVED, AUTHOR)]


def test_a_second_bell_finds_nothing_to_do():
    letter = a_submission()
    draft(letter.pk, read=reader(works=(work("别的"),)))
    assert [one.title for one in letter.drafts.all()] == ["老屋"]


def test_nothing_to_publish_is_answered_so():
    letter = drafted(mail(), reader())
    assert (letter.state, replies(letter)) == (LetterState.ANSWERED, [(ReplyKind.RECEIVED_NOTHING, AUTHOR)])


@pytest.mark.parametrize("intent", ["automatic", "bounce", "advertisement"])
def test_robots_and_advertisers_are_ignored_with_a_reason_and_never_written_to(intent):
    letter = drafted(mail(), reader(intent))
    assert (letter.state, bool(letter.reason), replies(letter)) == (LetterState.IGNORED, True, [])


def test_what_nobody_understands_stays_visible_for_a_person():
    letter = drafted(mail(), reader("other"))
    assert (letter.state, "请人工看一眼" in letter.reason, replies(letter)) == (LetterState.ANSWERED, True, [])


def test_a_reading_that_failed_is_set_aside_with_its_sentence():
    letter = drafted(mail(), reader(failure="邮件是空的，没有任何内容"))
    assert (letter.state, letter.reason, replies(letter)) == (LetterState.SET_ASIDE, "邮件是空的，没有任何内容", [])


def test_a_fault_of_ours_sets_the_letter_aside_without_quoting_it():
    phone = "".join(["1399", "1390000"])

    def read(raw: bytes, knowledge: Knowledge) -> Reading:
        raise KeyError(phone)

    letter = drafted(mail(), read)
    assert (letter.state, letter.attempts) == (LetterState.SET_ASIDE, 1)
    assert "读信" in letter.reason
    assert letter.trace.startswith("KeyError\n")
    assert phone not in letter.trace


def test_a_full_disk_is_not_the_mails_fault():
    def read(raw: bytes, knowledge: Knowledge) -> Reading:
        raise OSError(28, "No space left on device")

    letter = keep(mail())
    with pytest.raises(OSError, match="No space"):
        draft(letter.pk, read=read)
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.lease_until > timezone.now()) == (LetterState.KEPT, 0, True)


def test_a_mail_that_kills_its_worker_twice_is_poison():
    letter = keep(mail())

    class Killed(BaseException):
        """Stands for SIGKILL: nothing of ours runs after it."""

    def read(raw: bytes, knowledge: Knowledge) -> Reading:
        raise Killed

    for _ in range(2):
        with pytest.raises(Killed):
            draft(letter.pk, read=read)
        Letter.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    draft(letter.pk, read=read)
    letter.refresh_from_db()
    assert (letter.state, "读信" in letter.reason, "2 次" in letter.reason) == (LetterState.SET_ASIDE, True, True)


def test_a_lost_file_is_said():
    letter = keep(mail())
    Letter.objects.update(sha256="0" * 64)
    draft(letter.pk, read=reader())
    letter.refresh_from_db()
    assert (letter.state, "备份" in letter.reason) == (LetterState.SET_ASIDE, True)


def test_a_mail_over_the_limit_is_set_aside_and_its_author_told():
    letter = keep_header(mail().partition(b"\n\n")[0] + b"\r\n\r\n", 95_000_000)
    draft(letter.pk, read=reader())
    letter.refresh_from_db()
    assert (letter.state, "95.0 MB" in letter.reason) == (LetterState.SET_ASIDE, True)
    assert replies(letter) == [(ReplyKind.TOO_LARGE, AUTHOR)]


def test_files_are_listed_with_their_members_and_kept_privately():
    part = Part("稿件.zip", "application/zip", b"PK zip bytes")
    message = Message(sender=Address("张建国", AUTHOR), parts=(part,))
    member = Document("老屋.docx", "damaged", size=5, reason="文件已损坏，请重发")
    link = Document("照片.zip", "linked", url="https://wx.mail.qq.com/ftn/download?k=1", expires="2026年3月30日")
    read = reader(works=(work(),), message=message, documents=(Document("稿件.zip", "read", 12, "zip", members=(member,)), link))
    letter = drafted(mail(), read)
    rows = list(letter.files.order_by("position", "id").values_list("name", "status", "parent__name", "reason"))
    assert rows == [
        ("稿件.zip", "read", None, ""),
        ("老屋.docx", "damaged", "稿件.zip", "文件已损坏，请重发"),
        ("照片.zip", "linked", None, ""),
    ]
    assert vault.get(letter.files.get(name="稿件.zip").sha256) == b"PK zip bytes"


def test_what_a_database_refuses_is_cleaned():
    letter = drafted(mail(), reader(works=(work("老\x00屋\ud800", "正文\x00里"),)))
    assert (letter.state, letter.drafts.get().title) == (LetterState.DRAFTED, "老屋?")


# ── revisions ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_revision_by_number_replaces_the_draft_and_keeps_what_it_was():
    first = a_submission()
    read = reader("revision", (work("老屋", TEXT + "改过"),), refers_to=first.number)
    second = drafted(mail("Re: 改稿"), read)
    made = first.drafts.get()
    assert (second.state, second.joins, second.drafts.count()) == (LetterState.ANSWERED, first, 0)
    assert (made.text, made.version, made.state) == (TEXT + "改过", 2, DraftState.WAITING)
    kept = DraftVersion.objects.get()
    assert (kept.version, kept.letter, kept.content["text"]) == (1, second, TEXT)
    assert replies(second) == [(ReplyKind.REVISION_RECEIVED, AUTHOR)]


@pytest.mark.parametrize("field", ["message_id", "server_message_id"])
def test_a_revision_joins_by_the_id_of_our_letter_or_what_the_server_made_of_it(field):
    first = a_submission()
    Reply.objects.update(**{field: "tencent_AB12@qq.com"})
    second = drafted(mail("Re: 收稿回执", In_Reply_To="<tencent_AB12@qq.com>"), reader("revision", (work("老屋", "全新的文字"),)))
    assert (second.joins, first.drafts.get().text) == (first, "全新的文字")


def test_a_stranger_who_guesses_a_number_joins_nothing():
    first = a_submission()
    stranger = mail("改稿", From="李四 <li@example.com>")
    second = drafted(stranger, reader("revision", (work("老屋", "别人的文字"),), refers_to=first.number))
    assert (second.joins, second.state, first.drafts.get().text) == (None, LetterState.DRAFTED, TEXT)
    assert second.drafts.get().text == "别人的文字"


def test_a_revision_with_neither_number_nor_thread_finds_its_title():
    first = a_submission()
    second = drafted(mail("《老屋》修改稿，以此为准"), reader("revision", (work("老 屋", "改后的文字"),)))
    assert (second.joins, first.drafts.get().text) == (first, "改后的文字")


def test_an_answer_with_a_new_work_is_a_submission_of_its_own():
    first = a_submission()
    second = drafted(mail("Re: 收稿回执"), reader(works=(work("秋雨", "窗外的雨下了一整夜，谁也没有睡着。"),), refers_to=first.number))
    assert (second.state, second.drafts.get().title, first.drafts.get().version) == (LetterState.DRAFTED, "秋雨", 1)


def test_an_answer_with_nearly_the_same_text_is_a_revision_unsaid():
    first = a_submission()
    second = drafted(mail("Re: 收稿回执"), reader(works=(work("故园", TEXT.replace("春天", "秋天")),), refers_to=first.number))
    assert (second.state, first.drafts.get().title) == (LetterState.ANSWERED, "故园")


def test_a_revision_of_a_decided_draft_goes_to_a_person():
    first = a_submission()
    first.drafts.update(state=DraftState.SENT_ON)
    second = drafted(mail("改稿"), reader("revision", (work("老屋", "改后"),), refers_to=first.number))
    assert (second.state, "请人工看一眼" in second.reason, first.drafts.get().text) == (LetterState.ANSWERED, True, TEXT)
    assert replies(second) == [(ReplyKind.REVISION_RECEIVED, AUTHOR)]


def test_changes_that_were_asked_for_bring_the_draft_back_to_the_queue_under_the_editors_column():
    first = a_submission()
    poetry = ColumnPage.objects.get(title="诗歌")
    first.drafts.update(state=DraftState.CHANGES, column=poetry, column_confirmed=True, changes_due="2026-04-01")
    drafted(mail("改稿"), reader("revision", (work("老屋", "改后"),), refers_to=first.number))
    made = first.drafts.get()
    assert (made.state, made.column, made.changes_due) == (DraftState.WAITING, poetry, None)


# ── withdrawals, inquiries, claims ────────────────────────────────────────────────────────────────────────────────────


def test_a_withdrawal_by_number_and_sender_takes_effect_and_is_confirmed():
    first = a_submission()
    letter = drafted(mail("撤稿"), reader("withdrawal", refers_to=first.number))
    made = first.drafts.get()
    assert (made.state, made.version, letter.joins) == (DraftState.WITHDRAWN, 2, first)
    assert replies(letter) == [(ReplyKind.WITHDRAWN, AUTHOR)]


def test_a_withdrawal_of_one_of_three_takes_that_one():
    first = drafted(mail(), reader(works=(work("老屋"), work("槐树"), work("院墙"))))
    drafted(mail("撤稿"), reader("withdrawal", refers_to=f"{first.number}-2"))
    drafted(mail("《院墙》撤稿"), reader("withdrawal", refers_to=first.number))
    states = list(first.drafts.order_by("position").values_list("state", flat=True))
    assert states == [DraftState.WAITING, DraftState.WITHDRAWN, DraftState.WITHDRAWN]


def test_a_withdrawal_without_number_finds_title_and_sender():
    first = a_submission()
    letter = drafted(mail("《老屋》已被渭南日报采用，请撤稿"), reader("withdrawal"))
    assert (first.drafts.get().state, letter.joins) == (DraftState.WITHDRAWN, first)


@pytest.mark.parametrize(("subject", "sender"), [("《老屋》请撤稿", "李四 <li@example.com>"), ("请撤稿", f"张建国 <{AUTHOR}>")])
def test_a_withdrawal_that_fits_nothing_goes_to_a_person(subject, sender):
    first = a_submission()
    letter = drafted(mail(subject, From=sender), reader("withdrawal"))
    assert (letter.state, "请人工看一眼" in letter.reason, replies(letter)) == (LetterState.ANSWERED, True, [])
    assert first.drafts.get().state == DraftState.WAITING


def test_an_inquiry_is_answered_from_the_rows_once_a_day():
    first = a_submission()
    letter = drafted(mail("是否收到"), reader("inquiry"))
    again = drafted(mail("还没有消息吗"), reader("inquiry"))
    assert (replies(letter), replies(again)) == ([(ReplyKind.STATUS, AUTHOR)], [])
    assert f"《老屋》（{first.number}，2026年3月4日收到）：初审中" in letter.replies.get().body_text


def test_an_inquiry_about_nothing_known_goes_to_a_person():
    letter = drafted(mail("是否收到"), reader("inquiry"))
    assert ("请人工看一眼" in letter.reason, replies(letter)) == (True, [])


def test_a_claim_is_acknowledged_and_waits_for_a_person():
    letter = drafted(mail("照片是我拍的"), reader("claim"))
    assert (letter.state, "认领" in letter.reason, replies(letter)) == (LetterState.ANSWERED, True, [(ReplyKind.CLAIM_RECEIVED, AUTHOR)])


def test_a_bounce_finds_its_letter_and_silences_the_address():
    first = a_submission()
    reply = first.replies.get()
    raw = mail("来自qq.com的退信", f"550 Mailbox not found\n<{reply.message_id}>", From="PostMaster <PostMaster@qq.com>")
    letter = drafted(raw, reader("bounce"))
    reply.refresh_from_db()
    assert (letter.state, reply.state, first.number in letter.reason) == (LetterState.IGNORED, ReplyState.FAILED, True)
    assert Contributor.objects.get(address=AUTHOR).silent_until > timezone.now() + timedelta(days=59)
    assert replies(a_submission("槐树", "另一篇的正文。")) == []


# ── once more ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_letter_read_again_replaces_what_nobody_decided_and_writes_to_nobody_twice():
    letter = drafted(mail(), reader(works=(work("老屋"), work("槐树"), work("院墙"))))
    letter.drafts.filter(position=2).update(state=DraftState.SENT_ON)
    assert reread(letter, charset="big5")
    seen = []

    def read(raw: bytes, knowledge: Knowledge) -> Reading:
        seen.append(knowledge.charset)
        return reader(works=(work("新屋"), work("新槐")))(raw, knowledge)

    draft(letter.pk, read=read)
    rows = list(letter.drafts.order_by("position").values_list("title", "state", "version"))
    assert rows == [("新屋", DraftState.WAITING, 2), ("槐树", DraftState.SENT_ON, 1), ("院墙", DraftState.WITHDRAWN, 2)]
    assert (seen, Draft.objects.count(), len(replies(letter))) == (["big5"], 3, 1)


def test_only_a_link_to_a_large_file_is_answered_with_what_to_do():
    linked = Document(
        name="我的书稿.zip", kind="link", size=0, status="linked", expires="2026年4月1日 到期", url="https://wx.mail.qq.com/ftn/x"
    )
    letter = drafted(mail(), reader(documents=(linked,)))
    assert replies(letter) == [(ReplyKind.OVERSIZE_LINK, AUTHOR)]
    assert "我的书稿.zip（2026年4月1日 到期）" in letter.replies.get().body_text
