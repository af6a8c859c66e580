"""Replay: what today's reading would change is shown first, and what an editor touched is never overwritten."""

from __future__ import annotations

import pytest

from newsroom import drafting, replaying
from newsroom.keeping import keep
from newsroom.models import Draft, Letter
from newsroom.replaying import Change
from newsroom.states import DraftState, LetterState
from tests.newsroom.letters import TEXT, mail, reader, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
BETTER = reader(works=(work("老屋与槐树", TEXT + "完"),))


def a_letter(uid: int = 1) -> Letter:
    letter = keep(mail(text=TEXT + str(uid)), mailbox="m", folder="INBOX", uidvalidity=1, uid=uid)
    drafting.draft(letter.pk, reader(works=(work(),)))
    letter.refresh_from_db()
    return letter


def everything() -> tuple:
    return list(Letter.objects.order_by("pk").values()), list(Draft.objects.order_by("pk").values())


def test_a_dry_run_shows_and_changes_nothing():
    letter = a_letter()
    before = everything()
    (found,) = replaying.dry_run([letter], BETTER)
    text = Change("正文", f"{len(TEXT)} 字", f"{len(TEXT) + 1} 字")
    assert (found.number, found.changes, found.stays) == (letter.number, (Change("标题", "老屋", "老屋与槐树"), text), "")
    assert replaying.counts([found]) == {"共": 1, "标题": 1, "正文": 1, "有变化而保持不变": 0}
    assert everything() == before


def test_the_same_reading_changes_nothing():
    (found,) = replaying.dry_run([a_letter()], reader(works=(work(),)))
    assert found.changes == ()
    assert replaying.counts([found])["无变化"] == 1


@pytest.mark.parametrize("touch", [{"version": 2}, {"column_confirmed": True}, {"state": DraftState.HELD}, {"state": DraftState.DECLINED}])
def test_what_an_editor_touched_is_shown_and_not_applied(touch):
    letter = a_letter()
    Draft.objects.update(**touch)
    (found,) = replaying.dry_run([letter], BETTER)
    assert found.changes
    assert letter.number in found.stays
    assert replaying.apply([found]) == 0


def test_applied_letters_are_read_again_and_the_old_text_stays_as_a_version():
    letter = a_letter()
    found = list(replaying.dry_run([letter], BETTER))
    assert replaying.apply(found) == 1
    drafting.draft(letter.pk, BETTER)
    draft = Draft.objects.get()
    assert (draft.title, draft.versions.get().content["title"]) == ("老屋与槐树", "老屋")
    assert not replaying.recording.touched(draft)  # a reading is no editor


def test_an_edit_between_the_dry_run_and_the_reading_stays():
    letter = a_letter()
    found = list(replaying.dry_run([letter], BETTER))
    replaying.apply(found)
    Draft.objects.update(title="编辑改的题", version=2)
    drafting.draft(letter.pk, BETTER)
    assert Draft.objects.get().title == "编辑改的题"


def test_a_letter_whose_file_is_gone_is_told():
    letter = a_letter()
    Letter.objects.update(sha256="0" * 64)
    letter.refresh_from_db()
    (found,) = replaying.dry_run([letter], BETTER)
    assert (found.stays, letter.state) == ("原信的文件不见了", LetterState.DRAFTED)
