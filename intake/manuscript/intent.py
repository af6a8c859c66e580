"""What a mail wants of the desk, and whether it may be answered. Titles are left out of account: only words outside 《》 count."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intake.manuscript.fold import fold, without_book_marks
from intake.manuscript.lexicon import GENRE_PATTERN
from intake.manuscript.lines import text_of
from intake.model import Guess, Intent, Knowledge, Message

_NO_REPLY = re.compile(
    r"^(?:no-?_?\.?reply|do-?not-?reply|donotreply|mailer-daemon|postmaster|bounces?|notifications?|notify|"
    r"edm|news-?letter|daemon|system|auto(?:mail|reply)?|alerts?)[\w.+-]*@|@(?:bounce|edm|mailer)\.",
    re.IGNORECASE,
)
_AUTO_SUBJECT = re.compile(
    r"^\s*(?:自动回复|自動回覆|自动答复|假期自动回复|auto(?:matic)?[\s:-]*(?:reply|response)|"
    r"out of (?:the )?office|vacation|已读[:：]|已讀|未读[:：]|已删除[:：]|未读即删除|read:|not read:|"
    r"阅读回执|已送达|撤回邮件|邮件撤回|邮件召回|召回[:：]|recall:|calendar:|日程邀请)",
    re.IGNORECASE,
)
_AUTO_BODY = re.compile(
    r"^\s*(?:这是来自.{0,12}的?(?:假期)?自动回复|这是一封自动回复|这是一份邮件阅读回执|此为系统自动回复|"
    r".{0,40}(?:我|本人)(?:最近|目前)?正在休假.{0,40}(?:回复|联系))"
)
# Outlook and Exchange tell of a recall under the recalled mail's own subject.
_RECALL_BODY = re.compile(
    r"^\s*.{1,40}?(?:将|想要?|希望|要|试图|已)(?:撤回|召回)(?:此|该|这封)?(?:邮件|消息)\s*[“\"「《:：]|would like to recall the message",
    re.IGNORECASE,
)
_RECALL = re.compile(r"(?:希望|想要|已)?(?:撤回|召回)(?:此|该|这封|一封|了)?邮件")
_BOUNCE_SUBJECT = re.compile(
    r"退信|undeliver|delivery (?:status|failure|has failed)|failure notice|mail delivery (?:failed|system)|"
    r"returned mail|returned to sender|投递失败|无法送达|邮件被退回|投递状态",
    re.IGNORECASE,
)
_BOUNCE_SENDER = re.compile(r"^(?:postmaster|mailer-daemon|mail-daemon|bounce)", re.IGNORECASE)
_BOUNCE_BODY = re.compile(
    r"您的邮件未能送达|您的邮件被退回|邮件无法送达|could not be delivered|退信原因|"
    r"delivery to the following recipient"
)

# Sales talk, each group counted once. A news piece may hold one or two of them; an advertiser cannot do without.
_SALES = tuple(
    re.compile(p)
    for p in (
        r"代(?:开|办|理|写|发|投|缴|账|运营)",
        r"发[^一-鿿]?票|增值税|税点|点数低|普票|专票",
        r"我司|我公司|本公司|我们公司|我社|本社|编委会|组委会|工作室|我们(?:专业|是一家|长期|致力)",
        r"贵公司|贵司|贵单位|尊敬的(?:站长|客户|老板|用户|作者朋友|负责人)|老板您?好|企业负责人|财务负责人|HR|经理您好",
        r"优惠|特价|折扣|返点|返利|限时|名额有限|先到先得|免费(?:领取|试用|诊断|咨询|获取|体验)|赠送|秒杀",
        r"(?<!\d)\d{1,9}\s*元(?:/|每|起|一)|[¥￥]\s?\d|报价|价格(?:低|优|面议)|收费标准|费用(?:低|全)|工本费|版面费|审稿费|"
        r"报名费|参赛费|认购|样书|汇至|汇款|付款|先(?:验|录用)后付",
        r"包(?:录用|过|收录|发表|通过|检索|见刊)|快速(?:见刊|发表|录用|审稿)|(?:普刊|核心期刊|SCI|EI|CSSCI|"
        r"北大核心|知网收录|职称)(?:论文|发表)?|论文(?:发表|代|润色)|无效退款|正规",
        r"加(?:我)?(?:微信|[Vv][Xx]?|Q{1,2}群?|扣扣)|微信咨询|客服(?:QQ|微信|热线|电话)?|欢迎(?:来电|咨询|致电)|"
        r"详情(?:咨询|点击|请)|联系[:：]|点击(?:链接|领取|下方|此处)",
        r"推广|营销|排名|关键词|搜索引擎|SEO|引流|流量|粉丝|软文|友情链接|网站(?:建设|改版|优化|备案)|小程序|"
        r"短信群发|邮箱群发|数据库",
        r"退订|不(?:想|希望|愿).{0,6}收到|如有打扰|打扰(?:之处|敬请)|冒昧(?:打扰|来信)",
        r"贷款|信用卡|套现|刷单|兼职|日赚|月入|博彩|彩票|棋牌|投资(?:项目|理财)|回报率|区块链|加盟|招商|代购|保健品",
        r"入编|入选.{0,16}(?:典|大系|文库|名人录|年鉴)|典籍|大典|荣誉(?:称号|证书)|金奖|奖章|奖杯|获奖证书|百佳|"
        r"终身成就|特邀(?:编委|顾问|理事)|理事会|研修班|培训(?:班|课程)|高峰论坛|峰会|参展|展位|合作(?:代理|共赢|"
        r"洽谈)",
    )
)

_REVISION = re.compile(
    r"(?:修改|修订|更正|订正|改正|校正|改好|重改|定|最新|第[二三四五]|[二三四五])(?:后|过|好|"
    r"完)?的?(?:一)?(?:稿|版|后的稿)|改稿|(?:以|请以|按)(?:这|此|本|后|新|今天|附件|最后)[^。，]{0,8}为准|"
    r"(?:上|前|之前|昨|原|旧|先前)[^。，]{0,10}(?:作废|删除|不要了|不算|请忽略)|(?:按|根据|照|"
    r"依)[^。]{0,14}(?:意见|要求|建议|说的?)[^。]{0,16}(?:改|修|删|补)|"
    r"(?:重新|再次?|又)(?:修改|改了|改过|核对|润色)|重新发|用(?:这|此|新|改)[^。，]{0,2}(?:一)?(?:版|稿|份)|"
    r"重发|(?:改|修正|纠正|更正)(?:过来|好)了?|改了(?:一|几|两|个|些)|更新(?:版|后的)|替换(?:前|原|上|之前)"
)
_REVISION_SUBJECT = re.compile(r"改稿|修改稿|修订稿|更正稿|订正稿|修改版|修订版|二稿|三稿|第[二三]稿|以[^。]{1,4}为准|重发|更正|勘误|替换")
_WITHDRAW = re.compile(
    r"撤稿|撤回|撤销(?:投稿|稿件|发表)|撤下|撤掉|(?:请|望|恳请|烦请|麻烦)?(?:不要|勿|别|请勿|停止|暂停|取消|"
    r"不必)(?:再)?(?:给)?(?:刊用|刊登|刊发|发表|采用|使用|登载|发布|用(?:这|此|该|那|我的))|取消投稿|放弃投稿|"
    r"退出(?:本次)?征文|收回(?:稿件|该稿|此稿|这篇|投稿)|抽回|不(?:想|打算|再)(?:投|发表)了|(?:不要|别|勿|"
    r"不必)(?:再)?(?:采用|用)了?(?=[，。,.!！;；\s]|$)"
)
_CLAIM = re.compile(
    r"认领|侵权|侵犯|盗用|盗图|抄袭|剽窃|未经(?:本人|我|授权|许可|同意)|(?:没有?|未|漏|补|加|署错|"
    r"错)(?:有)?(?:署|标|写|注)(?:上|明|的)?(?:我|本人|作者|摄影|是)?[^。，]{0,6}(?:名|署名|作者|出处)|"
    r"补(?:上|充)?署名|署名(?:错|有误|不对)|维权|权利人|著作权|版权(?:归|所有|投诉|纠纷)|是(?:我|"
    r"本人)[^。，]{0,8}(?:拍|写|画|创作)的"
)
_CLAIM_ACT = re.compile(
    r"(?:请|要求|望|希望|应|恳请|特此|立即|尽快|限)[^。]{0,24}(?:删除|下架|撤下|署名|署上|补上|认领|更正|处理|"
    r"停止|道歉|赔偿|联系|加上|标注|注明)|特此(?:认领|通知|函告)|侵权(?:通知|投诉|告知|函)|侵权请"
)
_DISCLAIM = re.compile(
    r"(?:无|不|没有?|未|绝不|并无|不存在|不涉及|杜绝)[^。，]{0,6}(?:侵权|侵犯|抄袭|剽窃)|(?:如|若|一旦|"
    r"凡)(?:有|因|涉及|出现|发现)?[^。，]{0,8}(?:侵权|侵犯|抄袭|剽窃|版权)[^。]{0,24}(?:负责|承担|自负|本人|"
    r"与[^。]{0,8}无关)|文责自负|(?:责任|后果)(?:由|自)[^。]{0,6}(?:本人|作者|负)"
)
_ASK = re.compile(
    r"是否(?:收到|采用|录用|刊用|刊登|能|可以|已|接收|收)|收到(?:了)?(?:吗|没|么|没有|否)|收没收到|"
    r"(?:什么时候|何时|多久|几时|多长时间|啥时候)[^。]{0,16}(?:能|有|会|可以|刊|发|出|回|结果|见)|(?:有|"
    r"出)(?:没有)?结果|(?:怎么|如何|怎样)(?:投|发|写|联系|查|领|才能|给)|收不收|要不要|有没有(?:稿费|采用|"
    r"收到|消息|结果|稿酬)|稿(?:费|酬)[^。]{0,10}(?:[?？]|吗|多少|怎么|何时|什么)|(?:想|请)?(?:问|咨询|询问|"
    r"打听|了解|查询|查一下|打问)(?:一下|下|您|贵|：)|请问|可否|能否|能不能|可不可以|审(?:稿|核)(?:结果|进度|"
    r"情况|周期)|进展|[?？]"
)
_ASK_SUBJECT = re.compile(r"请问|咨询|询问|查询|是否|[?？]$|怎么投|如何投|进展|结果")
_SUBMIT_SUBJECT = re.compile(
    rf"投稿|来稿|稿件|征文|作品|(?:^|[\s【\[(（:：\-—])(?:{GENRE_PATTERN})(?:$|"
    rf"[\s】\])）:：《一二两三四五六七八九十\-—])|《》"
)
_SUBMIT = re.compile(
    r"投稿|现投|投上|寄上|(?:发|送|寄|投|传|交)(?:来|上|去|一篇|几篇|您|给)|见附件|附件(?:是|为|里|中|有)|"
    r"稿件|拙作|习作|请(?:查收|审阅|审|指正|斧正|采用|刊登)|超大附件|照片太大"
)


LOOKED_AT = 8_000  # characters: what a mail wants is said in its first pages


@dataclass(frozen=True, slots=True)
class Mail:
    """What the intent is judged by, besides the message itself."""

    letter: str  # the sender's own words around the works (all of the body when there are no works)
    works: int  # how many works were found
    files: int  # attachments that may hold works, readable or not
    own_text: int  # characters of work text found in the body


def judge_robot(message: Message, knowledge: Knowledge) -> tuple[Intent, Guess] | None:
    """Bounces, automatic replies, receipts, lists and our own mails: told by headers and set phrases alone; None for people's mails."""
    body = fold("\n".join(text_of(block) for block in message.body[:30]))[:1500]
    own = {a.lower() for a in knowledge.own_addresses}
    kind = message.content_type.lower()
    report = (kind + message.header("Content-Type")).lower()
    sender = message.sender.address.lower()
    if (
        "delivery-status" in report
        or _BOUNCE_SENDER.match(sender)
        or (_BOUNCE_SUBJECT.search(message.subject) and _BOUNCE_BODY.search(body))
    ) and "disposition-notification" not in report:
        return "bounce", Guess("邮件系统的退信", 0.99)
    if _BOUNCE_SUBJECT.search(without_book_marks(message.subject)) and _NO_REPLY.search(sender):
        return "bounce", Guess("邮件系统的退信", 0.95)
    if sender and sender in own:
        return "automatic", Guess("我们自己发出的信", 0.99)
    if "disposition-notification" in report or _AUTO_SUBJECT.search(message.subject):
        return "automatic", Guess("自动回复或阅读回执", 0.97)
    auto = message.header("Auto-Submitted").lower()
    if auto and not auto.startswith("no"):
        return "automatic", Guess("信头注明自动发出", 0.99)
    if (
        message.header("X-Autoreply")
        or message.header("X-Autorespond")
        or message.header("X-Auto-Response-Suppress")
        and message.in_reply_to
        and len(body) < 300
    ):
        return "automatic", Guess("信头注明自动回复", 0.95)
    if _AUTO_BODY.search(body):
        return "automatic", Guess("正文是自动回复的固定用语", 0.97)
    if message.header("List-Id") or message.header("Precedence").lower() in ("list", "auto_reply"):
        return "automatic", Guess("邮件列表", 0.97)
    if len(body) < 400 and _RECALL_BODY.search(body):
        return "automatic", Guess("邮件程序的撤回通知", 0.95)
    if len(body) < 200 and _RECALL.search(without_book_marks(message.subject)) and re.search(r"邮件", message.subject):
        return "automatic", Guess("撤回邮件的通知", 0.9)
    return None


