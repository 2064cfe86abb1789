"""Places that say where a text was written or who wrote it, and not what it tells of."""

from __future__ import annotations

import re
from functools import lru_cache

from sousveil.find.tables import Mention, Tables, one_of
from sousveil.vocabulary.gazetteer_types import Toponym

__all__ = ["is_dateline", "owns_a_voice"]

_OWNED = 12
"""Characters between an owner and the name of its paper: "South Korea's state-run Yonhap"."""


@lru_cache(maxsize=64)
def _dateline(tables: Tables) -> re.Pattern[str]:
    """What closes a dateline behind the name of a place."""
    words = one_of(tables.plain(tables.language.naming.datelines))
    return re.compile(rf"[^\n.。!?]{{0,24}}?(?:[—–]|\.-|=|{words})|\s?\([A-Z]{{2,5}}\)")


_BRACKETED = re.compile(r"[^\n.。!?]{0,24}?[)）】]")
"""The same where a bracket was opened before the place."""


def is_dateline(toponym: Toponym, content: str, tables: Tables) -> bool:
    """ "SEOUL (MW) — …", 【ソウル=MW】, "(서울=연합뉴스)": where the article was written, not what it tells of."""
    content = tables.view(content)
    line = content.rfind("\n", 0, toponym.start) + 1
    opening = content[line : toponym.start]
    if content.startswith(tuple(tables.plain(tables.language.naming.datelines)), toponym.end):
        return True
    if len(opening) > 4 or opening.strip("(（【[ ") != "":
        return False
    if opening and _BRACKETED.match(content, toponym.end):
        return True
    return _dateline(tables).match(content, toponym.end) is not None


def owns_a_voice(toponym: Toponym, mentions: list[Mention], content: str, tables: Tables) -> bool:
    """ "South Korea's Yonhap news agency": the country of an outlet."""
    owner = next((word for word in tables.language.naming.owner if content.startswith(word, toponym.end)), None)
    if owner is None:
        return False
    begin = toponym.end + len(owner)
    return any(m.section == "named_outlet" and begin <= m.start <= begin + _OWNED for m in mentions)
