"""Debian's Chromium, driven by Playwright. It talks to this machine only."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

EXECUTABLE = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def browser() -> Iterator[Browser]:
    """A headless Chromium, closed at the end."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=EXECUTABLE, headless=True, args=FLAGS)
        try:
            yield running
        finally:
            running.close()


def person(chromium: Browser, base: str, name: str, password: str, width: int = 1440, height: int = 900) -> Page:
    """A page of somebody who has signed in, in a browser profile of their own. An error in a page's script fails the test."""
    page = chromium.new_context(viewport={"width": width, "height": height}, locale="zh-CN").new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    errors: list[str] = []
    page.errors = errors  # type: ignore[attr-defined]
    page.goto(f"{base}/desk/login/")
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", password)
    page.click("button[type=submit]")
    page.wait_for_url(f"{base}/desk/**")
    return page
