"""The words of our letters as the desk wants them, and what stands under them. An empty field means the shipped words."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpResponse
from django.utils.html import escape
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import PreviewableMixin

from newsroom.states import ReplyKind


class WordingForm(WagtailAdminModelForm):
    """Shows the shipped words to start from; what is left as shipped, or emptied, is stored empty: a later version's words then count."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        from newsroom import wording

        if self.instance.kind:
            shipped = wording.shipped(self.instance.kind)
            for name, words in zip(("subject", "body"), shipped, strict=True):
                self.initial[name] = self.initial.get(name) or words

    def clean(self):
        given = super().clean()
        from newsroom import wording

        shipped = wording.shipped(self.instance.kind) if self.instance.kind else ("", "")
        for name, words in zip(("subject", "body"), shipped, strict=True):
            if given.get(name, "").replace("\r\n", "\n").strip() == words:
                given[name] = ""
        return given


class LetterWording(PreviewableMixin, models.Model):
    """One kind of letter. Jinja2 in a sandbox; saved only when it can be rendered with a real draft (newsroom.wording)."""

    kind = models.CharField("信件", max_length=20, choices=ReplyKind, unique=True, editable=False)
    subject = models.CharField("主题", max_length=300, blank=True, help_text="清空并保存即恢复原来的文字。")
    body = models.TextField(
        "正文", blank=True, max_length=6000, help_text="双花括号里的名称由程序填写，请勿改动；清空并保存即恢复原来的文字。"
    )

    base_form_class = WordingForm
    panels = [FieldPanel("subject"), FieldPanel("body")]

    class Meta:
        verbose_name = "信件措辞"
        verbose_name_plural = "信件措辞"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def changed(self) -> str:
        return "已改写" if self.subject or self.body else "原文"

    def clean(self):
        """Raises ValidationError with the reason in Chinese when a real letter could not be written with these words."""
        from newsroom import wording

        try:
            wording.check(self.kind, self.subject, self.body)
        except wording.Unusable as error:
            raise ValidationError(str(error)) from error

    @property
    def preview_modes(self):
        return [("html", "网页邮件"), ("text", "纯文本")]

    def serve_preview(self, request, mode_name):
        """The letter as its author would read it, made of the newest draft; nothing is sent."""
        from newsroom import wording

        try:
            text = wording.check(self.kind, self.subject, self.body)
        except wording.Unusable as error:
            return HttpResponse(f"<p>{escape(error)}</p>")
        if mode_name == "html":
            return HttpResponse(text.html)
        return HttpResponse(f"<pre style='white-space:pre-wrap'>{escape(text.subject)}\n\n{escape(text.text)}</pre>")


@register_setting(icon="mail")
class LetterFrame(BaseSiteSetting):
    """What stands under every letter of a site."""

    signature = models.TextField("落款", blank=True, max_length=500, help_text="每行一项；空着则为编辑部名称、站名与网址。")
    holiday = models.CharField("假期说明", max_length=200, blank=True, help_text="例如：春节期间（2月15日至23日）编辑部放假，审稿顺延。")
    holiday_from = models.DateField("自", null=True, blank=True)
    holiday_until = models.DateField("至", null=True, blank=True)

    panels = [
        FieldPanel("signature"),
        MultiFieldPanel([FieldPanel("holiday"), FieldRowPanel([FieldPanel("holiday_from"), FieldPanel("holiday_until")])], heading="假期"),
    ]

    class Meta:
        verbose_name = "信件落款与假期"
