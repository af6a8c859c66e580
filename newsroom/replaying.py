"""Today's reading over letters of old: what would change, before anything does. Writes nothing until `apply`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from intake.model import Knowledge, Reading

from . import audit, knowledge, recording, rereading, vault
from .models import Draft, Letter
from .states import LetterState

Reader = Callable[[bytes, Knowledge], Reading]


@dataclass(frozen=True)
class Change:
    """One thing that would be other. `before` and `after` are for people, at most 60 characters."""

    what: str  # 来信种类, 稿件数, 标题, 作者, 栏目, 正文
    before: str
    after: str


@dataclass(frozen=True)
class Replayed:
    """What today's reading makes of a letter. `stays`: why it is not applied, "" when it may be."""

    letter_id: int
    number: str
    changes: tuple[Change, ...] = ()
    stays: str = ""


def dry_run(letters: Iterable[Letter], read: Reader | None = None) -> Iterator[Replayed]:
    """Read each letter again as it would be read today, one at a time: a long set shows its first results at once."""
    if read is None:
        from intake.reading import read
    for letter in letters:
        yield _replay(letter, read)


def _replay(letter: Letter, read: Reader) -> Replayed:
    if not letter.complete or letter.copy_of_id:
        return Replayed(letter.pk, letter.number, stays="只有信头，或是另一封的副本")
    try:
        raw = vault.get(letter.sha256)
    except (OSError, ValueError):
        return Replayed(letter.pk, letter.number, stays="原信的文件不见了")
    reading = read(raw, knowledge.current(letter.charset))
    drafts = list(letter.drafts.select_related("column").order_by("position"))
    return Replayed(letter.pk, letter.number, tuple(_changes(letter, drafts, reading)), _why_stays(letter, drafts))


def _why_stays(letter: Letter, drafts: list[Draft]) -> str:
    if letter.state == LetterState.KEPT:
        return "正在等待读取"
    if letter.state == LetterState.ANSWERED:
        return "已按内容办理（撤稿、改稿等），不再重复办理"
    kept = [draft.number for draft in drafts if recording.touched(draft)]
    return f"编辑改过或已有处理：{'、'.join(kept)}" if kept else ""


def _changes(letter: Letter, drafts: list[Draft], reading: Reading) -> Iterator[Change]:
    if reading.failure:
        if letter.state != LetterState.SET_ASIDE:
            yield Change("结果", letter.get_state_display(), f"搁置：{reading.failure}"[:60])
        return
    if letter.intent != reading.intent:
        yield Change("来信种类", letter.intent or "未读出", reading.intent)
    if len(drafts) != len(reading.works):
        yield Change("稿件数", str(len(drafts)), str(len(reading.works)))
    for draft, work in zip(drafts, reading.works, strict=False):
        now = recording.content(work)
        if draft.title != now["title"]:
            yield Change("标题", draft.title[:60], str(now["title"])[:60])
        if draft.authors != now["authors"]:
            yield Change("作者", "、".join(draft.authors)[:60], "、".join(now["authors"])[:60])
        column = work.columns[0].name if work.columns else ""
        if not draft.column_confirmed and column != (draft.column.title if draft.column else ""):
            yield Change("栏目", draft.column.title if draft.column else "", column)
        if draft.text != now["text"]:
            yield Change("正文", f"{len(draft.text)} 字", f"{len(str(now['text']))} 字")


def counts(replayed: Iterable[Replayed]) -> dict[str, int]:
    """How many letters: in all, without a change, and by what would change; "保持不变" are those that would not be applied."""
    found: Counter[str] = Counter()
    for one in replayed:
        found["共"] += 1
        found.update({change.what for change in one.changes} or {"无变化"})
        found["有变化而保持不变"] += bool(one.changes and one.stays)
    return dict(found)


def apply(replayed: Iterable[Replayed], person=None) -> int:
    """Have the changed letters read again by the workers; returns how many. What an editor has touched meanwhile stays too:
    writing asks once more (newsroom.recording.drafts).
    """
    wanted = [one for one in replayed if one.changes and not one.stays]
    done = sum(rereading.reread(letter, person) for letter in Letter.objects.filter(pk__in=[one.letter_id for one in wanted]))
    audit.record(person, "replay", f"{done} letters")
    return done
