"""重稿: what is found, what it is called, and that the desk hears of it."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intake import copies
from newsroom import copying, publishing
from newsroom.drafting import draft as read_and_draft
from newsroom.keeping import keep
from newsroom.models import ArticlePage, ColumnPage, CopyKey, CopyText, Draft, NearCopy
from newsroom.rereading import reread
from tests.intake.copies.texts import OTHER_PROSE, POEM, PROSE

from .desk.people import person
from .desk.rows import a_draft, a_letter
from .letters import mail, reader, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def sent(text: str, author: str = "张建国", address: str = "zhangjianguo@example.com", **fields) -> Draft:
    """A draft as a worker leaves it: written, then compared."""
    draft = a_draft(text=text, authors=[author], letter=a_letter(sender_address=address, sender_name=author), **fields)
    copying.note(draft)
    draft.refresh_from_db()
    return draft


def pairs() -> list[tuple]:
    return list(NearCopy.objects.order_by("pk").values_list("draft_id", "other_draft_id", "kind"))


def test_the_same_text_again_is_found_and_flagged():
    first = sent(PROSE)
    again = sent(PROSE.replace("，", ", "))
    assert pairs() == [(again.pk, first.pk, "same")]
    assert (first.flags, again.flags) == ([], [f"near-copy:{first.number}"])
    pair = NearCopy.objects.get()
    assert (pair.containment, pair.containment_other, pair.verdict) == (1.0, 1.0, None)
    assert pair.passage.startswith(PROSE[:5])


def test_kinds_are_told_apart():
    first = sent(PROSE)
    lines = PROSE.split("\n")
    revision = sent("\n".join(lines[:-1]) + "\n后来我才明白，那盏灯并不是为谁留的，它只是习惯了亮着。")
    other = sent(PROSE, "李雪梅", "lixuemei@example.org")
    excerpt = sent(lines[1] + "\n" + OTHER_PROSE + OTHER_PROSE[::-1], "王五", "wangwu@example.net")
    assert (revision.pk, first.pk, "revision") in pairs()
    assert (other.pk, first.pk, "other-author") in pairs()
    assert (excerpt.pk, first.pk, "excerpt") in pairs()
    assert [flag.partition(":")[0] for flag in excerpt.flags] == []


def test_a_poem_of_four_lines_is_found_with_a_changed_word():
    first = sent(POEM)
    again = sent(POEM.replace("渭水", "渭河"))
    assert pairs() == [(again.pk, first.pk, "revision")]


def test_other_texts_and_formulas_find_nothing():
    ending = "尊敬的编辑老师：请查收。本文系原创首发，文责自负，未在任何媒体发表。此致敬礼！"
    sent(PROSE + ending)
    sent(OTHER_PROSE + ending, "李雪梅", "lixuemei@example.org")
    sent("图为" + ending, "王五", "wangwu@example.net")
    assert pairs() == []


def test_what_is_everybodys_finds_nobody():
    """A paragraph that stands in many texts (a unit's own introduction) is a formula, though no list knows it."""
    unit = (
        "华州区柳枝镇中心小学坐落在少华山脚下，创办于一九四三年，现有教学班十八个，学生七百余人，教职工五十六名，校园环境优美，书声琅琅。"
    )
    made = [sent(f"{unit}{chr(0x4E00 + n) * 3}{OTHER_PROSE[n : n + 40]}{PROSE[n * 7 : n * 7 + 60]}", f"作者{n}", f"{n}@example.com")
            for n in range(copying.COMMON + 3)]  # fmt: skip
    assert not NearCopy.objects.filter(draft=made[-1], kind="excerpt").exists()


def test_a_text_without_an_author_in_common_but_one_address_is_the_same_authors():
    first = sent(PROSE, "张建国")
    again = sent(PROSE, "老张")
    assert pairs() == [(again.pk, first.pk, "same")]


def test_what_stands_on_the_site_is_said():
    first = sent(PROSE)
    article = ArticlePage(title="渭河边的老屋", authors=["张建国"], live=True)
    ColumnPage.objects.get(title="散文").add_child(instance=article)
    Draft.objects.filter(pk=first.pk).update(article=article)
    assert sent(PROSE).flags == [f"near-copy:{first.number}", "previously-published"]


def test_an_article_made_by_hand_is_compared_with(django_capture_on_commit_callbacks):
    article = ArticlePage(title="渭河边的老屋", authors=["张建国"], live=False)
    ColumnPage.objects.get(title="散文").add_child(instance=article)
    article.body = [("paragraph", PROSE)]
    with django_capture_on_commit_callbacks(execute=True):
        article.save_revision().publish()
    found = sent(PROSE)
    assert list(found.near_copies.values_list("other_article_id", "kind")) == [(article.pk, "same")]
    assert found.flags == [f"near-copy:文章 {article.pk}", "previously-published"]


def test_the_article_of_a_draft_is_no_copy_of_it(django_capture_on_commit_callbacks):
    draft = sent(PROSE, blocks=[{"kind": "paragraph", "text": PROSE}])
    with django_capture_on_commit_callbacks(execute=True):
        article = publishing.make_article(draft, person("bianji"))
        article.get_latest_revision().publish()
    assert (CopyText.objects.count(), CopyText.objects.filter(article=article).exists()) == (1, False)


def test_a_judgement_stays_and_takes_the_flag_away():
    first, again = sent(PROSE), sent(PROSE)
    pair = NearCopy.objects.get()
    copying.judge(pair, person("bianji"), "different")
    copying.note(again)
    again.refresh_from_db()
    pair.refresh_from_db()
    assert (pair.verdict, pair.verdict_by.username, again.flags) == ("different", "bianji", [])
    copying.judge(pair, person("bianji"), "revision")
    again.refresh_from_db()
    assert again.flags == [f"near-copy:{first.number}"]


def test_comparing_twice_changes_nothing():
    sent(PROSE)
    again = sent(PROSE)
    before = list(CopyKey.objects.values_list("pk", flat=True)), pairs(), again.flags
    copying.note(again)
    again.refresh_from_db()
    assert (list(CopyKey.objects.values_list("pk", flat=True)), pairs(), again.flags) == before


def test_a_changed_text_is_indexed_anew_and_its_pairs_follow():
    first, again = sent(PROSE), sent(PROSE)
    Draft.objects.filter(pk=again.pk).update(text=OTHER_PROSE)
    again.refresh_from_db()
    copying.note(again)
    again.refresh_from_db()
    assert (pairs(), again.flags) == ([], [])
    third = sent(OTHER_PROSE)
    assert pairs() == [(third.pk, again.pk, "same")]
    assert first.pk < third.pk


def test_a_key_has_a_bounded_number_of_texts_and_the_text_is_found_all_the_same():
    letter = a_letter()
    drafts = [a_draft(text=PROSE, letter=letter, position=n) for n in range(1, copying.MOST_A_KEY + 4)]
    for draft in drafts:
        copying.index(draft)
    rows = Counter(CopyKey.objects.values_list("band", "key"))
    assert set(rows.values()) == {copying.MOST_A_KEY}
    assert {one.kind for one in copying.find(drafts[-1])} == {"same"}


def test_a_look_up_reads_the_index_alone():
    sent(PROSE)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # the table of a test is too small for an index to be worth it
            cursor.execute("SET LOCAL enable_bitmapscan = off")
    plan = CopyKey.objects.filter(band=0, key__in=[1, 2, 3]).values_list("key", "text_id").explain()
    assert "COVERING INDEX copy_key" in plan or "Index Only Scan using copy_key" in plan


def test_pictures_without_text_are_compared_with_nothing():
    draft = sent("图为老屋")
    assert (CopyText.objects.get(draft=draft).compared, CopyKey.objects.count(), pairs()) == (True, 0, [])


def test_reading_a_mail_compares_its_drafts():
    letters = [keep(mail(f"投稿{n}", PROSE + str(n))) for n in range(2)]
    for letter in letters:
        read_and_draft(letter.pk, read=reader(works=(work("老屋", PROSE),)))
    first, again = Draft.objects.order_by("pk")
    assert pairs() == [(again.pk, first.pk, "same")]
    assert again.flags == [f"near-copy:{first.number}"]
    reread(letters[1])
    read_and_draft(letters[1].pk, read=reader(works=(work("老屋", PROSE),)))
    again.refresh_from_db()
    assert (again.version, again.flags) == (2, [f"near-copy:{first.number}"])


def test_a_comparison_that_fails_costs_the_letter_nothing_and_is_made_up_for():
    first = sent(PROSE)
    left_out = a_draft(text=PROSE, letter=a_letter(read_at=timezone.now() - timedelta(minutes=5)))
    copying.after(-1)
    assert copying.catch_up() == 1
    assert pairs() == [(left_out.pk, first.pk, "same")]
    CopyText.objects.update(scheme=copies.SCHEME + 1)
    Draft.objects.get(pk=first.pk).letter.save()
    assert copying.catch_up(recent=None) == 1  # the other letter was never read


def test_a_search_asks_a_bounded_number_of_questions():
    for n in range(8):
        sent(PROSE[n:])
    with CaptureQueriesContext(connection) as asked:
        copying.find(Draft.objects.select_related("letter").last())
    assert len(asked) <= 6
