"""`laigao read` as a person uses it: files, folders and mboxes, masked for the terminal, another charset by hand."""

from __future__ import annotations

import io
import json
import mailbox
from pathlib import Path

import pytest
from rich.console import Console

from intake.command import default_knowledge, run
from intake.model import Document, Reading
from intake.reading import read
from intake.show import view

GOLDEN = Path(__file__).resolve().parents[3] / "shared" / "golden"
LETTER = "编辑您好：\r\n\r\n老屋\r\n\r\n老屋在村东头，门前有一棵槐树，树下常坐着乘凉的人。\r\n\r\n电话：13800138000\r\n"


def mail(text: str = LETTER, charset: str = "utf-8", declared: str = "utf-8") -> bytes:
    head = f"From: =?utf-8?B?546L?= <wang1975@example.com>\r\nSubject: x\r\nContent-Type: text/plain; charset={declared}\r\n\r\n"
    return head.encode() + text.encode(charset)


def printed(reading: Reading, width: int = 80) -> str:
    out = io.StringIO()
    Console(file=out, width=width).print(view(reading, "x.eml"))
    return out.getvalue()


def test_a_file_for_a_person(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.eml").write_bytes(mail())
    assert run([tmp_path / "a.eml"], False, None) == 0
    out, progress = capsys.readouterr()
    assert ("老屋在村东头" in out, "138****8000" in out, "13800138000" in out, "wang1975@" in out, progress) == (
        True,
        True,
        False,
        False,
        "",
    )


def test_a_folder_and_an_mbox_show_a_progress_bar(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.eml").write_bytes(mail())
    box = mailbox.mbox(tmp_path / "b.mbox")
    for _ in range(2):
        box.add(mail("字".center(9)))
    box.close()
    assert run([tmp_path], True, None) == 0
    out, progress = capsys.readouterr()
    names = [json.loads(line)["file"].rsplit("/", 1)[1] for line in out.splitlines()]
    assert (names, "读信" in progress) == (["a.eml", "b.mbox#1", "b.mbox#2"], True)


def test_the_bytes_of_an_mbox_stay_as_they_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "b.mbox").write_bytes(b"From a Mon Oct 12 09:12:33 2026\n" + mail(charset="gb18030", declared="nobody-knows") + b"\n")
    run([tmp_path / "b.mbox"], True, None)
    assert "老屋在村东头" in capsys.readouterr().out


def test_another_charset_by_hand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.eml").write_bytes(mail(charset="big5", declared="gb18030", text="老屋在村東頭，門前有一棵槐樹，樹下常坐著乘涼的人。"))
    run([tmp_path / "a.eml"], True, "big5")
    assert "門前有一棵槐樹" in capsys.readouterr().out


def test_a_reason_is_read_to_its_end_on_a_narrow_terminal() -> None:
    reason = "文件已损坏，打不开；请在自己电脑上确认能打开后重新发来"
    shown = printed(Reading(documents=(Document("磨坊记忆与河边的树.docx", "damaged", 37_000, reason=reason),)), 60)
    assert set(reason) <= set(shown)


@pytest.mark.skipif(not GOLDEN.is_dir(), reason="../shared/golden is not there")
def test_every_golden_mail_is_shown_without_private_numbers() -> None:
    knowledge = default_knowledge()
    leaks = []
    for path in sorted(GOLDEN.glob("*.eml")):
        reading = read(path.read_bytes(), knowledge)
        shown = printed(reading, 200).replace(" ", "")
        contact = reading.contact
        private = (*contact.phones, *contact.wechat, *contact.id_numbers, *contact.bank_cards, *contact.emails, *contact.addresses)
        leaks += [(path.stem, len(value)) for value in private if value.replace(" ", "") in shown]
    assert leaks == []
