"""In the running product: an editor corrects a column at the desk, and the next similar mail from the mailbox is suggested right."""

from __future__ import annotations

import json

import pytest

from laigao.demo import letters
from tests.running import Newsroom, Person, field
from tests.test_way_of_a_mail import draft_id, letter_to

pytestmark = [pytest.mark.xdist_group("running"), pytest.mark.timeout(600)]

#: Two letters from one carriage, as a reader would feel; no word of them is a keyword of the column the editor has in mind.
FIRST = "硬座车厢在后半夜最安静，斜对面的老人一直望着窗外。小站的灯一盏一盏退到后面，我想起那年冬天离家上学，父亲塞给我一包炒面。" * 3
SECOND = "硬座车厢在天亮前最安静，邻座的孩子一直望着窗外。小站的灯一盏一盏退到后面，我想起那年秋天离家做工，祖母塞给我一包炒面。" * 3
COLUMN = "社会万象"


def comes_in(running: Newsroom, name: str, title: str, text: str) -> None:
    body = f"{title}\n文/沈舟\n\n{text}\n\n{text}\n"
    running.deliver(name, letters.a_mail(subject=f"投稿：《{title}》", sender=("沈舟", f"{name}@example.com"), body=body))
    running.wait("the acknowledgement", lambda: letter_to(running, f"{name}@example.com", "LG-"))


def opened(editor: Person, title: str) -> tuple[str, str, list[str]]:
    """(the draft's address, its version, the suggested columns)."""
    address = f"/desk/laigao/d/{draft_id(editor, title)}/"
    shown = editor.get(address)
    suggested = json.loads(field(shown, r'<script id="laigao-suggestions" type="application/json">(.*?)</script>'))
    return address, field(shown, r'data-version="(\d+)"'), [one["name"] for one in suggested]


def test_a_corrected_column_is_suggested_for_the_next_similar_mail(running: Newsroom):
    editor = Person(running.url, "bianji")
    comes_in(running, "carriage-one", "后半夜的硬座车厢", FIRST)
    address, version, suggested = opened(editor, "后半夜的硬座车厢")
    assert suggested[0] != COLUMN
    columns = json.loads(field(editor.get("/desk/laigao/"), r'<script id="laigao-columns" type="application/json">(.*?)</script>'))
    chosen = next(str(one["id"]) for one in columns if one["name"] == COLUMN)
    assert f"已学到：这样的稿归“{COLUMN}”" in editor.post(f"{address}field/", field="column", value=chosen, version=version)

    comes_in(running, "carriage-two", "天亮前的硬座车厢", SECOND)
    assert opened(editor, "天亮前的硬座车厢")[2][0] == COLUMN
