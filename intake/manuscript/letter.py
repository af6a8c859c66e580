"""Which lines of a text are words to the desk and not the work: greetings, requests, closings, signatures, furniture of programs.

The patterns only say what a line looks like. Where it stands decides (`carve`): a sentence like these in the middle of a story stays.
"""

from __future__ import annotations

import re

from intake.manuscript.contacts import find
from intake.manuscript.fold import fold, han_count
from intake.manuscript.names import is_name, is_place, is_unit, split_names, tidy_name

_DESK = (
    r"(?:编辑|編輯|主编|主編|责编|总编|站长|编委|编审|审稿|负责人|编辑部|編輯部|杂志社|报社|网站|贵刊|贵网|"
    r"贵报|贵社|丝路情韵)"
)
GREETING = re.compile(
    rf"^(?:(?:尊敬|敬爱|亲爱|可敬)的|各位|诸位|致|hi|hello|dear)?[\s,，]*(?:《?丝路情韵》?网?)?(?:各位|"
    rf"诸位)?{_DESK}?(?:各位)?{_DESK}?"
    r"(?:部|社|网)?(?:的)?(?:各位)?(?:领导|老师|老師|同志|先生|女士|朋友|们|部|朋友们|老师们|小姐|同仁|"
    r"大人)*\s*[,，:：]?\s*(?:们)?"
    r"(?:大家|您|你|们)?(?:们)?(?:好|安|上午好|下午好|晚上好|早上好|新年好|节日好|见信好|辛苦了|吉祥|钧鉴|"
    r"台鉴|惠鉴|见字如面)?\s*[:：,，!！。.~～]*$",
    re.IGNORECASE,
)
_GREETING_START = re.compile(
    rf"^(?:(?:尊敬|敬爱|亲爱)的|各位|诸位)?(?:《?丝路情韵》?)?{_DESK}{{1,2}}(?:部|社)?(?:各位)?(?:老师|老師|"
    rf"同志|先生|女士|朋友|们|部)*\s*"
    r"(?:[,，:：!！。]|(?:您|你|大家|们)?好|辛苦)|^(?:您|你|大家|老师|老師|各位老师|老师们|编辑)们?(?:们|您|"
    r"你)?好\s*[:：,，!！。]|^(?:尊敬|敬爱|亲爱)的.{0,12}[:：]$|^(?:hi|hello|dear)\b",
    re.IGNORECASE,
)
_ASK = (
    r"(?:敬|恳|望|盼|烦|麻烦|劳烦|祈|乞|请|請)(?:您|你|老师|老師|各位|编辑|编辑老师|贵刊|贵网|诸位|予|多|多多|"
    r"惠|给予)*"
)
_DO = (
    r"(?:审阅|審閱|审稿|审核|审定|查收|查阅|查看|指正|指教|斧正|雅正|批评|赐教|惠存|采用|录用|选用|刊用|刊发|"
    r"刊登|发表|编发|审|把关|修改|编辑|用稿|"
    r"酌用|转发|下载|参阅|包涵|谅解|指点|指导|点评|点拨|过目|斟酌|批改|润色|提意见|把把关|接上期|以(?:这|此|本))"
)
_KIND = r"(?:篇|首|组|个|则|幅|散文|诗|小说|稿|习作|拙作|作品|短文|文章|小文|杂文|随笔|剧本|小戏|文字|生活)"
# What one says only to a desk. Two readers' eyes: no sentence of a story should fit.
_STRONG = re.compile(
    rf"{_ASK}{_DO}"
    r"|(?:稿件|稿子|文稿|照片|图片|正文|作品|文档|原稿|全文|文本|录音)[^。]{0,14}(?:附件|压缩包|文中|超大附件|"
    r"打包|信末|文后|下面|如下|附后|附上)"
    r"|(?:见|详见|如|在)附件|附件(?:是|为|里|中|内|有|上)|粘贴版|打不开的话|超大附件|以(?:这|此|本|后|"
    r"新)[^。]{0,6}为准|随信附上|图片说明另附"
    r"|若(?:采用|能采用|蒙采用|不用|有不妥)|如(?:蒙|能|被|获)(?:采用|录用|刊用|刊登)|(?:望|盼|期)(?:复|回复|"
    r"采用|刊用|刊登|赐复|告知)|不吝(?:赐教|指正)|多多包涵"
    r"|(?:贵刊|贵网|贵报|贵社|贵站|拙作|拙稿|拙文)|文责自负|一稿多投|授权(?:贵|你)|个人信息如下|联系方式如下|"
    r"原稿作废|片名见|原图较大|接上回|不会(?:发|用)(?:邮件|电脑)"
    r"|(?:本文|此文|此稿|本稿|该文|所投|作品系|本作品|以上作品)[^。]{0,12}(?:原创|首发|未(?:在|曾|"
    r"经)[^。]{0,20}(?:发表|刊发|发布|投))"
    r"|帮我(?:爸|妈|父|母|爷|奶|爱人|老师|朋友|同学|学生)?[^。]{0,6}[转投发]|代[^。]{0,8}(?:投稿|转发)|稿件是|"
    r"thanks"
)
# What one may say to a desk, and a story may say too: counts in a short line, or beside a word that addresses the desk.
_WEAK = re.compile(
    rf"(?:现|特|兹|今|谨)?(?:投|寄|呈|奉|发|送|报送|附|传|投递|敬呈|敬獻|敬献)(?:上|来|去|寄|给|送|呈)?(?:您|"
    rf"贵刊|贵网|贵报|贵社|你们)?(?:我的|拙作|原创|一|两|三|几|\d|新|小)?{_KIND}"
    r"|不当之处|不妥之处|不胜感激|请多关照|多提意见|习作|稿费|样刊|版权归|(?:打扰|麻烦|辛苦)(?:您|了|你|编辑|"
    r"老师)|给您添麻烦|第一次(?:给|向|投)|初次投稿|投稿|来稿|投给|前稿|上一封|上封|已压缩|附上|附有"
    r"|能不能(?:用|发|上|登)|能用(?:就用|不能?用|吗|上|的话)|合不合适|合适的话|是否合适|行不行|看着(?:用|改|发|办)"
    r"|(?:给|帮)(?:我|忙)?(?:看看|看一下|看下|瞧瞧|过过目)|(?:看看|看下|看一下)(?:行|能|可|合)"
    r"|(?:刚|新|才|昨晚|今早|昨天|今天|最近)(?:写|拍|画)的(?:一|小|新|稿|诗|$|[,，。!])"
    r"|(?:非常|十分|万分|谨致)?(?:感谢|谢谢|多谢)(?:您|编辑|老师|你们|贵|!|。|$)|拜托|(?:散文|诗歌?|小说|"
    r"小小说|稿件|新闻稿?|杂文|随笔|剧本|作品|文章)[一两二三四几\d]{1,2}[篇首个则组]"
)
_TO_DESK = re.compile(r"您|贵[刊网报社站]|编辑|主编|老师|审阅|指正|查收|请|敬|附件|谢")
_THANKS = re.compile(r"感谢|谢谢|多谢")
_CLOSING = re.compile(
    r"^(?:此致|敬礼|此致\s*敬礼|謹致|谨致|顺颂|順頌|即颂|敬颂|敬頌|耑此|专此|恭祝|恭颂|顺祝|順祝|并颂|谨祝|"
    r"敬祝|祝(?:您|好|编|大家|贵|工作|撰|安|各位|愿|老师|文|夏|冬|春|秋|万事|身体|一切|刊|网|编辑)|预祝|编安|"
    r"編安|撰安|文安|文祺|编祺|編祺|时祺|時祺|夏安|冬安|春安|秋安|暑安|春祺|夏祺|秋祺|冬祺|台安|大安|"
    r"致礼|致敬|致以|再次感谢|谢谢|感谢|多谢|盼复|盼回复|敬请|恳请|万望|特此|望采纳|望采用|敬上|敬启|谨启|"
    r"顿首|叩首|再拜|best|regards)[^。]{0,24}[!！。.,，~～]*$",
    re.IGNORECASE,
)
_CLIENT = re.compile(
    r"^(?:发自|發自|发送自|來自|来自)(?:我的|于|自)?[^，。]{1,16}$|^Sent from|^获取 ?Outlook|^\s*--\s*$|"
    r"^从(?:QQ|网易|\d+)?[^。]{0,10}邮箱发来的超大附件|^(?:\S+@\S+)$|^来自.{0,10}(?:手机|邮箱|客户端)|"
    r"^从.{0,8}(?:iPhone|手机|邮箱).{0,6}发送",
    re.IGNORECASE,
)
_ROBOT = re.compile(
    r"(?:本|此|该)(?:邮件|郵件|信)由.{0,24}(?:代发|自动发|系统)|请勿(?:直接)?回复(?:此|本|该)?(?:邮件)?|"
    r"系统自动发(?:送|出)"
)
_PLATFORM = re.compile(
    r"^(?:点击|点|戳)?(?:上方|上面|下方|标题下)?.{0,4}[“\"「]?蓝字.{0,10}关注|关注(?:我们|公众号|本号)|"
    r"点个?[“\"]?赞|[“\"]?在看[”\"]?|长按.{0,10}(?:识别|二维码)|扫(?:码|一扫|描).{0,12}(?:关注|二维码|加)|"
    r"(?:喜欢|觉得).{0,12}(?:点赞|转发|分享|收藏)|阅读原文|^[\s\-=*·—~]*(?:THE\s*)?END[\s\-=*·—~]*$|^(?:分享|"
    r"收藏|点赞|在看|转发)+$|^(?:↓|▼|👇)+$",
    re.IGNORECASE,
)
# The tail of a news piece: who wrote, edited, checked and supplied it. These feed the byline, not the text.
CREDIT_LINE = re.compile(
    r"^[(（\[【]?\s*(?:文字?|图|图片|摄影|供图|供稿|供稿人|供稿单位|撰稿|撰稿人|投稿人|来源|稿件来源|文章来源|"
    r"稿源|编辑|责编|责任编辑|审核|审核人|审稿|审稿人|校对|初审|复审|终审|编审|监制|签发|签发人|审签|审签人|"
    r"通讯员|通訊員|记者|单位|报送单位|报送人|联系人|作者单位|作者|笔名|题图|主编|总编|制作|排版|来稿|"
    r"上报单位)\s*[:：|｜/]"
)
_NAME_ABOVE = re.compile(r"^(?P<name>\S{2,4}?)\s*(?:上|呈|手书)$")  # 方远 上; 挂在夕阳上 is no name
UNIT_LINE = re.compile(r"^[(\[【]?\s*(?:作者)?(?:工作)?单位\s*[:：]\s*(?P<unit>[一-鿿\d]{4,30})\s*[)\]】。]?$")  # folded
_DATE = re.compile(
    r"^[(（]?\s*(?:于)?\s*(?:\d{4}|"
    r"[一二〇零○０三四五六七八九]{4})\s*[年.\-/]\s*[\d一二三四五六七八九十元]{1,3}\s*[月.\-/]\s*(?:[\d一二三四五六七八九十廿]{1,3}\s*[日号]?)?\s*[)）]?$"
)
_LETTER_NAME = re.compile(
    r"^(?:投稿人|投稿者|作者|学生|读者|晚辈|后学|通讯员|您的读者|联系人|署名|姓名|真名|本名|寄件人|"
    r"发件人)\s*[:：]?\s*\S{2,8}$|^\S{2,4}\s*(?:敬上|敬启|谨启|拜上|敬呈|顿首|谨上|敬禀)$"
)
_INFO_LABEL = re.compile(
    r"^[(（【\[]?\s*(?:姓名|真名|本名|实名|真实姓名|笔名|性别|民族|年龄|出生年月|职业|职务|职称|单位|工作单位|"
    r"作者单位|作者姓名|联系方式|联系电话|联系人|电话|手机|手机号|微信|微信号|QQ|邮箱|电子邮箱|电邮|E-?mail|"
    r"地址|通联|通信|通讯|通讯处|通讯地址|邮编|邮政编码|身份证|身份证号|开户行|开户银行|开户名|户名|账号|帐号|"
    r"卡号|银行卡|收款人|收款账号|稿费账号|稿酬|支付宝|收件人|作者信息|作者资料|个人信息|个人资料|"
    r"作者联系方式|投稿信息|附[:：]?作者)[^。]{0,6}?\s*(?:[:：】\]|｜]|$)",
    re.IGNORECASE,
)

