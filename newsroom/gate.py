"""The gate before the page: what is checked on the very text that goes live, on every way to go live.

ArticlePage.save() and .publish() ask here, so an approval, a schedule, a script and an API pass the same checks. Private data blocks.
ID and card numbers nobody can overrule; other blocking findings can be, by a person with a reason that stays in the article's history
(Overrule). Warnings block nothing: the desk shows them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.manuscript import contacts
from intake.manuscript.checks import Context, run_checks
from intake.manuscript.checks.title_word import check_title_word
from newsroom import audit
from newsroom.models import ArticlePage, Overrule
from newsroom.site import text

Severity = Literal["never", "block", "warn"]  # never: nobody may overrule it
ORDER: tuple[Severity, ...] = ("never", "block", "warn")

#: kind of private data -> what it is called, and how hard it stands
PRIVATE: dict[str, tuple[object, Severity]] = {
    "id_numbers": (gettext_lazy("身份证号"), "never"),
    "bank_cards": (gettext_lazy("银行卡号"), "never"),
    "phones": (gettext_lazy("电话号码"), "block"),
    "wechat": (gettext_lazy("微信号"), "block"),
    "qq": (gettext_lazy("QQ 号"), "block"),
    "emails": (gettext_lazy("邮箱"), "block"),
    "addresses": (gettext_lazy("通讯地址"), "block"),
    "postcodes": (gettext_lazy("邮编"), "block"),
}
#: Fields whose change on a live page is a new text on the page.
READ = frozenset(
    {"live", "title", "list_title", "subtitle", "authors", "affiliation", "source", "editor_name", "body", "bio", "slug"}
    | {"seo_title", "search_description"}
)
_LABELLED = re.compile(r"(?:地址|住址|通联|通址)[^:：\n]{0,6}[:：]")
_HOME = re.compile(r"\d+\s*(?:室|单元)|\d+(?:号楼|栋|幢)\s*\d")
_CAPTION = re.compile(
    r"^[(（【▲△]?\s*(?:图为|图片为|图[一二三四五六七八九十\d]*\s*[:：]|[上下左右]图|资料图)|(?:摄影|供图|图片提供|\S摄)[。)）】]?$"
)
_BORROWED = re.compile(r"原载|转载自|转自|摘自|选自|来源[:：]|(?:社|网)\S{1,8}\d{1,2}月\d{1,2}日电")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the gate found. `mark` names it for an overrule: a keyed digest, so that the row repeats no private datum."""

    code: str
    message: str  # Chinese, private data masked
    severity: Severity = "warn"
    place: str = ""  # 标题, 正文第 3 段
    mark: str = ""


class Blocked(Exception):
    """The text may not go live. `findings` say why; the message is Chinese and holds no private data. `article` is its id or None."""

    def __init__(self, findings: list[Finding], article: int | None = None):
        self.findings, self.article = findings, article
        super().__init__("；".join(finding.message for finding in findings))


def check(article: ArticlePage) -> list[Finding]:
    """Everything found in the text of this article as it stands in the object given (a revision: `revision.as_object()`)."""
    return [*_hard(article), *_signature(article), *_pictures(article), *_captions(article), *_house(article)]


def open_findings(article: ArticlePage) -> list[Finding]:
    """What was found and nobody has answered for; ID and card numbers always."""
    return _unanswered(article, check(article))


def blocking(article: ArticlePage) -> list[Finding]:
    """The findings that keep this text off the page."""
    return _unanswered(article, _hard(article))


def _hard(article: ArticlePage) -> list[Finding]:
    return [*_private(article), *_titles(article)]


def _unanswered(article: ArticlePage, found: list[Finding]) -> list[Finding]:
    if not article.pk or not any(finding.severity == "block" for finding in found):
        return found
    answered = set(Overrule.objects.filter(article=article.pk).values_list("finding", flat=True))
    return [finding for finding in found if finding.severity != "block" or finding.mark not in answered]


def require(article: ArticlePage) -> None:
    """Raise Blocked when this text may not go live."""
    found = blocking(article)
    if found:
        raise Blocked(found, article.pk)


def overrule(article: ArticlePage, mark: str, person, reason: str) -> Overrule:
    """A person answers for a finding. Raises ValueError (Chinese) without a reason, for an unknown finding, and for ID and card numbers."""
    finding = next((one for one in check(article) if one.mark == mark), None)
    if finding is None:
        raise ValueError(_("没有这一条提示，文章可能已经改过"))
    if finding.severity == "never":
        raise ValueError(_("身份证号、银行卡号任何人不得放行"))
    if not reason.strip():
        raise ValueError(_("请写明放行的理由"))
    audit.record(person, "overrule", article.number or f"article {article.pk}", f"{finding.message}：{contacts.mask(reason.strip())}")
    facts = {"message": finding.message[:300], "reason": contacts.mask(reason.strip())[:300], "by": person}
    return Overrule.objects.get_or_create(article=article, finding=mark, defaults=facts)[0]


