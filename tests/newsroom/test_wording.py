"""The desk's own words: checked with a real draft, rendered in a sandbox, restored by emptying them; a holiday line, a signature."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from newsroom import composing, wording
from newsroom.models import LetterFrame, LetterWording
from newsroom.states import ReplyKind
from tests.newsroom.desk.people import client

from .test_corresponding import a_draft, a_letter, everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def change(kind: str, **fields) -> LetterWording:
    row = LetterWording.objects.get(kind=kind)
    for name, value in fields.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    return row


def test_every_kind_has_a_row_and_its_shipped_words_say_what_the_template_says():
    given = everything()
    assert set(LetterWording.objects.values_list("kind", flat=True)) == set(ReplyKind)
    for kind, context in given.items():
        subject, body = wording.shipped(kind)
        known = composing.compose(kind=kind, **context)
        facts = composing.context_of(context.pop("letter"), kind, **context)
        again = wording.render(kind, facts, subject, body)
        assert (again.subject, "".join(again.text.split())) == (known.subject, "".join(known.text.split())), kind
        wording.check(kind, "", "")


def test_own_words_stand_in_both_forms_inside_the_frame():
    draft = a_draft(a_letter(), title="老屋<b>")
    change(
        ReplyKind.DECLINED,
        body="谢谢您的《{{ work.title }}》。\n\n这一篇我们没有采用：{{ reason }}\n祝好。",
        subject="关于《{{ work.title }}》 [{{ work.number }}]",
    )
    text = composing.compose(draft.letter, ReplyKind.DECLINED, draft=draft, reason="篇幅过长")
    assert text.subject == f"关于《老屋<b>》 [{draft.number}]"
    assert text.text.startswith("张建国：您好！\n\n谢谢您的《老屋<b>》。\n\n这一篇我们没有采用：篇幅过长\n祝好。\n")
    assert "谢谢您的《老屋&lt;b&gt;》。</p>" in text.html
    assert "没有采用：篇幅过长<br>祝好。</p>" in text.html
    change(ReplyKind.DECLINED, body="", subject="")
    assert "经审阅" in composing.compose(draft.letter, ReplyKind.DECLINED, draft=draft, reason="").text


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"body": "{{ work.titel }}"}, "没有这个名称"),
        ({"body": "{% if %}"}, "第 1 行的写法有误"),
        ({"body": "{{ ''.__class__.__mro__ }}"}, "没有这个名称|不能这样写"),
        ({"body": "{{ '啊' * 1000000000 }}"}, "不能用 * 运算"),
        ({"body": "{{ range(10) }}"}, "没有这个名称"),
        ({"body": "{% include 'site/base.html' %}"}, "没有这个名称|不能这样写"),
        ({"subject": "没有编号的主题"}, "主题里要保留编号"),
        ({"subject": "{{ '' }}"}, "主题"),
    ],
)
def test_words_no_letter_can_be_written_with_are_not_saved(fields, why):
    a_draft(a_letter())
    with pytest.raises(ValidationError, match=why.replace("*", r"\*")):
        change(ReplyKind.DECLINED, **fields)


def test_words_that_fail_later_give_way_to_the_shipped_ones():
    draft = a_draft(a_letter())
    LetterWording.objects.filter(kind=ReplyKind.DECLINED).update(body="{{ gone }}")
    assert "经审阅" in composing.compose(draft.letter, ReplyKind.DECLINED, draft=draft, reason="").text


def test_a_newsroom_without_drafts_checks_with_one_made_up():
    assert "麦收" in wording.check(ReplyKind.RECEIVED, "", "").text
    assert not LetterWording.objects.filter(body__gt="").exists()


def test_holiday_and_signature():
    draft, today = a_draft(a_letter()), timezone.localdate()
    frame = a_frame(today)
    text = composing.compose(draft.letter, ReplyKind.RECEIVED, drafts=[draft])
    assert f"春节放假，审稿顺延。\n\n副刊部\n电邮：fukan@example.com\n{composing.day(timezone.now())}\n" in text.text
    assert "春节放假，审稿顺延。</p>" in text.html
    frame.holiday_until = today - timedelta(days=1)
    frame.save()
    assert "春节" not in composing.compose(draft.letter, ReplyKind.RECEIVED, drafts=[draft]).text


def a_frame(today) -> LetterFrame:
    given = {"signature": "副刊部\n\n电邮：fukan@example.com", "holiday": "春节放假，审稿顺延。"}
    return LetterFrame.objects.create(site=Site.objects.get(), holiday_from=today, holiday_until=today + timedelta(days=7), **given)


def test_the_chief_editor_changes_words_in_the_admin_and_restores_them():
    a_draft(a_letter())
    row = LetterWording.objects.get(kind=ReplyKind.DECLINED)
    chief, place = client("zongbian"), reverse(row.snippet_viewset.get_url_name("edit"), args=(row.pk,))
    listed = chief.get(reverse(row.snippet_viewset.get_url_name("list")))
    assert all(str(kind.label) in listed.content.decode() for kind in ReplyKind)
    shown = chief.get(place).content.decode()
    assert "经审阅，这篇稿件本站未能采用" in shown
    subject, body = wording.shipped(ReplyKind.DECLINED)
    bad = chief.post(place, {"subject": subject, "body": "{{ nothing }}"})
    assert "没有这个名称" in bad.content.decode()
    assert chief.post(place, {"subject": subject, "body": "谢谢《{{ work.title }}》。"}).status_code == 302
    row.refresh_from_db()
    assert (row.subject, row.body) == ("", "谢谢《{{ work.title }}》。")
    assert chief.post(place, {"subject": subject, "body": body.replace("\n", "\r\n")}).status_code == 302
    row.refresh_from_db()
    assert (row.subject, row.body) == ("", "")


@pytest.mark.parametrize(("name", "status"), [("bianji", 302), ("zhuren", 302), ("yunwei", 302), ("zongbian", 200), ("root", 200)])
def test_who_may_change_words(name, status):
    row = LetterWording.objects.first()
    names = [row.snippet_viewset.get_url_name(view) for view in ("list", "edit")]
    who = client(name)
    assert [who.get(reverse(names[0])).status_code, who.get(reverse(names[1], args=(row.pk,))).status_code] == [status, status]


def test_the_preview_is_the_letter_of_a_real_draft():
    draft = a_draft(a_letter(), title="渭河夜话")
    row = LetterWording.objects.get(kind=ReplyKind.RECEIVED)
    assert "《渭河夜话》" in row.serve_preview(None, "html").content.decode()
    assert draft.number in row.serve_preview(None, "text").content.decode()
