"""What an editor corrects is suggested for the next like it, at once, and survives the file, the refit and the desk's new columns."""

from __future__ import annotations

import dataclasses
import json
import random

import numpy as np
import pytest

from intake.columns import (
    Correction,
    SnapshotError,
    correction,
    follow,
    learn,
    load,
    open_snapshot,
    refit,
    save,
    stands_alone,
    start,
    suggest,
)
from intake.model import Column, Knowledge, Message, Paragraph, Work

COLUMNS = load()
BY_NAME = {column.name: column for column in COLUMNS}
PLAIN = Message(subject="投稿")
WEATHER = (
    "今晨大雾锁城，能见度不足百米，气象台连发黄色预警，航班延误。",
    "受冷空气影响，明后两天有雨夹雪，最低气温零下四度，气象台提醒添衣。",
    "入伏第三天，午后最高气温四十一度，气象台继续发布高温预警。",
)


DAILY = ("柳绿了", "买了新书", "修伞的人", "排队", "一碗面", "电梯坏了", "迟到", "搬家", "理发", "茶凉了", "换锁", "下雨")


def weather(n: int) -> Work:
    return Work(title=f"天气速递之{'一二三'[n]}", blocks=(Paragraph(WEATHER[n]),), genre="新闻")


@pytest.fixture(scope="module")
def fresh():
    return start(COLUMNS)


@pytest.fixture(scope="module")
def taught(fresh):
    return learn(fresh, [correction(weather(n), PLAIN, BY_NAME["生活百科"], Knowledge(columns=COLUMNS)) for n in (0, 1)])


def first(work: Work, learner, columns=COLUMNS, message: Message = PLAIN):
    return suggest(work, message, Knowledge(columns=columns, learner=learner))[0]


def test_two_corrections_decide_the_third(fresh, taught):
    assert first(weather(2), fresh).name != "生活百科"
    assert first(weather(2), taught).name == "生活百科"
    assert taught.seen == 2 and sum(taught.counts) == 2


def test_learning_makes_another_snapshot(fresh, taught):
    assert taught is not fresh and fresh.seen == 0
    with pytest.raises(ValueError, match="read-only"):
        taught.weights[0, 0] = 1.0


def test_learning_one_by_one_is_learning_in_one_go(fresh):
    items = [correction(weather(n), PLAIN, BY_NAME[name], Knowledge(columns=COLUMNS)) for n, name in ((0, "生活百科"), (1, "丝路在线"))]
    together, apart = learn(fresh, items), learn(learn(fresh, items[:1]), items[1:])
    assert np.array_equal(together.weights, apart.weights) and together.trust == apart.trust


def test_the_reasons_are_words_of_the_text(fresh):
    items = [correction(weather(n), PLAIN, BY_NAME["生活百科"], Knowledge(columns=COLUMNS)) for n in (0, 1, 2)]
    reasons = first(weather(0), learn(fresh, items)).reasons
    assert any("气象台" in reason and reason.startswith("参照编辑已归入本栏的3篇") for reason in reasons)


def test_a_rule_that_editors_overrule_loses_weight(fresh):
    desk = Knowledge(columns=COLUMNS)
    tagged = Message(subject="投稿：散文《记事》")
    works = [Work("记事", (Paragraph(text),)) for text in DAILY]
    items = [correction(work, tagged, BY_NAME["杂文随笔"], desk) for work in works]
    believed = [learn(fresh, items[:n]).trust.get("tag:subject>sanwen", 0.0) for n in (0, 4, 8, 12)]
    assert believed == sorted(believed, reverse=True) and believed[-1] < -0.15
    unseen = Work("记事", (Paragraph("早市的人散了"),))
    assert first(unseen, fresh, message=tagged).name == "散文"
    assert first(unseen, learn(fresh, items), message=tagged).name == "杂文随笔"


def test_a_correction_is_plain_data(fresh):
    item = correction(weather(0), PLAIN, BY_NAME["生活百科"], Knowledge(columns=COLUMNS))
    assert Correction.from_json(json.loads(json.dumps(item.to_json()))) == item


def test_the_file_gives_back_the_same_suggestions(taught, tmp_path):
    save(taught, tmp_path / "learner.npz")
    again = open_snapshot(tmp_path / "learner.npz")
    same = [field.name for field in dataclasses.fields(taught) if field.name not in ("weights", "seen_in")]
    assert [getattr(again, name) for name in same] == [getattr(taught, name) for name in same]
    assert np.allclose(again.weights, taught.weights, atol=1e-3) and np.array_equal(again.seen_in, taught.seen_in)
    assert first(weather(2), again).name == "生活百科"
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