def sales_points(message: Message) -> int:
    """How many kinds of sales talk the mail holds, the subject's twice."""
    subject = re.sub(r"[^\w一-鿿]", "", fold(without_book_marks(message.subject)))
    body = fold("\n".join(text_of(block) for block in message.body))[:LOOKED_AT]
    return sum(bool(p.search(body)) for p in _SALES) + sum(bool(p.search(subject)) for p in _SALES)


def judge(message: Message, mail: Mail, knowledge: Knowledge, file_names: tuple[str, ...] = ()) -> tuple[Intent, Guess]:
    """The intent of a mail that a person (or an advertiser) wrote."""
    subject = fold(without_book_marks(message.subject))
    letter = fold(without_book_marks(mail.letter[:LOOKED_AT]))
    both = f"{subject}\n{letter}"
    substance = mail.works > 0 or mail.files > 0
    submits = bool(_SUBMIT_SUBJECT.search(re.sub(r"^(?:\s*(?:re|回复|答复)\s*[:：])+", "", subject, flags=re.IGNORECASE)))
    points = sales_points(message)
    if points >= 4 and not (submits and mail.own_text > 150) or points >= 3 and not submits and not mail.files and mail.own_text < 400:
        return "advertisement", Guess("有多处推销用语", min(0.99, 0.6 + points / 12))
    mass = message.header("Precedence").lower() in ("bulk", "junk") or bool(message.header("List-Unsubscribe"))
    if mass and not mail.works and not mail.files:
        return ("advertisement", Guess("群发的推销邮件", 0.9)) if points >= 2 else ("automatic", Guess("群发邮件", 0.85))
    plain = _DISCLAIM.sub("", both)
    # 《》 in a subject speaks for a submission, but not in 认领《X》配图: the claim names what it is about
    if _CLAIM.search(plain) and _CLAIM_ACT.search(plain) and (_CLAIM.search(subject) or not (submits and mail.works)):
        return "claim", Guess("要求署名、认领或删除已刊内容", 0.95)
    revised = next((n for n in file_names if re.search(r"修改稿|修订稿|更正稿|改稿|修改版|修订版", n)), "")
    if substance and (_REVISION_SUBJECT.search(subject) or _REVISION.search(letter)):
        return "revision", Guess("说明这是改过的稿子", 0.95)
    if substance and revised:
        return "revision", Guess("附件名写明是修改稿", 0.8)
    if _WITHDRAW.search(both) and not (mail.works and submits):
        return "withdrawal", Guess("要求撤稿或不要刊用", 0.97)
    if substance:
        return "submission", Guess("有稿件或附件", 0.95)
    return _without_works(message, subject, letter, submits)


