"""imap.qq.com as public reports describe it, scripted: every habit that the poller must live with can be switched on by itself.

asyncio in a thread of its own; a test talks to `QQMail` from its own thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime

GREETING = "IMAP4 IMAP4REV1 ID AUTH=LOGIN NAMESPACE"  # no IDLE here
ANNOUNCED = "CHILDREN COMPRESS=DEFLATE ID IDLE IMAP4 IMAP4REV1 MOVE NAMESPACE UIDPLUS XAPPLEPUSHSERVICE XLIST"
REFUSAL = (
    "Login fail. Account is abnormal, service is not open, password is incorrect, login frequency limited, or system is busy. "
    "More information at https://help.mail.qq.com/detail/108/1023"
)
FOLDERS = ("INBOX", "Sent Messages", "Drafts", "Deleted Messages", "Junk")


@dataclass
class Habits:
    """What the server does. The defaults are imap.qq.com on a good day."""

    greeting: str = GREETING
    announced: str = ANNOUNCED
    needs_id: bool = False  # NetEase: an unsafe login without ID
    pushes: bool = True  # IDLE tells of new mail
    fragments: bool = False  # and does so in pieces
    logins: int = 1000  # so many are accepted, by IMAP and SMTP together; then each is refused
    select_seconds: float = 0.0
    busy_on: str = ""  # this command is answered NO System busy!, once, and the socket is half dead from then on
    parallel: int = 3  # more connections than this meet System busy! at SELECT
    loses_reply_to: str = ""  # the command is done, its reply never comes: the connection is cut
    silent_on: str = ""  # no answer at all to this command
    refuses_body_of: int = 0  # a UID whose body is never given
    search_matches_all: bool = True  # SUBJECT, FROM, SINCE, … match everything
    header_fields_empty: bool = True
    says_next_uid: bool = True


@dataclass
class Stored:
    """A message."""

    uid: int
    raw: bytes
    at: datetime
    flags: set[str] = field(default_factory=set)


@dataclass
class Box:
    """A folder; QQ gives all of them one UIDVALIDITY."""

    messages: dict[int, Stored] = field(default_factory=dict)
    next_uid: int = 1
    uidvalidity: int = 1_000_000


class QQMail:
    """The mailbox behind the IMAP server (and, with tests.qq.smtp, behind the SMTP server)."""

    user, password = "tougao@laigao.example", "abcdefghijklmnop"

    def __init__(self, **habits) -> None:
        self.habits = Habits(**habits)
        self.boxes = {name: Box() for name in FOLDERS}
        self.heard: list[str] = []  # commands of all connections, without their tags
        self.logins: list[bool] = []  # of IMAP and SMTP, accepted or not
        self.talks: set[Talk] = set()
        self.loop = asyncio.new_event_loop()
        self.port = 0

    # ── what a test does ──────────────────────────────────────────────────────

    def deliver(self, *mails: bytes, folder: str = "INBOX", at: datetime | None = None) -> list[int]:
        """Put mails in; returns their UIDs. Who idles in the folder is told, where the habits say so."""
        return self._do(self._deliver, mails, folder, at or datetime.now(UTC).replace(microsecond=0))

    def remove(self, uid: int, folder: str = "INBOX") -> None:
        self._do(self.boxes[folder].messages.pop, uid)

    def move(self, uid: int, source: str, target: str) -> int:
        """As another program or the owner at the web page does it; returns the new UID."""
        gone = self.boxes[source].messages[uid]
        self.remove(uid, source)
        return self.deliver(gone.raw, folder=target, at=gone.at)[0]

    def recreate(self, folder: str, uidvalidity: int = 1_000_000) -> None:
        """Deleted and made anew: UIDs begin at 1 again, and QQ's UIDVALIDITY does not tell."""
        self.boxes[folder] = Box(uidvalidity=uidvalidity)

    def cut(self) -> None:
        """All connections end."""
        self._do(lambda: [talk.writer.transport.abort() for talk in set(self.talks)])

    def verbs(self) -> list[str]:
        """The commands that were heard, by name: UID FETCH is FETCH."""
        words = [line.upper().removeprefix("UID ").split() for line in self.heard]
        return [word[0] for word in words if word]

    def login(self, user: str, password: str) -> bool:
        """IMAP and SMTP share the account's patience."""
        good = user == self.user and password == self.password and sum(self.logins) < self.habits.logins
        self.logins.append(good)
        return good

    def _do(self, action, *args):
        async def call():
            return action(*args)

        return asyncio.run_coroutine_threadsafe(call(), self.loop).result(5)

    def _deliver(self, mails: tuple[bytes, ...], folder: str, at: datetime) -> list[int]:
        box, uids = self.boxes[folder], []
        for raw in mails:
            box.messages[box.next_uid] = Stored(box.next_uid, raw, at)
            uids.append(box.next_uid)
            box.next_uid += 1
        for talk in self.talks:
            talk.tell(folder)
        return uids

    # ── the server ────────────────────────────────────────────────────────────

    def __enter__(self) -> QQMail:
        ready = threading.Event()
        self.thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self.thread.start()
        ready.wait(5)
        return self

    def __exit__(self, *_about: object) -> None:
        self.cut()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self.loop)
        server = self.loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0, limit=1 << 20))
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        self.loop.run_forever()
        server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = Talk(self, reader, writer)
        self.talks.add(talk)
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                await talk.run()
        finally:
            self.talks.discard(talk)
            writer.close()


