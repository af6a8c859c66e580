"""Words: a JSON list of short ones that a person edits as one line (「张伟 李娜」), and text cut into them for the search index."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db import models
from wagtail.search import index

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


class SegmentedField(index.SearchField):
    """A field in the search index, its text cut into words; `source` is a method of the page that gives the text.

    Han text without spaces is one long word to SQLite and PostgreSQL (newsroom/search.py). Called "title" it takes the index's title
    column, which weighs more.
    """

    def __init__(self, field_name: str, source: str, **kwargs):
        super().__init__(field_name, **kwargs)
        self.source = source

    def get_value(self, obj):
        from newsroom import search

        return search.words(getattr(obj, self.source)())
