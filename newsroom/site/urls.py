"""Public addresses that are no Wagtail pages."""

from django.urls import path

from newsroom.site import feeds, statuspage, views

urlpatterns = [
    path("search/", views.search, name="site_search"),
    path("feed/", feeds.NewestArticles(), name="site_feed"),
    path("sitemap.xml", views.sitemap, name="site_sitemap"),
    path("robots.txt", views.robots, name="site_robots"),
    path("visit/", views.visit, name="site_visit"),
    path("gaojian/<str:key>/", statuspage.page, name="site_status"),
    path("gaojian/<str:key>/upload/", statuspage.upload, name="site_status_upload"),
    path("gaojian/<str:key>/withdraw/<str:number>/", statuspage.withdraw, name="site_status_withdraw"),
]
