"""What belongs to a noun: verbs that say what a thing is for, and things that are hosts of others.

认人脸的系统, "software that tells faces apart": such a verb says what the system can do, not that it was done.
カメラに, 철조망에: a thing with a particle of place behind it is where another thing was put.
"""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from sousveil.find.mention import Mention
from sousveil.find.tables import Tables

__all__ = ["with_features", "without_hosts"]

_TOLD = {"operate"}
"""Acts that a thing can be made for."""
_THINGS = {"technology", "technology_weak", "things"}


@lru_cache(maxsize=64)
def _behind(tables: Tables, rule: str) -> re.Pattern[str] | None:
    listed: tuple[str, ...] = getattr(tables.language.sentences, rule)
    words = [word.strip("/") if word.startswith("/") else re.escape(word) for word in tables.plain(listed)]
    return re.compile("|".join(words), re.IGNORECASE) if words else None


def with_features(mentions: list[Mention], content: str, tables: Tables) -> list[Mention]:
    """The mentions, with acts that only say what a thing is for as weak ones: "a system that tells faces apart"."""
    features, relatives = _behind(tables, "features"), _behind(tables, "relatives")
    mentions = _with_participles(mentions, content, tables)
    if features is None and relatives is None:
        return mentions
    view = tables.view(content)
    led: set[int] = set()
    if relatives is not None and any(m.section == "act" and m.ident not in _TOLD for m in mentions):
        # Only beside another act: "police use software that compares faces" says no more than what the verb says.
        found = (relatives.match(view, m.end) for m in mentions if m.section in _THINGS)
        led = {match.end() for match in found if match}
    return [
        msgspec.structs.replace(m, section="act_weak")
        if m.section == "act"
        and m.ident in _TOLD
        and (m.start in led or (features is not None and features.match(view, m.end)))
        else m
        for m in mentions
    ]


_DESCRIBING = {"supply", "procure", "install", "research"}
"""Acts whose participle tells where a thing comes from or stands."""
_OBJECT = 70
"""Characters between a verb and the thing that is its object."""


def _with_participles(mentions: list[Mention], content: str, tables: Tables) -> list[Mention]:
    """The mentions, with participles that describe the object of another verb as weak acts.

    "La police utilise un logiciel vendu par X" says that the police use it; by whom it was sold is its supplier.
    """
    participles = _behind(tables, "participles")
    if participles is None:
        return mentions
    view = tables.view(content)
    acts = [m for m in mentions if m.section == "act"]
    described: set[int] = set()
    for thing in mentions:
        match = participles.match(view, thing.end) if thing.section in {"technology", "technology_weak"} else None
        if match and any(0 <= thing.start - a.end <= _OBJECT for a in acts):
            described.add(match.end())
    return [
        msgspec.structs.replace(m, section="act_weak")
        if m.section == "act" and m.ident in _DESCRIBING and m.start in described
        else m
        for m in mentions
    ]


def without_hosts(technologies: list[Mention], content: str, tables: Tables) -> list[Mention]:
    """The technologies without those that another is put on: "cameras were fitted with face recognition"."""
    onto = _behind(tables, "onto")
    if onto is None or len(technologies) < 2:
        return technologies
    view = tables.view(content)
    last = technologies[-1].start
    return [t for t in technologies if t.start == last or not onto.match(view, t.end)]
