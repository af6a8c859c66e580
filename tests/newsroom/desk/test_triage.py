"""The page 来稿: what it costs, what it finds, what it says after a decision."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from newsroom import deciding
from newsroom.models import ColumnPage, Draft
from newsroom.states import DraftState
from tests.newsroom.desk.people import client, person
from tests.newsroom.desk.rows import a_draft, a_letter, a_picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
HTMX = {"headers": {"HX-Request": "true"}}


def listed(query: str) -> list[str]:
    page = client("bianji").get(f"{reverse('laigao_rows')}?{query}")
    return [row.title for row in page.context["rows"]]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["老树", "山歌", "新麦"]),
        ("order=new", ["新麦", "山歌", "老树"]),
        ("q=山", ["山歌"]),
        ("q=柳青", ["新麦"]),
        ("q=王会计", ["老树"]),
        ("q=LG-2026-000002", ["山歌"]),
        ("q=000002", ["山歌"]),
        ("q=%27%22%25", []),
        ("flag=no-author", ["山歌"]),
        ("flag=contest", ["新麦"]),
        ("flag=truncated", ["老树"]),
        ("age=1", ["新麦"]),
        ("age=overdue", ["老树"]),
        ("column=none", ["山歌"]),
        ("state=held", ["留着"]),
        ("state=nonsense", ["老树", "山歌", "新麦"]),
    ],
)
def test_filters(query, titles):
    now = timezone.now()
    a_draft(
        title="老树",
        letter=a_letter(sender_name="王会计", flags=["truncated"]),
        received_at=now - timedelta(40),
        due_at=now - timedelta(10),
    )
    a_draft(title="山歌", received_at=now - timedelta(3), flags=["no-author"], authors=[], column=None)
    a_draft(title="新麦", received_at=now - timedelta(hours=1), flags=["contest:我与华山"], authors=["柳青"])
    a_draft(title="留着", received_at=now, state=DraftState.HELD)
    assert listed(query) == titles


def test_the_list_goes_on_where_it_stopped():
    now = timezone.now()
    for n in range(65):
        a_draft(title=f"第{n}篇", letter=a_letter(), received_at=now - timedelta(hours=100 - n // 2))
    editor, url = client("bianji"), reverse("laigao_rows")
    first = editor.get(url).context
    rest = editor.get(url, {"after": first["cursor"]}).context
    assert [row.title for row in [*first["rows"], *rest["rows"]]] == [f"第{n}篇" for n in range(65)]
    assert (rest["cursor"], editor.get(url, {"after": "nonsense"}).status_code) == ("", 400)


def cost(address: str) -> int:
    """Queries of one view, the session's and the login's own among them, after one visit that warms what Django keeps."""
    editor = client("bianji")
    editor.get(address, **HTMX)
    with CaptureQueriesContext(connection) as caught:
        editor.get(address, **HTMX)
    return len(caught)


def test_more_drafts_cost_no_more_queries():
    few = a_draft()
    page, list_, one = reverse("laigao_desk"), reverse("laigao_rows"), reverse("laigao_draft", args=[few.pk])
    before = {address: cost(address) for address in (page, list_, one)}
    for _ in range(40):
        a_picture(a_draft(flags=["no-author"]))
    assert {address: cost(address) for address in (page, list_, one)} == pytest.approx(before, abs=1)
    assert (cost(page) <= 26, cost(list_) <= 10, cost(one) <= 18) == (True, True, True)


def test_after_a_decision_the_next_draft_is_there():
    first, second = a_draft(title="第一篇"), a_draft(title="第二篇")
    page = client("bianji").post(reverse("laigao_hold", args=[first.pk]), {"version": 1, "next": second.pk}, **HTMX).content.decode()
    assert (f'id="row-{first.pk}" hx-swap-oob="delete"' in page, f'data-id="{second.pk}"' in page, 'id="undo"' in page) == (
        True,
        True,
        True,
    )


def test_the_last_of_the_queue_leaves_an_empty_desk():
    only = a_draft()
    page = client("bianji").post(reverse("laigao_hold", args=[only.pk]), {"version": 1, "next": ""}, **HTMX).content.decode()
    assert "都看完了" in page


def test_the_second_editor_is_shown_what_happened():
    draft = a_draft()
    person("bianji")
    deciding.hold(draft, person("bianji"), 1)
    answer = client("bianji2").post(reverse("laigao_decline", args=[draft.pk]), {"version": 1, "reason": "时效已过"}, **HTMX)
    assert (answer.status_code, "bianji 已将这篇稿件定为“留用”" in answer.content.decode()) == (409, True)
    assert Draft.objects.get().state == DraftState.HELD


def test_a_stale_field_overwrites_nothing():
    draft = a_draft()
    deciding.edit(draft, person("bianji"), 1, title="先改的题")
    answer = client("bianji2").post(reverse("laigao_field", args=[draft.pk]), {"version": 1, "field": "title", "value": "后改的题"}, **HTMX)
    assert (answer.status_code, Draft.objects.get().title) == (409, "先改的题")


def test_several_at_once_and_one_that_somebody_else_has_decided():
    drafts = [a_draft(title=f"第{n}篇") for n in range(3)]
    deciding.hold(drafts[0], person("bianji2"), 1)
    asked = {"what": "decline", "reason": "时效已过", "drafts": " ".join(f"{d.pk}:1" for d in drafts)}
    answer = client("bianji").post(reverse("laigao_bulk"), asked, **HTMX)
    assert (answer.context["done"], len(answer.context["stopped"])) == (2, 1)
    assert list(Draft.objects.order_by("pk").values_list("state", flat=True)) == ["held", "declined", "declined"]


def test_private_numbers_are_masked_wherever_the_desk_shows_them():
    number = "13991390000"
    letter = a_letter(subject=f"投稿 {number}", sender_name=f"张 {number}", note=f"我的电话{number}")
    draft = a_draft(
        letter=letter, title=f"题 {number}", authors=["张建国"], blocks=[{"kind": "paragraph", "text": f"请打我的手机{number}"}]
    )
    pages = [
        reverse("laigao_desk"),
        reverse("laigao_draft", args=[draft.pk]),
        reverse("laigao_frame", args=[letter.pk]),
        reverse("laigao_rows"),
    ]
    shown = "".join(client("bianji").get(page, **HTMX).content.decode() for page in pages)
    # the title's own input holds what the editor types over; nothing else shows the number
    assert shown.count(number) == shown.count(f'value="题 {number}"')
    assert "139****0000" in shown
    assert "610502199001011234" not in shown


def test_contact_in_clear_is_for_chiefs_recorded_and_without_id_numbers():
    draft = a_draft()
    page = client("zhuren").post(reverse("laigao_contact", args=[draft.pk]), **HTMX).content.decode()
    assert ("13991390000" in page, "610502199001011234" in page, "****1234" in page) == (True, False, True)


def test_the_columns_by_their_letters():
    choices = {c["name"]: (c["initials"], c["pinyin"]) for c in client("bianji").get(reverse("laigao_desk")).context["columns"]}
    assert (choices["散文"], choices["丝路要闻"], len(choices)) == (("sw", "sanwen"), ("slyw", "siluyaowen"), ColumnPage.objects.count())
