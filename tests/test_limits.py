"""Every bound of reading is a setting of the site, and the example file shows its default."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from intake.model import Limits

ROOT = Path(__file__).resolve().parent.parent


def test_every_limit_is_a_setting_with_its_default():
    shown = dict(re.findall(r"^(LAIGAO_[A-Z_]+)=(\d+)$", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE))
    assert {f.name: int(shown[f"LAIGAO_{f.name.upper()}"]) for f in fields(Limits)} == {f.name: f.default for f in fields(Limits)}


def test_the_settings_are_the_defaults():
    from django.conf import settings

    assert Limits() == settings.LIMITS