SOURCE_LINE = re.compile(
    r"^[(（【\[]?\s*(?:(?:来源|稿件来源|文章来源|稿源|转自|转载自|摘自|原标题)\s*[:：]|(?:发布|发表)?(?:时间|日期)\s*[:：]\s*\d{4})"
)
PAYEE = re.compile(
    r"^\s*(?:身份证|证件)?(?:开户行|开户银行|开户名|户名|账号|帐号|卡号|银行卡|收款人|收款账号|稿费账号|"
    r"支付宝|身份证)"
)


def is_greeting(text: str) -> bool:
    """编辑老师好, 尊敬的编辑部:, Hi 编辑老师…: the line opens a letter."""
    bare = text.strip()
    return bool(bare) and (bool(GREETING.match(bare)) and han_count(bare) >= 2 or bool(_GREETING_START.match(bare)))


def is_request(text: str) -> bool:
    """The line speaks to the desk about a submission."""
    folded = fold(text)
    if _STRONG.search(folded):
        return True
    sentences = [part for part in re.split(r"[。!?]", folded) if _WEAK.search(part)]
    # In a longer line thanks alone speak to nobody: somebody in a story says 谢谢.
    return any(len(part) <= 40 and (len(folded) <= 44 or bool(_TO_DESK.search(_THANKS.sub("", part)))) for part in sentences)


