"""Mails in files come out as the bytes that went in."""

from __future__ import annotations

import mailbox

from intake.mailbox.files import files, mails

ONE = b"Subject: one\n\nFirst line\n\nFrom here on it is text, because no blank line and date follow? No: this is the trap.\n"
TWO = b"Subject: two\n\nbody\n>From quoted\n"


def test_an_eml_is_its_bytes_without_a_from_line(tmp_path):
    plain, lined = tmp_path / "a.eml", tmp_path / "b.eml"
    plain.write_bytes(TWO)
    lined.write_bytes(b"From - Wed Mar  4 13:06:00 2026\n" + TWO)
    assert [found.raw for path in files(tmp_path) for found in mails(path)] == [TWO, TWO]


def test_an_mbox_gives_its_mails_one_by_one(tmp_path):
    path = tmp_path / "box"
    box = mailbox.mbox(path)
    for raw in (TWO, TWO.replace(b"two", b"three")):
        box.add(raw)
    box.flush()
    found = list(mails(path))
    assert [(mail.index, mail.raw) for mail in found] == [(1, TWO), (2, TWO.replace(b"two", b"three"))]
    assert found[-1].at == path.stat().st_size


def test_an_mbox_with_crlf(tmp_path):
    path = tmp_path / "box"
    crlf = TWO.replace(b"\n", b"\r\n")
    path.write_bytes(b"".join(b"From x Wed Mar  4 13:06:00 2026\r\n" + crlf + b"\r\n" for _ in range(2)))
    assert [mail.raw for mail in mails(path)] == [crlf, crlf]


def test_text_that_begins_with_from_is_not_a_mail(tmp_path):
    path = tmp_path / "box"
    path.write_bytes(b"From x Wed Mar  4 13:06:00 2026\n" + ONE + b"\n")
    assert [mail.raw for mail in mails(path)] == [ONE]


def test_a_folder_gives_eml_mbox_and_maildir_and_nothing_else(tmp_path):
    (tmp_path / "a.eml").write_bytes(TWO)
    (tmp_path / "notes.txt").write_bytes(b"not a mail")
    maildir = mailbox.Maildir(tmp_path / "Maildir")
    maildir.add(TWO)
    (tmp_path / "Maildir" / "dovecot.index").write_bytes(b"\x00")
    assert [path.relative_to(tmp_path).parts[0] for path in files(tmp_path)] == ["Maildir", "a.eml"]
    assert files(tmp_path / "a.eml") == [tmp_path / "a.eml"]
