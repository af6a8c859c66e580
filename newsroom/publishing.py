"""送审: an article out of a draft, and the author's notice once it is live."""

from __future__ import annotations

import hashlib
from html import escape

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.models import Collection, Page
from wagtail.rich_text import RichText

from newsroom import corresponding, vault
from newsroom.models import ArticlePage, ColumnPage, Draft, Reply
from newsroom.site import pictures, slugs
from newsroom.states import ReplyKind

COLLECTION = "来稿图片"
FOLDER = "original_images"  # where Wagtail looks for an image's own file


class NotReady(ValueError):
    """A draft that cannot be sent on as it is; the message is Chinese and says what is missing."""


@transaction.atomic
def make_article(draft: Draft, person) -> ArticlePage:
    """An article of this draft under its column, submitted for review by `person`; `draft.article` names it.

    The page is not live, has one revision and belongs to `person`. A draft that was sent back and is sent on again gives its article a new
    revision. Everything stands in the caller's transaction; picture files written before a rollback are found again the next time. The
    draft's state is the caller's to change. Raises NotReady.
    """
    if draft.column_id is None:
        raise NotReady(_("请先选定栏目"))
    if not draft.title.strip():
        raise NotReady(_("请先填写标题"))
    article = draft.article
    if article is not None and article.live:
        raise NotReady(_("这篇稿件已经发布"))
    column = ColumnPage.objects.get(pk=draft.column_id)
    if article is None:
        article = ArticlePage(live=False, has_unpublished_changes=True, owner=person, number=draft.number)
        _fill(article, draft, person)
        article.slug = slugs.free(column, draft.title)
        column.add_child(instance=article)
        draft.article = article
        draft.save(update_fields=["article"])
    else:
        article = _again(article, column)
        _fill(article, draft, person)
        article.save()  # not live: the page's own row follows its newest text, as in Wagtail's editor
    revision = article.save_revision(user=person)
    _submit(article, person)
    article.latest_revision = revision
    return article


def _again(article: ArticlePage, column: ColumnPage) -> ArticlePage:
    """The article of a draft that was sent back, under the column it has now."""
    if article.get_parent().pk != column.pk:
        article.slug = slugs.free(column, article.title, taken_by=article.pk)
        article.save()
        article.move(Page.objects.get(pk=column.pk), pos="last-child")
    return ArticlePage.objects.get(pk=article.pk)


def _fill(article: ArticlePage, draft: Draft, person) -> None:
    article.title = article.draft_title = draft.title.strip()
    article.list_title = draft.list_title
    article.subtitle = draft.subtitle
    article.authors = list(draft.authors)
    article.affiliation = draft.affiliation
    article.source = draft.source
    article.bio = draft.bio
    article.editor_name = person.get_full_name().strip() or person.get_username()
    article.body = body(draft)


def _submit(article: ArticlePage, person) -> None:
    """Into 三审. A review that still stands (退回 leaves it open) begins anew."""
    state = article.current_workflow_state
    if state is not None:
        state.cancel(user=person)
    workflow = article.get_workflow()
    if workflow is None:
        raise NotReady(_("本栏目没有设审稿流程，请联系运维"))
    workflow.start(article, person)


def body(draft: Draft) -> list[tuple[str, object]]:
    """The draft's blocks as the body of an article. Pictures that are not selected, or whose file is gone, are left out."""
    images = {picture.key: picture for picture in draft.pictures.all() if picture.selected and vault.has(picture.web_sha256)}
    made = []
    for block in draft.blocks:
        if block["kind"] != "image":
            made += _block(block)
        elif block.get("picture") in images:
            image = _image(draft, images[block["picture"]], block.get("caption", ""))
            made.append(("image", {"image": image, "caption": block.get("caption", ""), "credit": block.get("credit", "")}))
    return made


def _block(block: dict) -> list[tuple[str, object]]:
    match block["kind"]:
        case "paragraph":
            html = escape(block["text"].strip(), quote=False).replace("\n", "<br/>")
            return [("paragraph", RichText(f"<p>{html}</p>"))] if html else []
        case "verse":
            return [("verse", "\n".join(block["lines"]))]
        case "table":
            options = {"first_row_is_table_header": False, "first_col_is_header": False, "table_header_choice": "", "table_caption": ""}
            return [("table", {"data": [list(row) for row in block["rows"]], "cell": [], "mergeCells": [], **options})]
        case "list":
            return [("list", list(block["items"]))]
    return [(block["kind"], block["text"])] if block["text"].strip() else []


def _image(draft: Draft, picture, caption: str):
    """A Wagtail image of the picture's cleaned web form. The same bytes are one image, whatever mail they came with."""
    model = get_image_model()
    data, extension = pictures.clean(vault.get(picture.web_sha256))
    name = f"{FOLDER}/{pictures.file_name(data, extension)}"
    image = model.objects.filter(file=name).first()
    if image is not None:
        return image
    if not default_storage.exists(name) or default_storage.size(name) != len(data):
        default_storage.delete(name)
        default_storage.save(name, ContentFile(data))
    return model.objects.create(
        title=(caption or f"{draft.number} 图{picture.position}")[:255],
        description=caption[:255],
        file=name,
        collection=_collection(),
        file_size=len(data),
        file_hash=hashlib.sha1(data, usedforsecurity=False).hexdigest(),
    )


def _collection() -> Collection:
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    return root.get_children().filter(name=COLLECTION).first() or root.add_child(name=COLLECTION)


def tell_author(sender, instance, **kwargs) -> None:
    """page_published: the author is told once, when the article stands on the page. Wagtail sends it for a mere schedule too."""
    if not instance.live or not isinstance(instance, ArticlePage):
        return
    draft = Draft.objects.filter(article=instance).select_related("letter").first()
    if draft is None or Reply.objects.filter(draft=draft, kind=ReplyKind.PUBLISHED).exists():
        return
    corresponding.write(draft.letter, ReplyKind.PUBLISHED, draft=draft, article=instance)
