"""Acts: what a sentence says was done, with plans, bans and denials applied."""

from __future__ import annotations

from bisect import bisect_right

from msgspec import Struct

from sousveil.find.families import DEALS, PUBLIC_BODIES
from sousveil.find.mention import Mention

__all__ = ["Act", "acts_of", "technologies_of"]

_TECHNOLOGY = {"technology", "technology_weak"}
_STRONGER = ("end", "ban", "plan", "suspend", "expand", "research")
"""Modifiers in the order in which they win over each other."""
_OF_DEALS = {"plan", "end", "suspend", "ban"}
"""Acts that may be of a deal: what was planned or stopped may have been a purchase."""
_NEAR_MODIFIER = 60
_FAR_END = 110
"""The same where the verb stands last and an end is put to what the noun of an act begins with."""
_NEAR_DENIAL = 30
_PREFIX = 1
"""Characters of a modifier that is only part of a word and no act by itself: Arabic `س` of the future."""


class Act(Struct):
    """What was done, with the words that say so. `ident` already counts the modifiers in."""

    ident: str
    start: int
    end: int
    clause: int
    weak: bool
    term: str
    inside: bool = False
    """Part of a technology's own words ("intercept calls")."""
    denied: bool = False
    modified: bool = False
    bare: bool = False
    """Only a modifier ("plans for cameras"), without a verb of its own."""
    deal: bool = False
    """The words are of buying or selling, whatever a modifier made of them ("plans to buy")."""

    def owns(self, mention: Mention) -> bool:
        """Whether a word that stands between its own is one of them: "not renew"; in "setzt nicht ein" it is none."""
        apart = "..." in self.term or self.term.startswith("/")
        return self.start <= mention.start and mention.end <= self.end and not (apart and mention.term not in self.term)


def technologies_of(mentions: list[Mention]) -> list[Mention]:
    """The technologies named, the longest words first where they overlap, sorted by place."""
    taken: list[Mention] = []
    candidates = [m for m in mentions if m.section in _TECHNOLOGY]
    for mention in sorted(candidates, key=lambda m: (m.start - m.end, m.section == "technology_weak", m.start)):
        if not any(_hides(other, mention) for other in taken):
            taken.append(mention)
    return sorted(taken, key=lambda m: (m.start, m.end))


def _hides(longer: Mention, mention: Mention) -> bool:
    """ "Surveillance camera" hides "camera"; "face recognition terminal" may stand for two technologies."""
    same = (longer.start, longer.end) == (mention.start, mention.end) and longer.ident != mention.ident
    return _overlap(longer, mention) and mention.ident != "checkpoint" and not same


def _within(mention: Mention, other: Mention) -> bool:
    """Whether the words are part of another's; a hedge that spans a whole clause ("soll … gekauft haben") has none."""
    size, room = mention.end - mention.start, other.end - other.start
    part = size <= room <= size + 15 if other.section == "hedge" else size < room
    return part and other.start <= mention.start and mention.end <= other.end


def _overlap(one: Mention | Act, other: Mention | Act) -> bool:
    return one.start < other.end and other.start < one.end


def acts_of(
    mentions: list[Mention], technologies: list[Mention], starts: list[int], *, verb_final: bool, joined: bool = False
) -> list[Act]:
    """The acts of a sentence whose clauses begin at `starts`, with modifiers and denials applied.

    `joined`: words run together and no form of a verb tells where a plan ends, so that it holds to the end of its
    clause: 将在换发身份证时采集指纹.
    """

    def clause(at: int) -> int:
        return bisect_right(starts, at) - 1

    acts: list[Act] = []
    # "power supply" supplies nothing: an act inside the words of a subject is none.
    subjects = [m for m in mentions if m.section == "hedge" or (m.section == "topics" and m.ident.endswith(".of"))]
    candidates = [m for m in mentions if m.section in {"act", "act_weak"} and not any(_within(m, s) for s in subjects)]
    for m in sorted(candidates, key=lambda m: (m.start - m.end, m.section == "act_weak", m.start)):
        if any(_overlap(m, other) for other in acts) or _is_by_a_body(m, mentions):
            continue
        inside = any(t.start <= m.start and m.end <= t.end for t in technologies)
        weak = m.section == "act_weak" or inside
        # "Stopped selling", "intends to buy": the longer words are still of a deal.
        deal = m.ident in _OF_DEALS and any(
            o.section == "act" and o.ident in DEALS and _within(o, m) for o in candidates
        )
        acts.append(Act(m.ident, m.start, m.end, clause(m.start), weak, m.term, inside, deal=deal or m.ident in DEALS))
    acts.sort(key=lambda a: a.start)
    for modifier in (m for m in mentions if m.section in {"modifier", "leading"}):
        if any(t.start <= modifier.start and modifier.end <= t.end for t in technologies):
            continue
        if any(h.section == "hedge" and h.start <= modifier.start and modifier.end <= h.end for h in mentions):
            # "soll … gekauft haben": hearsay, no plan.
            continue
        _modify(acts, modifier, clause(modifier.start), verb_final=verb_final and modifier.section == "modifier")
    if joined and not verb_final:
        _spread(acts)
    stopping = _ENDING | {"suspend"} if verb_final or joined else _ENDING
    _drop_plans(acts, {clause(t.start) for t in technologies}, stopping)
    acts.sort(key=lambda a: a.start)
    _drop_nouns(acts, technologies, verb_final=verb_final)
    for denial in (m for m in mentions if m.section == "denial"):
        if any(a.owns(denial) for a in acts):
            # "not renew" is an act of its own.
            continue
        _deny(acts, denial, technologies, clause(denial.start), verb_final=verb_final)
    for denying in (m for m in mentions if m.section == "denying"):
        for act in acts:
            if verb_final or act.start >= denying.start:
                act.denied = True
    return acts


