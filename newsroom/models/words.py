"""A JSON list of short words that a person edits as one line: 「张伟 李娜」, 「华山、渭河」."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db import models

_BETWEEN = re.compile(r"[\s,，、;；]+")


class WordsFormField(forms.CharField):
    """One line of text; spaces and the Chinese marks for lists part the words."""

    def prepare_value(self, value: Any) -> str:
        return " ".join(value) if isinstance(value, list) else value or ""

    def clean(self, value: Any) -> list[str]:
        return [word for word in _BETWEEN.split(super().clean(value) or "") if word]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != [word for word in _BETWEEN.split(data or "") if word]


class WordsField(models.JSONField):
    """list[str]; [] when empty."""

    def formfield(self, **kwargs):
        return models.Field.formfield(
            self, form_class=WordsFormField, **{k: v for k, v in kwargs.items() if k not in {"encoder", "decoder"}}
        )
