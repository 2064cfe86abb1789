"""Whose it is: the public body that a claim's act belongs to."""

from __future__ import annotations

import re
from functools import lru_cache

from sousveil.find.acts import Act
from sousveil.find.families import PUBLIC_BODIES
from sousveil.find.mention import Mention
from sousveil.find.tables import Tables, one_of

__all__ = ["may_act", "nearest_body", "speaking_of_itself"]

Span = tuple[int, int]
_BESIDE = 5
"""Characters between who announces and the noun of what it did."""


@lru_cache(maxsize=64)
def _of_funds(tables: Tables) -> re.Pattern[str]:
    """What stands behind a body that only paid: "'s homeland security grant", " funds"."""
    naming = tables.language.naming
    funds, owner = one_of(naming.funds), one_of(naming.owner)
    return re.compile(rf"(?:{owner})[^.,;]{{0,40}}\b(?:{funds})\b|\s(?:\w+\s)?(?:{funds})\b")


@lru_cache(maxsize=64)
def _selves(tables: Tables) -> re.Pattern[str]:
    """Pronouns by which a body speaks of itself."""
    return re.compile(rf"(?<!\w)(?:{one_of(tables.plain(tables.language.naming.selves))})(?!\w)", re.IGNORECASE)


def nearest_body(
    inside: list[Mention], taken: list[Span], act: Act, around: list[Mention], tables: Tables, content: str
) -> Mention | None:
    """The body among `inside` that the act most likely belongs to; none of those that only speak (`taken`)."""
    bodies = [
        m
        for m in inside
        if m.section in PUBLIC_BODIES and not any(m.start < end and start < m.end for start, end in taken)
    ]
    longest = [
        m
        for m in bodies
        if not any(o is not m and o.start <= m.start and m.end <= o.end and _size(o) > _size(m) for o in bodies)
    ]
    if not longest:
        return None
    funds = _of_funds(tables)

    def cost(m: Mention) -> tuple[int, int, int]:
        distance = act.start - m.end if m.end <= act.start else (m.start - act.end) + 30
        if act.ident == "supply" and m.start >= act.end:
            # The seller or giver acts; who gets it stands behind.
            distance -= 200
        if act.ident != "supply" and any(o.section == "receivers" and 0 <= m.start - o.end <= 1 for o in around):
            distance += 200
        if any(o.section == "origin" and 0 <= m.start - o.end <= 5 for o in around):
            distance += 400
        if funds.match(content, m.end):
            # "the Bureau's … grant": a fund, not who uses it.
            distance += 400
        proper = m.section == "named_operator" or (content[m.start].isupper() and " " in content[m.start : m.end])
        return (0 if proper and distance < 300 else 1, distance, m.start - m.end)

    return min(longest, key=cost)


def speaking_of_itself(
    speakers: list[Span], act: Act, around: list[Mention], tables: Tables, content: str, states: list[Span]
) -> Mention | None:
    """The body that tells what it did: "the ministry confirmed it had activated 300 cameras".

    `states` are the countries named, which may be the ones that act.
    """
    elides = tables.language.writing != "spaced" or tables.language.order == "verb-final"
    for start, end in speakers:
        bodies = [m for m in around if m.section in PUBLIC_BODIES and m.start < end and start < m.end]
        if not bodies:
            continue
        if elides:
            # The subject is left out where it is who speaks: 警察局表示,将安装; 국방부는 … 설치한다고 밝혔다.
            origins = {o.end for o in around if o.section == "origin"}
            sellers = (m for m in around if m.section in {"named_supplier", "supplier"} and m.start - 1 not in origins)
            others = [*states, *((m.start, m.end) for m in sellers if may_act(m.end, tables, content))]
            # "러시아 모스크바시는": a country right before the body is where it is.
            if act.ident != "supply" and all(s < end and start <= e + 1 for s, e in others):
                return max(bodies, key=_size)
        elif 0 < act.start - end <= _BESIDE:
            # "The ministry announced the installation of": أعلنت الوزارة تركيب
            return max(bodies, key=_size)
        elif tables.language.naming.selves and _selves(tables).search(tables.view(content), end, max(end, act.start)):
            return max(bodies, key=_size)
    return None


def may_act(at: int, tables: Tables, content: str) -> bool:
    """Whether a name that ends at `at` may be a subject, as far as particles tell: 북한이, not 북한에서."""
    grammar = tables.language.grammar
    particles = (*grammar.topics, *(p for p in grammar.subjects if len(p) == 1))
    return not particles or content.startswith(particles, at)


def _size(mention: Mention) -> int:
    return mention.end - mention.start