def _without_works(message: Message, subject: str, letter: str, submits: bool) -> tuple[Intent, Guess]:
    """Nothing to publish was found: a question, a submission whose text did not arrive, a revision announced, or something else."""
    asks = bool(_ASK.search(letter) or _ASK_SUBJECT.search(subject))
    if message.links:
        return "submission", Guess("稿件在超大附件里", 0.9)
    if asks and (not submits or _ASK_SUBJECT.search(subject) or re.search(r"[?？吗]|请问|结果", letter) or message.in_reply_to):
        return "inquiry", Guess("询问投稿或审稿的事", 0.93)
    if _REVISION_SUBJECT.search(subject) and submits:
        return "revision", Guess("主题说是改稿", 0.7)
    if submits or _SUBMIT.search(letter):
        return "submission", Guess("主题或信中说是投稿", 0.75)
    return "other", Guess("不是投稿，也没有要求", 0.6)


def may_answer(message: Message, intent: Intent, knowledge: Knowledge) -> tuple[bool, Guess]:
    """Whether an acknowledgement may be sent: never to robots, lists, advertisers, no-reply addresses, ourselves."""
    sender = message.sender.address.lower()
    if intent in ("automatic", "bounce", "advertisement"):
        return False, Guess("不是人写来的投稿信" if intent != "advertisement" else "广告不答复", 0.99)
    if not sender or "@" not in sender:
        return False, Guess("没有发件地址", 0.99)
    if _NO_REPLY.search(sender) or _NO_REPLY.search(message.reply_to.address):
        return False, Guess("发件地址不收回信", 0.97)
    if message.header("List-Id") or message.header("List-Unsubscribe") or message.header("Precedence").lower() in ("bulk", "list", "junk"):
        return False, Guess("群发或列表邮件", 0.95)
    if sender in {a.lower() for a in knowledge.own_addresses}:
        return False, Guess("我们自己的地址", 0.99)
    return True, Guess("由人发来，可以答复", 0.95)
