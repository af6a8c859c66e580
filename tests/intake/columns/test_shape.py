"""Verse, plays and news by their lines alone."""

from __future__ import annotations

import json

import pytest

from intake.columns.shape import shape_of


@pytest.mark.parametrize(
    ("text", "genre"),
    [
        ("渡口人归晚，\n霜天雁一行。\n隔河灯火小，\n犹自认吾乡。", "诗歌"),
        ("河边柳色又新黄，燕子归来觅旧梁。\n莫道春风无信息，一枝先到卖花郎。", "诗歌"),
        ("桥还在\n桥上的人换了几茬\n水把夕阳一块一块\n搬到下游去", "诗歌"),
        ("柳外春深，\n雨后风轻，一溪新绿。\n谁家燕子，衔来旧梦，\n落在屋檐角。", "诗歌"),
        (
            "时间：傍晚\n地点：村委会\n人物：老支书、秀兰\n（幕启）\n老支书：还没回？\n秀兰：账没对完。\n老支书（坐下）：歇歇。\n秀兰：就好。",
            "剧本",
        ),
        ("本网讯（记者 周一鸣）10月8日，县医院举行义诊，服务群众300余人。院长表示，下一步将走进乡镇。", "新闻"),
        ("霜降前后，母亲总要腌一缸白菜。大青石压在缸口，咸味一天天沁出来。\n小时候我嫌它酸，如今在城里看见，竟站了好久。", ""),
        ("“你找谁？”\n“我找老周。”\n“没这个人。”\n“他说住这儿。”\n“你走吧。”", ""),
        ("", ""),
    ],
)
def test_the_shape_of_lines(text, genre):
    assert shape_of(text.split("\n"))[0] == genre


def test_verse_among_five_other_kinds(shared):
    rows = [json.loads(line) for line in (shared / "corpora" / "columns" / "genre_dev.jsonl").open(encoding="utf-8")]
    pairs = [(row["genre"] == "poem", shape_of(row["text"].split("\n"))[0] == "诗歌") for row in rows]
    hit = sum(want and got for want, got in pairs)
    assert hit / sum(got for _, got in pairs) >= 0.98
    assert hit / sum(want for want, _ in pairs) >= 0.95
