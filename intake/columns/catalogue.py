"""The columns a new installation starts with, read from columns.toml beside this file."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from intake.model import Column


@cache
def load() -> tuple[Column, ...]:
    """The 55 columns in the order of the navigation. The same value each time; the file is part of the program, so a fault in it raises."""
    table = tomllib.loads(files(__package__).joinpath("columns.toml").read_text("utf-8"))
    return tuple(
        Column(
            name=entry["name"],
            slug=entry["slug"],
            aliases=tuple(entry.get("aliases", ())),
            description=entry.get("description", ""),
            keywords=tuple(entry.get("keywords", ())),
            places=tuple(entry.get("places", ())),
            genres=tuple(entry.get("genres", ())),
            row=entry["row"],
        )
        for entry in table["column"]
    )
