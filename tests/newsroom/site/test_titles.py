"""Titles in narrow lists."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.site import titles


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("油价6连降", "油价6连降"),
        ("第四届消博会丨创新消费融合", "第四届消博会丨创新消费融合"),
        ("金秋时节处处好“丰”景 喜迎八方宾客", "金秋时节处处好“丰”景…"),
        ("青瓦土墙 溪水潺潺（走进乡村看振兴）", "青瓦土墙 溪水潺潺…"),
        ("国家能源局组织召开2026年全国电力会议", "国家能源局组织召开2026年…"),
        ("2023海内外河南商会会长联席会议召开", "2023海内外河南商会会长…"),
        ("《关于进一步加强农村消防工作的意见》印发", "《关于进一步加强农村…》"),
        ("渭南：让党员干部成为疫情防控中的生力军", "渭南：让党员干部成为疫情…"),
        ("", ""),
    ],
)
def test_cut(title, shown):
    assert titles.cut(title) == shown


@given(st.text(alphabet="华山渭河的春天《》（）“”0123456789，。 abc", max_size=40), st.integers(6, 24))
def test_a_cut_title_is_a_beginning_with_closed_brackets_and_whole_numbers(title, room):
    shown = titles.cut(title, room)
    whole = " ".join(title.split())
    if shown == whole:
        return
    assert titles.width(shown) <= room + 4
    beginning, closing = shown.split(titles.MARK)
    assert whole.startswith(beginning)
    assert set(closing) <= set(titles.PAIRS.values())
    following = whole[len(beginning) : len(beginning) + 1]
    if titles.width(re.split(r"[^0-9a-c.]", whole)[0]) <= room / 2:  # no list is wide enough for some numbers
        assert not (beginning[-1:].isdigit() and following.isdigit())
