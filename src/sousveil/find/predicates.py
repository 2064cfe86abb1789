"""Predicates: which act governs which technology.

One predicate makes one claim: the technologies that share an act share the claim.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from copy import copy

from msgspec import Struct

from sousveil.find.acts import Act
from sousveil.find.families import DEALS, OF_A_BODY
from sousveil.find.mention import Mention
from sousveil.vocabulary.terms import Writing

__all__ = ["Predicate", "predicates_of", "takes_up"]

_PASSED_ON = {"procure", "supply", "install", "expand", "suspend", "end", "plan", "ban"}
"""Acts that a sentence may say of a technology that it named with another act before."""
_OTHER_CLAUSE = 400
_WEAK = 150


class Predicate(Struct):
    """An act with its technologies. `inherited` where they were named with an act before it."""

    act: Act
    technologies: list[Mention]
    inherited: bool = False


def predicates_of(
    content: str, technologies: list[Mention], acts: list[Act], pronouns: list[Mention], starts: list[int],
    things: list[Mention], joint: re.Pattern[str], *, verb_final: bool, elides: bool,
) -> list[Predicate]:  # fmt: skip
    """Each technology under the act that governs it, and acts that take up technologies named before.

    `things` are nouns such as "a tool", which a participle may follow: "with a tool bought from …".
    `joint` matches what may stand between two verbs with one object. `elides`: the language leaves out an object that
    was named (Korean, Japanese, Chinese).
    """
    if not acts or not technologies:
        return []
    grouped: dict[int, list[Mention]] = {}
    for technology in technologies:
        clause = bisect_right(starts, technology.start) - 1
        costs = [_cost(act, technology, clause, verb_final) for act in acts]
        index = costs.index(min(costs))
        grouped.setdefault(index, []).append(technology)
    predicates = [Predicate(acts[index], grouped[index]) for index in sorted(grouped)]
    governing = {id(p.act) for p in predicates}
    for predicate in predicates:
        predicate.act = _studied(predicate.act, acts, governing)
    merged = _merged(predicates, apart=elides)
    return sorted(
        merged + _inherited(content, merged, acts, pronouns, things, joint, elides=elides), key=lambda p: p.act.start
    )


def _cost(act: Act, technology: Mention, clause: int, verb_final: bool) -> float:
    if act.start >= technology.end:
        distance: float = act.start - technology.end
        if not verb_final:
            distance *= 1.3
    elif technology.start >= act.end:
        distance = technology.start - act.end
        if verb_final:
            distance = distance * 3 + 40
    else:
        distance = 0
    return distance + _OTHER_CLAUSE * abs(act.clause - clause) + (_WEAK if act.weak else 0)


def _speaks_of_another(one: Predicate, other: Predicate) -> bool:
    """Whether two clauses each tell of a thing of their own."""
    named = {t.ident for t in one.technologies}
    return one.act.clause != other.act.clause and named.isdisjoint(t.ident for t in other.technologies)


def _studied(act: Act, acts: list[Act], governing: set[int]) -> Act:
    """ "Developed an algorithm, which finds people in a crowd": what it can do is what was developed."""
    if act.ident != "operate" or act.modified or act.denied:
        return act
    before = [a for a in acts if a.ident == "research" and not a.weak and a.clause == act.clause - 1]
    return before[-1] if before and id(before[-1]) not in governing else act


def _merged(predicates: list[Predicate], *, apart: bool) -> list[Predicate]:
    """Acts of one kind in neighbouring clauses say one thing: they share a claim.

    `apart`: the language strings whole sentences together with commas.
    """
    out: list[Predicate] = []
    for predicate in predicates:
        same = next(
            (
                p
                for p in out
                if p.act.ident == predicate.act.ident
                and (p.act.term == predicate.act.term or p.act.weak or predicate.act.weak)
                and p.act.denied == predicate.act.denied
                and abs(p.act.clause - predicate.act.clause) <= 1
                and not (apart and _speaks_of_another(p, predicate))
                and not _of_bodies_and_devices(p, predicate)
            ),
            None,
        )
        if same is None:
            out.append(predicate)
        else:
            same.technologies.extend(predicate.technologies)
            if same.act.weak and not predicate.act.weak:
                same.act = predicate.act
    strong = [p for p in out if not p.act.weak]
    if not strong:
        return out
    kept: list[Predicate] = []
    for predicate in out:
        act, goods = predicate.act, _of_the_goods(predicate, strong)
        reach = 1 if act.inside and not apart else 0
        near = [
            p
            for p in strong
            if abs(p.act.clause - act.clause) <= reach
            and (p.act.denied or not act.denied)
            and not _of_bodies_and_devices(p, predicate)
        ]
        if goods is not None:
            kept.append(goods)
        elif act.weak and near:
            # "installed cameras with face recognition", "…, to record number plates": the weak adds to the strong.
            near[-1].technologies.extend(predicate.technologies)
        else:
            kept.append(predicate)
    return kept


def _of_bodies_and_devices(one: Predicate, other: Predicate) -> bool:
    """Clauses of which one takes something of the body: "fingerprints are taken; a device reads the phones"."""
    if one.act.clause == other.act.clause:
        return False
    # A checkpoint is where it is done.
    first, second = ({t.ident for t in p.technologies} - {"checkpoint"} for p in (one, other))
    return (first <= OF_A_BODY and not second & OF_A_BODY) or (second <= OF_A_BODY and not first & OF_A_BODY)


_FEATURES = {"face-recognition", "video-analytics", "thermal-camera", "plate-recognition"}


def _of_the_goods(predicate: Predicate, strong: list[Predicate]) -> Predicate | None:
    """ "… were imported, and some recognise faces": what another clause says of goods belongs to the deal."""
    act = predicate.act
    deals = [p for p in strong if p.act.ident in DEALS and p.act.clause < act.clause]
    if not deals or not act.weak:
        return None
    deal = deals[-1]
    new = {t.ident for t in predicate.technologies} - {t.ident for t in deal.technologies}
    if not new or new - _FEATURES:
        return None
    told = copy(act)
    told.ident, told.denied, told.weak = deal.act.ident, deal.act.denied, False
    return Predicate(told, [*deal.technologies, *predicate.technologies])


def _inherited(
    content: str, predicates: list[Predicate], acts: list[Act], pronouns: list[Mention], things: list[Mention],
    joint: re.Pattern[str], *, elides: bool,
) -> list[Predicate]:  # fmt: skip
    governed = {id(p.act) for p in predicates}
    said = {(p.act.ident, p.act.denied) for p in predicates}
    out: list[Predicate] = []
    for act in acts:
        if act.weak or id(act) in governed or act.ident not in _PASSED_ON or (act.ident, act.denied) in said:
            continue
        before = [p for p in predicates if p.act.start < act.start]
        source = before[-1] if before else predicates[0]
        first, second = sorted((source.act, act), key=lambda a: a.start)
        between = content[first.end : second.start]
        coordinate = bool(joint.fullmatch(between)) and not source.act.weak
        taken_up = any(
            act.start <= p.start <= act.end + 40
            or (
                act.clause == source.act.clause + 1
                and p.end <= act.start
                and act.start - p.end < 25
                and p.start > source.act.end
            )
            for p in pronouns
        ) or any(0 <= act.start - t.end <= 1 for t in things)
        if act.denied and act.ident == "plan" and source.act.ident in {"end", "suspend"}:
            # "… and has no plan to revive it": it stays ended.
            continue
        if coordinate or (before and (taken_up or (elides and not source.act.weak))):
            out.append(Predicate(act, source.technologies, inherited=True))
            said.add((act.ident, act.denied))
    return out


_POINTING = {"spaced": (4, 8), "suffixed": (3, 4), "joined": (2, 3)}
"""Characters of the shortest words that point back at the start of a sentence, and of those that do anywhere in it."""


def takes_up(before: list[Mention], acts: list[Act], mentions: list[Mention], writing: Writing = "spaced") -> bool:
    """Whether a sentence that names no technology speaks of those of the sentence before.

    It does where a pronoun or "the system" stands in it, or a company that does business, and it says an act.
    """
    if not before or not acts:
        return False
    begin = min(m.start for m in mentions)
    short, sure = _POINTING[writing]
    pronoun = any(
        m.section == "pronouns" and m.end - m.start >= short and (m.start - begin < 30 or m.end - m.start >= sure)
        for m in mentions
    )
    company = any(m.section == "named_supplier" for m in mentions)
    strong = [a for a in acts if not a.weak and a.ident != "research"]
    dealt = [a for a in strong if a.ident in {"procure", "supply", "install", "expand", "end"}]
    return (company and bool(dealt)) or (pronoun and bool(strong))
