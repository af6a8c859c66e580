"""The site's beginning: made once, then the database's own."""

from __future__ import annotations

import pytest
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page, Site

from intake.columns import load
from newsroom import seeding
from newsroom.models import ColumnPage, HomePage, SiteFurniture

pytestmark = pytest.mark.django_db


def test_the_columns_stand_in_the_order_of_the_navigation_with_what_the_catalogue_knows():
    home = seeding.seed()

    columns = ColumnPage.objects.order_by("row", "position")
    assert [(c.title, c.slug, c.row, c.keywords) for c in columns] == [(c.name, c.slug, c.row, list(c.keywords)) for c in load()]
    assert [c.pk for c in home.get_children().order_by("path")] == [c.pk for c in columns]
    assert home.get_children().first().get_url() == f"/{load()[0].slug}/"
    assert {c.live for c in columns} == {True}
    assert Page.find_problems() == ([], [], [], [], [])


def test_the_site_and_its_furniture_stand():
    home = seeding.seed()

    site = Site.objects.get()
    furniture = SiteFurniture.for_site(site)
    assert (site.root_page_id, site.is_default_site, site.hostname, site.port) == (home.pk, True, "127.0.0.1", 8000)
    assert len(furniture.links_first.splitlines()) == len(furniture.links_second.splitlines()) == 8
    assert "认领" in furniture.copyright


def test_the_desk_owns_the_columns_after_the_first_seeding():
    seeding.seed()
    ColumnPage.objects.get(title="剧本").delete()
    renamed = ColumnPage.objects.get(title="企业家风彩")
    renamed.title = "企业家风采"
    renamed.save()
    SiteFurniture.objects.update(copyright="")

    seeding.seed()

    titles = set(ColumnPage.objects.values_list("title", flat=True))
    assert (len(titles), "剧本" in titles, "企业家风彩" in titles, "企业家风采" in titles) == (54, False, False, True)
    assert SiteFurniture.objects.get().copyright == ""


def test_the_welcome_page_of_wagtails_migrations_makes_room():
    Locale.objects.create(language_code="zh-hans")
    root = Page.add_root(title="Root", slug="root")
    welcome = root.add_child(instance=Page(title="Welcome to your new Wagtail site!", slug="home"))
    Site.objects.create(hostname="localhost", root_page=welcome, is_default_site=True)

    home = seeding.seed()

    assert (HomePage.objects.get(), Site.objects.get().root_page_id, Page.objects.filter(slug="home").count()) == (home, home.pk, 0)
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_column_can_be_added_after_the_seeded_ones():
    home = seeding.seed()
    added = home.add_child(instance=ColumnPage(title="渭河两岸", slug="weihe-liang-an", row=1, position=14))
    assert added.url_path == f"{home.url_path}weihe-liang-an/"
    assert Page.find_problems() == ([], [], [], [], [])


def test_seeding_is_cheap(django_assert_max_num_queries):
    from django.db import connection

    with CaptureQueriesContext(connection) as first:
        seeding.seed()
    assert len(first) < 300
    with django_assert_max_num_queries(10):
        seeding.seed()


def test_links_follow_the_setting(site, settings):
    settings.SITE_URL = "https://www.siluqingyun.example"
    seeding.seed()
    assert HomePage.objects.get().full_url == "https://www.siluqingyun.example/"
