"""columns.toml is the desk's first day: every column complete, no name claimed twice."""

from __future__ import annotations

import re
from collections import Counter

from intake.columns import load
from intake.model import GENRES


def test_the_columns_of_the_site_in_the_order_of_its_navigation(shared):
    lines = re.findall(r"^([1-4])\. (.+)$", (shared / "site" / "README.md").read_text("utf-8"), re.MULTILINE)
    assert [(column.name, column.row) for column in load()] == [(name, int(row)) for row, names in lines for name in names.split()]


def test_every_column_is_complete():
    for column in load():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", column.slug), column.name
        assert 15 <= len(column.keywords) <= 25 and len(set(column.keywords)) == len(column.keywords), column.name
        assert column.aliases and column.genres and set(column.genres) <= set(GENRES), column.name
        assert column.description.endswith("。"), column.name


def test_no_name_slug_or_alias_belongs_to_two_columns():
    names = Counter(name for column in load() for name in (column.name, *column.aliases))
    slugs = Counter(column.slug for column in load())
    assert [name for name, n in (names + slugs).items() if n > 1] == []
