"""The country beyond a border: "along the frontier with Belarus" is told of the country on this side."""

from __future__ import annotations

import re
from functools import lru_cache

from sousveil.find.tables import Tables
from sousveil.vocabulary.gazetteer_types import Toponym

__all__ = ["beyond_borders"]

_NEAR = 40
"""Characters around a place in which its border is spoken of."""


@lru_cache(maxsize=64)
def _borders(tables: Tables) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands right before and behind the name of the country beyond a border."""
    before, behind = (tables.plain(tables.peoples.border.get(side, ())) for side in ("before", "behind"))
    edge = r"(?<!\w)" if tables.language.writing == "spaced" else ""
    return (
        re.compile(rf"{edge}(?:{'|'.join(before) or '(?!)'})\s?$", re.IGNORECASE),
        re.compile("|".join(behind) or "(?!)", re.IGNORECASE),
    )


def beyond_borders(toponyms: list[Toponym], content: str, tables: Tables) -> set[int]:
    """The starts of the places whose border is spoken of from the other side, in a text that names another country,
    too. Where both sides stand at the border ("the border of X and Y"), neither is beyond it."""
    before, behind = _borders(tables)
    view = tables.view(content)
    at_border = {
        t.start
        for t in toponyms
        if t.candidates
        and t.candidates[0].precision == "country"
        and (before.search(view, max(0, t.start - _NEAR), t.start) or behind.match(view, t.end))
    }
    return {
        t.start
        for t in toponyms
        if t.start in at_border
        and any(o.start not in at_border and _country(o) not in (None, _country(t)) for o in toponyms)
    }


def _country(toponym: Toponym) -> str | None:
    return toponym.candidates[0].country if toponym.candidates else None
