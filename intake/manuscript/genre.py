"""体裁: the author's own word first, then what the text looks like, then a plain default that says that it is one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intake.manuscript.byline import parse_dateline
from intake.manuscript.lines import body_text
from intake.model import Block, Guess, Image, Paragraph

_SPEECH = re.compile(r"^\s*(?P<who>[^，。！？；：:\s（(\[【“]{1,6})\s*(?:[（(][^）)]{0,30}[）)])?\s*[:：]\s*\S")
_STAGE = re.compile(r"^\s*[（(\[【〔［]|^(?:时间|地点|人物|场景|道具|布景|幕启|幕落)\s*[:：]|幕(?:启|落|后)|(?:上场|下场)[。）]")
_NEWS = re.compile(
    r"(?:^|\n)\s*\d{1,2}月\d{1,2}日|近日|日前|连日来|本报讯|本网讯|记者|据了解|据悉|据介绍|截至|下一步|"
    r"活动现场|开展|举办|举行|启动|召开|负责人|表示|该[局院县镇村校队社]|全[县市区镇省]|干部|群众|工作人员"
)
_PAINT = re.compile(r"书法|国画|绘画|篆刻|书画|隶书|楷书|行书|草书|篆书|油画|水彩|山水画|花鸟|临帖|册页|条幅|斗方|扇面|剪纸")
_STAND_UP = re.compile(r"竹板|快板|打竹板|相声|评书|三句半|数来宝|莲花落")
_ESSAY = re.compile(r"所谓|有人说|窃以为|不禁|社会上|现象|某些|如此看来|俗话说|古人云|由此可见|值得深思|说到底")


def guess_genre(
    named: Sequence[tuple[str, str]], title: str, blocks: Sequence[Block], *, verse: bool, affiliation: bool
) -> tuple[str, Guess]:
    """(genre, why). `named`: what the author calls it and where (text, 文件名, 主题, 信中), most trusted first."""
    paragraphs = [b.text for b in blocks if isinstance(b, Paragraph)]
    play = is_play(paragraphs)
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
    if pictures and len(text) <= 80 * pictures and not affiliation:
        names = " ".join(b.caption + b.name for b in blocks if isinstance(b, Image))
        return (
            ("书画", Guess("以书画作品图为主", 0.75))
            if _PAINT.search(title + text + names)
            else ("摄影", Guess("以照片为主，文字很少", 0.75))
        )
    return _prose(paragraphs, text, affiliation)


def _prose(paragraphs: Sequence[str], text: str, affiliation: bool) -> tuple[str, Guess]:
    if any(parse_dateline(p) for p in paragraphs[:2]):
        return "新闻", Guess("正文有电头", 0.95)
    hits = len(set(_NEWS.findall(text)))
    if affiliation and hits >= 1 or hits >= 5 and not re.search(r"我(?:的|们|家|和|在|想|记得)", text[:400]):
        return "新闻", Guess("单位署名、新闻用语" if affiliation else "新闻用语多", 0.8)
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