def is_closing(text: str) -> bool:
    """此致敬礼, 祝编安, 顺颂时祺, X 敬上."""
    return bool(_CLOSING.match(text.strip())) or bool(re.search(r"(?:敬上|敬启|敬啟|谨启|顿首|拜上)$", text.strip()))


def is_furniture(text: str) -> bool:
    """Lines that mail programs, submission systems and 公众号 editors add."""
    bare = text.strip()
    return bool(_CLIENT.match(bare) or (_ROBOT.search(bare) and len(bare) < 60) or (_PLATFORM.search(bare) and len(bare) < 40))


def is_date(text: str) -> bool:
    """A line that is a date and nothing else."""
    return bool(_DATE.match(fold(text)))


def is_signature(text: str, known: frozenset[str] = frozenset()) -> bool:
    """A name with nothing but a place, unit or role beside it: 白水县  雷鸣; 巴特 when `known` names it."""
    bare = text.strip(" \t\u3000—-_")
    if is_labelled_signature(bare):
        return True
    if len(bare) > 30 or re.search(r"[，。！？；：“”…]", bare.replace("：", "", 1)):
        return False
    parts = split_names(re.sub(r"[(（]([^()（）]*)[)）]", r" \1 ", bare))
    if not 1 <= len(parts) <= 5:
        return False
    named = [p for p in parts if is_name(p) or tidy_name(p) in known]
    rest = [p for p in parts if p not in named]
    return bool(named) and all(
        is_place(p) or is_unit(p) or re.search(r"(?:作者|读者|职工|教师|学生|通讯员|记者|会员|文友|办公室)$", p) for p in rest
    )


