"""What photographers, calligraphers and craftsmen send."""

from __future__ import annotations

from datetime import datetime

from laigao.demo.brush import a_brush_work
from laigao.demo.files import a_gbk_text, a_zip
from laigao.demo.letters import Attachment, a_mail, a_qq_mail

from .form import Answers, Sample, Work, days, photo, text

HUASHAN = (
    ("1东峰日出.jpg", "dawn", 11),
    ("2雨后云海.jpg", "clouds", 12),
    ("3雪后苍龙岭.jpg", "snow", 13),
    ("4西峰晚照.jpg", "dusk", 14),
    ("5远眺群峰.jpg", "peaks", 15),
    ("6渭河岸边.jpg", "river", 16),
)


def _huashan(date: datetime, _: Answers) -> bytes:
    files = [Attachment(name, photo(scene, seed, gps=seed == 11), "image/jpeg") for name, scene, seed in HUASHAN]
    return a_qq_mail(
        "【光影华山】华山四时（组照6幅）闫立群", ("闫立群", "yanliqun@qq.example"), text("huashan"), date=date, attachments=files
    )


def _calligraphy(date: datetime, _: Answers) -> bytes:
    works = (("云山", False), ("山中", True), ("水天", False))
    pictures = [
        Attachment(f"9C0{place}D2E4@5B6A7F10.31AC8F5F.png.jpg", a_brush_work(words, place, upright=upright), "image/jpeg", shown=True)
        for place, (words, upright) in enumerate(works, 1)
    ]
    return a_qq_mail("书法作品投稿--薛静之", ("静之", "xuejingzhi@qq.example"), text("shufa"), pictures, date=date)


def _puppets(date: datetime, _: Answers) -> bytes:
    members = {
        "一张牛皮上的千军万马.txt": a_gbk_text(text("piying")),
        "图1 窗花纹样.jpg": photo("papercut", 21),
        "图2 头饰纹样.jpg": photo("papercut", 34),
    }
    file = Attachment("华州皮影稿件.zip", a_zip(members), "application/zip", naming="raw")
    note = "编辑您好，稿件和图片打包在附件里了，请查收。投传统工艺栏目。\n屈晓明 13900007718"
    return a_mail("投稿 传统工艺 华州皮影", ("屈晓明", "quxiaoming@163.example"), note, attachments=[file], charset="gb18030", date=date)


SAMPLES = (
    Sample("huashan", "组照六幅，说明在正文", _huashan, works=(Work("华山四时", "闫立群", ("光影华山", "风光摄影")),), age=days(18)),
    Sample("shufa", "书法三件，QQ 内嵌图", _calligraphy, works=(Work("墨痕三帖", "薛静之", ("书画长廊", "名人书画")),), age=days(10)),
    Sample(
        "piying",
        "压缩包，GBK 文件名",
        _puppets,
        works=(Work("一张牛皮上的千军万马", "屈晓明", ("传统工艺", "民间艺术")),),
        age=days(5, 9),
    ),
)
