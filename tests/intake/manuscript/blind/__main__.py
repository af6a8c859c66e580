"""Writes the blind mails as NAME.eml and NAME.json into a folder: python -m tests.intake.manuscript.blind FOLDER."""

import json
import sys
from pathlib import Path

from tests.intake.manuscript.blind import letters, literary, reports, second

folder = Path(sys.argv[1])
which = {**second.CASES} if "second" in sys.argv else {**literary.CASES, **reports.CASES, **letters.CASES}
folder.mkdir(parents=True, exist_ok=True)
for name, case in which.items():
    raw, want = case()
    (folder / f"{name}.eml").write_bytes(raw)
    (folder / f"{name}.json").write_text(json.dumps(want, ensure_ascii=False, indent=1), "utf-8")
