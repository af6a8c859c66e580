"""A JSON column whose text is encrypted: contacts, ID and card numbers stand in clear nowhere else."""

from __future__ import annotations

import json

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.FIELD_KEYS])


class EncryptedJSONField(models.TextField):
    """Holds JSON; the database sees a Fernet token. The first of settings.FIELD_KEYS writes, any of them reads.

    A token no key opens reads as {"unreadable": true}: a lost key must not take the letter's page down with it.
    """

    def from_db_value(self, value, expression, connection):
        if value is None or value == "":
            return {}
        try:
            return json.loads(_keys().decrypt(value.encode("ascii")))
        except InvalidToken:
            return {"unreadable": True}

    def to_python(self, value):
        return value

    def get_prep_value(self, value):
        if not value:
            return ""
        return _keys().encrypt(json.dumps(value, ensure_ascii=False).encode("utf-8")).decode("ascii")
