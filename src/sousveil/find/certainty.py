"""How an event is told: as a fact, with doubt or as a plan, or denied. The same words that qualify a claim."""

from __future__ import annotations

from typing import Literal

from sousveil.find.segment import clause_starts
from sousveil.find.tables import Mention, Tables

__all__ = ["Standing", "standing_of"]

Standing = Literal["stated", "hedged", "denied"]
_NEAR = {"denial": 26, "modifier": 34, "unreal": 16, "hedge": 70, "denying": 90}
"""Characters between a qualifying word and the event that it still reaches."""


def standing_of(tables: Tables, sentence: str, start: int, end: int) -> Standing:
    """How `sentence` tells the event that its words `sentence[start:end]` name. A plan counts as hedged."""
    mentions = tables.mentions(sentence, 0, len(sentence))
    starts = clause_starts(tables.orthography.view(sentence), 0, len(sentence), tables.clauses)
    clause = max(s for s in starts if s <= start)
    final = tables.language.order == "verb-final"

    announced = {m.start for m in mentions if m.section == "announced"}

    def reaches(mention: Mention) -> bool:
        if mention.start <= start and end <= mention.end and mention.section != "unreal":
            return False
        if mention.section == "modifier" and mention.start in announced:
            return False
        gap = mention.start - end if final else start - mention.end
        near = 1 if mention.section == "unreal" and mention.end - mention.start <= 2 else _NEAR[mention.section]
        return 0 <= gap <= near and (mention.start >= clause or mention.section == "denying")

    words = [m for m in mentions if m.section in _NEAR and reaches(m)]
    if any(m.section in {"denial", "denying"} for m in words):
        return "denied"
    if any(m.section in {"hedge", "unreal"} or (m.section == "modifier" and m.ident == "plan") for m in words):
        return "hedged"
    return "stated"
