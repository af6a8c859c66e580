"""Our letters: their words, when they are not written, and how they leave exactly once."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import jinja2
import pytest
from django.conf import settings as django_settings
from django.template import engines
from django.utils import timezone
from lxml import html

from newsroom import backing_off, brakes, composing, corresponding
from newsroom.models import Claim, ColumnPage, Contributor, Draft, Letter, LetterFile, MailboxState, Reply
from newsroom.outbox import Outbox
from newsroom.states import ClaimResult, LetterState, ReplyKind, ReplyState
from newsroom.sweeping import sweep
from tests.smtpsink import sink  # noqa: F401 - fixture

from .letters import AT, AUTHOR

pytestmark = pytest.mark.django_db
PHONE = "13991390000"


def a_letter(**fields) -> Letter:
    count = Letter.objects.count() + 1
    given = {
        "number": f"LG-2026-{count:06}",
        "sha256": f"{count:064x}",
        "size": 96_000_000,
        "received_at": AT,
        "state": LetterState.DRAFTED,
        "sender_name": "张建国",
        "sender_address": AUTHOR,
        "subject": "投稿：散文《老屋》",
        "message_id": f"{count}@example.com",
        "may_answer": True,
        "contact": {"phones": [PHONE]},
    }
    return Letter.objects.create(**given | fields)


def a_draft(letter: Letter, position: int = 1, **fields) -> Draft:
    given = {"title": "老屋", "authors": ["张建国"], "words": 1286, "received_at": AT, "blocks": [{"kind": "image", "picture": "x"}]}
    return Draft.objects.create(letter=letter, position=position, **given | fields)


def a_reply(**fields) -> Reply:
    letter = a_letter()
    count = Reply.objects.count() + 1
    given = {
        "letter": letter,
        "kind": ReplyKind.RECEIVED,
        "once": f"received:{letter.number}",
        "to_name": "张建国",
        "to_address": AUTHOR,
        "subject": f"收稿回执：《老屋》 [{letter.number}]",
        "body_text": "您好\n.一行以点开头\n",
        "body_html": "<p>您好</p>",
        "message_id": f"received.{count}@laigao.example",
        "in_reply_to": "1@example.com",
        "references": ["0@example.com", "1@example.com"],
        "not_before": timezone.now(),
    }
    return Reply.objects.create(**given | fields)


# ── the words ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def everything() -> dict[ReplyKind, dict]:
    """What each kind is given, as its callers give it."""
    letter = a_letter()
    first, second = a_draft(letter, siblings=2), a_draft(letter, 2, title=f"槐树 {PHONE}", authors=[], words=0, siblings=2)
    troubled = {"name": f"{PHONE}.doc", "status": "encrypted", "reason": "文件有密码，请去掉密码后重发"}
    LetterFile.objects.create(letter=letter, position=1, **troubled)
    LetterFile.objects.create(letter=letter, position=2, name="老屋.docx", status="read")
    LetterFile.objects.create(letter=letter, position=3, name="照片.zip", status="linked", expires="2026年4月1日 到期")
    first.changes_due, first.decision_reason = date(2026, 4, 1), f"1. 补写结尾\n2. 删去电话 {PHONE}"
    case = Claim(letter=letter, due_on=date(2026, 4, 1), result=ClaimResult.SIGNED, note="署名已补在文末。")
    drafts = {"drafts": [first, second]}
    asked = [{"draft": first, "status": "审核中", "url": ""}, {"draft": second, "status": "已发布", "url": "https://site.example/a/"}]
    return {
        ReplyKind.RECEIVED: {"letter": letter} | drafts,
        ReplyKind.RECEIVED_NOTHING: {"letter": letter},
        ReplyKind.TOO_LARGE: {"letter": letter, "limit": 80},
        ReplyKind.REVISION_RECEIVED: {"letter": letter, "drafts": [first], "late": [second]},
        ReplyKind.WITHDRAWN: {"letter": letter} | drafts,
        ReplyKind.STATUS: {"letter": letter, "asked": asked},
        ReplyKind.CLAIM_RECEIVED: {"letter": letter},
        ReplyKind.PUBLISHED: {"letter": letter, "draft": first},
        ReplyKind.DECLINED: {"letter": letter, "draft": first, "reason": "题材近期已有多篇"},
        ReplyKind.CHANGES_REQUESTED: {"letter": letter, "draft": first, "points": ["补写结尾", "核对年份"], "due": date(2026, 4, 1)},
        ReplyKind.REMINDER: {"letter": letter, "draft": first},
        ReplyKind.LAPSED: {"letter": letter, "draft": first},
        ReplyKind.OVERSIZE_LINK: {"letter": letter},
        ReplyKind.CLAIM_SETTLED: {"letter": letter, "case": case},
    }


SUBJECTS = {
    ReplyKind.RECEIVED: "收稿回执：《老屋》等 2 篇 [LG-2026-000001]",
    ReplyKind.RECEIVED_NOTHING: "来信收到，未见稿件 [LG-2026-000001]",
    ReplyKind.TOO_LARGE: "邮件过大，请分次发送 [LG-2026-000001]",
    ReplyKind.REVISION_RECEIVED: "修改稿收到：《老屋》 [LG-2026-000001-1]",
    ReplyKind.WITHDRAWN: "撤稿确认：《老屋》等 2 篇 [LG-2026-000001-1]",
    ReplyKind.STATUS: "稿件进度：《老屋》等 2 篇 [LG-2026-000001-1]",
    ReplyKind.CLAIM_RECEIVED: "认领来信已收到 [LG-2026-000001]",
    ReplyKind.PUBLISHED: "用稿通知：《老屋》已发布 [LG-2026-000001-1]",
    ReplyKind.DECLINED: "退稿通知：《老屋》 [LG-2026-000001-1]",
    ReplyKind.CHANGES_REQUESTED: "请修改：《老屋》 [LG-2026-000001-1]",
    ReplyKind.REMINDER: "提醒：《老屋》的修改稿请在2026年4月1日前发来 [LG-2026-000001-1]",
    ReplyKind.LAPSED: "《老屋》逾期未收到修改稿，已作撤稿处理 [LG-2026-000001-1]",
    ReplyKind.OVERSIZE_LINK: "只收到下载链接，请改用普通附件 [LG-2026-000001]",
    ReplyKind.CLAIM_SETTLED: "认领处理结果 [LG-2026-000001]",
}


def test_every_kind_renders_with_its_number_and_without_private_data():
    rendered = {kind: composing.compose(kind=kind, **given) for kind, given in everything().items()}
    assert {kind: text.subject for kind, text in rendered.items()} == SUBJECTS
    assert set(rendered) == set(ReplyKind) == {ReplyKind(path.name) for path in templates().iterdir() if path.is_dir()}
    for text in rendered.values():
        assert text.text.startswith("张建国：您好！\n\n")
        assert PHONE not in text.subject + text.text + text.html
        assert "{" not in text.text
        assert "\n\n\n" not in text.text
        assert words(text.html)[:7] == "张建国：您好！"


def test_the_plain_and_the_html_form_say_the_same():
    for kind, given in everything_once():
        text = composing.compose(kind=kind, **given)
        assert phrases(text.text) == phrases(words(text.html)), kind


def phrases(text: str) -> set[str]:
    """Runs of Chinese between punctuation; how they are laid out does not count."""
    return set(re.findall(r"[\u4e00-\u9fff]{4,}", re.sub(r"\s+", "，", text)))


def everything_once() -> list[tuple[ReplyKind, dict]]:
    return list(everything().items())


def test_the_html_asks_for_nothing_from_elsewhere_and_fits_a_phone():
    for kind, given in everything_once():
        text = composing.compose(kind=kind, **given)
        tree = html.document_fromstring(text.html)
        assert not tree.xpath("//*[@src] | //link | //script | //style | //*[contains(@style, 'url(')]"), kind
        assert tree.xpath("//meta[@name='viewport']"), kind
        assert "max-width:640px" in text.html, kind


def test_the_acknowledgement_whole():
    given = everything()[ReplyKind.RECEIVED]
    said = {"today": composing.day(timezone.now()), "key": given["letter"].status_key}
    assert composing.compose(kind=ReplyKind.RECEIVED, **given).text == ACKNOWLEDGEMENT.format(**said)


ACKNOWLEDGEMENT = """\
张建国：您好！

