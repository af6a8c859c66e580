"""A page that shows the letters the demo's SMTP server took: what contributors would find in their mail.

`python -m laigao.demo.outbox --help`
"""

from __future__ import annotations

import argparse
import signal
import sys
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

STYLE = """
body{font:16px/1.7 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#222;background:#f4f1ea;margin:0}
main{max-width:960px;margin:0 auto;padding:24px 16px 60px} h1{font-size:22px;font-weight:600}
a{color:#8a1f1f;text-decoration:none} a:hover{text-decoration:underline} .box{background:#fff;border:1px solid #e2dccf;border-radius:8px}
li{display:grid;grid-template-columns:1fr auto;gap:2px 16px;padding:12px 18px;border-top:1px solid #eee7da} li:first-child{border:0}
ul{list-style:none;margin:0;padding:0} .dim{color:#8a8375;font-size:14px} pre{white-space:pre-wrap;font:inherit;margin:0;padding:20px 24px}
iframe{width:100%;height:640px;border:0} dl{margin:0;padding:14px 24px;border-bottom:1px solid #eee7da}
dt{float:left;clear:left;width:5em;color:#8a8375}
"""
#: Nothing on the page may run or be fetched, whatever a letter holds.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; frame-ancestors 'self'"
HEADERS = (("收件人", "To"), ("主题", "Subject"), ("日期", "Date"), ("回复", "In-Reply-To"), ("自动", "Auto-Submitted"))


def letters(folder: Path) -> list[tuple[str, EmailMessage]]:
    """(name, letter), newest first."""
    return [(path.stem, _read(path)) for path in sorted(folder.glob("*.eml"), reverse=True)]


def page(folder: Path, path: str) -> str | None:
    """The HTML at an address: / the list, /0001 a letter, /0001/html its HTML alone; None when there is none."""
    name, _, part = path.strip("/").partition("/")
    if not name:
        return _framed("寄出的信", _list(letters(folder)))
    if not name.isdigit() or not (folder / f"{name}.eml").exists() or part not in ("", "html"):
        return None
    letter = _read(folder / f"{name}.eml")
    if part:
        return _body(letter, "html")
    return _framed(letter["Subject"], f'<p><a href="/">← 全部</a></p><div class="box">{_letter(name, letter)}</div>')


def _read(path: Path) -> EmailMessage:
    return message_from_bytes(path.read_bytes(), policy=policy.default)


def _list(found: list[tuple[str, EmailMessage]]) -> str:
    rows = "".join(
        f'<li><a href="/{name}">{escape(letter["Subject"])}</a><span class="dim">{letter["Date"].datetime:%m-%d %H:%M}</span>'
        f'<span class="dim">致 {escape(str(letter["To"]))}</span></li>'
        for name, letter in found
    )
    return f'<p class="dim">演示用的发信服务器收下的信，一封也没有真的寄出。</p><ul class="box">{rows or "<li>还没有信。</li>"}</ul>'


def _letter(name: str, letter: EmailMessage) -> str:
    head = "".join(f"<dt>{label}</dt><dd>{escape(str(letter[key]))}</dd>" for label, key in HEADERS if letter[key])
    body = f"<pre>{escape(_body(letter, 'plain') or '')}</pre>"
    if _body(letter, "html"):
        body = f'<iframe sandbox src="/{name}/html" title="正文"></iframe><details><summary class="dim">纯文本</summary>{body}</details>'
    return f"<dl>{head}</dl>{body}"


def _body(letter: EmailMessage, kind: str) -> str | None:
    part = letter.get_body(preferencelist=(kind,))
    return part.get_content() if part is not None else None


def _framed(title: str, inside: str) -> str:
    head = '<!doctype html><html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    head += f"<title>{escape(title)}</title>"
    return f"{head}<style>{STYLE}</style><main><h1>{escape(title)}</h1>{inside}</main></html>"


class Pages(BaseHTTPRequestHandler):
    folder: Path

    def do_GET(self) -> None:
        # a name that merely points here (DNS rebinding) is not this machine
        known = self.headers.get("Host", "").partition(":")[0] in ("127.0.0.1", "localhost")
        found = page(self.folder, self.path) if known else None
        data = (found or "没有这一页。").encode()
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Whose letters were looked at is nobody's business."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="laigao.demo.outbox", description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, required=True)
    args = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    Pages.folder = args.folder
    with ThreadingHTTPServer(("127.0.0.1", args.port), Pages) as server:
        server.serve_forever()


if __name__ == "__main__":
    main()
