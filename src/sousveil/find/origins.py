"""Places that tell where goods or their maker come from, and not where they are used."""

from __future__ import annotations

import re

from sousveil.find.mention import Mention
from sousveil.find.tables import Tables
from sousveil.vocabulary.gazetteer_types import Toponym

__all__ = ["is_of_goods"]

_NEAR = {"spaced": 4, "suffixed": 3, "joined": 2}
"""Characters between a place and the company that it is the home of: "China's ZTE", 中国の華為."""
_PAUSE = re.compile(r"[,;:.!?،؛、，。]")
_MAKERS = {"named_supplier", "supplier", "introducing"}


def is_of_goods(toponym: Toponym, mentions: list[Mention], content: str, tables: Tables) -> bool:
    """Whether a place is the origin of goods or the home of a company: "made in China", "la firma china Dahua"."""
    writing = tables.language.writing
    for m in mentions:
        holds = m.start <= toponym.start and toponym.end <= m.end
        before, behind = toponym.start - m.end, m.start - toponym.end
        if m.section == "origin":
            if holds or 0 <= before <= 2 or (writing != "spaced" and 0 <= behind <= 1):
                return True
        elif m.section in _MAKERS and m.ident != "seller":
            if holds and m.section != "named_supplier":
                return True
            if 0 <= behind <= _NEAR[writing] and not _PAUSE.search(content, toponym.end, m.start):
                return True
            if m.section != "named_supplier" and before == 1 and toponym.demonym:
                # "la firma china Dahua": the adjective stands behind.
                return True
    return False
