"""Numbers, leases, encrypted fields, the vault."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from newsroom import leases, vault
from newsroom.models import Counter, Letter
from newsroom.states import LetterState


def a_letter(**fields) -> Letter:
    count = Letter.objects.count() + 1
    given = {"number": f"LG-2026-{count:06}", "sha256": f"{count:064x}", "size": 1, "received_at": timezone.now()}
    return Letter.objects.create(**given | fields)


@pytest.mark.django_db
def test_each_number_is_given_once():
    assert [Counter.next_of("LG-2026") for _ in range(3)] == [1, 2, 3]
    assert Counter.next_of("LG-2027") == 1


@pytest.mark.django_db
def test_a_row_is_claimed_by_one():
    letter = a_letter()
    assert leases.claim(Letter, letter.pk, LetterState.KEPT)
    assert not leases.claim(Letter, letter.pk, LetterState.KEPT)
    letter.refresh_from_db()
    assert letter.attempts == 1


@pytest.mark.django_db
def test_a_lease_that_ran_out_is_free_again():
    letter = a_letter(lease_until=timezone.now() - timedelta(seconds=1), attempts=1)
    assert leases.claim(Letter, letter.pk, LetterState.KEPT)
    letter.refresh_from_db()
    assert letter.attempts == 2


@pytest.mark.django_db
def test_contacts_are_not_in_clear_in_the_database():
    letter = a_letter(contact={"phones": ["13991390000"]})
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact FROM newsroom_letter")
        assert "13991390000" not in cursor.fetchone()[0]
    assert Letter.objects.get(pk=letter.pk).contact == {"phones": ["13991390000"]}


def test_the_vault_keeps_bytes_privately_and_once():
    digest = vault.put("来稿".encode())
    assert (vault.get(digest), vault.put("来稿".encode())) == ("来稿".encode(), digest)
    from django.core.files.storage import storages

    path = storages["private"].path(f"{digest[:2]}/{digest[2:4]}/{digest}")
    import os

    assert os.stat(path).st_mode & 0o777 == 0o600


def test_a_changed_file_is_noticed():
    digest = vault.put(b"one")
    from django.core.files.storage import storages

    path = storages["private"].path(f"{digest[:2]}/{digest[2:4]}/{digest}")
    with open(path, "wb") as handle:
        handle.write(b"two")
    with pytest.raises(ValueError, match="has changed"):
        vault.get(digest)


def test_many_writers_of_one_file_leave_one_whole_file(tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    from django.core.files.storage import storages

    data = "来稿".encode() * 200_000
    with ThreadPoolExecutor(8) as pool:
        digests = set(pool.map(vault.put, [data] * 16))
    (digest,) = digests
    folder = tmp_path / "private" / digest[:2] / digest[2:4]
    assert ([path.name for path in folder.iterdir()], vault.get(digest)) == ([digest], data)
    assert [path.stat().st_mode & 0o777 for path in (folder, folder.parent, folder.parent.parent)] == [0o700] * 3
    (folder / digest).write_bytes(data[:100])  # torn
    assert (storages["private"].size(f"{digest[:2]}/{digest[2:4]}/{digest}"), vault.put(data)) == (100, digest)
    assert vault.get(digest) == data