class Talk:
    """One connection."""

    def __init__(self, mail: QQMail, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.mail, self.reader, self.writer = mail, reader, writer
        self.folder = ""
        self.idling = ""  # the tag of IDLE
        self.known = self.identified = self.half_dead = False

    async def run(self) -> None:
        self.say(f"* OK [CAPABILITY {self.mail.habits.greeting}] QQMail XMIMAP4Server ready")
        while line := await self.reader.readline():
            text = line.decode().rstrip("\r\n")
            if self.idling and text.upper() == "DONE":
                self.say(f"{self.idling} OK IDLE terminated")
                self.idling = ""
                continue
            tag, _, command = text.partition(" ")
            self.mail.heard.append(command)
            if not self.half_dead and not await self.obey(tag, command):
                return
            await self.writer.drain()

    def say(self, line: str) -> None:
        self.writer.write(line.encode() + b"\r\n")

    def tell(self, folder: str) -> None:
        """New mail, for a connection that idles in its folder."""
        if not self.idling or self.folder != folder or not self.mail.habits.pushes:
            return
        line = f"* {len(self.mail.boxes[folder].messages)} EXISTS\r\n".encode()
        if not self.mail.habits.fragments:
            self.writer.write(line)
            return
        self.writer.write(line[:5])
        asyncio.get_running_loop().call_later(0.3, self.writer.write, line[5:])

    async def obey(self, tag: str, command: str) -> bool:
        """Answer one command; False ends the connection."""
        uid = command.upper().startswith("UID ")
        verb, _, rest = command[4 * uid :].partition(" ")
        verb, habits = verb.upper(), self.mail.habits
        if verb == habits.silent_on:
            return True
        if verb == habits.busy_on:
            habits.busy_on = ""
            self.half_dead = True
            self.say(f"{tag} NO System busy!")
            return True
        answer = getattr(self, f"on_{verb.lower()}", None)
        if answer is None or not self.announced(verb) or (verb in ("FETCH", "SEARCH", "STORE", "MOVE") and not uid):
            self.say("* BAD Command!")  # and no tagged reply
            return True
        said = await answer(tag, rest)
        if verb == habits.loses_reply_to:
            habits.loses_reply_to = ""
            return False
        if said:
            self.say(f"{tag} {said}")
        return verb != "LOGOUT"

    def announced(self, verb: str) -> bool:
        optional = {"IDLE", "ID", "MOVE", "NAMESPACE"}
        return verb not in optional or verb in (self.mail.habits.announced if self.known else self.mail.habits.greeting).split()

    async def on_capability(self, tag: str, rest: str) -> str:
        self.say(f"* CAPABILITY {self.mail.habits.announced if self.known else self.mail.habits.greeting}")
        return "OK CAPABILITY Completed"

    async def on_login(self, tag: str, rest: str) -> str:
        user, password = (word.strip('"') for word in rest.split(" ", 1))
        self.known = self.mail.login(user, password)
        return "OK Success login ok" if self.known else f"NO {REFUSAL}"

    async def on_id(self, tag: str, rest: str) -> str:
        self.identified = True
        self.say('* ID ("name" "QQMail")')
        return "OK ID Completed"

    async def on_noop(self, tag: str, rest: str) -> str:
        return "OK NOOP Completed"  # and not a word of new mail

    async def on_logout(self, tag: str, rest: str) -> str:
        self.say("* BYE LOGOUT received")
        return "OK LOGOUT Completed"

    async def on_list(self, tag: str, rest: str) -> str:
        for name in self.mail.boxes:
            self.say(f'* LIST (\\HasNoChildren) "/" "{name}"')  # no special use
        return "OK LIST completed"

    async def on_select(self, tag: str, rest: str, readonly: bool = False) -> str:
        habits, name = self.mail.habits, rest.strip('"')
        if habits.needs_id and not self.identified:
            return "NO SELECT Unsafe Login. Please contact kefu@188.com for help"
        if len(self.mail.talks) > habits.parallel:
            self.half_dead = True
            return "NO System busy!"
        await asyncio.sleep(habits.select_seconds)
        box = self.mail.boxes.get(name)
        if box is None:
            return "NO Folder not exist!"
        self.folder = name
        self.say(f"* {len(box.messages)} EXISTS")
        self.say("* 0 RECENT")
        self.say(f"* OK [UIDVALIDITY {box.uidvalidity}] UID validity status")
        if habits.says_next_uid:
            self.say(f"* OK [UIDNEXT {box.next_uid}] Predicted next UID")
        self.say(r"* FLAGS (\Answered \Flagged \Deleted \Draft \Seen)")
        return f"OK [READ-{'ONLY' if readonly else 'WRITE'}] SELECT complete"

    async def on_examine(self, tag: str, rest: str) -> str:
        return await self.on_select(tag, rest, readonly=True)

    async def on_idle(self, tag: str, rest: str) -> str:
        self.idling = tag
        self.say("+ idling")
        return ""

    def chosen(self, numbers: str) -> list[int] | None:
        """The UIDs a set names, `*` the last; None for a set that runs downwards."""
        there = sorted(self.mail.boxes[self.folder].messages)
        found: list[int] = []
        for part in numbers.split(","):
            first, _, last = part.partition(":")
            if last == "*":
                # RFC 3501, 6.4.8: n:* names the last message even when its UID is below n
                found += [uid for uid in there if uid >= int(first)] or there[-1:]
                continue
            low, high = int(first), int(last or first)
            if high < low:
                return None
            found += [uid for uid in there if low <= uid <= high] if last else [low]
        return sorted(set(found))

    async def on_search(self, tag: str, rest: str) -> str:
        words = rest.split()
        if words[0].upper() == "UID":
            found = self.chosen(words[1])
        elif words[0].upper() == "ALL" or self.mail.habits.search_matches_all:
            found = sorted(self.mail.boxes[self.folder].messages)
        else:
            found = []
        if found is None:
            return "BAD Sequence set is inavlid!"
        self.say("* SEARCH" + "".join(f" {uid}" for uid in found))
        return "OK SEARCH Completed"

    async def on_fetch(self, tag: str, rest: str) -> str:
        numbers, _, items = rest.partition(" ")
        found, box = self.chosen(numbers), self.mail.boxes[self.folder]
        if found is None:
            return "BAD Sequence set is inavlid!"
        if any(uid not in box.messages for uid in found):
            return "NO Mails not exist!"
        if self.mail.habits.refuses_body_of in found and "BODY" in items:
            return "NO Fetch fail!"
        order = sorted(box.messages)
        for uid in found:
            self.writer.write(b"* %d FETCH (UID %d %s)\r\n" % (order.index(uid) + 1, uid, self.facts(box.messages[uid], items)))
        return "OK FETCH Completed"

    def facts(self, one: Stored, items: str) -> bytes:
        said: list[bytes] = []
        for item in items.strip("()").upper().split():
            if item == "FLAGS":
                said.append(f"FLAGS ({' '.join(sorted(one.flags))})".encode())
            elif item == "INTERNALDATE":
                said.append(f'INTERNALDATE "{one.at:%d-%b-%Y %H:%M:%S %z}"'.encode())
            elif item == "RFC822.SIZE":
                said.append(f"RFC822.SIZE {len(one.raw)}".encode())
            elif item.startswith("BODY["):
                one.flags.add(r"\Seen")  # not PEEK: the mail counts as read
                said.append(_literal("BODY[]", one.raw))
            elif item == "BODY.PEEK[]":
                said.append(_literal("BODY[]", one.raw))
            elif item.startswith("BODY.PEEK[]<"):
                start, _, length = item[12:-1].partition(".")
                said.append(_literal(f"BODY[]<{start}>", one.raw[int(start) :][: int(length)]))
            elif item.startswith("BODY.PEEK[HEADER"):
                said.append(_literal("BODY[HEADER]", b"\r\n"))  # empty on one account, for a mail that has a header
            else:
                said.append(b'BODYSTRUCTURE (("TEXT" "PLAIN" (NIL "UTF-8) NIL')  # ENVELOPE and BODYSTRUCTURE come malformed
        return b" ".join(said)

    async def on_store(self, tag: str, rest: str) -> str:
        numbers, _, what = rest.partition(" ")
        words = what[what.index("(") + 1 : what.rindex(")")].split() if "(" in what else what.split()[1:]
        for uid in self.chosen(numbers) or []:
            if one := self.mail.boxes[self.folder].messages.get(uid):
                one.flags |= {word for word in words if word.startswith("\\")}  # keywords are not kept
        return "OK STORE Completed"

    async def on_move(self, tag: str, rest: str) -> str:
        numbers, _, target = rest.partition(" ")
        box = self.mail.boxes[self.folder]
        for uid in self.chosen(numbers) or []:
            if uid in box.messages:
                gone = box.messages.pop(uid)
                self.mail._deliver((gone.raw,), target.strip('"'), gone.at)
        return "OK MOVE Completed"


def _literal(name: str, data: bytes) -> bytes:
    return f"{name} {{{len(data)}}}\r\n".encode() + data
