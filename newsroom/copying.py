"""重稿: is a draft a text that came before? (一稿多投, 重复投稿, 已发表)

`after` runs behind the transaction that wrote a letter's drafts; what it could not do, `catch_up` does with the clock. Keys are looked up,
never the texts: a search costs the same number of index reads however many texts there are (docs/copies.md has it measured).
"""

from __future__ import annotations

import hashlib
import logging
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from intake import copies

from . import audit
from .joining import fold as fold_name
from .models import ArticlePage, CopyKey, CopyText, Draft, NearCopy

MOST_A_KEY = 50  # texts under one key: more of them would tell nothing and cost time
COMMON = 20  # texts under a key from which on it is a formula
LEAST_KEYS = 2  # in common, before a text is looked at at all
LOOKED_AT = 24  # texts compared in full, those with most keys in common
KEYS_A_QUERY = 500
RECENT = 2_000  # drafts among which `catch_up` looks for one that was left out
#: Of an earlier draft; its blocks and evidence are heavy and say nothing here.
READ = ("text", "authors", "title", "position", "siblings", "letter__number", "letter__sender_address", "article__live", "copy_text__id")
FLAGGED = (copies.SAME, copies.REVISION, copies.OTHER_AUTHOR)
FLAG, PUBLISHED = "near-copy", "previously-published"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Found:
    """Another draft, or an article made by hand, that shares text; `kind` as in intake.copies.kinds."""

    other: Draft | ArticlePage
    kind: str
    overlap: copies.Overlap


# ── the verbs ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def after(letter_id: int) -> None:
    """Compare what a letter brought: its drafts and those it revised. Call outside any transaction. Never raises: the drafts stand as
    they are, and what failed is done by `catch_up`."""
    try:
        for draft in Draft.objects.filter(Q(letter=letter_id) | Q(versions__letter=letter_id)).distinct().order_by("pk"):
            note(draft)
    except Exception as error:  # noqa: BLE001 - an edge: the letter is done, a comparison that failed must not undo it
        log.error("letter %s: not compared with earlier texts: %s", letter_id, type(error).__name__)


def catch_up(limit: int = 50, recent: int | None = RECENT) -> int:
    """Compare drafts that were left out, newest first; returns how many. `recent` None looks at all drafts ever."""
    rows = Draft.objects.order_by("-pk")
    if recent is not None:
        floor = rows.values_list("pk", flat=True)[recent : recent + 1]
        rows = rows.filter(pk__gt=next(iter(floor), 0))
    done = Q(copy_text__compared=True, copy_text__scheme=copies.SCHEME)
    left = list(rows.filter(letter__read_at__lt=timezone.now() - timedelta(minutes=1)).exclude(done)[:limit])
    for draft in left:
        note(draft)
    return len(left)


def note(draft: Draft) -> list[NearCopy]:
    """Index the draft, find what it is a copy of, write that down and flag it. May run twice. Computes outside the transaction."""
    index(draft)  # before the search: of two copies read at the same moment at least one finds the other
    found = find(draft)
    with transaction.atomic():
        made = _write(draft, found)
        CopyText.objects.filter(draft=draft).update(compared=True)
    return made


def index(work: Draft | ArticlePage) -> None:
    """Put a text under its keys, in the place of what it was. Keys that are full already are left out."""
    typed = _text(work)
    whose = {"draft": work} if isinstance(work, Draft) else {"article": work}
    facts = {"digest": hashlib.sha256(typed.encode("utf-8", "replace")).hexdigest(), "scheme": copies.SCHEME}
    if CopyText.objects.filter(**whose, **facts).exists():
        return
    bands = copies.sketch(copies.fold(typed))
    free = [(band, key) for band, keys in bands.items() for key in _free(band, keys)]
    with transaction.atomic():
        text, created = CopyText.objects.update_or_create(**whose, defaults={**facts, "compared": False})
        if not created:
            text.keys.all().delete()
        CopyKey.objects.bulk_create([CopyKey(text=text, band=band, key=key) for band, key in free])


def article_published(sender, instance, **kwargs) -> None:
    """page_published: an article without a draft, made by hand, is a text that later ones are compared with."""
    if isinstance(instance, ArticlePage) and instance.live and not Draft.objects.filter(article=instance).exists():
        transaction.on_commit(lambda: index(instance), robust=True)


def find(draft: Draft) -> list[Found]:
    """What the draft is a copy of, nearest first; reads only. The draft need neither be indexed nor saved."""
    text = copies.fold(draft.text)
    own = CopyText.objects.filter(draft=draft.pk).values_list("pk", flat=True).first() if draft.pk else None
    hits: dict[int, list[int]] = defaultdict(list)  # text -> how many texts each common key has
    for band, keys in copies.sketch(text).items():
        for texts in _under(band, keys).values():
            for pk in texts:
                hits[pk].append(len(texts))
    hits.pop(own or 0, None)
    near = sorted((pk for pk, counts in hits.items() if len(counts) >= LEAST_KEYS), key=lambda pk: (-len(hits[pk]), pk))[:LOOKED_AT]
    found = []
    for pk, other in _works(near).items():
        overlap = copies.compare(text, copies.fold(_text(other)))
        kind = copies.kind_of(overlap, _same_author(draft, other), common=median(hits[pk]) >= COMMON)
        if kind is not None:
            found.append(Found(other, kind, overlap))
    return sorted(found, key=lambda one: (-max(one.overlap.fraction, one.overlap.fraction_other), one.other.pk))