def is_labelled_signature(text: str) -> bool:
    """学生：方远; 方远 敬上."""
    bare = text.strip(" \t\u3000—-_")
    named = _NAME_ABOVE.match(bare)
    return bool(_LETTER_NAME.match(bare)) or bool(named and is_name(named["name"]))


def is_contact(text: str) -> bool:
    """A line that gives contact or payee data and little else."""
    folded = fold(text).strip()
    if _INFO_LABEL.match(folded) and len(folded) <= 120:
        return True
    found = [f for f in find(text) if f.kind != "public"]
    if not found:
        return False
    rest = list(folded)
    for one in found:
        rest[one.start : one.end] = " " * (one.end - one.start)
    left = re.sub(
        r"(?:联系|手机|电话|電話|手機|微信|同号|同步|号码|邮箱|电子|信箱|邮编|地址|通联|姓名|联系人|作者|投稿人|"
        r"通讯员|真名|本名|身份证|银行|账号|卡号|开户|QQ|收|办公|号)",
        "",
        "".join(rest),
    )
    words = [w for w in re.split(r"[\s,，、;；:：。.()（）/|｜+\-【】\[\]]+", left) if w]
    plain = [w for w in words if not (is_name(w) or is_unit(w) or is_place(w))]
    return sum(map(han_count, plain)) <= 6 and sum(map(len, plain)) <= 16


def is_public_line(text: str) -> bool:
    """预订电话：0913-…: a line a story gives its readers."""
    return any(f.kind == "public" for f in find(text, prose=True))


def is_letter(text: str, known: frozenset[str] = frozenset()) -> bool:
    """Any of the above: the line belongs to the letter around a work."""
    return is_greeting(text) or is_request(text) or is_closing(text) or is_furniture(text) or is_contact(text) or is_signature(text, known)
