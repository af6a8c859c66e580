"""Reads one variable of the environment, or says in one sentence what is wrong with it.

Only laigao.settings calls this. A secret may stand in a file: NAME_FILE=/run/secrets/name is read when NAME is not set.
"""

from __future__ import annotations

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """The variable as text; an empty one counts as not set. With no default, a missing one is an error that names it."""
    if os.environ.get(name, "").strip():
        return os.environ[name].strip()
    if f"{name}_FILE" in os.environ:
        path = Path(os.environ[f"{name}_FILE"])
        try:
            return path.read_text("utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE names {path}, which cannot be read ({error.strerror}).") from None
    if default is None:
        raise ImproperlyConfigured(f"{name} is not set. See .env.example for what it means.")
    return default


def flag(name: str, default: bool = False) -> bool:
    """1/true/yes/on or 0/false/no/off."""
    value = text(name, "1" if default else "0").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; write 1 or 0.")


def number(name: str, default: int, least: int = 0, most: int | None = None) -> int:
    """A whole number within bounds."""
    value = text(name, str(default))
    try:
        found = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}; write a whole number.") from None
    if found < least or (most is not None and found > most):
        bounds = f"at least {least}" if most is None else f"{least} to {most}"
        raise ImproperlyConfigured(f"{name} is {found}; it must be {bounds}.")
    return found


def words(name: str, default: str = "") -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]
