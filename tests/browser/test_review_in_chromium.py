"""The desk's part of a mail's way, in a real browser: one presses a key, two others a button, and the page stands on the site."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from laigao.demo import letters
from newsroom.roles import DEMO_PASSWORD
from tests.browser import chromium
from tests.running import Newsroom, text_of
from tests.test_way_of_a_mail import letter_to

pytestmark = [
    pytest.mark.service,
    pytest.mark.xdist_group("running"),
    pytest.mark.timeout(500),
    pytest.mark.skipif(chromium.EXECUTABLE is None, reason="Chromium is not installed"),
]

TITLE = "渡口的灯"


def submission() -> bytes:
    lines = "渡口已经没有船了，灯还亮着。守灯的老人姓韩，他说，灯不是给船看的，是给回家的人看的。" * 5
    body = f"{TITLE}\n文/沈舟\n\n{lines}\n\n{lines}\n\n电话：13909130001\n"
    return letters.a_mail(subject=f"投稿：散文《{TITLE}》", sender=("沈舟", "shenzhou@example.com"), body=body)


@pytest.fixture
def browser():
    with chromium.browser() as running:
        yield running


def test_three_people_bring_it_to_the_page(running: Newsroom, browser):
    running.deliver("in-chromium", submission())
    running.wait("the acknowledgement", lambda: letter_to(running, "shenzhou@example.com", "LG-"))
    people = {name: chromium.person(browser, running.url, name, DEMO_PASSWORD) for name in ("bianji", "zhuren", "zongbian")}

    desk = people["bianji"]
    desk.goto(f"{running.url}/desk/laigao/?q={TITLE}")
    row = desk.locator(".lg-row", has_text=TITLE)
    row.click()
    expect(desk.locator("#draft")).to_contain_text(TITLE)
    assert "13909130001" not in re.sub(r"\D", "", desk.locator("#laigao").inner_text())
    desk.keyboard.press("a")  # 送审
    expect(desk.locator("#toast")).to_contain_text("已送审")
    expect(row).to_have_count(0)

    for name in ("zhuren", "zongbian"):
        page = people[name]
        page.goto(f"{running.url}/desk/")
        button = page.locator("tr", has_text=TITLE).locator("[data-workflow-action-url*='/approve/']:not([data-launch-modal])")
        with page.expect_navigation():
            button.dispatch_event("click")
    notice = running.wait("用稿通知", lambda: letter_to(running, "shenzhou@example.com", "用稿"))
    address = re.search(rf"{re.escape(running.url)}/\S+", text_of(notice))[0]

    reader = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    assert reader.goto(address).status == 200
    expect(reader.get_by_role("heading", name=TITLE)).to_be_visible()
    assert reader.evaluate("document.documentElement.scrollWidth") <= 390
    assert [page.errors for page in people.values()] == [[], [], []]
