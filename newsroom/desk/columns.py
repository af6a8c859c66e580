"""The columns an editor chooses from, with the letters one types to find them: 散文 by sw, sanwen or 散文."""

from __future__ import annotations

from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from newsroom.models import ColumnPage, Draft


@lru_cache(maxsize=512)
def _typed(name: str) -> tuple[str, str]:
    """Initials and full pinyin of a name, lower case."""
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower(), "".join(lazy_pinyin(name)).lower()


def choices() -> list[dict]:
    """Every open column in the order of the navigation: id, name, initials, pinyin. One query."""
    found = ColumnPage.objects.filter(closed=False).order_by("row", "position", "pk").values_list("pk", "title", "row")
    return [{"id": pk, "name": name, "initials": _typed(name)[0], "pinyin": _typed(name)[1], "row": row} for pk, name, row in found]


def suggestions(draft: Draft) -> list[dict]:
    """The three suggestions with their reasons; a name that is no column any more is left out. One query."""
    names = [guess["name"] for guess in draft.columns[:3]]
    ids = dict(ColumnPage.objects.filter(title__in=names, closed=False).values_list("title", "pk"))
    return [
        {
            "id": ids[guess["name"]],
            "name": guess["name"],
            "percent": round(guess["confidence"] * 100),
            "reasons": "；".join(guess.get("reasons") or []),
        }
        for guess in draft.columns[:3]
        if guess["name"] in ids
    ]