def hold_back(revision) -> bool:
    """For a revision whose hour has come: True when it may not go live. Its schedule is then taken away: it stops nothing behind it."""
    article = revision.as_object()
    found = blocking(article)
    if found:
        revision.approved_go_live_at = None
        revision.save(update_fields=["approved_go_live_at"])
        audit.record(None, "hold-back", article.number or f"article {article.pk}", str(Blocked(found)))
    return bool(found)


def _texts(article: ArticlePage) -> Iterator[tuple[str, str]]:
    """(place in Chinese, text) of all that a reader, a search engine or a feed would see."""
    fields = {
        "标题": article.title,
        "列表标题": article.list_title,
        "副标题": article.subtitle,
        "作者": " ".join(article.authors or []),
        "单位": article.affiliation,
        "来源": article.source,
        "责任编辑": article.editor_name,
        "作者简介": article.bio,
        "网页标题": article.seo_title,
        "网页说明": article.search_description,
        "网址": article.slug,
    }
    yield from ((place, value) for place, value in fields.items() if value)
    for number, block_type, line in text.pieces(article.body):
        yield f"正文第 {number + 1} 块" + ("（图片说明）" if block_type == "image" else ""), line
    for number, block in enumerate(article.body):
        if block.block_type == "paragraph":
            yield from ((f"正文第 {number + 1} 块（链接）", link) for link in text.links(block.value.source))


def _private(article: ArticlePage) -> Iterator[Finding]:
    seen = set()
    for place, words in _texts(article):
        for one in _data(words):
            name, severity = PRIVATE[one.kind]
            mark = f"{one.kind}:{salted_hmac('newsroom.gate', one.value).hexdigest()[:24]}"
            if (mark, place) in seen:
                continue
            seen.add((mark, place))
            yield Finding(one.kind, f"{place}有{name}（{contacts.masked(one.kind, one.value)}）", severity, place, mark)


def _data(words: str) -> list[contacts.Found]:
    """Private data in a printed text; the paper's own mailbox and numbers offered to the public are none."""
    found = [one for one in contacts.find(words, prose=True) if one.kind in PRIVATE and one.value.lower() not in settings.OWN_ADDRESSES]
    if _LABELLED.search(words) or _HOME.search(words):
        found += [one for one in contacts.find(words) if one.kind == "addresses" and (_LABELLED.search(words) or _HOME.search(one.value))]
    return found


def _titles(article: ArticlePage) -> Iterator[Finding]:
    """A wrong character in the title or the list title: 干剖 where the text says 干部 forty times."""
    context = Context(text.as_work(article), titles=((article.list_title, _("列表标题")),) if article.list_title else ())
    for hint in check_title_word(context):
        mark = f"title-typo:{salted_hmac('newsroom.gate', article.title + article.list_title + hint.suggestion).hexdigest()[:24]}"
        yield Finding("title-typo", hint.message, "block", _("标题"), mark)


def _house(article: ArticlePage) -> Iterator[Finding]:
    """The desk's own checks, once more on this text; those that stand above as findings of the gate are left out."""
    for hint in run_checks(Context(text.as_work(article))):
        if hint.code not in {"title-typo", "caption-without-image"}:
            place = _("正文第 %(number)d 块") % {"number": hint.block + 1} if hint.block >= 0 else ""
            yield Finding(hint.code, contacts.mask(f"{place}：{hint.message}" if place else hint.message, prose=True), "warn", place)


def _signature(article: ArticlePage) -> Iterator[Finding]:
    if not article.plain_text and not text.plain(article.body) and text.first_image(article.body) is None:
        yield Finding("no-text", _("正文是空的"))
    if not article.authors:
        yield Finding("no-author", _("没有署作者"))
    if not article.source:
        flags = article.draft.flags if hasattr(article, "draft") else []
        borrowed = any(_BORROWED.search(line) for _n, _type, line in text.pieces(article.body))
        if borrowed or {"possible-reprint", "previously-published"} & set(flags):
            yield Finding("no-source", _("像是转载或已发表过的稿件，没有写来源"))
    if article.list_title and len(article.list_title) > 30:
        yield Finding("long-list-title", _("列表标题超过 30 字"))


def _pictures(article: ArticlePage) -> Iterator[Finding]:
    for number, block in enumerate(article.body):
        if block.block_type != "image":
            continue
        picture = block.value.get("image")
        place = _("正文第 %(number)d 块") % {"number": number + 1}
        if picture is None:
            yield Finding("no-picture", _("%(place)s的图片已不存在") % {"place": place}, place=place)
        elif not block.value.get("caption"):
            yield Finding("no-caption", _("%(place)s的图片没有说明") % {"place": place}, place=place)


def _captions(article: ArticlePage) -> Iterator[Finding]:
    """A paragraph that reads like a caption and stands beside no picture."""
    blocks = list(article.body)
    for number, block in enumerate(blocks):
        beside = [b.block_type for b in blocks[max(0, number - 1) : number + 2]]
        if block.block_type != "paragraph" or "image" in beside:
            continue
        words = text.of_html(block.value.source)
        if len(words) <= 120 and _CAPTION.search(words):
            place = _("正文第 %(number)d 块") % {"number": number + 1}
            yield Finding("caption-without-image", _("%(place)s像是图片说明，旁边却没有图片") % {"place": place}, place=place)
