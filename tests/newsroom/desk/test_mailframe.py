"""The mail's own HTML: what is left of it, and that it does nothing in a real browser."""

from __future__ import annotations

import re
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from intake.model import Part
from newsroom import vault
from newsroom.desk import mailframe
from newsroom.models import LetterFile
from tests.newsroom.desk import hostile
from tests.newsroom.desk.people import client
from tests.newsroom.desk.rows import a_draft, a_letter, a_picture

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest.mark.parametrize("body", hostile.BODIES, ids=range(len(hostile.BODIES)))
def test_nothing_that_runs_or_loads_is_left(body):
    clean = mailframe.cleaned(body, {})
    tags = set(re.findall(r"<\s*([a-z0-9]+)", clean))
    assert tags <= mailframe.TAGS
    markup = " ".join(re.findall(r"<[^>]*>", clean)).lower()
    assert not re.search(r"\son\w+\s*=|javascript:|href|srcset|url\(|http|action", markup)


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>电话139<b>9139</b>0000</p>", "<p>电话139****0000<b></b></p>"),
        ("<p><a href='tel:13991390000'>打给我</a></p>", "<p><a>打给我</a></p>"),
        ("<p>一<br>二</p><script>x</script><p>三</p>", "<p>一<br>二</p><p>三</p>"),
        ("<p style='color:red;position:fixed'>红</p>", '<p style="color:red">红</p>'),
        ("<p>前<img src='http://a.example/x.png'>后</p>", "<p>前<span>［网络图片，未载入］</span>后</p>"),
        ("<p><img src='cid:one' alt='图'></p>", '<p><img src="data:image/png;base64,iVBORw==" alt="图"></p>'),
        ("<form action='x'><p>表单里的字</p></form>", "<p>表单里的字</p>"),
    ],
)
def test_what_an_editor_still_sees(html, shown):
    picture = Part(name="a.png", content_type="image/png", data=b"\x89PNG", content_id="one")
    assert re.sub(r"</?div>", "", mailframe.cleaned(html, {"one": picture})) == shown


def test_the_html_of_a_mail_in_its_own_charset():
    mail = EmailMessage()
    mail["Subject"] = "t"
    mail.set_content("纯文本")
    mail.add_alternative("<p>渭河边的老屋</p>", subtype="html", charset="gb18030")
    assert mailframe.source(mail.as_bytes())[0].strip() == "<p>渭河边的老屋</p>"
    assert mailframe.source(b"")[0] == ""


def hostile_pages() -> dict[str, tuple[dict, str]]:
    """Address -> (headers, body): every hostile mail's frame, and the desk's page with every hostile word in every field."""
    pages: dict[str, tuple[dict, str]] = {}
    editor = client("zongbian")

    def take(address: str, **extra) -> str:
        response = editor.get(address, **extra)
        assert response.status_code == 200
        pages[address] = (dict(response.headers.items()), response.content.decode())
        return address

    for body in hostile.BODIES:
        raw = b"Subject: t\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body.encode("utf-8", "surrogatepass")
        take(reverse("laigao_frame", args=[a_letter(sha256=vault.put(raw + str(len(pages)).encode())).pk]))
    for word in hostile.WORDS:
        letter = a_letter(subject=word, sender_name=word, sender_address=f"{word}@example.com"[:250], intent_why=word[:300], note=word)
        LetterFile.objects.create(letter=letter, position=1, name=word, status="damaged", reason=word, size=1, url=word)
        check = {"code": word, "message": word, "block": 0, "start": 0, "end": 2, "suggestion": word, "severity": word}
        blocks = [
            {"kind": "paragraph", "text": word},
            {"kind": "image", "picture": "1".zfill(64), "name": word, "caption": word, "credit": word},
        ]
        blocks += [{"kind": "verse", "lines": [word]}, {"kind": "table", "rows": [[word]]}, {"kind": "list", "items": [word]}]
        guess = {"name": "散文", "confidence": 1, "reasons": [word]}
        draft = a_draft(
            letter=letter, title=word, authors=[word], affiliation=word, bio=word, flags=[word, f"contest:{word}"], blocks=blocks,
            checks=[check], removed=[[word, word]], evidence={word: {"why": word, "confidence": 1}}, columns=[guess],
        )  # fmt: skip
        a_picture(draft)
        take(reverse("laigao_desk") + f"?d={draft.pk}")
    return pages


@pytest.mark.service
@pytest.mark.django_db
@pytest.mark.usefixtures("site")
def test_hostile_mails_do_nothing_in_a_browser():
    """Each page is served to Chromium with the headers Django gave it; nothing runs, nothing is asked from outside."""
    if not CHROMIUM.exists():
        pytest.skip("chromium is not installed")
    sync_playwright = pytest.importorskip("playwright.sync_api").sync_playwright
    pages = hostile_pages()
    outside, ran = [], []
    frames = [address for address in pages if "/frame/" in address]
    holders = {f"/holder/{n}": "".join(f'<iframe src="{a}"></iframe>' for a in frames[n : n + 44]) for n in range(0, len(frames), 44)}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        tab = browser.new_page()

        def serve(route):
            url = route.request.url
            if not url.startswith("http://desk.test/"):
                outside.append(url)
                return route.abort()
            path = url.removeprefix("http://desk.test")
            if path in holders:  # without our iframe's own sandbox: the answer's header has to hold alone
                return route.fulfill(content_type="text/html", body=holders[path])
            if path in pages:
                return route.fulfill(headers=pages[path][0], body=pages[path][1])
            if path.startswith("/static/") and (found := finders.find(path.removeprefix("/static/").partition("?")[0])):
                return route.fulfill(path=found)
            return route.fulfill(status=204)

        tab.route("**/*", serve)
        tab.on("dialog", lambda dialog: (ran.append("dialog"), dialog.dismiss()))
        for address in [*holders, *(address for address in pages if address not in frames)]:
            tab.goto(f"http://desk.test{address}", wait_until="load")
            for frame in tab.frames:
                if frame.evaluate("window.pwned === 1"):
                    ran.append(frame.url)
            assert tab.url == f"http://desk.test{address}"
        browser.close()
    assert (len(pages) >= 140, outside, ran) == (True, [], [])
