"""Codes of the door in words an editor reads at a glance. A code without a word is shown as it is: a new rule needs no change here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

#: code -> (word, what it means, kind: bad | warn | info)
FLAGS = {
    "no-title": (_("缺题"), _("没有读出标题"), "bad"),
    "no-author": (_("缺署名"), _("没有读出作者"), "bad"),
    "previously-published": (_("已发表"), _("作者说明，或比对得知，已经发表"), "warn"),
    "near-copy": (_("重稿"), _("与先前的稿件或文章大段重合"), "warn"),
    "possible-reprint": (_("疑转载"), _("像是转载或通讯社稿，须写明来源"), "warn"),
    "editor-note-from-sender": (_("带按语"), _("来稿自带编者按，按语应由编辑写"), "warn"),
    "contest": (_("征文"), _("征文来稿"), "info"),
    "serial": (_("连载"), _("连载中的一篇"), "info"),
    "title-typo": (_("题疑误"), _("标题里可能有错字"), "bad"),
    "caption-without-image": (_("缺图"), _("有图片说明，没有对应的图片"), "warn"),
    "oversize-link": (_("超大附件"), _("只有超大附件的链接，须到邮箱下载"), "bad"),
    "unreadable-attachment": (_("附件未读"), _("有附件没能读出"), "bad"),
    "suspected-mojibake": (_("疑乱码"), _("编码可能有误，可换编码重读"), "bad"),
    "truncated": (_("残缺"), _("邮件在传输中被截断"), "bad"),
    "nothing-to-publish": (_("无正文"), _("信里没有可发表的内容"), "bad"),
    "body-and-attachment-differ": (_("正附不一"), _("正文与附件的文字不一致，取了较全的一份"), "warn"),
    "count-differs": (_("篇数不符"), _("说的篇数与读到的不一样"), "warn"),
    "remote-pictures": (_("网络图片"), _("正文里的网络图片没有随信寄来"), "warn"),
}
CLASSES = {"bad": 0, "warn": 1, "info": 2}

INTENTS = {
    "submission": _("来稿"),
    "revision": _("修改稿"),
    "withdrawal": _("撤稿"),
    "inquiry": _("询问"),
    "claim": _("认领"),
    "automatic": _("自动回复"),
    "bounce": _("退信"),
    "advertisement": _("广告"),
    "other": _("其他"),
}

FILE_STATUS = {
    "read": (_("已读"), "good"),
    "image": (_("图片"), "good"),
    "kept": (_("已存"), "info"),
    "refused": (_("未收"), "bad"),
    "encrypted": (_("有密码"), "bad"),
    "damaged": (_("损坏"), "bad"),
    "empty": (_("空文件"), "bad"),
    "linked": (_("仅链接"), "warn"),
}

FIELDS = {
    "title": _("标题"),
    "subtitle": _("副标题"),
    "authors": _("作者"),
    "affiliation": _("单位"),
    "genre": _("体裁"),
    "column": _("栏目"),
    "bio": _("简介"),
    "body": _("正文"),
    "blocks": _("正文"),
    "works": _("篇数"),
    "intent": _("来信性质"),
    "may_answer": _("可否回信"),
    "refers_to": _("所指编号"),
    "source": _("出处"),
}

ACTIONS = {
    "send-on": _("送审"),
    "decline": _("退稿"),
    "changes": _("退改"),
    "hold": _("留用"),
    "undo": _("撤销"),
    "edit": _("修改"),
    "picture": _("选图"),
    "see-contact": _("查看联系方式"),
    "open-raw": _("打开原信"),
    "open-original": _("打开原件"),
    "withdraw": _("撤稿"),
    "reread": _("重读"),
    "redraft": _("转为来稿"),
    "judge-copy": _("判定重稿"),
}
#: Actions whose detail was written for people.
TELLING = {"decline", "changes", "hold", "open-original", "judge-copy"}

#: 退稿: the reasons most given; the author reads the sentence as it stands here.
DECLINE_REASONS = [
    _("题材与本网现有栏目不合"),
    _("立意较为常见，新意不足"),
    _("文字尚需打磨，暂未达到刊发要求"),
    _("篇幅过长，不适合网络刊发"),
    _("内容已在其他媒体发表，本网以首发为主"),
    _("时效已过"),
]


def flags(codes: list[str]) -> list[dict]:
    """Flags with word, explanation and kind, the gravest first; 「contest:NAME」 keeps its name."""
    shown = []
    for code in codes:
        base, _colon, rest = code.partition(":")
        word, says, kind = FLAGS.get(base, (code, code, "info"))
        if base in FLAGS and rest:
            says = f"{says}：{rest}"
            word = f"{word}{rest}" if base == "serial" else word
        shown.append({"word": word, "says": says, "kind": kind})
    return sorted(shown, key=lambda flag: CLASSES[flag["kind"]])
