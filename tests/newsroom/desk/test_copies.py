"""重稿 beside the mail: shown from both sides, judged by one click."""

from __future__ import annotations

import pytest
from django.urls import reverse

from newsroom.models import AuditEntry
from tests.newsroom.desk.people import client
from tests.newsroom.desk.rows import a_draft, a_pair

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
HTMX = {"headers": {"HX-Request": "true"}}


def beside(draft) -> str:
    return client("bianji").get(reverse("laigao_draft", args=[draft.pk]), **HTMX).content.decode()


def test_both_drafts_show_the_pair_with_its_passage_masked():
    first = a_draft(title="灯火 13991390000")
    again = a_draft(title="马灯")
    a_pair(again, other_draft=first)
    page = beside(again)
    assert f"与 {first.number} 《灯火 139****0000》" in page
    assert ("重合 83%" in page, "占对方 60%" in page, "13991390000" in page) == (True, True, False)
    assert reverse("laigao_draft", args=[first.pk]) in page
    other_side = beside(first)
    assert (f"与 {again.number} 《马灯》" in other_side, "重合 60%" in other_side) == (True, True)


def test_a_draft_without_copies_has_no_such_section():
    assert 'id="copies"' not in beside(a_draft())


@pytest.mark.parametrize(
    ("verdict", "word", "flagged"), [("same", "同一稿", True), ("revision", "修改稿", True), ("different", "不同稿", False)]
)
def test_one_click_says_what_it_is(verdict, word, flagged):
    first = a_draft()
    again = a_draft(flags=[f"near-copy:{first.number}", "no-author"])
    pair = a_pair(again, other_draft=first)
    answer = client("bianji").post(reverse("laigao_copy", args=[again.pk, pair.pk, verdict]), **HTMX).content.decode()
    pair.refresh_from_db()
    again.refresh_from_db()
    assert (pair.verdict, pair.verdict_by.username) == (verdict, "bianji")
    assert sorted(again.flags) == (["near-copy:" + first.number, "no-author"] if flagged else ["no-author"])
    assert f'aria-pressed="true" hx-post="{reverse("laigao_copy", args=[again.pk, pair.pk, verdict])}"' in answer
    entry = AuditEntry.objects.get(action="judge-copy")
    assert (entry.target, entry.detail) == (again.number, f"{first.number} {word}")


def test_other_words_and_other_drafts_are_refused():
    pair = a_pair(a_draft())
    who = client("bianji")
    got = [
        who.post(reverse("laigao_copy", args=[pair.draft_id, pair.pk, "excerpt"]), **HTMX).status_code,
        who.post(reverse("laigao_copy", args=[a_draft().pk, pair.pk, "same"]), **HTMX).status_code,
    ]
    assert got == [404, 404]
