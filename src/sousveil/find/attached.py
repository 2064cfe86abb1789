"""What stands before a noun and belongs to it, where no relative pronoun tells: 认人脸的系统, カメラに, 철조망에.

A verb before "a system" says what the system can do, not that it was done; a thing with a particle of place behind
it is where another thing was put.
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


@lru_cache(maxsize=64)
def _behind(tables: Tables, rule: str) -> re.Pattern[str] | None:
    listed: tuple[str, ...] = getattr(tables.language.sentences, rule)
    words = [word.strip("/") if word.startswith("/") else re.escape(word) for word in tables.plain(listed)]
    return re.compile("|".join(words), re.IGNORECASE) if words else None


def with_features(mentions: list[Mention], content: str, tables: Tables) -> list[Mention]:
    """The mentions, with acts that only say what a thing is for as weak ones: "a system that tells faces apart"."""
    features = _behind(tables, "features")
    if features is None:
        return mentions
    view = tables.view(content)
    return [
        msgspec.structs.replace(m, section="act_weak")
        if m.section == "act" and m.ident in _TOLD and features.match(view, m.end)
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
