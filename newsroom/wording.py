"""The desk's own words in a letter: rendered in a sandbox, checked with a real draft before they are saved, the shipped ones at hand."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from functools import lru_cache

from django.conf import settings
from django.db import transaction
from django.template import engines
from django.utils import timezone
from django.utils.translation import gettext as _
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment, SecurityError
from markupsafe import Markup, escape

from . import composing, status
from .models import Claim, Draft, Letter, LetterWording
from .states import ClaimResult, ReplyKind

log = logging.getLogger(__name__)

MOST = 20_000  # characters of a letter
_BODY = re.compile(r"(\{% block body %\}\n?)(.*?)(\{% endblock %\})", re.DOTALL)
_IMPORTS = '{% from "mail/works.txt" import listed, files with context %}'
_ADDRESS = re.compile(r"https?://[^\s<>\"'，。；）]+")


class Unusable(ValueError):
    """Words no letter can be written with; the message is Chinese and says where."""


class _Sandbox(ImmutableSandboxedEnvironment):
    """No repetition and no powers: "字" * 10 ** 9 is a letter nobody wants."""

    intercepted_binops = frozenset(["*", "**", "%"])

    def call_binop(self, context, operator, left, right):
        raise SecurityError(_("措辞里不能用 %(operator)s 运算") % {"operator": operator})


@lru_cache(maxsize=1)
def _sandbox() -> _Sandbox:
    made = _Sandbox(undefined=StrictUndefined, loader=engines["jinja2"].env.loader, trim_blocks=True, lstrip_blocks=True, autoescape=False)
    made.globals.clear()  # range, lipsum and the like are of no use in a letter
    return made


def shipped(kind: str) -> tuple[str, str]:
    """Subject and body as this version brings them."""
    folder = settings.BASE_DIR / "templates" / "mail" / ReplyKind(kind).value
    body = _BODY.search((folder / "body.txt").read_text("utf-8"))[2]
    return (folder / "subject.txt").read_text("utf-8").strip(), body.strip()


def render(kind: str, given: dict, subject: str, body: str) -> composing.Text:
    """The letter with these words; an empty one is the shipped one. Raises TemplateError for words that do not work."""
    plain = composing.shipped(kind, given)
    if subject.strip():
        plain = composing.Text(_sandbox().from_string(subject).render(given), plain.text, plain.html)
    if body.strip():
        words = _sandbox().from_string(_IMPORTS + body.replace("\r\n", "\n")).render(given)[:MOST].strip()
        around = {name: _around(kind, name) for name in ("body.txt", "body.html")}
        text = engines["jinja2"].env.overlay(autoescape=False).from_string(around["body.txt"]).render(given | {"words": words})
        # from_string has no file name to tell HTML from text by, so each is told
        html = engines["jinja2"].env.overlay(autoescape=True).from_string(around["body.html"]).render(given | {"words": _html(words)})
        plain = composing.Text(plain.subject, text, html)
    return composing.tidy(plain)


def _around(kind: str, name: str) -> str:
    """The shipped template with a place for other words where its body stands: the frame and its blocks stay."""
    source = (settings.BASE_DIR / "templates" / "mail" / ReplyKind(kind).value / name).read_text("utf-8")
    return _BODY.sub(lambda found: f"{found[1]}{{{{ words }}}}\n{found[3]}", source, count=1)


def _html(words: str) -> Markup:
    paragraphs = [escape(part).replace("\n", Markup("<br>")) for part in re.split(r"\n\s*\n", words) if part.strip()]
    linked = (_ADDRESS.sub(lambda found: f'<a href="{found[0]}" style="color:#9c2a22;">{found[0]}</a>', part) for part in paragraphs)
    return Markup("\n".join(f'<p style="margin:0 0 14px;">{part}</p>' for part in linked))  # noqa: S704 - escaped above


def changed(kind: str, given: dict) -> composing.Text | None:
    """The letter in the desk's own words; None when it has none, or they fail now: then the shipped ones go out, and it is logged."""
    row = LetterWording.objects.filter(kind=kind).first()
    if row is None or not (row.subject or row.body):
        return None
    try:
        return render(kind, given, row.subject, row.body)
    except (TemplateError, TypeError, ValueError) as error:
        log.error("the wording of %s failed (%s); the shipped one was used", kind, type(error).__name__)
        return None


def check(kind: str, subject: str, body: str) -> composing.Text:
    """The letter of this kind with these words, made of the newest draft. Raises Unusable."""
    with transaction.atomic():
        given = _sample(ReplyKind(kind))
        transaction.set_rollback(True)  # a newsroom without drafts has one made up for the moment
    try:
        text = render(kind, given, subject, body)
    except TemplateSyntaxError as error:
        raise Unusable(_("第 %(line)d 行的写法有误：%(why)s") % {"line": error.lineno, "why": error.message}) from error
    except UndefinedError as error:
        raise Unusable(_("没有这个名称：%(why)s") % {"why": error.message}) from error
    except (TemplateError, TypeError, ValueError) as error:
        raise Unusable(_("不能这样写：%(why)s") % {"why": error}) from error
    if not text.subject:
        raise Unusable(_("主题是空的"))
    if "number" in given and given["number"] not in text.subject:
        raise Unusable(_("主题里要保留编号，作者回信才能接上"))
    return text


def _sample(kind: ReplyKind) -> dict:
    draft = Draft.objects.filter(siblings=1).select_related("letter", "column", "article").order_by("-pk").first() or _made_up()
    draft.changes_due = draft.changes_due or timezone.localdate() + timedelta(days=15)
    draft.decision_reason = draft.decision_reason or "1. 补写结尾\n2. 核对年份"
    case = Claim(letter=draft.letter, due_on=draft.changes_due, result=ClaimResult.SIGNED)
    asked = [{"draft": draft, "status": status.of(draft), "url": status.address(draft)}]
    context = {"drafts": [draft], "asked": asked, "limit": 80, "reason": "题材与本网现有栏目不合", "points": ["补写结尾", "核对年份"]}
    return composing.context_of(draft.letter, kind, draft, **context, due=draft.changes_due, case=case)


def _made_up() -> Draft:
    now = timezone.now()
    letter = Letter.objects.create(number="LG-2000-000001", sha256="0" * 64, size=1, received_at=now, sender_name="柳河")
    return Draft.objects.create(letter=letter, title="麦收", authors=["柳河"], words=860, received_at=now)


def seed() -> None:
    """A row for each kind, so that the admin's list shows them all."""
    known = set(LetterWording.objects.values_list("kind", flat=True))
    LetterWording.objects.bulk_create([LetterWording(kind=kind) for kind in ReplyKind if kind not in known], ignore_conflicts=True)
