"""Public addresses that are no Wagtail pages."""

from django.urls import path  # noqa: F401

urlpatterns: list = []