@pytest.mark.parametrize("content", [b"", b"not a snapshot", b"PK\x03\x04 cut off"])
def test_a_damaged_file_says_so(content, tmp_path):
    (tmp_path / "learner.npz").write_bytes(content)
    with pytest.raises(SnapshotError):
        open_snapshot(tmp_path / "learner.npz")


def test_pickles_are_refused(tmp_path):
    with (tmp_path / "learner.npz").open("wb") as file:
        np.savez(file, weights=np.array([{"a": 1}], dtype=object), seen_in=np.zeros(1), about=np.zeros(1))
    with pytest.raises(SnapshotError):
        open_snapshot(tmp_path / "learner.npz")


def test_a_missing_file_is_a_missing_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        open_snapshot(tmp_path / "none.npz")


def test_a_refit_knows_what_was_corrected(fresh):
    desk = Knowledge(columns=COLUMNS)
    texts = {"生活百科": WEATHER, "军旅在线": tuple(f"连队晚点名，班长讲评第{n}天的训练，新兵站得笔直。" for n in "一二三")}
    items = [correction(Work("记", (Paragraph(t),)), PLAIN, BY_NAME[name], desk) for name, mine in texts.items() for t in mine] * 2
    again = refit(COLUMNS, items)
    assert again.seen == 12 and again.score is not None and again.score >= 0.8
    assert first(weather(2), again).name == "生活百科"


def test_a_new_column_starts_from_its_description(taught):
    added = (
        *COLUMNS,
        Column(name="天气预报", slug="tianqi", description="气象台的预警和气温。", keywords=("气象台", "气温", "预警", "雨夹雪")),
    )
    names = [guess.name for guess in suggest(weather(1), PLAIN, Knowledge(columns=added, learner=start(COLUMNS)))]
    assert "天气预报" in names
    assert follow(taught, added).counts[-1] == 0


def test_a_renamed_column_keeps_what_it_learned(taught):
    renamed = tuple(dataclasses.replace(c, name="生活顾问") if c.name == "生活百科" else c for c in COLUMNS)
    assert first(weather(2), taught, columns=renamed).name == "生活顾问"


def test_a_closed_column_is_never_suggested(taught):
    left = tuple(column for column in COLUMNS if column.name != "生活百科")
    assert "生活百科" not in [guess.name for guess in suggest(weather(2), PLAIN, Knowledge(columns=left, learner=taught))]
    assert follow(taught, left).keys == tuple(column.slug for column in left)
    old = correction(weather(2), PLAIN, BY_NAME["生活百科"], Knowledge(columns=COLUMNS))
    assert learn(follow(taught, left), [old]).seen == taught.seen, "a correction towards it teaches nothing"


def test_a_merged_column_hands_over_what_it_learned(taught):
    left = tuple(column for column in COLUMNS if column.name != "生活百科")
    merged = follow(taught, left, merged={"shenghuo-baike": "shehui-wanxiang"})
    assert first(weather(2), merged, columns=left).name == "社会万象"
    assert merged.counts[merged.keys.index("shehui-wanxiang")] == 2
    old = [correction(weather(n), PLAIN, BY_NAME["生活百科"], Knowledge(columns=COLUMNS)) for n in (0, 1)]
    assert refit(left, old, merged={"shenghuo-baike": "shehui-wanxiang"}).counts == merged.counts


def test_alone_only_when_sure_and_experienced(fresh):
    desk = Knowledge(columns=COLUMNS)
    tagged = Message(subject="投稿：散文《记事》")
    items = [correction(Work("记事", (Paragraph(text + str(n)),)), tagged, BY_NAME["散文"], desk) for text in DAILY for n in range(17)]
    guesses = suggest(Work("记事", (Paragraph("早市的人散了"),)), tagged, desk)
    assert not stands_alone(guesses, desk) and not stands_alone(guesses, Knowledge(columns=COLUMNS, learner=learn(fresh, items[:150])))
    assert stands_alone(guesses, Knowledge(columns=COLUMNS, learner=learn(fresh, items)))
    assert not stands_alone((), Knowledge(columns=COLUMNS, learner=learn(fresh, items)))


def test_a_refit_tells_which_columns_are_confused(tmp_path):
    desk = Knowledge(columns=COLUMNS)
    same = [Work("通知", (Paragraph("通知已发，请各位查收。"),)) for _ in range(20)]
    tossed = random.Random(0)
    items = [correction(work, PLAIN, BY_NAME[tossed.choice(("丝路在线", "社会万象"))], desk) for work in same]
    again = refit(COLUMNS, items)
    assert {(right, guessed) for right, guessed, _ in again.confused} <= {(a, b) for a in again.keys for b in again.keys if a != b}
    assert again.confused and again.score is not None and again.score < 0.8
    save(again, tmp_path / "l.npz")
    assert open_snapshot(tmp_path / "l.npz").confused == again.confused
