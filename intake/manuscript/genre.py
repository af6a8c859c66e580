"""体裁: the author's own word first, then what the text looks like, then a plain default that says that it is one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intake.columns.shape import is_news
from intake.columns.shape import is_play as has_play_shape
from intake.manuscript.byline import parse_dateline
from intake.manuscript.lines import body_text, text_of
from intake.model import Block, Guess, Image, Paragraph, Verse

_SPEECH = re.compile(r"^\s*(?P<who>[^，。！？；：:\s（(\[【“]{1,6})\s*(?:[（(][^）)]{0,30}[）)])?\s*[:：]\s*\S")
_STAGE = re.compile(r"^\s*[（(\[【〔［]|^(?:时间|地点|人物|场景|道具|布景|幕启|幕落)\s*[:：]|幕(?:启|落|后)|(?:上场|下场)[。）]")
_NEWS = re.compile(
    r"(?:^|\n)\s*\d{1,2}月\d{1,2}日|近日|日前|连日来|本报讯|本网讯|记者|据了解|据悉|据介绍|截至|下一步|"
    r"活动现场|开展|举办|举行|启动|召开|负责人|表示|该[局院县镇村校队社]|全[县市区镇省]|干部|群众|工作人员"
)
_QUOTED = re.compile(r"[“「][^”」]*[”」]")
_ORGAN = re.compile(
    r"(?:局|厅|委|政府|办事处|派出所|大队|中队|支队|法院|检察院|宣传部|组织部|公司|医院|管委会|融媒体中心|办公室|司法所|供电所)$"
)
_PAINT = re.compile(r"书法|国画|绘画|篆刻|书画|隶书|楷书|行书|草书|篆书|油画|水彩|山水画|花鸟|临帖|册页|条幅|斗方|扇面|剪纸")
_STAND_UP = re.compile(r"竹板|快板|打竹板|相声|评书|三句半|数来宝|莲花落")
_ESSAY = re.compile(r"所谓|有人说|窃以为|不禁|社会上|现象|某些|如此看来|俗话说|古人云|由此可见|值得深思|说到底")


def guess_genre(named: Sequence[tuple[str, str]], title: str, blocks: Sequence[Block], *, verse: bool, unit: str) -> tuple[str, Guess]:
    """(genre, why). `named`: what the author calls it and where (text, 文件名, 主题, 信中), most trusted first."""
    paragraphs = [b.text for b in blocks if isinstance(b, Paragraph)]
    play = is_play(paragraphs) or has_play_shape(_typed_lines(blocks))
    for genre, where in named:
        if not genre:
            continue
        if verse and genre not in ("诗歌", "曲艺", "剧本", "摄影", "书画"):
            return "诗歌", Guess(f"{where}写明{genre}，但正文分行成诗", 0.75)
        return genre, Guess(f"{where}写明体裁", 0.95)
    text = body_text(blocks)
    if verse:
        return ("曲艺", Guess("唱词体，提到快板之类", 0.7)) if _STAND_UP.search(title + text) else ("诗歌", Guess("正文分行成诗", 0.9))
    if play:
        return "剧本", Guess("有人物对白和舞台提示", 0.9)
    pictures = sum(isinstance(b, Image) for b in blocks)
    told = [p for p in paragraphs if len(p) >= 30 and p.rstrip("”」』）)").endswith(("。", "！", "？", "…"))]
    if pictures and len(text) <= 80 * pictures and not unit and len(told) <= max(1, pictures - 1):
        names = " ".join(b.caption + b.name for b in blocks if isinstance(b, Image))
        return (
            ("书画", Guess("以书画作品图为主", 0.75))
            if _PAINT.search(title + text + names)
            else ("摄影", Guess("以照片为主，文字很少", 0.75))
        )
    return _prose(paragraphs, text, unit)


def _typed_lines(blocks: Sequence[Block]) -> list[str]:
    return [line for b in blocks if isinstance(b, Paragraph | Verse) for line in text_of(b).split("\n") if line]


def _prose(paragraphs: Sequence[str], text: str, unit: str) -> tuple[str, Guess]:
    if any(parse_dateline(p) for p in paragraphs[:2]):
        return "新闻", Guess("正文有电头", 0.95)
    hits = len(set(_NEWS.findall(text)))
    told = _QUOTED.sub("", text[:600])  # what the writer says himself, without what he lets others say
    own = re.search(r"我(?:的|们|家|和|在|想|记得)", told)
    if unit and hits >= 1 or hits >= 5 and not own:
        return "新闻", Guess("单位署名、新闻用语" if unit else "新闻用语多", 0.8)
    if (
        _ORGAN.search(unit)
        and "我" not in told
        and re.search(r"\d|[一二三四五六七八九十百千万][余多]?(?:名|人|户|起|家|个|万|元|亩|次)", told)
    ):
        return "新闻", Guess("机关单位署名，通篇不用第一人称", 0.65)
    if not own and is_news(paragraphs):
        return "新闻", Guess("开头有消息来源、时间和数字", 0.75)
    if not text:
        return "其他", Guess("没有可判断的正文", 0.3)
    talk = sum(bool(re.match(r"^\s*[“\"「—]", p)) for p in paragraphs)
    if len(paragraphs) >= 8 and talk >= 0.35 * len(paragraphs):
        return "小说", Guess("对话多，像小说", 0.5)
    if len(set(_ESSAY.findall(text))) >= 3:
        return "杂文随笔", Guess("议论为主", 0.5)
    return "散文", Guess("没有写明体裁，按散文暂列", 0.5)


def is_play(paragraphs: Sequence[str]) -> bool:
    """Speeches of named persons and stage directions."""
    who = [m["who"] for p in paragraphs if (m := _SPEECH.match(p))]
    stage = sum(bool(_STAGE.search(p)) for p in paragraphs)
    repeated = len(who) - len(set(who))
    return len(paragraphs) >= 6 and len(who) >= 0.4 * len(paragraphs) and repeated >= 2 and stage >= 1
