"""Public addresses that are no Wagtail pages."""

from django.urls import path

from newsroom.site import feeds, views

urlpatterns = [
    path("search/", views.search, name="site_search"),
    path("feed/", feeds.NewestArticles(), name="site_feed"),
    path("sitemap.xml", views.sitemap, name="site_sitemap"),
    path("robots.txt", views.robots, name="site_robots"),
    path("visit/", views.visit, name="site_visit"),
]
