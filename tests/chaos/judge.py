"""The end state, counted: from the database's rows, and from what the SMTP server took."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

from .ground import Ground
from .mails import Sent

if TYPE_CHECKING:
    from .run import Run

LETTERS = """SELECT l.sender_address, l.state, l.copy_of_id IS NOT NULL, count(d.id), l.number
FROM newsroom_letter l LEFT JOIN newsroom_draft d ON d.letter_id = l.id GROUP BY l.id ORDER BY l.id"""
REPLIES = "SELECT to_address, state, kind FROM newsroom_reply"
ENDS = """SELECT l.kept_at, greatest(l.read_at, max(r.sent_at)) FROM newsroom_letter l
LEFT JOIN newsroom_reply r ON r.letter_id = l.id WHERE l.copy_of_id IS NULL GROUP BY l.id ORDER BY l.kept_at"""


@dataclass
class Verdict:
    """`lost`, `doubled`, `wrong` and `hanging` name authors; a good run has none of them."""

    letters: int = 0
    drafts: int = 0
    copies: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    hanging: list[str] = field(default_factory=list)
    replies: Counter[str] = field(default_factory=Counter)
    taken: int = 0
    uncertain_taken: int = 0
    recovery: dict[str, list[float]] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        return not (self.lost or self.doubled or self.wrong or self.hanging)

    def table(self, run: Run) -> str:
        """The table of the closing note."""
        lines = [f"chaos: {len(run.sent)} mails, {len(run.faults)} faults, seed {run.seed}"]
        lines += [f"{run.seconds:.0f} s in all, {run.after:.0f} s of them after the last fault"]
        lines += ["", f"{'fault':<24}{'times':>6}{'in the storm, s (median / longest)':>38}{'by itself, s':>16}"]
        counted = Counter(name for name, _at in run.faults)
        for name, count in sorted((dict.fromkeys(run.calm, 0) | counted).items(), key=lambda one: -one[1]):
            times = self.recovery.get(name, [])
            shown = f"{median(times):.1f} / {max(times):.1f}" if times else "–"
            alone = f"{run.calm[name]:.1f}" if name in run.calm else "–"
            lines.append(f"{name:<24}{count:>6}{shown:>38}{alone:>16}")
        sent, unsure = self.replies["sent"], self.replies["uncertain"]
        lines += ["", f"disk: {run.disk}"]
        lines += [
            f"letters {self.letters} (second copies {self.copies}), drafts {self.drafts}, acknowledgements sent {sent}, uncertain {unsure}"
        ]
        lines += [f"SMTP server took {self.taken}, of the uncertain ones {self.uncertain_taken}"]
        for name in ("lost", "doubled", "wrong", "hanging"):
            found = getattr(self, name)
            lines.append(f"{name} {len(found)}" + (f": {'; '.join(found[:8])}" if found else ""))
        return "\n".join(lines)


def settled(ground: Ground, sent: list[Sent]) -> bool:
    """Every mail has its row, and nothing waits."""
    letters = ground.ask("SELECT count(*), count(*) FILTER (WHERE state = 'kept') FROM newsroom_letter")[0]
    waiting = ground.ask("SELECT count(*) FROM newsroom_reply WHERE state IN ('waiting', 'sending')")[0][0]
    places = ground.ask("SELECT count(*) FROM newsroom_place")[0][0]
    return letters[1] == 0 and waiting == 0 and places >= sum(len(mail.copies) for mail in sent)


def judge(ground: Ground, run: Run) -> Verdict:
    """Compare each author's mail with what became of it."""
    verdict = Verdict(taken=ground.post.taken.total())
    letters: dict[str, list[tuple]] = defaultdict(list)
    for address, *facts in ground.ask(LETTERS):
        letters[address].append(tuple(facts))
    replies: dict[str, list[tuple]] = defaultdict(list)
    for address, state, kind in ground.ask(REPLIES):
        replies[address].append((state, kind))
        verdict.replies[state] += 1
    for mail in run.sent:
        _mail(verdict, mail, letters.pop(mail.author, []), replies.pop(mail.author, []), ground.post.taken[mail.author])
    verdict.wrong += [f"nobody sent {author}" for author in (*letters, *replies)]
    verdict.recovery = _recovery(ground, run)
    return verdict


def _mail(verdict: Verdict, mail: Sent, letters: list[tuple], replies: list[tuple], taken: int) -> None:
    firsts = [one for one in letters if not one[1]]
    verdict.letters += len(letters)
    verdict.copies += len(letters) - len(firsts)
    verdict.drafts += sum(one[2] for one in letters)
    if len(firsts) != 1 or len(letters) - len(firsts) != mail.second_copies:
        (verdict.lost if not firsts else verdict.doubled).append(f"{mail.author} has {len(letters)} rows")
        return
    state, _copy, drafts, number = firsts[0]
    if state == "kept":
        verdict.hanging.append(f"{number} kept")
    elif (state, drafts) != (mail.state, mail.drafts):
        verdict.wrong.append(f"{number} {state} with {drafts} drafts instead of {mail.state} with {mail.drafts}")
    if taken > mail.answers or len(replies) > mail.answers:
        verdict.doubled.append(f"{number} answered {taken} times, {len(replies)} rows")
    elif len(replies) < mail.answers:
        verdict.lost.append(f"{number} not answered")
    for reply, _kind in replies:
        if reply in ("waiting", "sending"):
            verdict.hanging.append(f"{number} reply {reply}")
        elif reply == "sent" and taken != 1:
            verdict.lost.append(f"{number} says sent, the server took {taken}")
        elif reply == "uncertain":
            verdict.uncertain_taken += taken
        elif reply != "sent":
            verdict.wrong.append(f"{number} reply {reply}")


def _recovery(ground: Ground, run: Run) -> dict[str, list[float]]:
    """Seconds from a fault until the first mail that came after it had its state and its acknowledgement."""
    ends = [(kept, end) for kept, end in ground.ask(ENDS) if end is not None]
    found: dict[str, list[float]] = defaultdict(list)
    for name, at in run.faults:
        later = [end for kept, end in ends if kept >= at]
        if later:
            found[name].append((later[0] - at).total_seconds())
    return dict(found)
