"""The public pages: home, column, article."""

from __future__ import annotations

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from newsroom.site.panels import GatePanel

from .review import ArticlePermissions, ColumnPermissions
from .words import SegmentedField, WordsField

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


class NamedPage(Page):
    """A page whose address is made from its Chinese title: Wagtail's own slugs are empty for Han characters."""

    class Meta:
        abstract = True

    def _set_core_field_defaults(self):
        from newsroom.site import slugs

        if not self.slug and (self.path or getattr(self, "_cached_parent_obj", None)):
            self.slug = slugs.free(self.get_parent(), self.title, taken_by=self.pk)
        super()._set_core_field_defaults()


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


class ColumnPage(NamedPage):
    """A 栏目. After the first seeding the database owns the columns: a desk may add, rename, close them at any time."""

    description = models.TextField(_("说明"), blank=True)
    other_names = WordsField(_("别名"), default=list, blank=True)
    keywords = WordsField(_("关键词"), default=list, blank=True)
    places = WordsField(_("地名"), default=list, blank=True)
    genres = WordsField(_("体裁"), default=list, blank=True)
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


class ArticlePage(NamedPage):
    """What editors made of a draft. `title` is the article's own (long) title, `list_title` the short one of lists.

    Whatever makes it live passes save(), and save() passes the gate (newsroom/gate.py).
    """

    list_title = models.CharField(_("列表标题"), max_length=60, blank=True, help_text=_("空着则用标题"))
    subtitle = models.CharField(_("副标题"), max_length=200, blank=True)
    authors = WordsField(_("作者"), default=list, blank=True, help_text=_("几位作者之间用空格或顿号隔开"))
    affiliation = models.CharField(_("单位"), max_length=200, blank=True)
    source = models.CharField(_("来源"), max_length=200, blank=True, help_text=_("转载须写明出处"))
    editor_name = models.CharField(_("责任编辑"), max_length=60, blank=True)
    body = StreamField(BODY_BLOCKS, blank=True, verbose_name=_("正文"))
    bio = models.TextField(_("作者简介"), blank=True)
    gone_note = models.CharField(_("撤下说明"), max_length=200, blank=True, help_text=_("文章撤下后，在原网址显示的一句话"))
    number = models.CharField(_("编号"), max_length=24, blank=True, db_index=True, editable=False)
    # made from the fields above by save(), for lists and search
    plain_text = models.TextField(blank=True, editable=False)  # StreamField JSON is \\u-escaped on SQLite
    lead_image = models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    parent_page_types = ["newsroom.ColumnPage"]
    subpage_types: list[str] = []
    template = "site/article.html"
    content_panels = [
        GatePanel(heading=_("发布前检查")),
        *Page.content_panels,
        FieldPanel("list_title"),
        FieldPanel("subtitle"),
        MultiFieldPanel(
            [FieldPanel("authors"), FieldPanel("affiliation"), FieldPanel("source"), FieldPanel("editor_name")], heading=_("署名与来源")
        ),
        FieldPanel("body"),
        FieldPanel("bio"),
    ]
    promote_panels = [*Page.promote_panels, FieldPanel("gone_note")]
    search_fields = [
        *Page.search_fields,
        SegmentedField("title", "all_titles", boost=4),
        SegmentedField("authors", "signature", boost=2),
        SegmentedField("plain_text", "searched_text"),
        index.FilterField("first_published_at"),
        index.FilterField("number"),
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

    def all_titles(self) -> str:
        return " ".join([self.title, self.list_title, self.subtitle])

    def signature(self) -> str:
        return " ".join([*(self.authors or []), self.affiliation, self.source, self.number])

    def searched_text(self) -> str:
        return self.plain_text

    def save(self, *args, update_fields=None, **kwargs):
        """Also when only `live` turns true: no way to go live leads past here. Raises gate.Blocked.

        A save of a few fields that are no text (Wagtail notes the newest revision of a live page while its object holds the draft's text)
        is not asked about.
        """
        from newsroom import gate
        from newsroom.site import text

        if update_fields is None or "body" in update_fields:
            self.plain_text = text.plain(self.body)
            self.lead_image = text.first_image(self.body)
            update_fields = None if update_fields is None else {*update_fields, "plain_text", "lead_image"}
        if self.live and (update_fields is None or gate.READ & set(update_fields)):
            gate.require(self)
        return super().save(*args, update_fields=update_fields, **kwargs)

    def save_revision(self, *args, overwrite_revision=None, **kwargs):
        """The editor's automatic saving writes over its last revision. One that was reviewed stays what it was when it was approved."""
        if overwrite_revision is not None and overwrite_revision.task_states.exclude(status="in_progress").exists():
            overwrite_revision = None
        return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)

    @transaction.atomic
    def publish(self, revision, *args, log_action=True, **kwargs):
        """Checks the very revision, also when it is only scheduled now; the author's letter is written in the same transaction."""
        from newsroom import gate

        if log_action == "wagtail.publish.scheduled" and gate.hold_back(revision):
            return None
        gate.require(revision.as_object())
        return super().publish(revision, *args, log_action=log_action, **kwargs)

    def route(self, request, path_components):
        """An article that was live once and is not now answers 410 (撤下); one that never was, 404."""
        if not path_components and not self.live and self.first_published_at:
            return RouteResult(self)
        return super().route(request, path_components)

    def serve(self, request, *args, **kwargs):
        if not self.live:
            from newsroom.site import views

            return views.gone(request, self)
        return super().serve(request, *args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        from newsroom.site import context

        return {**super().get_context(request, *args, **kwargs), **context.article(self, request)}


class Overrule(models.Model):
    """A finding of the gate that somebody answers for, with the reason. Append-only: it stays in the article's history."""

    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="overrules")
    finding = models.CharField(max_length=80)  # gate.Finding.mark
    message = models.CharField(max_length=300)  # as it was shown, private data masked
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("放行记录")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["article", "finding"], name="overrule_once")]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.message}"
