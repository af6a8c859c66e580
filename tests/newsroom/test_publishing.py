"""送审: what an article takes over from its draft, and the notice once it is live."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from PIL import Image as Pillow
from wagtail.images import get_image_model

from newsroom import publishing
from newsroom.models import ArticlePage, ColumnPage, Reply
from newsroom.states import DraftState, ReplyKind
from tests.newsroom.site.articles import article, draft, live, person, picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

BLOCKS = [
    {"kind": "note", "text": "编者按：清明将至，刊发此文。"},
    {"kind": "paragraph", "text": "老屋在渭河南岸，<三间>。\n门前有槐。"},
    {"kind": "heading", "text": "一、槐树"},
    {"kind": "image", "picture": "a", "name": "张伟.jpg", "caption": "老屋旧影", "credit": "肖勇"},
    {"kind": "image", "picture": "b", "name": "证.jpg", "caption": "", "credit": ""},
    {"kind": "verse", "lines": ["渭水东流", "槐花如雪"]},
    {"kind": "table", "rows": [["年份", "棵数"], ["1978", "3"]]},
    {"kind": "list", "items": ["一口井", "两棵槐"]},
    {"kind": "quote", "text": "人生天地间"},
    {"kind": "paragraph", "text": "  "},
]


def whole(page: ArticlePage) -> dict:
    names = (
        "title",
        "list_title",
        "subtitle",
        "authors",
        "affiliation",
        "source",
        "bio",
        "editor_name",
        "slug",
        "number",
        "live",
        "plain_text",
    )
    return {name: getattr(page, name) for name in names}


def test_an_article_takes_over_the_whole_draft():
    made = draft(
        blocks=BLOCKS,
        list_title="老屋",
        subtitle="——写给父亲",
        authors=["张伟", "李娜"],
        affiliation="临渭区作协",
        source="",
        bio="张伟，临渭区人。",
        pictures=[("a", picture(), True), ("b", picture("#222222"), False)],
    )

    page = publishing.make_article(made, person())

    page = ArticlePage.objects.get(pk=page.pk)
    assert whole(page) == {
        "title": "渭河边的老屋",
        "list_title": "老屋",
        "subtitle": "——写给父亲",
        "authors": ["张伟", "李娜"],
        "affiliation": "临渭区作协",
        "source": "",
        "bio": "张伟，临渭区人。",
        "editor_name": "bianji老师",
        "slug": "weihe-bian-de-laowu",
        "number": made.number,
        "live": False,
        "plain_text": "编者按：清明将至，刊发此文。\n老屋在渭河南岸，<三间>。\n门前有槐。\n一、槐树\n老屋旧影\n肖勇\n渭水东流\n槐花如雪\n"
        "年份\t棵数\n1978\t3\n一口井\n两棵槐\n人生天地间",
    }
    assert [(block.block_type, plain(block.value)) for block in page.body] == [
        ("note", "编者按：清明将至，刊发此文。"),
        ("paragraph", "<p>老屋在渭河南岸，&lt;三间&gt;。<br/>门前有槐。</p>"),
        ("heading", "一、槐树"),
        ("image", ("老屋旧影", "老屋旧影", "肖勇")),
        ("verse", "渭水东流\n槐花如雪"),
        ("table", [["年份", "棵数"], ["1978", "3"]]),
        ("list", ["一口井", "两棵槐"]),
        ("quote", "人生天地间"),
    ]
    assert page.get_parent().specific == ColumnPage.objects.get(title="散文")
    assert (page.owner, page.revisions.count(), page.current_workflow_task.specific.stage) == (person(), 1, "复审")
    assert (page.current_workflow_state.requested_by, page.lead_image.title) == (person(), "老屋旧影")
    made.refresh_from_db()
    assert (made.article, made.state) == (page, DraftState.WAITING)


def plain(value):
    if hasattr(value, "source"):
        return value.source
    if hasattr(value, "get") and "image" in value:
        return (value["image"].title, value["caption"], value["credit"])
    if hasattr(value, "get"):
        return value["data"]
    return value if isinstance(value, str) else list(value)


def test_a_picture_goes_out_named_by_its_bytes_and_without_exif():
    made = article(blocks=[{"kind": "image", "picture": "a", "caption": "", "credit": ""}], pictures=[("a", picture(exif=True), True)])

    image = made.body[0].value["image"]
    with default_storage.open(image.file.name) as handle, Pillow.open(handle) as opened:
        assert (dict(opened.getexif()), opened.size) == ({}, (900, 600))
    rendition = image.get_rendition("width-400|format-webp")
    assert image.file.name.startswith("original_images/") and len(image.file.name) == len("original_images/") + 44
    assert all("1399" not in name and "身份证" not in name for name in (image.file.name, rendition.file.name, image.title))
    assert (image.collection.name, image.width, image.height) == ("来稿图片", 900, 600)


def test_an_upload_of_an_editor_is_cleaned_too(tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    image = get_image_model()(title="张三 IMG_0001.JPG", file=SimpleUploadedFile("张三 IMG_0001.JPG", picture(exif=True)))
    image.save()
    with default_storage.open(image.file.name) as handle, Pillow.open(handle) as opened:
        assert dict(opened.getexif()) == {}
    assert ("IMG" in image.file.name, image.title, image.width) == (False, "张三 IMG_0001", 900)


def test_the_same_picture_is_one_image_and_a_rollback_leaves_nothing_in_the_way():
    made = draft(blocks=[{"kind": "image", "picture": "a", "caption": "图", "credit": ""}], pictures=[("a", picture(), True)])
    with pytest.raises(RuntimeError), transaction.atomic():
        publishing.make_article(made, person())
        raise RuntimeError
    made.refresh_from_db()
    assert (made.article, ArticlePage.objects.count(), get_image_model().objects.count()) == (None, 0, 0)

    first = publishing.make_article(made, person())
    second = article("第二篇", blocks=[{"kind": "image", "picture": "a", "caption": "图", "credit": ""}], pictures=[("a", picture(), True)])
    assert first.body[0].value["image"] == second.body[0].value["image"]
    assert len(default_storage.listdir("original_images")[1]) == 1


def test_two_articles_of_one_title_have_two_addresses():
    assert [article("春望").slug, article("春望").slug, article("春望", "诗歌").slug, article("！！").slug] == [
        "chunwang",
        "chunwang-2",
        "chunwang",
        "wen",
    ]


def test_a_draft_sent_on_again_gives_its_article_a_new_revision():
    made = draft()
    page = publishing.make_article(made, person())
    page.current_workflow_task_state.reject(user=person("zhuren", "部主任"), comment="题目太平")
    made.title, made.column = "渭河南岸的老屋", ColumnPage.objects.get(title="纪实文学")

    again = publishing.make_article(made, person())

    again = ArticlePage.objects.get(pk=again.pk)
    assert (again.pk, again.title, again.revisions.count(), again.get_parent().title) == (page.pk, "渭河南岸的老屋", 2, "纪实文学")
    assert again.current_workflow_task.specific.stage == "复审"


@pytest.mark.parametrize(("fields", "said"), [({"column": ""}, "请先选定栏目"), ({"title": " "}, "请先填写标题")])
def test_what_is_missing_is_said(fields, said):
    with pytest.raises(publishing.NotReady, match=said):
        publishing.make_article(draft(**fields), person())


def test_the_author_is_told_once_and_only_when_the_page_is_live():
    page = article()
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    told = Reply.objects.filter(kind=ReplyKind.PUBLISHED)
    assert not told.exists()

    page.go_live_at = None
    page.save_revision().publish()
    page.save_revision().publish()
    assert [reply.draft_id for reply in told] == [page.draft.pk]


def test_a_page_without_a_draft_tells_nobody():
    column = ColumnPage.objects.get(title="散文")
    page = column.add_child(instance=ArticlePage(title="本站启事", live=False))
    page.save_revision().publish()
    assert (ArticlePage.objects.get(pk=page.pk).live, page.slug, Reply.objects.count()) == (True, "benzhan-qishi", 0)


def test_live_gives_a_page_under_its_column():
    assert live().get_url() == "/sanwen/weihe-bian-de-laowu/"
