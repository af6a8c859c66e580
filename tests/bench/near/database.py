"""The database parts of tests.bench.copies: recall, false hits and time, through newsroom.copying."""

from __future__ import annotations

import os
import random
import statistics
import time
from collections import Counter
from datetime import UTC, datetime

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laigao.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from newsroom import copying  # noqa: E402
from newsroom.models import CopyKey, CopyText, Draft, Letter  # noqa: E402
from tests.bench.copies import FORMS, POEM_FORMS, chosen, table  # noqa: E402

AT = datetime(2026, 3, 4, tzinfo=UTC)
BATCH = 2_000
TIMED = 300
ME, SOMEBODY = "me@example.com", "somebody@example.org"


class Unmigrated:
    """Tables straight from the models: the bench needs them in seconds."""

    def __contains__(self, app: str) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


def measure(engine: str, works: list, sizes: list[int]) -> None:
    settings.MIGRATION_MODULES = Unmigrated()
    settings.DEBUG = False
    call_command("migrate", run_syncdb=True, verbosity=0)
    originals, poems, others = chosen()
    for text in [*originals, *poems]:
        copying.index(saved(text, ME))
    filled: Counter = Counter()
    done = 0
    for size in sorted(sizes):
        fill(works[done:size], filled)
        done = size
        print(f"### {engine}, {size:,} works\n")
        times(works[:size])
        recall(originals, poems, others)
        false_hits(others, works[:size])
        plan()


def saved(text: str, address: str) -> Draft:
    letter = Letter.objects.create(
        number=f"LG-{Letter.objects.count()}", sha256=f"{Letter.objects.count():064}", size=1, received_at=AT, sender_address=address
    )
    return Draft.objects.create(letter=letter, text=text, received_at=AT)


def unsaved(text: str, address: str = ME) -> Draft:
    return Draft(letter=Letter(sender_address=address), text=text)


def fill(works: list, filled: Counter) -> None:
    """Rows as copying.index would write them, many at once: the cap of a key is kept."""
    for start in range(0, len(works), BATCH):
        part = works[start : start + BATCH]
        first = Letter.objects.count()
        letters = Letter.objects.bulk_create(
            [
                Letter(
                    number=f"LG-{first + n}", sha256=f"{first + n:064}", size=1, received_at=AT, sender_address=f"{first + n}@example.net"
                )
                for n in range(len(part))
            ]
        )
        drafts = Draft.objects.bulk_create(
            [Draft(letter=letter, text=text, received_at=AT) for letter, (text, _b) in zip(letters, part, strict=True)]
        )
        rows = CopyText.objects.bulk_create([CopyText(draft=draft, scheme=1, digest=f"{draft.pk:064}", compared=True) for draft in drafts])
        keys = []
        for row, (_text, bands) in zip(rows, part, strict=True):
            for band, found in bands.items():
                for key in found:
                    filled[band, key] += 1
                    if filled[band, key] <= copying.MOST_A_KEY:
                        keys.append((row.pk, band, key))
        put(keys)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def put(keys: list[tuple[int, int, int]]) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor, cursor.copy("COPY newsroom_copykey (text_id, band, key) FROM STDIN") as copy:
            for row in keys:
                copy.write_row(row)
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany("INSERT INTO newsroom_copykey (text_id, band, key) VALUES (%s, %s, %s)", keys)


def times(works: list) -> None:
    """Look-up of works that are there (each finds itself and its likes), and writing of new ones; wall and CPU of this process."""
    dice = random.Random(5)
    sample = dice.sample(works, TIMED)
    copying.find(unsaved(sample[0][0]))
    rows = [["look-up", *timed([lambda text=text: copying.find(unsaved(text)) for text, _bands in sample])]]
    drafts = [saved(text[::-1], "new@example.com") for text, _bands in sample]
    rows.append(["writing", *timed([lambda draft=draft: copying.index(draft) for draft in drafts])])
    Letter.objects.filter(sender_address="new@example.com").delete()
    rows.append(["keys a work", f"{CopyKey.objects.count() / CopyText.objects.count():.0f}", "", "", ""])
    rows.append(["table and index", f"{disk() / 1e6:,.0f} MB", "", "", ""])
    table(["", "median ms", "p95 ms", "longest ms", "CPU ms"], rows)


def timed(calls: list) -> list[str]:
    cpu, walls = time.process_time(), []
    for call in calls:
        begun = time.perf_counter()
        call()
        walls.append((time.perf_counter() - begun) * 1000)
    spent = (time.process_time() - cpu) * 1000 / len(calls)
    walls.sort()
    return [f"{statistics.median(walls):.1f}", f"{walls[int(len(walls) * 0.95)]:.1f}", f"{walls[-1]:.1f}", f"{spent:.1f}"]


def disk() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size('newsroom_copykey')")
        else:
            cursor.execute("SELECT SUM(pgsize) FROM dbstat WHERE name LIKE 'newsroom_copykey%' OR name LIKE 'copy_key%'")
        return cursor.fetchone()[0]


def recall(originals: list[str], poems: list[str], others: list[str]) -> None:
    """How many of the changed texts find their original, and under which name; by the same author and by another."""
    prose = [text for text in others if len(text) >= 600]
    rows = []
    for name, change in FORMS.items():
        cells = [of(originals, change, prose, ME), of(originals, change, prose, SOMEBODY)]
        cells.append(of(poems, change, prose, ME) if name in POEM_FORMS else ("", ""))
        rows.append([name, *(cell for pair in cells for cell in pair)])
    head = ["changed", "found", "called", "by another author", "called", "poems", "called"]
    table(head, rows)


def of(known: list[str], change, prose: list[str], address: str) -> tuple[str, str]:
    dice, kinds = random.Random(9), Counter()
    for n, text in enumerate(known):
        found = copying.find(unsaved(change(text, dice, prose[n % len(prose)]), address))
        kinds[next((one.kind for one in found if one.other.text == text), None)] += 1
    hits = sum(number for kind, number in kinds.items() if kind)
    called = ", ".join(f"{kind} {100 * number / len(known):.0f}" for kind, number in kinds.most_common() if kind)
    return f"{100 * hits / len(known):.1f} %", called


def false_hits(others: list[str], works: list) -> None:
    """Texts that were never sent before: real ones, and made ones that are there already and should find themselves only."""
    rows = []
    for name, queries, own in (("real texts never indexed", others, 0), ("made works, but for themselves", [w[0] for w in works[:300]], 1)):
        kinds: Counter = Counter()
        for text in queries:
            found = [one for one in copying.find(unsaved(text, SOMEBODY)) if not (own and one.other.text == text)]
            kinds.update("flag" if copying.is_flagged(one) else "excerpt" for one in found)
        rows.append([name, len(queries), f"{kinds['flag'] / len(queries):.3f}", f"{kinds['excerpt'] / len(queries):.3f}"])
    table(["queries", "number", "false flags a query", "false excerpts a query"], rows)


def plan() -> None:
    """What the database does for a look-up."""
    keys = list(CopyKey.objects.order_by().values_list("key", flat=True)[:48])
    rows = CopyKey.objects.filter(band=0, key__in=keys).values_list("key", "text_id")
    print("    " + " / ".join(line.strip() for line in rows.explain().splitlines() if "key" in line)[:160] + "\n", flush=True)
