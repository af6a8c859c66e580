"""Mails of one kind and of another, for what an editor teaches."""

from __future__ import annotations

from newsroom import drafting, keeping
from newsroom.models import Draft, Letter
from tests.newsroom.letters import mail

#: Three pieces of one hand: how a village's paper-cutting, shadow play and dough figures are made.
PAPER = (
    "村里的剪纸要从选纸说起。红纸铺在炕桌上，老人先用指甲压出折痕，再一剪一剪往里走。窗花、喜花、礼花，样子都在心里，从不画稿。"
    "剪纸的手艺传了五代，剪刀换了十几把，花样却一样也没有丢。去年县上办传习所，来学剪纸的娃娃坐满了一屋子。"
)
PUPPETS = (
    "皮影要用牛皮来做。先把皮子泡软刮薄，老人拿着刻刀一刀一刀往里走，样子都在心里，从不画稿。"
    "皮影的手艺传了五代，刻刀换了十几把，花样却一样也没有丢。去年县上办传习所，来学皮影的娃娃坐满了一屋子。"
)
DOUGH = (
    "面花要在过年前蒸。面揉到光滑，老人拿着剪刀和梳子，一下一下往里走，样子都在心里，从不画稿。"
    "面花的手艺传了五代，梳子换了十几把，花样却一样也没有丢。去年县上办传习所，来学面花的娃娃坐满了一屋子。"
)
#: Something else.
TRAIN = "绿皮火车在半夜开动，对面坐着的年轻人一直望着窗外。站台的灯一盏一盏退到后面，我想起第一次离家的那个冬天，母亲塞给我六个煮鸡蛋。" * 2


def arrives(title: str, text: str) -> Draft:
    """A mail without any tag comes in and is read by the real reader."""
    raw = mail(f"投稿：《{title}》", f"{title}\n文/张建国\n\n{text}\n\n{text}\n")
    letter: Letter = keeping.keep(raw, mailbox="m", folder="INBOX", uidvalidity=1, uid=Letter.objects.count() + 1)
    drafting.draft(letter.pk)
    return letter.drafts.get()


def offered(draft: Draft) -> list[str]:
    return [guess["name"] for guess in draft.columns]
