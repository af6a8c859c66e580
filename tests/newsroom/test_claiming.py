"""认领: a case with article, deadline and result."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from newsroom import claiming
from newsroom.drafting import draft as read_letter
from newsroom.keeping import keep
from newsroom.models import Claim, Letter, Reply
from newsroom.states import ClaimResult, ReplyKind
from tests.newsroom.desk.people import person
from tests.newsroom.site.articles import listed

from .letters import mail, reader

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def claimed(subject: str, text: str) -> Claim:
    letter = keep(mail(subject, text))
    read_letter(letter.pk, read=reader("claim"))
    return Letter.objects.get(pk=letter.pk).claim


def test_a_case_names_the_article_by_title_and_is_due(settings):
    page = listed("华山日出")
    case = claimed("认领《华山日出》", "照片是我拍的，没有署名，请认领")
    assert (case.article_id, case.due_on, case.result) == (page.pk, timezone.localdate(case.letter.received_at) + timedelta(days=15), "")


def test_two_articles_of_a_title_are_nobodys_guess():
    listed("华山日出")
    listed("华山日出")
    assert claimed("认领《华山日出》", "请认领").article is None


def test_a_letter_read_twice_has_one_case():
    case = claimed("认领", "请认领")
    Letter.objects.update(state="kept", lease_until=None)
    read_letter(case.letter_id, read=reader("claim"))
    assert Claim.objects.count() == 1


def test_the_result_is_told_once():
    page = listed("华山日出")
    case = claimed("认领《华山日出》", "请认领")
    claiming.settle(case, person("zhuren"), "signed", " 署名已补在文末。 ")
    reply = Reply.objects.get(kind=ReplyKind.CLAIM_SETTLED)
    assert reply.subject == f"认领处理结果：《华山日出》 [{case.letter.number}]"
    for said in ("已为作品补上署名", "署名已补在文末。", page.full_url):
        assert said in reply.body_text
    with pytest.raises(claiming.AlreadySettled):
        claiming.settle(case, person("zongbian"), ClaimResult.TAKEN_DOWN)
    with pytest.raises(ValueError, match="nonsense"):
        claiming.settle(case, person("zongbian"), "nonsense")
    assert Reply.objects.filter(kind=ReplyKind.CLAIM_SETTLED).count() == 1
