"""Small edits: what becomes of the text and of the checks that stand in it."""

from __future__ import annotations

import pytest

from newsroom.desk import comparing, rewriting, shown
from newsroom.models import Draft


def a_text(*blocks, checks=(), title="题目") -> Draft:
    return Draft(title=title, blocks=[b if isinstance(b, dict) else {"kind": "paragraph", "text": b} for b in blocks], checks=list(checks))


def check(block: int, start: int, end: int, suggestion: str = "", **more) -> dict:
    return {"code": "x", "message": "疑误", "block": block, "start": start, "end": end, "suggestion": suggestion, "severity": "warn"} | more


def texts(changed: dict) -> list[str]:
    return [shown.text_of(block) for block in changed["blocks"]]


def test_a_suggestion_takes_its_place_and_later_checks_move():
    draft = a_text(
        "截止二月，再接再励。走头无路。", checks=[check(0, 0, 2, "截至目前"), check(0, 5, 9, "再接再厉"), check(0, 10, 14, "走投无路")]
    )
    changed = rewriting.apply_check(draft, 0)
    assert texts(changed) == ["截至目前二月，再接再励。走头无路。"]
    assert [(c["start"], c["end"]) for c in changed["checks"]] == [(7, 11), (12, 16)]
    assert (changed["words"], changed["text"]) == (17, "截至目前二月，再接再励。走头无路。")


def test_an_arrow_says_what_stands_there_and_what_should():
    draft = a_text("干部干部", title="返乡干剖", checks=[check(-1, 2, 4, "干剖→干部")])
    assert rewriting.apply_check(draft, 0) == {"title": "返乡干部", "checks": []}


@pytest.mark.parametrize(
    "draft",
    [a_text("短", checks=[check(0, 4, 9, "甲")]), a_text("短", checks=[check(7, 0, 1, "甲")]), a_text("短", checks=[check(0, 0, 1)])],
)
def test_a_check_whose_place_is_gone_changes_nothing(draft):
    with pytest.raises(rewriting.Impossible):
        rewriting.apply_check(draft, 0)


def test_a_dismissed_check_is_kept_and_not_shown():
    draft = a_text("再接再励", checks=[check(0, 0, 4, "再接再厉")])
    draft.checks = rewriting.dismiss_check(draft, 0)["checks"]
    assert (shown.open_checks(draft), [p.check for p in shown.marked("再接再励", draft.checks, 0)[0]]) == (0, [None])


@pytest.mark.parametrize(
    ("action", "index", "given", "after", "checked"),
    [
        ("text", 1, {"text": "乙一\n乙二"}, ["甲", "乙一", "乙二", "丙"], [(3, 0)]),
        ("text", 1, {"text": " 乙改 "}, ["甲", "乙改", "丙"], [(2, 0)]),
        ("text", 1, {"text": ""}, ["甲", "丙"], [(1, 0)]),
        ("drop", 0, {}, ["乙", "丙"], [(0, 0), (1, 0)]),
        ("join", 2, {}, ["甲", "乙丙"], []),
        ("turn", 0, {}, ["甲", "乙", "丙"], [(1, 0), (2, 0)]),
    ],
)
def test_paragraphs(action, index, given, after, checked):
    draft = a_text("甲", "乙", "丙", checks=[check(1, 0, 1), check(2, 0, 1)])
    changed = rewriting.BLOCK[action](draft, index, **given)
    assert (texts(changed), [(c["block"], c["start"]) for c in changed["checks"]]) == (after, checked)


def test_a_paragraph_with_soft_breaks_keeps_them():
    changed = rewriting.rewrite(a_text("一行\n二行"), 0, text="一行\n二行改\n\n三行")
    assert texts(changed) == ["一行\n二行改", "三行"]


def test_verse_captions_and_private_paragraphs():
    verse = {"kind": "verse", "lines": ["风过", "叶落"]}
    assert rewriting.rewrite(a_text(verse), 0, text="风起\n叶落\n\n月明")["blocks"] == [
        {"kind": "verse", "lines": ["风起", "叶落", "月明"]}
    ]
    image = {"kind": "image", "picture": "k", "caption": "", "credit": ""}
    assert rewriting.caption(a_text(image), 0, caption=" 老屋 ", credit="肖勇")["blocks"] == [image | {"caption": "老屋", "credit": "肖勇"}]
    with pytest.raises(rewriting.Impossible):
        rewriting.rewrite(a_text("电话13991390000"), 0, text="电话139****0000")


def test_marks_and_masks_together():
    pieces, private = shown.marked("请打13991390000联系再接再励", [check(0, 15, 19, "再接再厉")], 0)
    assert ([(p.text, p.check) for p in pieces], private) == (
        [("请打", None), ("139****0000", None), ("联系", None), ("再接再励", 0)],
        True,
    )


def test_one_changed_word_is_one_mark():
    assert comparing.changes("全镇花椒种植面积达到六千亩", "全镇花椒种植面积达到七千亩") in (
        [("same", "全镇花椒种植面积达到"), ("gone", "六千亩"), ("new", "七千亩")],
        [("same", "全镇花椒种植面积达到"), ("gone", "六千"), ("new", "七千"), ("same", "亩")],
    )
