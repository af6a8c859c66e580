"""初审: what each decision does to the draft, the author's letter and the record; and that nobody overwrites anybody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from newsroom import deciding
from newsroom.models import ArticlePage, AuditEntry, ColumnPage, Correction, Draft, Reply
from newsroom.states import DraftState, ReplyKind, ReplyState
from tests.newsroom.desk.people import person
from tests.newsroom.desk.rows import a_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def letters(draft: Draft) -> list[tuple[str, str]]:
    return list(Reply.objects.filter(draft=draft).order_by("id").values_list("kind", "state"))


def record(draft: Draft) -> list[tuple[str, str]]:
    return list(AuditEntry.objects.filter(target=draft.number).order_by("id").values_list("action", "person__username"))


def now(draft: Draft) -> Draft:
    return Draft.objects.get(pk=draft.pk)


def test_sent_on_it_is_an_article_waiting_for_its_first_review():
    draft = a_draft()
    deciding.send_on(draft, person("bianji"), draft.version)
    draft = now(draft)
    article = draft.article
    assert (draft.state, draft.version, draft.decided_by, draft.column_confirmed) == (DraftState.SENT_ON, 2, person("bianji"), True)
    assert (article.live, article.owner, article.get_parent().title, article.current_workflow_task.name) == (
        False,
        person("bianji"),
        "散文",
        "复审",
    )
    assert letters(draft) == []
    assert record(draft) == [("send-on", "bianji")]
    assert list(Correction.objects.values_list("field", "guessed", "chosen")) == [("column", "散文", "散文")]


def test_declined_with_the_reason_in_the_letter():
    draft = a_draft()
    deciding.decline(draft, person("bianji"), 1, " 时效已过 ")
    assert (now(draft).state, now(draft).decision_reason) == (DraftState.DECLINED, "时效已过")
    reply = Reply.objects.get(draft=draft)
    assert (reply.kind, "时效已过" in reply.body_text, reply.to_address) == (ReplyKind.DECLINED, True, "zhangjianguo@example.com")


def test_changes_are_numbered_and_dated():
    draft = a_draft()
    due = timezone.localdate() + timedelta(days=7)
    deciding.ask_changes(draft, person("bianji"), 1, ["核实地名", "", "删去第二段"], due)
    assert (now(draft).state, now(draft).changes_due, now(draft).decision_reason) == (DraftState.CHANGES, due, "1. 核实地名\n2. 删去第二段")
    assert letters(draft) == [(ReplyKind.CHANGES_REQUESTED, ReplyState.WAITING)]


def test_held_writes_to_nobody():
    draft = a_draft()
    deciding.hold(draft, person("bianji"), 1)
    assert (now(draft).state, letters(draft)) == (DraftState.HELD, [])


@pytest.mark.parametrize(
    "refused",
    [
        lambda d, p: deciding.decline(d, p, 1, "  "),
        lambda d, p: deciding.ask_changes(d, p, 1, [" "], None),
        lambda d, p: deciding.ask_changes(d, p, 1, ["改"], timezone.localdate() - timedelta(days=1)),
        lambda d, p: deciding.edit(d, p, 1, title="长" * 201),
        lambda d, p: deciding.undo(d, p, 1),
    ],
)
def test_what_is_refused_changes_nothing(refused):
    draft = a_draft()
    with pytest.raises(deciding.Refused):
        refused(draft, person("bianji"))
    assert (now(draft).state, now(draft).version, letters(draft), record(draft)) == (DraftState.WAITING, 1, [], [])


@pytest.mark.parametrize("missing", [{"title": " "}, {"column": None}])
def test_nothing_is_sent_on_without_title_and_column(missing):
    draft = a_draft(**missing)
    with pytest.raises(deciding.Refused):
        deciding.send_on(draft, person("bianji"), 1)
    assert (now(draft).state, ArticlePage.objects.count(), Correction.objects.count()) == (DraftState.WAITING, 0, 0)


@pytest.mark.parametrize(
    "second",
    [
        lambda d, p: deciding.send_on(d, p, 1),
        lambda d, p: deciding.decline(d, p, 1, "时效已过"),
        lambda d, p: deciding.ask_changes(d, p, 1, ["改"], None),
        lambda d, p: deciding.hold(d, p, 1),
        lambda d, p: deciding.edit(d, p, 1, title="另一题"),
    ],
)
def test_the_second_of_two_editors_is_told(second):
    draft = a_draft()
    deciding.hold(draft, person("bianji"), 1)
    with pytest.raises(deciding.Conflict, match="bianji.*留用"):
        second(draft, person("bianji2"))
    assert (now(draft).state, now(draft).decided_by, now(draft).version, letters(draft)) == (DraftState.HELD, person("bianji"), 2, [])


def test_undo_takes_the_letter_back_before_it_leaves(settings):
    settings.UNDO_SECONDS = 30
    draft = a_draft(state=DraftState.HELD, decision_reason="等下一期")
    deciding.decline(draft, person("bianji"), 1, "时效已过")
    deciding.undo(draft, person("bianji"), 2)
    assert (now(draft).state, now(draft).decision_reason, now(draft).version) == (DraftState.HELD, "等下一期", 3)
    assert letters(draft) == [(ReplyKind.DECLINED, ReplyState.CANCELLED)]
    assert record(draft) == [("decline", "bianji"), ("undo", "bianji")]
    deciding.decline(draft, person("bianji"), 3, "题材不合")
    assert letters(draft)[-1] == (ReplyKind.DECLINED, ReplyState.WAITING)


def test_undo_is_too_late_when_the_letter_has_left():
    draft = a_draft()
    deciding.decline(draft, person("bianji"), 1, "时效已过")
    Reply.objects.update(state=ReplyState.SENT)
    with pytest.raises(deciding.Refused, match="已经发出"):
        deciding.undo(draft, person("bianji"), 2)
    assert now(draft).state == DraftState.DECLINED


def test_undo_is_for_oneself_and_for_half_a_minute():
    draft = a_draft()
    deciding.hold(draft, person("bianji"), 1)
    with pytest.raises(deciding.Refused):
        deciding.undo(draft, person("bianji2"), 2)
    Draft.objects.update(decided_at=timezone.now() - timedelta(seconds=31))
    with pytest.raises(deciding.Refused):
        deciding.undo(draft, person("bianji"), 2)


def test_undone_sending_on_takes_the_article_away_unless_a_reviewer_has_begun():
    draft = a_draft()
    deciding.send_on(draft, person("bianji"), 1)
    deciding.undo(draft, person("bianji"), 2)
    assert (now(draft).state, now(draft).article, ArticlePage.objects.count()) == (DraftState.WAITING, None, 0)
    deciding.send_on(draft, person("bianji"), 3)
    state = now(draft).article.current_workflow_task_state
    state.task.specific.on_action(state, person("zhuren"), "approve")
    with pytest.raises(deciding.Refused, match="复审已经开始"):
        deciding.undo(draft, person("bianji"), 4)
    assert now(draft).article is not None


def test_a_reviewer_may_ask_the_author_for_changes():
    draft = a_draft()
    deciding.send_on(draft, person("bianji"), 1)
    deciding.ask_changes(draft, person("zhuren"), 2, ["核实年份"], None)
    draft = now(draft)
    assert (draft.state, draft.article.current_workflow_state, letters(draft)) == (
        DraftState.CHANGES,
        None,
        [(ReplyKind.CHANGES_REQUESTED, ReplyState.WAITING)],
    )
    deciding.send_on(draft, person("bianji2"), 3)
    assert (ArticlePage.objects.count(), now(draft).article.current_workflow_task.name) == (1, "复审")


def test_corrections_are_kept_with_the_first_guess():
    draft = a_draft()
    other = ColumnPage.objects.get(title="杂文随笔")
    deciding.edit(draft, person("bianji"), 1, title="老屋")
    deciding.edit(draft, person("bianji2"), 2, title="渭河老屋", authors=["张建国", "李芳"])
    deciding.edit(draft, person("bianji2"), 3, column=other)
    assert list(Correction.objects.values_list("field", "guessed", "chosen", "why", "by__username")) == [
        ("title", "渭河边的老屋", "老屋", "取自主题", "bianji"),
        ("title", "渭河边的老屋", "渭河老屋", "取自主题", "bianji2"),
        ("authors", "张建国", "张建国 李芳", "题下署名", "bianji2"),
        ("column", "散文", "杂文随笔", "主题写明体裁", "bianji2"),
    ]
    assert (now(draft).version, now(draft).column, now(draft).column_confirmed) == (4, other, True)


def test_a_live_article_is_not_declined_here():
    draft = a_draft()
    deciding.send_on(draft, person("bianji"), 1)
    ArticlePage.objects.update(live=True)
    with pytest.raises(deciding.Refused, match="撤下"):
        deciding.decline(draft, person("zhuren"), 2, "时效已过")