_AGENT = 5
"""Characters between "by" and who did it ("the", "its")."""


def _is_by_a_body(act: Mention, mentions: list[Mention]) -> bool:
    """ "Installed by the police": who uses it put it up, and nobody supplied it."""
    if act.section != "act_weak" or act.ident != "supply":
        return False
    behind = {m.section for m in mentions if 0 <= m.start - act.end <= _AGENT}
    return bool(behind & PUBLIC_BODIES) and not behind & {"supplier", "named_supplier"}


def _modify(acts: list[Act], modifier: Mention, clause: int, *, verb_final: bool) -> None:
    same = [a for a in acts if a.clause == clause and not (a.inside and modifier.ident != "plan")]
    form = next((a for a in same if (a.start, a.end) == (modifier.start, modifier.end)), None)
    if form is not None and modifier.ident == "plan" and (form.modified or form.ident != "plan"):
        # The form of the verb itself says so: "comprará", "installera".
        _change(form, modifier.ident)
        return
    if any(a.term.startswith("/") and a is not form and a.owns(modifier) for a in same):
        # "o edital prevê a compra": an act of its own.
        return
    around = next((a for a in same if a.start < modifier.start and modifier.end < a.end and not a.owns(modifier)), None)
    if around is not None:
        # "baut künftig ... aus"; in "legt ihr Vorhaben auf Eis" the plan is what is stopped.
        if modifier.ident != "plan" or around.ident not in _STOPPING:
            _change(around, modifier.ident)
        return
    if verb_final and any(
        a.ident == modifier.ident and a.start <= modifier.start and modifier.end <= a.end for a in same
    ):
        return
    if any(_overlap(a, modifier) and not _is_helper(a, modifier) for a in same):
        # "ban" is an act and a modifier of what follows; the longer reading stands.
        same = [a for a in same if a.start >= modifier.end]
        if not same:
            return
    target = _target(same, modifier, verb_final=verb_final)
    if target is not None and verb_final and modifier.ident == "plan" and target.ident == "end":
        # "will be taken down": 철거하기로 했다, 撤去する方針
        target.ident, target.modified = "plan", True
    elif target is not None:
        _change(target, modifier.ident)
    elif modifier.ident in {"end", "ban", "plan", "expand", "operate"} and modifier.end - modifier.start > _PREFIX:
        weak = modifier.ident in {"expand", "operate"}
        acts.append(Act(modifier.ident, modifier.start, modifier.end, clause, weak, modifier.term, bare=True))


def _is_helper(act: Act, modifier: Mention) -> bool:
    """Whether a weak act is only a part of the modifier: the "is" of متوقف کرده است."""
    return act.weak and not act.inside and modifier.start <= act.start and act.end <= modifier.end


def _spread(acts: list[Act]) -> None:
    for planned in [a for a in acts if a.ident == "plan" and a.modified]:
        for act in acts:
            if act.clause == planned.clause and act.start > planned.start and not act.weak:
                _change(act, "plan")


def _target(acts: list[Act], modifier: Mention, *, verb_final: bool) -> Act | None:
    """The act that a modifier changes: the next one, or the one before where the verb stands last."""
    after = [a for a in acts if 0 <= a.start - modifier.end <= _NEAR_MODIFIER]
    reach = _FAR_END if verb_final and modifier.ident == "end" else _NEAR_MODIFIER
    before = [a for a in acts if 0 <= modifier.start - a.end <= reach]
    strong_after = [a for a in after if not a.weak]
    strong_before = [a for a in before if not a.weak]
    if verb_final and modifier.ident != "expand":
        return max(strong_before or before, key=lambda a: a.end, default=None)
    following = next(iter([*strong_after, *after]), None)
    if following is None and modifier.ident in {"end", "ban", "plan"} and not verb_final:
        return next(iter(strong_before[::-1]), None)
    return following


