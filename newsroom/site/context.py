"""What the public templates are given."""

from __future__ import annotations


def home(page, request) -> dict:
    return {}


def column(page, request) -> dict:
    return {}


def article(page, request) -> dict:
    return {}