@transaction.atomic
def judge(pair: NearCopy, person, verdict: str) -> NearCopy:
    """A person says what a pair is (a CopyKind); 不同稿 takes the flag off the draft. Recorded."""
    row = Draft.objects.select_for_update(of=("self",)).select_related("letter").get(pk=pair.draft_id)
    pair.verdict, pair.verdict_by, pair.verdict_at = verdict, person, timezone.now()
    pair.save(update_fields=["verdict", "verdict_by", "verdict_at"])
    number = number_of(pair.other_draft or pair.other_article)
    others = [flag for flag in row.flags if flag != f"{FLAG}:{number}"]
    flags = others if verdict == "different" else [*others, f"{FLAG}:{number}"]
    if flags != row.flags:
        row.flags = flags
        row.save(update_fields=["flags"])
    audit.record(person, "judge-copy", row.number, f"{number} {pair.get_verdict_display()}")
    return pair


def is_flagged(one: Found) -> bool:
    """What the queue shows at a glance: a copy, or half of this text taken from (or sent before in) a longer one."""
    return one.kind in FLAGGED or one.overlap.fraction >= copies.COPY_FROM


# ── keys ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _under(band: int, keys: tuple[int, ...]) -> dict[int, list[int]]:
    """key -> the texts that have it; keys nobody has are missing. At most MOST_A_KEY rows a key, from the index alone."""
    found: dict[int, list[int]] = defaultdict(list)
    for start in range(0, len(keys), KEYS_A_QUERY):
        rows = CopyKey.objects.filter(band=band, key__in=keys[start : start + KEYS_A_QUERY])
        for key, text in rows.values_list("key", "text_id"):
            found[key].append(text)
    return found


def _free(band: int, keys: tuple[int, ...]) -> list[int]:
    """Those of the keys that take one more text. Two writers at once may go one over: it is a bound, no number."""
    full: set[int] = set()
    for start in range(0, len(keys), KEYS_A_QUERY):
        rows = CopyKey.objects.filter(band=band, key__in=keys[start : start + KEYS_A_QUERY]).order_by()
        full.update(rows.values("key").annotate(n=Count("*")).filter(n__gte=MOST_A_KEY).values_list("key", flat=True))
    return [key for key in keys if key not in full]


def _works(texts: list[int]) -> dict[int, Draft | ArticlePage]:
    """The works of CopyText rows, in the order given."""
    drafts = Draft.objects.filter(copy_text__in=texts).select_related("letter", "article", "copy_text").only(*READ)
    articles = ArticlePage.objects.filter(copy_text__in=texts).select_related("copy_text")
    by_text = {work.copy_text.pk: work for work in [*drafts, *articles]}
    return {pk: by_text[pk] for pk in texts if pk in by_text}


def _text(work: Draft | ArticlePage) -> str:
    return work.text if isinstance(work, Draft) else work.plain_text


def _same_author(draft: Draft, other: Draft | ArticlePage) -> bool:
    """From one address, or with a name in common under the titles."""
    address = draft.letter.sender_address
    if isinstance(other, Draft) and address and address == other.letter.sender_address:
        return True
    return bool({fold_name(name) for name in draft.authors} & {fold_name(name) for name in other.authors or []} - {""})


# ── what is written down ──────────────────────────────────────────────────────────────────────────────────────────────


def _write(draft: Draft, found: list[Found]) -> list[NearCopy]:
    """The pairs and the draft's flags, in the caller's transaction. A pair that a person judged stays; one found from the other side is not
    written twice."""
    row = Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    known = set(NearCopy.objects.filter(other_draft=draft).values_list("draft_id", flat=True))
    fresh = [one for one in found if not (isinstance(one.other, Draft) and one.other.pk in known)]
    made = [_pair(draft, one) for one in fresh]
    draft.near_copies.filter(verdict=None).exclude(pk__in=[pair.pk for pair in made]).delete()
    apart = {(pair.other_draft_id, pair.other_article_id) for pair in made if pair.verdict == "different"}
    flagged = [one for one in fresh if is_flagged(one) and _ids(one.other) not in apart]
    _flag(row, [number_of(one.other) for one in flagged], published=any(_live(one.other) for one in flagged))
    return made


def _pair(draft: Draft, one: Found) -> NearCopy:
    draft_id, article_id = _ids(one.other)
    facts = {
        "kind": one.kind,
        "containment": one.overlap.fraction,
        "containment_other": one.overlap.fraction_other,
        "passage": one.overlap.passage,
    }
    return NearCopy.objects.update_or_create(draft=draft, other_draft_id=draft_id, other_article_id=article_id, defaults=facts)[0]


def _flag(row: Draft, numbers: list[str], published: bool = False) -> None:
    """`near-copy:NUMBER` for each number, in the place of those before. The draft's version stays: nothing an editor decides on changed."""
    flags = [flag for flag in row.flags if not flag.startswith(f"{FLAG}:")]
    flags += [f"{FLAG}:{number}" for number in numbers]
    if published and PUBLISHED not in flags:
        flags.append(PUBLISHED)
    if flags != row.flags:
        row.flags = flags
        row.save(update_fields=["flags"])


def _ids(work: Draft | ArticlePage) -> tuple[int | None, int | None]:
    return (work.pk, None) if isinstance(work, Draft) else (None, work.pk)


def number_of(work: Draft | ArticlePage) -> str:
    """What a flag calls it: LG-2026-000012, or 文章 34 for one made by hand."""
    return work.number or f"文章 {work.pk}"


def _live(work: Draft | ArticlePage) -> bool:
    article = work.article if isinstance(work, Draft) else work
    return article is not None and article.live
