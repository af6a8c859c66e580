"""Nothing private goes live, whatever way it tries; the rest is said, and somebody answers for it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page
from wagtail.rich_text import RichText

from newsroom import gate
from newsroom.models import ArticlePage, AuditEntry, Overrule, Reply
from tests.newsroom.site.articles import article, draft, live, person, picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

DATA = {
    "phones": "联系电话：139 9139 0000",
    "landline": "家里电话 029-88231234",
    "id_numbers": "身份证号 610502198805061238",
    "bank_cards": "开户行工商银行，卡号6222021001116245702",
    "emails": "来信请寄 zhangwei@laigao.example",
    "qq": "QQ：1234567890",
    "wechat": "微信号：zhangwei_88",
    "addresses": "通讯地址：陕西省渭南市临渭区东风街18号3单元201室",
}
SECRETS = ("139 9139", "610502198805061238", "6222021001116245702", "zhangwei@", "zhangwei_88", "1234567890", "88231234", "东风街")


def put(page: ArticlePage, where: str, text: str) -> None:
    """Write a text somewhere into the article."""
    body = {
        "paragraph": RichText(f"<p>老屋在河边。{text}</p>"),
        "split": RichText(f"<p>{text[:-4]}<b>{text[-4:]}</b></p>"),
        "verse": f"渭水东流\n{text}",
        "table": {"data": [["联系", text]]},
        "list": ["一口井", text],
        "quote": text,
        "note": text,
        "heading": text,
    }
    if where in body:
        page.body = [("paragraph" if where == "split" else where, body[where])]
    elif where == "authors":
        page.authors = ["张伟", text]
    else:
        setattr(page, where, text)


def save_live(page):
    page.live = True
    page.save()


def publish_revision(page):
    page.save_revision().publish()


def approve(page):
    """Both reviews, by other people, through the workflow."""
    page.current_workflow_state.cancel()
    page.save_revision(user=page.owner)
    page.get_workflow().start(page, page.owner)
    state = page.current_workflow_state
    for name, group in (("zhuren", "部主任"), ("zongbian", "总编")):
        state.refresh_from_db()
        task_state = state.current_task_state
        task_state.task.specific.on_action(task_state, person(name, group), "approve")
        page = ArticlePage.objects.get(pk=page.pk)


def copy_live(page):
    page.live = True
    page.copy(update_attrs={"slug": "copy"}, keep_live=True)


WAYS = [save_live, publish_revision, approve, copy_live]


def none_live() -> bool:
    return not ArticlePage.objects.live().exists() and not Reply.objects.exists()


@pytest.mark.parametrize("way", WAYS)
def test_no_way_to_go_live_passes_private_data(way):
    for kind, text in DATA.items():
        with pytest.raises(gate.Blocked) as stopped, transaction.atomic():
            page = article()
            put(page, "paragraph", text)
            way(page)
        assert {finding.code for finding in stopped.value.findings} == {"phones" if kind == "landline" else kind}
        assert not any(part in str(stopped.value) for part in SECRETS)
        assert none_live()


@pytest.mark.parametrize("kind", ["phones", "id_numbers"])
def test_private_data_is_found_in_every_kind_of_block(kind):
    page = article()
    for where in ["paragraph", "split", "verse", "table", "list", "quote", "note", "heading"]:
        put(page, where, DATA[kind])
        assert [finding.code for finding in gate.blocking(page)] == [kind], where


def test_private_data_is_found_in_every_field():
    page = article()
    for where in ["title", "list_title", "subtitle", "authors", "affiliation", "source", "bio", "editor_name", "search_description"]:
        before = page.authors if where == "authors" else getattr(page, where)
        put(page, where, "13991390000")
        assert [finding.code for finding in gate.blocking(page)] == ["phones"], where
        setattr(page, where, before)


def test_captions_credits_and_links_are_read_too():
    figure = {"kind": "image", "picture": "a", "caption": "老屋，电话13991390000", "credit": "肖勇 029-88231234"}
    page = article(blocks=[figure], pictures=[("a", picture(), True)])
    assert [finding.place for finding in gate.blocking(page)] == ["正文第 1 块（图片说明）"] * 2
    page.body = [("paragraph", RichText('<p>请<a href="tel:13991390000">来电</a></p>'))]
    assert [finding.place for finding in gate.blocking(page)] == ["正文第 1 块（链接）"]


def test_numbers_and_places_of_a_story_are_not_private():
    page = article()
    for text in (
        "渭南全市共划分农村网格10272个，党员责任区28876个。",
        "2020年1月25日，白水县市场监督管理局派驻林皋镇。",
        "售价118.3万元，订票热线029-88231234。",
        "临渭区解放街道陕西路社区家属院开展排查。",
        "全长1234567米，海拔2154.9米，公元前221年至公元220年。",
    ):
        put(page, "quote", text)
        assert gate.blocking(page) == [], text


def test_the_papers_own_mailbox_may_be_printed(settings):
    page = article(blocks=[{"kind": "paragraph", "text": f"投稿请寄 {settings.OWN_ADDRESSES[0]}"}])
    assert gate.blocking(page) == []


def test_a_scheduled_article_is_checked_when_it_is_scheduled():
    page = article()
    put(page, "paragraph", DATA["phones"])
    page.go_live_at = timezone.now() + timedelta(hours=1)
    with pytest.raises(gate.Blocked):
        page.save_revision().publish()


def test_and_again_at_its_hour_and_holds_up_nothing_behind_it():
    first, second = article("先到"), article("后到")
    for page in (first, second):
        page.go_live_at = timezone.now() + timedelta(hours=1)
        page.save_revision().publish()
    past = timezone.now() - timedelta(minutes=5)
    for page, smuggled in ((first, {"bio": DATA["id_numbers"]}), (second, {})):
        revision = page.get_latest_revision()
        revision.content = {**revision.content, "go_live_at": past.isoformat(), **smuggled}
        revision.approved_go_live_at = past
        revision.save()
        past += timedelta(minutes=1)

    call_command("publish_scheduled")

    assert [page.title for page in ArticlePage.objects.live()] == ["后到"]
    assert first.revisions.filter(approved_go_live_at__isnull=False).count() == 0
    entry = AuditEntry.objects.get(action="hold-back")
    assert (entry.target, "610502" in entry.detail, "身份证号" in entry.detail) == (first.number, False, True)


def test_a_new_text_of_a_live_article_is_kept_as_a_draft_but_not_published():
    page = live()
    page.title = "渭河边的老屋 13991390000"
    revision = page.save_revision()
    with pytest.raises(gate.Blocked):
        revision.publish()
    assert Page.objects.get(pk=page.pk).title == "渭河边的老屋"


def test_a_person_answers_for_a_finding_with_a_reason():
    page = article()
    put(page, "paragraph", DATA["emails"])
    (finding,) = gate.blocking(page)

    with pytest.raises(ValueError, match="理由"):
        gate.overrule(page, finding.mark, person(), " ")
    gate.overrule(page, finding.mark, person(), "投稿邮箱，作者同意公开")
    publish_revision(page)

    assert ArticlePage.objects.get(pk=page.pk).live
    assert list(Overrule.objects.values_list("article", "message", "reason", "by")) == [
        (page.pk, "正文第 1 块有邮箱（z***@laigao.example）", "投稿邮箱，作者同意公开", person().pk)
    ]
    put(page, "paragraph", "来信请寄 lina@laigao.example")
    assert len(gate.blocking(page)) == 1


@pytest.mark.parametrize("kind", ["id_numbers", "bank_cards"])
def test_nobody_overrules_id_and_card_numbers(kind):
    page = article()
    put(page, "paragraph", DATA[kind])
    (finding,) = gate.blocking(page)
    with pytest.raises(ValueError, match="任何人不得放行"):
        gate.overrule(page, finding.mark, person(), "总编同意")
    Overrule.objects.create(article=page, finding=finding.mark, message="", reason="绕过", by=person())
    assert gate.blocking(page) == [finding]


def test_what_went_wrong_on_the_old_page_is_said():
    made = draft(
        authors=[],
        blocks=[
            {"kind": "note", "text": "编者按：本文选自某网系列报道。"},
            {"kind": "paragraph", "text": "突击队开展排查工作。当地供图"},
            {"kind": "paragraph", "text": "他在山里拍摄了一整天，回来已是深夜，大家围着火炉说话。"},
        ],
    )
    from newsroom import publishing

    page = publishing.make_article(made, person())
    assert [(finding.code, finding.severity) for finding in gate.check(page)] == [
        ("no-author", "warn"),
        ("no-source", "warn"),
        ("caption-without-image", "warn"),
    ]
    assert gate.blocking(page) == []


def test_a_wrong_character_in_the_list_title_blocks_until_somebody_answers_for_it():
    page = article(
        "让党员干部成为生力军",
        list_title="让党员干剖成为生力军",
        blocks=[{"kind": "paragraph", "text": "党员干部走在前。干部带头，干部上堤。"}],
    )
    (finding,) = gate.blocking(page)
    assert (finding.code, "干剖" in finding.message, "干部" in finding.message) == ("title-typo", True, True)
    gate.overrule(page, finding.mark, person(), "人名如此")
    assert gate.blocking(page) == []
    page.list_title = "让党员干剖成为新生力军"
    assert len(gate.blocking(page)) == 1
