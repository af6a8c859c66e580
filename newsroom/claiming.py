"""认领: a case is opened when the mail is read, and settled by an editor, who never has to guess which article is meant."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import unquote, urlsplit

from django.db import transaction
from django.utils import timezone
from wagtail.models import Site

from intake.model import Reading

from . import audit, blocks, corresponding, joining
from .models import ArticlePage, Claim, Letter
from .states import ClaimResult, ReplyKind

DAYS = 15  # until a claim should be settled
_ADDRESS = re.compile(r"https?://[^\s<>\"'，。；、）)】]{4,500}")


class AlreadySettled(Exception):
    """Somebody else has settled this case."""


def open_case(letter: Letter, reading: Reading) -> Claim:
    """A case for this letter, with the article it names by address or title; one a letter, however often it is read."""
    due = timezone.localdate(letter.received_at) + timedelta(days=DAYS)
    return Claim.objects.get_or_create(letter=letter, defaults={"article": _article(reading), "due_on": due})[0]


def _article(reading: Reading) -> ArticlePage | None:
    """By its address on this site, else the one live article of a title the mail names; two of a title are nobody's guess."""
    text = blocks.as_text(blocks.as_dict(block) for block in reading.message.body)[:20_000]
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    for address in _ADDRESS.findall(text) if site else ():
        path = site.root_page.url_path + unquote(urlsplit(address).path).strip("/") + "/"
        if found := ArticlePage.objects.live().filter(url_path=path).first():
            return found
    wanted = {joining.fold(title) for title in joining.titles(reading)}
    names = [title for title in joining.titles(reading) if title]
    same = [page for page in ArticlePage.objects.live().filter(title__in=names)[:2] if joining.fold(page.title) in wanted]
    return same[0] if len(same) == 1 else None


@transaction.atomic
def settle(case: Claim, person, result: str, note: str = "") -> Claim:
    """Close the case and tell the claimant. Changing, signing or taking down the article is done on its own page.

    Raises ValueError for a result there is not, AlreadySettled.
    """
    result = ClaimResult(result)
    row = Claim.objects.select_for_update(of=("self",)).select_related("letter", "article").get(pk=case.pk)
    if row.result:
        raise AlreadySettled(row.get_result_display())
    row.result, row.note = result, note.strip()
    row.settled_by, row.settled_at = person, timezone.now()
    row.save()
    audit.record(person, "claim-settle", row.letter.number, str(result.label))
    corresponding.write(row.letter, ReplyKind.CLAIM_SETTLED, case=row)
    return row
