"""The public pages: home, column, article."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page

from .review import ArticlePermissions, ColumnPermissions

SCREEN_ONLY = ["bold", "italic", "link"]


class FigureBlock(blocks.StructBlock):
    """A picture with its caption and the photographer's name (the name only)."""

    image = ImageChooserBlock(label=_("图片"))
    caption = blocks.CharBlock(required=False, label=_("图片说明"))
    credit = blocks.CharBlock(required=False, label=_("摄影"))

    class Meta:
        icon = "image"
        label = _("图片")


BODY_BLOCKS = [
    ("paragraph", blocks.RichTextBlock(features=SCREEN_ONLY, label=_("段落"))),
    ("heading", blocks.CharBlock(label=_("小标题"), icon="title")),
    ("verse", blocks.TextBlock(label=_("诗节"), icon="pilcrow", help_text=_("一行一句；一节一块"))),
    ("image", FigureBlock()),
    ("table", TableBlock(label=_("表格"))),
    ("list", blocks.ListBlock(blocks.CharBlock(label=_("条目")), label=_("列表"), icon="list-ul")),
    ("quote", blocks.TextBlock(label=_("引文"), icon="openquote")),
    ("note", blocks.TextBlock(label=_("编者按"), icon="comment")),
]


class HomePage(Page):
    """The site's front page; its children are the columns."""

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["newsroom.ColumnPage"]
    template = "site/home.html"

    class Meta:
        verbose_name = _("首页")

    def get_context(self, request, *args, **kwargs):
        from newsroom.site import context

        return {**super().get_context(request, *args, **kwargs), **context.home(self, request)}


class ColumnPage(Page):
    """A 栏目. After the first seeding the database owns the columns: a desk may add, rename, close them at any time."""

    description = models.TextField(_("说明"), blank=True)
    other_names = models.JSONField(_("别名"), default=list, blank=True)
    keywords = models.JSONField(_("关键词"), default=list, blank=True)
    places = models.JSONField(_("地名"), default=list, blank=True)
    genres = models.JSONField(_("体裁"), default=list, blank=True)
    row = models.PositiveSmallIntegerField(_("导航行"), default=1)
    position = models.PositiveSmallIntegerField(_("行内次序"), default=0)
    closed = models.BooleanField(_("停用"), default=False, help_text=_("停用的栏目仍可浏览，不再收稿"))
    review_stages = models.PositiveSmallIntegerField(_("审次"), default=3, choices=[(2, _("两审")), (3, _("三审"))])

    parent_page_types = ["newsroom.HomePage"]
    subpage_types = ["newsroom.ArticlePage"]
    template = "site/column.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("description"),
        MultiFieldPanel([FieldPanel("row"), FieldPanel("position"), FieldPanel("closed")], heading=_("导航")),
        MultiFieldPanel(
            [FieldPanel("other_names"), FieldPanel("keywords"), FieldPanel("places"), FieldPanel("genres")], heading=_("栏目识别")
        ),
    ]

    class Meta:
        verbose_name = _("栏目")
        ordering = ["row", "position"]

    def permissions_for_user(self, user):
        return ColumnPermissions(user, self)

    def get_context(self, request, *args, **kwargs):
        from newsroom.site import context

        return {**super().get_context(request, *args, **kwargs), **context.column(self, request)}


class ArticlePage(Page):
    """What editors made of a draft. `title` is the article's own (long) title, `list_title` the short one of lists."""

    list_title = models.CharField(_("列表标题"), max_length=60, blank=True, help_text=_("空着则用标题"))
    subtitle = models.CharField(_("副标题"), max_length=200, blank=True)
    authors = models.JSONField(_("作者"), default=list, blank=True)
    affiliation = models.CharField(_("单位"), max_length=200, blank=True)
    source = models.CharField(_("来源"), max_length=200, blank=True, help_text=_("转载须写明出处"))
    editor_name = models.CharField(_("责任编辑"), max_length=60, blank=True)
    body = StreamField(BODY_BLOCKS, blank=True, verbose_name=_("正文"))
    bio = models.TextField(_("作者简介"), blank=True)
    plain_text = models.TextField(blank=True, editable=False)  # StreamField JSON is \\u-escaped on SQLite
    number = models.CharField(_("编号"), max_length=24, blank=True, db_index=True, editable=False)

    parent_page_types = ["newsroom.ColumnPage"]
    subpage_types: list[str] = []
    template = "site/article.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("list_title"),
        FieldPanel("subtitle"),
        MultiFieldPanel(
            [FieldPanel("authors"), FieldPanel("affiliation"), FieldPanel("source"), FieldPanel("editor_name")], heading=_("署名与来源")
        ),
        FieldPanel("body"),
        FieldPanel("bio"),
    ]

    class Meta:
        verbose_name = _("文章")

    @property
    def short_title(self) -> str:
        return self.list_title or self.title

    @property
    def byline(self) -> str:
        return " ".join(self.authors or [])

    def permissions_for_user(self, user):
        return ArticlePermissions(user, self)

    def save_revision(self, *args, overwrite_revision=None, **kwargs):
        """The editor's automatic saving writes over its last revision. One that was reviewed stays what it was when it was approved."""
        if overwrite_revision is not None and overwrite_revision.task_states.exclude(status="in_progress").exists():
            overwrite_revision = None
        return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)

    def get_context(self, request, *args, **kwargs):
        from newsroom.site import context

        return {**super().get_context(request, *args, **kwargs), **context.article(self, request)}
