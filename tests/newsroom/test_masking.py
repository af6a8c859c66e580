"""Private data in pieces of text."""

from __future__ import annotations

import pytest

from newsroom import masking


@pytest.mark.parametrize(
    ("pieces", "shown"),
    [
        (["电话13991390000。"], ["电话139****0000。"]),
        (["电话139", "9139", "0000。"], ["电话139****0000", "", "。"]),
        (["没有号码", "", "的一段"], ["没有号码", "", "的一段"]),
        (["身份证610502199001011234"], ["身份证****1234"]),
        (["a@b", "c.com 与 13991390000"], ["a***@bc.com", " 与 139****0000"]),
        ([], []),
    ],
)
def test_a_number_spread_over_several_pieces_is_found(pieces, shown):
    assert masking.texts(pieces) == shown


def test_spans_say_where_and_what_instead():
    text = "热线029-88886666，手机13991390000"
    assert masking.spans(text, prose=True) == [(text.index("139"), len(text), "139****0000")]
    assert [instead for _start, _end, instead in masking.spans(text)][-1] == "139****0000"