您于2026年3月4日发来的稿件已经收到。附件 1 个已读取，读到稿件 2 篇：

1. 《老屋》　作者：张建国
   1286 字，图片 1 幅
   编号：LG-2026-000001-1

2. 《槐树 139****0000》
   图片 1 幅
   编号：LG-2026-000001-2

编号 LG-2026-000001 请留存，以后来信请注明。题目、署名和栏目是从邮件中读出的，以编辑审定为准；如有出入，请回信告诉我们。

下列附件没有读出内容，请看说明，需要时重新发来：
· 139****0000.doc：文件有密码，请去掉密码后重发

下列超大附件只收到下载链接，编辑部无法取用，请改用普通附件重新发送：
· 照片.zip（2026年4月1日 到期）

编辑部自收稿之日起 30 天内告知审阅结果；逾期未接到通知，您可另行处理。

如需修改，请直接回复本邮件并附上完整的修改稿；如需撤稿，回复“撤稿”即可。回复时请保留主题中的编号。

查看稿件进度、上传修改稿或撤稿：
http://127.0.0.1:8000/gaojian/{key}/
（此链接专属于您，请勿转发。）

本邮件由系统自动发出，收到后不必回复确认。

丝路情韵编辑部
丝路情韵　http://127.0.0.1:8000
{today}
"""


def test_a_name_that_is_not_given_is_an_error_not_a_gap():
    for path in sorted(templates().rglob("body.txt")):
        with pytest.raises(jinja2.UndefinedError):
            engines["jinja2"].get_template(f"mail/{path.parent.name}/body.txt").render({})


def templates() -> Path:
    return django_settings.BASE_DIR / "templates" / "mail"


def words(text: str) -> str:
    body = html.document_fromstring(text).find("body")
    return "\n".join(text.strip() for text in body.itertext() if text.strip())


# ── when no letter is written ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_letter_is_written_once_for_what_it_is_about():
    letter = a_letter()
    draft = a_draft(letter)
    first = corresponding.write(letter, ReplyKind.RECEIVED, drafts=[draft])
    assert corresponding.write(letter, ReplyKind.RECEIVED, drafts=[draft]) is None
    assert (first.once, first.in_reply_to, first.references) == ("received:LG-2026-000001", "1@example.com", ["1@example.com"])
    assert re.fullmatch(r"received\.[0-9a-f]{24}@laigao\.example", first.message_id)


def test_a_decision_taken_back_and_taken_anew_is_written_anew_and_waits_for_the_undo(settings):
    settings.UNDO_SECONDS = 30
    draft = a_draft(a_letter())
    first = corresponding.write(draft.letter, ReplyKind.DECLINED, draft=draft, reason="一")
    assert (corresponding.cancel(draft, ReplyKind.DECLINED), first.not_before > timezone.now() + timedelta(seconds=25)) == (1, True)
    draft.version += 2
    assert corresponding.write(draft.letter, ReplyKind.DECLINED, draft=draft, reason="二") is not None


@pytest.mark.parametrize(
    "fields",
    [
        {"may_answer": False},
        {"sender_address": ""},
        {"sender_address": "not an address"},
        {"sender_address": "tougao@laigao.example"},
        {"sender_address": "no-reply@shop.example"},
        {"sender_address": "MAILER-DAEMON@example.com"},
        {"sender_address": "list-bounces@example.com"},
        {"reply_to": "noreply@example.com"},
    ],
)
def test_robots_and_ourselves_are_never_written_to(fields):
    letter = a_letter(**fields)
    for kind in (ReplyKind.RECEIVED_NOTHING, ReplyKind.CLAIM_RECEIVED):
        assert corresponding.write(letter, kind) is None


def test_a_silenced_address_is_left_alone_even_by_an_editor():
    Contributor.objects.create(address=AUTHOR, silent_until=timezone.now() + timedelta(days=1))
    draft = a_draft(a_letter())
    assert corresponding.write(draft.letter, ReplyKind.DECLINED, draft=draft, reason="") is None


def test_an_address_is_acknowledged_at_most_so_often_an_hour_but_decisions_pass(settings):
    settings.REPLIES_PER_ADDRESS = 3
    written = [corresponding.write(a_letter(preview=f"第{n}封"), ReplyKind.RECEIVED_NOTHING) for n in range(5)]
    assert [reply is not None for reply in written] == [True] * 3 + [False] * 2
    draft = a_draft(a_letter())
    assert corresponding.write(draft.letter, ReplyKind.DECLINED, draft=draft, reason="") is not None


def test_the_same_mail_over_and_over_is_answered_twice():
    letters = [a_letter(subject=prefix + "自动答复", preview="我正在休假") for prefix in ("", "Re: ", "回复：Re: ", "")]
    assert [corresponding.write(letter, ReplyKind.RECEIVED_NOTHING) is not None for letter in letters] == [True, True, False, False]


def test_ten_poems_in_ten_mails_without_words_are_ten_acknowledgements():
    letters = [a_letter(subject="投稿", preview="") for _ in range(10)]
    assert all(corresponding.write(letter, ReplyKind.RECEIVED_NOTHING) for letter in letters)


def test_over_the_hours_cap_acknowledgements_wait(settings):
    settings.REPLIES_PER_HOUR = 2
    letters = [a_letter(sender_address=f"robot{n}@example.com") for n in range(5)]
    waits = [corresponding.write(letter, ReplyKind.RECEIVED_NOTHING).not_before - timezone.now() for letter in letters]
    assert [round(wait.total_seconds() / 3600) for wait in waits] == [0, 0, 1, 1, 2]


def test_a_subject_without_its_prefixes():
    assert brakes.plain_subject("回复：Re: 答复: 老 屋") == "老屋"


# ── how they leave ────────────────────────────────────────────────────────────────────────────────────────────────────


def send_all(settings, **fields) -> int:
    outbox = Outbox(settings.SMTP | fields)
    try:
        return corresponding.send_due(outbox)
    finally:
        outbox.close()


def test_a_letter_arrives_whole_threaded_and_marked(sink, settings):  # noqa: F811
    reply = a_reply(subject="收稿回执：《老屋》\r\nBcc: x@example.com")
    assert send_all(settings) == 1
    (letter,) = sink.letters
    reply.refresh_from_db()
    assert (reply.state, reply.error, reply.sent_at is not None, sink.recipients) == (ReplyState.SENT, "", True, [AUTHOR])
    headers = {
        name: letter[name] for name in ("Message-ID", "In-Reply-To", "References", "Auto-Submitted", "X-Auto-Response-Suppress", "Bcc")
    }
    assert headers == {
        "Message-ID": f"<{reply.message_id}>",
        "In-Reply-To": "<1@example.com>",
        "References": "<0@example.com> <1@example.com>",
        "Auto-Submitted": "auto-replied",
        "X-Auto-Response-Suppress": "All",
        "Bcc": None,
    }
    assert [str(letter[name].addresses[0]) for name in ("From", "To")] == ["丝路情韵编辑部 <tougao@laigao.example>", f"张建国 <{AUTHOR}>"]
    assert letter["Subject"] == "收稿回执：《老屋》 Bcc: x@example.com"
    assert letter.get_body(("plain",)).get_content() == "您好\n.一行以点开头\n"
    assert letter.get_body(("html",)).get_content() == "<p>您好</p>\n"
    assert all(len(line) < 998 and line.isascii() for line in letter.as_bytes().splitlines())


def test_many_letters_leave_in_one_session_by_priority_and_not_before_their_time(sink, settings):  # noqa: F811
    settings.SMTP = settings.SMTP | {"user": "tougao@laigao.example", "password": "code"}
    later = a_reply(not_before=timezone.now() + timedelta(minutes=1), subject="later")
    for n in range(5):
        a_reply(subject=f"s{n}", priority=50 - n)
    assert send_all(settings) == 5
    assert [letter["Subject"] for letter in sink.letters] == ["s4", "s3", "s2", "s1", "s0"]
    later.refresh_from_db()
    assert (sink.logins, later.state) == (1, ReplyState.WAITING)


def test_a_connection_lost_after_data_is_uncertain_and_never_sent_again(sink, settings):  # noqa: F811
    sink.answers["DATA"] = "cut"
    reply = a_reply()
    send_all(settings)
    sink.answers.clear()
    Reply.objects.update(lease_until=timezone.now() - timedelta(days=1))
    sweep()
    send_all(settings)
    reply.refresh_from_db()
    assert (reply.state, len(sink.letters)) == (ReplyState.UNCERTAIN, 1)
    assert "可能已经收到" in reply.error


def test_a_sender_that_died_before_data_loses_nothing_and_after_it_repeats_nothing(sink, settings):  # noqa: F811
    past = timezone.now() - timedelta(seconds=1)
    before = a_reply(lease_until=past, attempts=1)
    after = a_reply(state=ReplyState.SENDING, lease_until=past, attempts=1)
    sweep()
    send_all(settings)
    before.refresh_from_db()
    after.refresh_from_db()
    assert (before.state, after.state, len(sink.letters)) == (ReplyState.SENT, ReplyState.UNCERTAIN, 1)


@pytest.mark.parametrize("step", ["RCPT", "DATA"])
@pytest.mark.parametrize(
    ("answer", "state", "silent"),
    [
        ("550 Mailbox not found. http://service.mail.qq.com", ReplyState.FAILED, True),
        ("550 Mailbox unavailable or access denied", ReplyState.FAILED, True),
        ("550 Mail content denied", ReplyState.FAILED, False),
        ("550 Suspected spam", ReplyState.FAILED, False),
        ("552 Message too large", ReplyState.FAILED, False),
        ("450 4.2.1 try later", ReplyState.WAITING, False),
        ("550 Ip frequency limited", ReplyState.WAITING, False),
    ],
)
def test_what_a_refusal_means(sink, settings, step, answer, state, silent):  # noqa: F811
    sink.answers[step] = answer
    reply = a_reply()
    send_all(settings)
    reply.refresh_from_db()
    assert (reply.state, Contributor.objects.filter(address=AUTHOR, silent_until__gt=timezone.now()).exists()) == (state, silent)
    assert re.search(r"[\u4e00-\u9fff]", reply.error)
    assert (reply.not_before > timezone.now()) == (state == ReplyState.WAITING)


def test_a_refused_recipient_does_not_hold_up_the_next(sink, settings):  # noqa: F811
    sink.answers["RCPT"] = lambda address: "550 Mailbox not found" if address == AUTHOR else "250 ok"
    a_reply()
    a_reply(to_address="li@example.com")
    send_all(settings)
    assert sink.recipients == ["li@example.com"]


@pytest.mark.parametrize("address", ["作者@example.com", "a@例子.中国", "a b@example.com", "@", "x" * 240 + "@example.com"])
def test_an_address_that_cannot_be_written_down_ends_and_does_not_stop_the_next(sink, settings, address):  # noqa: F811
    odd, next_one = a_reply(to_address=address), a_reply(to_address="li@example.com")
    send_all(settings)
    for reply in (odd, next_one):
        reply.refresh_from_db()
    assert (odd.state in (ReplyState.FAILED, ReplyState.SENT), next_one.state) == (True, ReplyState.SENT)


def test_temporary_refusals_end_some_day(sink, settings):  # noqa: F811
    sink.answers["RCPT"] = "450 later"
    reply = a_reply(attempts=7)
    send_all(settings)
    reply.refresh_from_db()
    assert (reply.state, "多次尝试" in reply.error) == (ReplyState.FAILED, True)


def test_a_refused_login_is_shared_with_the_poller_and_waited_out(sink, settings):  # noqa: F811
    settings.SMTP = settings.SMTP | {"user": "tougao@laigao.example", "password": "wrong"}
    sink.code = "right"
    replies = [a_reply(), a_reply()]
    send_all(settings)
    assert (sink.logins, backing_off.until(django_settings.MAILBOX) is not None) == (1, True)
    assert "①" in MailboxState.objects.get().last_error
    settings.SMTP = settings.SMTP | {"password": "right"}
    send_all(settings)
    assert sink.logins == 1
    MailboxState.objects.update(backoff_until=timezone.now())
    Reply.objects.update(not_before=timezone.now())
    send_all(settings)
    assert [Reply.objects.get(pk=reply.pk).attempts for reply in replies] == [1, 1]
    assert (len(sink.letters), MailboxState.objects.get().failures) == (2, 0)


def test_a_dead_server_is_not_the_letters_fault(settings):
    settings.SMTP = settings.SMTP | {"host": "127.0.0.1", "port": 1, "tls": "none", "timeout": 1}
    reply = a_reply()
    send_all(settings)
    reply.refresh_from_db()
    assert (reply.state, reply.attempts, reply.lease_until) == (ReplyState.WAITING, 0, None)


def test_a_session_that_the_server_ended_while_idle_is_opened_again(sink, settings):  # noqa: F811
    outbox = Outbox(settings.SMTP)
    a_reply()
    corresponding.send_due(outbox)
    outbox.session.sock.shutdown(2)
    a_reply()
    corresponding.send_due(outbox)
    outbox.close()
    assert len(sink.letters) == 2


def test_the_daily_cap_holds_the_rest_back(sink, settings):  # noqa: F811
    settings.SMTP = settings.SMTP | {"daily_cap": 2}
    for _ in range(4):
        a_reply()
    assert (send_all(settings), len(sink.letters)) == (2, 2)
    assert send_all(settings) == 0
    Reply.objects.filter(state=ReplyState.SENT).update(sent_at=timezone.now() - timedelta(days=1, seconds=1))
    assert send_all(settings) == 2


def test_one_sender_at_a_time(sink, settings):  # noqa: F811
    a_reply()
    backing_off.row(django_settings.MAILBOX)
    MailboxState.objects.update(sender_holder="elsewhere:1:1", sender_until=timezone.now() + timedelta(minutes=1))
    assert send_all(settings) == 0
    MailboxState.objects.update(sender_until=timezone.now())
    assert send_all(settings) == 1


def test_a_letter_cancelled_at_the_last_moment_does_not_leave(sink, settings):  # noqa: F811
    draft = a_draft(a_letter())
    reply = a_reply(kind=ReplyKind.DECLINED, draft=draft)
    outbox = Outbox(settings.SMTP)
    # the sink runs in another thread: the cancellation is done here, where it would have come from
    claim = outbox._envelope

    def envelope(to: str):
        corresponding.cancel(draft, ReplyKind.DECLINED)
        return claim(to)

    outbox._envelope = envelope
    assert corresponding.send(reply.pk, outbox).outcome == "dropped"
    outbox.close()
    reply.refresh_from_db()
    assert (reply.state, sink.letters) == (ReplyState.CANCELLED, [])


def test_every_kind_leaves_and_reads_back(sink, settings, site):  # noqa: F811
    settings.REPLIES_PER_ADDRESS = 100
    for kind, given in everything_once():
        letter = given.pop("letter")
        for one in given.get("drafts", ()):
            one.column = ColumnPage.objects.first()
        assert corresponding.write(letter, kind, **given), kind
    assert send_all(settings) == len(ReplyKind)
    for letter in sink.letters:
        reply = Reply.objects.get(message_id=letter["Message-ID"].strip("<>"))
        assert (letter["Subject"], letter.get_body(("plain",)).get_content()) == (reply.subject, reply.body_text)
        assert letter.get_body(("html",)).get_content() == reply.body_html
