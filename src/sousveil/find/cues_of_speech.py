"""The words of a sentence by which somebody speaks: "said", "according to", "según contó"."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from sousveil.find.mention import Mention
from sousveil.find.tables import Tables, one_of

__all__ = ["AFTER", "BEFORE", "FIRST", "cues_of"]

AFTER = "after"
"""The speaker stands before the cue: "said"."""
BEFORE = "before"
"""The speaker stands behind the cue: "according to"."""
FIRST = "verb-first"
"""The cue ends with a verb whose subject follows: "según contó"."""


@lru_cache(maxsize=64)
def _between(tables: Tables) -> re.Pattern[str]:
    """What stands between "according to" and the verb of one clause: "ce qu'", "lo que", "o que"."""
    grammar = tables.language.grammar
    words = one_of((*grammar.relatives, *grammar.articles, *grammar.persons, *grammar.adverbs))
    return re.compile(rf"\s*(?:(?:{words}|\w{{1,2}})(?:['’]|\s+)){{0,4}}", re.IGNORECASE)


def cues_of(tables: Tables, content: str, mentions: list[Mention]) -> list[Mention]:
    """The cues of one sentence, in order; "according to what … said" is one cue, and hearsay is none."""
    hedges = [m for m in mentions if m.section == "hedge"]
    # "said to have", 據說: hearsay, and nobody who says it.
    cues = [
        m
        for m in mentions
        if m.section == "attribution"
        and m.ident in {BEFORE, AFTER}
        and not any(h.start <= m.start and m.end <= h.end and h.end - h.start > m.end - m.start for h in hedges)
    ]
    # Two spellings of one cue are one: "selon", "Selon".
    cues = list({(m.start, m.end, m.ident): m for m in reversed(cues)}.values())[::-1]
    cues = [m for m in cues if not _compares(m, cues, tables, content)]
    # حسبما أفاد: the verb of "according to what … said" has its speaker behind it.
    leading = [m for m in cues if m.ident == BEFORE]
    cues = [m for m in cues if m.ident == BEFORE or not any(o.start < m.start and m.end <= o.end for o in leading)]
    return _verbs_first(cues, tables, content)


def _compares(cue: Mention, cues: list[Mention], tables: Tables, content: str) -> bool:
    """Whether the cue only compares, because no verb of saying closes its clause: "so viele wie zuvor"."""
    if content[cue.start : cue.end].lower() not in tables.language.grammar.comparing:
        return False
    return not any(
        m.ident == AFTER and m.start >= cue.end and ";" not in content[cue.end : m.start]
        and content.count(",", cue.end, m.start) in {0, 2}
        for m in cues
    )  # fmt: skip


def _verbs_first(cues: list[Mention], tables: Tables, content: str) -> list[Mention]:
    if tables.language.writing != "spaced" or tables.language.order == "verb-final":
        return cues
    joined: list[Mention] = []
    for cue in cues:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.ident == BEFORE
            and cue.ident == AFTER
            and before.end <= cue.start
            and _between(tables).fullmatch(content, before.end, cue.start)
        ):
            joined[-1] = msgspec.structs.replace(before, end=cue.end, ident=FIRST)
        else:
            joined.append(cue)
    return joined
