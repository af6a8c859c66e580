"""What the public site needs to begin: the home page, Wagtail's site, the 55 columns, the furniture.

Seeding happens once. As soon as a HomePage stands, the database owns the columns: a desk renames, closes, deletes and adds them,
and a later `seed()` neither brings a deleted column back nor undoes a new name. Only what every page needs and nobody can delete on
purpose (the root, the locale, the site's row, its furniture) is made again when it is missing.
"""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Collection, Locale, Page, Site
from wagtail.search.backends import get_search_backend

from intake.columns import load
from intake.model import Column
from newsroom import wording
from newsroom.models import ColumnPage, HomePage, SiteFurniture

#: 友情链接 as 「名称 网址」. A name whose address we are not sure of stands without one: the desk adds it, a wrong link would be worse.
LINKS_FIRST = """\
和谐陕西网
铜川慈善协会
渭南文物旅游网
环球网 https://www.huanqiu.com/
中央人民广播电台 https://www.cnr.cn/
国际日报
中国检察网
中国法院网 https://www.chinacourt.org/"""
LINKS_SECOND = """\
人民日报 http://paper.people.com.cn/
新华网 https://www.news.cn/
央视网 https://www.cctv.com/
中国公安
中国文物信息网
太华索道
陕西
西部法制报"""
COPYRIGHT = """\
本网站刊载的文字与图片，未经本网站及作者本人同意，任何单位和个人不得下载、转载或者建立镜像；违反上述声明的，本网站将依法追究其责任。
本网站的图文由作者投稿或取自公共网站，来稿时未署名的保持原貌。作者发现自己的作品未署名的，请来信认领，本网站查实后即予署名，或按作者本人的意愿处理。"""


@transaction.atomic
def seed() -> HomePage:
    """Make what is missing; returns the home page. May run at every start. Raises nothing on a database that has its tables."""
    Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    if not Collection.objects.filter(depth=1).exists():
        Collection.add_root(name="Root")
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
    home = HomePage.objects.first()
    if home is None:
        home = _home(root)
        _site(home)
        _columns(home)
    furniture, new = SiteFurniture.objects.get_or_create(site=_site(home))
    if new:
        furniture.links_first, furniture.links_second, furniture.copyright = LINKS_FIRST, LINKS_SECOND, COPYRIGHT
        furniture.save()
    wording.seed()
    return home


def _home(root: Page) -> HomePage:
    """The front page, in the place of the welcome page that Wagtail's own migrations make."""
    home = root.add_child(instance=HomePage(title=SiteFurniture._meta.get_field("name").default, slug="siluqingyun"))
    welcome = Page.objects.filter(depth=2, slug="home", numchild=0).exclude(pk=home.pk).first()
    if welcome is not None and welcome.specific_class is Page:
        Site.objects.filter(root_page=welcome).update(root_page=home)
        welcome.delete()
        home = HomePage.objects.get(pk=home.pk)
    return home


def _site(home: HomePage) -> Site:
    """The default site. Its host is always the one of LAIGAO_SITE_URL: the links in letters to authors are made of it."""
    address = urlsplit(settings.SITE_URL)
    given = {"hostname": address.hostname, "port": address.port or (443 if address.scheme == "https" else 80)}
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        return Site.objects.create(**given, site_name=home.title, root_page=home, is_default_site=True)
    if not HomePage.objects.filter(pk=site.root_page_id).exists():
        given["root_page"] = home
    if any(getattr(site, name) != value for name, value in given.items()):
        for name, value in given.items():
            setattr(site, name, value)
        site.save()  # not update(): Wagtail keeps the sites' addresses in a cache that save() clears
    return site


def _columns(home: HomePage) -> None:
    """All columns at once: one by one, treebeard's add_child costs 1,700 queries, and every test that needs a site would pay for them."""
    places: Counter[int] = Counter()
    columns = []
    for step, column in enumerate(load(), start=1):
        places[column.row] += 1
        columns.append(_column(home, step, column, places[column.row]))
    shared = [field for field in Page._meta.concrete_fields if not field.primary_key]
    pages = Page.objects.bulk_create(Page(**{field.attname: getattr(column, field.attname) for field in shared}) for column in columns)
    for page, column in zip(pages, columns, strict=True):
        column.id = column.page_ptr_id = page.pk
        column.save_base(raw=True)  # the columns' own table only
    Page.objects.filter(pk=home.pk).update(numchild=len(columns))
    home.refresh_from_db()
    get_search_backend().add_bulk(ColumnPage, columns)


def _column(home: HomePage, step: int, column: Column, position: int) -> ColumnPage:
    page = ColumnPage(
        title=column.name,
        draft_title=column.name,
        slug=column.slug,
        description=column.description,
        other_names=list(column.aliases),
        keywords=list(column.keywords),
        places=list(column.places),
        genres=list(column.genres),
        row=column.row,
        position=position,
        locale=home.locale,
        path=ColumnPage._get_path(home.path, home.depth + 1, step),
        depth=home.depth + 1,
        content_type=ContentType.objects.get_for_model(ColumnPage),
    )
    page.url_path = f"{home.url_path}{page.slug}/"
    return page