def _change(act: Act, ident: str) -> None:
    if ident == "expand" and act.ident == "install":
        # "additional cameras were installed"
        act.ident = "expand"
        return
    if ident not in _STRONGER or (ident in {"research", "expand"} and not act.weak):
        return
    rank = _STRONGER.index
    outranked = act.ident in _STRONGER and rank(act.ident) < rank(ident)
    if outranked or (act.ident == "research" and ident not in {"plan", "end", "suspend", "ban"}):
        return
    act.ident, act.modified = ident, True
    if act.weak and not act.inside:
        act.weak, act.bare = False, True


def _drop_plans(acts: list[Act], told: set[int], stopping: set[str]) -> None:
    """A plan that was dropped or banned is one act: "dropped plans to install", 도입 계획을 철회했다.

    It may be dropped in the next clause, where that names no technology: `told` are the clauses that do. `stopping`
    are the acts that drop a plan.
    """
    for last in [a for a in acts if a.ident in stopping and not a.weak and not a.modified]:
        # A delay in the next clause has its own reason: 설치할 계획이나 자금이 부족해 미뤄지고 있다.
        waiting = {last.clause} if last.ident == "suspend" else set()
        plans = [
            a
            for a in acts
            if a is not last and a.ident == "plan" and (a.modified or a.bare)
            and (a.clause == last.clause or (a.clause == last.clause - 1 and last.clause not in told | waiting))
            and min(abs(a.start - last.end), abs(last.start - a.end)) <= _NEAR_MODIFIER
        ]  # fmt: skip
        for plan in plans:
            plan.ident, plan.weak = last.ident, False
        if plans:
            acts.remove(last)


_STOPPING = {"end", "suspend", "ban"}
_RUNNING = {"operate", "install", "research"}
_OBJECT = 6
"""Characters between a verb and the noun of an act that is its object ("the", 을)."""


def _drop_nouns(acts: list[Act], technologies: list[Mention], *, verb_final: bool) -> None:
    """What is stopped is no act of its own: "halted the installation of cameras", 운영을 중단했다."""
    for last in [a for a in acts if a.ident in _STOPPING and not a.weak]:
        for act in [a for a in acts if a is not last and a.ident in _RUNNING | DEALS and a.clause == last.clause]:
            gap = last.start - act.end if verb_final else act.start - last.end
            if not verb_final and gap > 0:
                # "Ended its face recognition trial"
                between = (t for t in technologies if last.end <= t.start and t.end <= act.start)
                gap -= max((t.end - t.start for t in between), default=0)
            # "A trial of face recognition at the station ended", "the contract was cancelled"
            apart = _NEAR_MODIFIER if act.ident == "research" else _OBJECT if act.weak and act.ident in DEALS else -1
            subject = 0 <= last.start - act.end <= apart
            if (subject or 0 <= gap <= _OBJECT) and not act.inside:
                last.deal = last.deal or act.deal
                acts.remove(act)


_ENDING = {"end", "ban"}
_DETERMINER = 16
"""Characters between "no" and the technology that it denies ("not a single")."""


def _deny(acts: list[Act], denial: Mention, technologies: list[Mention], clause: int, *, verb_final: bool) -> None:
    same = [a for a in acts if a.clause == clause]
    if verb_final:
        near = [a for a in same if a.start <= denial.start and denial.start - a.end <= 12]
        chosen = near[-1:]
        if chosen and chosen[0].weak and len(near) > 1 and not near[-2].weak:
            chosen = near[-2:]
    else:
        # "Not one camera is in use": the thing is denied, and with it what is said of it.
        thing = next((t for t in technologies if 0 <= t.start - denial.end <= _DETERMINER), None)
        stop = thing.end if thing else denial.end
        near = [a for a in same if (a.end >= denial.end or _overlap(a, denial)) and a.start - stop <= _NEAR_DENIAL]
        before = [a for a in same if thing and 0 <= denial.start - a.end <= 1]
        if before:
            # "There is no face recognition here"
            near = [*before[-1:], *(a for a in near if before[-1].weak and thing and a.start - thing.end <= _OBJECT)]
        chosen = near[:1]
        strong = [a for a in near if not a.weak]
        held = strong or [a for a in near if a.inside]
        if held and chosen and chosen[0].weak:
            chosen = [*chosen, held[0]]
    for act in chosen:
        act.denied = True
