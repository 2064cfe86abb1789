"""Kinds of claim that need no technology: laws, informants, borders, and what limits surveillance."""

from __future__ import annotations

from bisect import bisect_right

from msgspec import Struct

from sousveil.find.tables import Mention

__all__ = ["Topic", "topics_of"]

_ORDER = ("constraint", "law", "human-surveillance", "border-control")


class Topic(Struct, frozen=True):
    """What a sentence says of a subject; `clauses` are those that its words stand in."""

    kind: str
    of: Mention
    says: Mention
    alone: bool
    """The words say it by themselves, without help from the document."""
    strength: int
    """How many different things are said of it."""
    clauses: tuple[int, ...]


def topics_of(mentions: list[Mention], starts: list[int]) -> list[Topic]:
    """The topics of a sentence whose clauses begin at `starts`, in the order in which they are tried."""
    found: list[Topic] = []
    mentions = _outside_denials(mentions)
    for kind in _ORDER:
        of = _of(mentions, f"{kind}.of")
        says = _of(mentions, f"{kind}.says")
        alone = _of(mentions, f"{kind}.alone")
        pair = _pair(of, says)
        if alone:
            first = alone[0]
            second = pair[1] if pair else first
            found.append(_topic(kind, first, second, says, starts, alone=True))
        elif pair:
            found.append(_topic(kind, *pair, says, starts, alone=False))
    return found


def _outside_denials(mentions: list[Mention]) -> list[Mention]:
    """Leaves out what is part of a denial: "stopped short of" lacks nothing."""
    denials = [m for m in mentions if m.section == "denial"]

    def within(m: Mention) -> bool:
        return any(d.start <= m.start and m.end <= d.end and d.end - d.start > m.end - m.start for d in denials)

    return [m for m in mentions if not within(m)] if denials else mentions


def _of(mentions: list[Mention], ident: str) -> list[Mention]:
    return [m for m in mentions if m.section == "topics" and m.ident == ident]


def _pair(of: list[Mention], says: list[Mention]) -> tuple[Mention, Mention] | None:
    pairs = [
        (min(abs(o.start - s.end), abs(s.start - o.end)), o, s)
        for o in of
        for s in says
        if not (o.start <= s.start < o.end or s.start <= o.start < s.end)
    ]
    if not pairs:
        return None
    _, first, second = min(pairs, key=lambda item: (item[0], item[1].start, item[2].start))
    return first, second


def _topic(kind: str, of: Mention, says: Mention, all_says: list[Mention], starts: list[int], *, alone: bool) -> Topic:
    # All that is said of it next to it belongs to it: "faces power cuts, which hinder …".
    held = {bisect_right(starts, of.start) - 1, bisect_right(starts, says.start) - 1}
    for clause in sorted(bisect_right(starts, m.start) - 1 for m in all_says):
        if clause - 1 in held:
            held.add(clause)
    if kind in {"constraint", "law"}:
        # The reason may stand behind: "were grounded, for want of batteries"; so may the law: "... may now be filmed;
        # the law is in force".
        held.update(c for c in {bisect_right(starts, m.start) - 1 for m in all_says} if c + 1 in held)
    clauses = sorted(held)
    strength = len({m.term for m in all_says})
    return Topic(kind, of, says, alone, strength, tuple(range(clauses[0], clauses[-1] + 1)))
