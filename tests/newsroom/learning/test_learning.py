"""An editor's choice of a column is used for the very next mail; what is learned outlives processes, can be made again and taken back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.storage import storages
from django.db.models import F

from laigao.cli import main
from newsroom import deciding, knowledge, learning
from newsroom.learning import recalling, refitting
from newsroom.models import ColumnPage, Correction, Draft, LearnerSnapshot
from tests.newsroom.desk.people import person
from tests.newsroom.learning.mails import DOUGH, PAPER, PUPPETS, TRAIN, arrives, offered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

GUESSED, RIGHT = "民间艺术", "传统工艺"


@pytest.fixture(autouse=True)
def fresh():
    recalling.forget()
    yield
    recalling.forget()


def column(name: str) -> ColumnPage:
    return ColumnPage.objects.get(title=name)


def correct(draft: Draft, name: str = RIGHT) -> Draft:
    return deciding.edit(draft, person("bianji"), Draft.objects.get(pk=draft.pk).version, column=column(name))


def settle() -> None:
    """Time passes: the corrections are old enough for a refit."""
    Correction.objects.update(at=F("at") - timedelta(minutes=1))


def test_nobody_has_corrected_anything():
    assert knowledge.current().learner is None
    assert offered(arrives("红纸", PAPER))[0] == GUESSED


def test_a_corrected_column_is_suggested_for_the_next_similar_mail():
    correct(arrives("红纸", PAPER))
    assert offered(arrives("牛皮", PUPPETS))[0] == RIGHT
    assert offered(arrives("夜车", TRAIN))[0] == "散文"


def test_what_only_editors_know_says_so():
    for title in ("夜车", "站台"):
        correct(arrives(title, TRAIN), "社会万象")
    guess = arrives("慢车", TRAIN.replace("年轻人", "老人")).columns[0]
    assert (guess["name"], guess["reasons"]) == ("社会万象", ["与编辑归入本栏的来稿相近"])


def test_it_is_still_known_after_a_restart_and_from_a_snapshot():
    correct(arrives("红纸", PAPER))
    recalling.forget()
    assert offered(arrives("牛皮", PUPPETS))[0] == RIGHT
    settle()
    made = learning.rebuild()
    assert (made.version, made.seen, made.upto) == (1, 1, Correction.objects.get().pk)
    recalling.forget()
    assert offered(arrives("面花", DOUGH))[0] == RIGHT


def test_what_a_correction_keeps():
    draft = arrives("红纸", PAPER + "请联系13991390000。")
    correct(draft)
    row = Correction.objects.get()
    assert (row.guessed, row.chosen, row.offered, row.text) == (GUESSED, RIGHT, offered(draft), "")
    assert row.lesson["column"] == str(column(RIGHT).pk)
    assert row.lesson["text"].startswith("红纸\n红纸\n村里的剪纸要从选纸说起。")
    assert "13991390000" not in str(row.lesson)
    assert {"genre", "words"} <= set(row.lesson["strengths"])


def test_sending_on_confirms_and_choosing_again_says_nothing_new():
    draft = correct(arrives("红纸", PAPER))
    deciding.edit(draft, person("bianji"), draft.version, column=column(RIGHT))
    assert Correction.objects.count() == 1
    other = arrives("夜车", TRAIN)
    deciding.send_on(other, person("bianji"), other.version)
    assert [(row.chosen, row.lesson["column"]) for row in Correction.objects.filter(draft=other)] == [("散文", str(column("散文").pk))]


def test_a_column_taken_away_teaches_nothing():
    draft = arrives("红纸", PAPER)
    deciding.edit(draft, person("bianji"), draft.version, column=None)
    assert Correction.objects.get().lesson == {}
    assert (knowledge.current().learner, learning.due()) == (None, False)


def test_an_editor_who_chose_twice_meant_the_second():
    draft = correct(arrives("红纸", PAPER), "社会万象")
    correct(draft)
    settle()
    assert learning.rebuild().seen == 1
    assert offered(arrives("牛皮", PUPPETS))[0] == RIGHT


def test_a_renamed_column_with_a_new_address_keeps_what_it_learned():
    correct(arrives("红纸", PAPER))
    settle()
    learning.rebuild()
    page = column(RIGHT)
    page.title, page.slug = "匠人手艺", "jiangren"
    page.save()
    assert offered(arrives("牛皮", PUPPETS))[0] == "匠人手艺"


def test_columns_added_and_closed_by_the_desk():
    correct(arrives("红纸", PAPER))
    page = column(RIGHT)
    page.closed = True
    page.save()
    assert RIGHT not in offered(arrives("牛皮", PUPPETS))
    page.get_parent().add_child(instance=ColumnPage(title="非遗传承", keywords=["皮影", "面花", "传习所"], row=4))
    draft = arrives("面花", DOUGH)
    assert "非遗传承" in offered(draft)
    correct(draft, "非遗传承")
    assert offered(arrives("牛皮之二", PUPPETS))[0] == "非遗传承"


def test_a_refit_is_due_after_fifty_corrections_and_when_columns_change(monkeypatch):
    draft = arrives("红纸", PAPER)
    correct(draft)
    assert not learning.due()
    row = Correction.objects.get()
    Correction.objects.bulk_create(
        Correction(field="column", chosen=RIGHT, lesson=row.lesson, offered=row.offered) for _ in range(refitting.EVERY_FEW - 1)
    )
    assert learning.due()
    settle()
    made = learning.refit_when_due()
    assert (made.version, made.seen, made.active, made.score) == (1, 50, True, 1.0)
    assert offered(arrives("牛皮", PUPPETS))[0] == RIGHT
    assert learning.refit_when_due() is None
    page = column("散文")
    page.keywords = [*page.keywords, "车站"]
    page.save()
    assert learning.refit_when_due().version == 2


def test_a_lost_or_spoilt_file_is_replayed_from_the_rows_and_made_anew():
    correct(arrives("红纸", PAPER))
    settle()
    made = learning.rebuild()
    store = storages["private"]
    Path(store.path(made.file)).write_bytes(b"not a snapshot")
    recalling.forget()
    assert offered(arrives("牛皮", PUPPETS))[0] == RIGHT
    store.delete(made.file)
    recalling.forget()
    assert offered(arrives("面花", DOUGH))[0] == RIGHT
    assert learning.refit_when_due().version == 2


def test_a_version_is_rolled_back_and_everything_rebuilt():
    correct(arrives("红纸", PAPER))
    settle()
    learning.rebuild()
    for title, text in (("牛皮", PUPPETS), ("面花", DOUGH)):
        correct(arrives(title, text), "社会万象")
    settle()
    learning.rebuild()
    assert offered(arrives("皮子", PUPPETS))[0] == "社会万象"

    back = learning.roll_back(1)
    assert (back.version, back.back_to, back.seen, back.active) == (3, 1, 1, True)
    assert offered(arrives("牛皮之三", PUPPETS))[0] == RIGHT
    correct(arrives("夜车", TRAIN), "小说")  # what comes after it is learned again
    settle()
    assert refitting._refit(refitting.active(), back.left_out).seen == 2
    assert offered(arrives("牛皮之四", PUPPETS))[0] == RIGHT
    assert learning.rebuild().seen == 4
    with pytest.raises(learning.NoSuchVersion):
        learning.roll_back(99)


def test_two_refits_at_once_make_one_version():
    refitting._begin()
    assert learning.rebuild() is None
    LearnerSnapshot.objects.update(started_at=F("started_at") - refitting.GIVEN_UP)
    assert learning.rebuild().active


def test_old_versions_give_up_their_files():
    for _ in range(3):
        learning.rebuild()
    refitting.storing.KEPT, kept = 1, refitting.storing.KEPT
    try:
        learning.rebuild()
    finally:
        refitting.storing.KEPT = kept
    assert [bool(row.file) for row in LearnerSnapshot.objects.order_by("version")] == [False, False, False, True]
    assert len(storages["private"].listdir("learner")[1]) == 1


def test_the_command_lists_rebuilds_and_rolls_back():
    def laigao(*args: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, ["learn", *args])
        return done.exit_code, done.stdout or done.stderr

    correct(arrives("红纸", PAPER))
    assert laigao() == (0, "版本之后的更正：1 条，各进程随时补学。\n")
    settle()
    assert laigao("--rebuild") == (0, "版本 1：学了 1 条更正。\n")
    correct(arrives("牛皮", PUPPETS), "社会万象")
    assert laigao("--rollback", "1") == (0, "已退回版本 1（现为版本 2）。\n")
    assert offered(arrives("面花", DOUGH))[0] == RIGHT
    status, listed = laigao("--list")
    assert (status, [line[:6] for line in listed.splitlines()]) == (0, ["*    2", "     1", "版本之后的更"])
    assert "退回到 1" in listed
    assert laigao("--rollback", "9") == (1, "Error: 没有可用的版本 9（laigao learn --list 列出各版本）。\n")
    assert laigao("--rollback", "1", "--rebuild")[0] == 2
