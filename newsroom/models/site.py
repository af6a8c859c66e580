"""The site's furniture, editable in the admin: what stands around every page."""

from __future__ import annotations

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="site")
class SiteFurniture(BaseSiteSetting):
    """Welcome line, links, footer. Lists hold one entry a line; a link is 「名称 网址」."""

    name = models.CharField("站名", max_length=40, default="丝路情韵")
    addresses = models.CharField("网址", max_length=200, default="www.siluqingyun.com; www.siluqingyun.cn")
    mailbox = models.CharField("投稿信箱", max_length=100, blank=True, default="2569427969@qq.com")
    links_first = models.TextField("友情链接（第一行）", blank=True)
    links_second = models.TextField("友情链接（第二行）", blank=True)
    record = models.CharField("网站备案", max_length=60, blank=True, default="陕ICP备14008634号-1")
    address = models.CharField("地址", max_length=100, blank=True, default="中国·咸阳")
    telephone = models.CharField("电话", max_length=60, blank=True)
    fax = models.CharField("传真", max_length=60, blank=True)
    copyright = models.TextField("版权声明", blank=True)
    visitors = models.PositiveBigIntegerField("访客数", default=0)

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("addresses"), FieldPanel("mailbox")], heading="页眉"),
        MultiFieldPanel([FieldPanel("links_first"), FieldPanel("links_second")], heading="友情链接"),
        MultiFieldPanel(
            [FieldPanel(n) for n in ("record", "address", "telephone", "fax", "copyright")],
            heading="页脚",
        ),
    ]

    class Meta:
        verbose_name = "网站页眉页脚"
