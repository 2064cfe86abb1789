"""Which kind of claim a predicate or a topic is, by the coding rules."""

from __future__ import annotations

from bisect import bisect_right

from msgspec import Struct

from sousveil.find.acts import Act
from sousveil.find.families import BARRIERS, OF_A_BODY, PUBLIC_BODIES
from sousveil.find.predicates import Predicate
from sousveil.find.tables import Mention
from sousveil.find.topics import Topic

__all__ = ["Reading", "kind_of", "one_programme", "readings_of_topics"]

_SENSORS = {"camera", "thermal-camera"}
"""What belongs to the sensors of a border where it stands beside them."""
_NOT_OF_A_BODY = {"supply", "procure", "research", "install"}
_BEHIND = 8
"""Characters between the last word of a topic and the verb that denies it."""
_COLLECTING = {"operate", "plan", "install", "expand", "procure", "end", "suspend"}


class Reading(Struct):
    """A claim before its slots are filled."""

    kind: str
    technologies: list[Mention]
    act: Act
    clauses: tuple[int, ...]
    inherited: bool = False
    topic: Topic | None = None


def kind_of(predicate: Predicate, mentions: list[Mention], *, border_near: bool) -> Reading | None:
    """The reading of a predicate; null where its technologies make no claim here (a fence far from any border)."""
    technologies = _without_places(predicate.technologies)
    idents = {t.ident for t in technologies}
    act = predicate.act
    border = border_near or any(m.section == "site" and m.ident == "border" for m in mentions)
    if not border and idents - BARRIERS:
        # "Thermal cameras for the airport's fence": far from any border a fence is a place.
        technologies = [t for t in technologies if (t.ident, t.section) != ("physical-barrier", "technology_weak")]
        idents = {t.ident for t in technologies}
    body = any(m.section == "topics" and m.ident == "biometrics.of" for m in mentions)
    if idents == {"checkpoint"} and not border:
        return None
    if idents == {"digital-id"} and not body and all(t.section == "technology_weak" for t in technologies):
        # A card is no surveillance until it holds something of the body or is said to be digital.
        return None
    if (
        idents <= OF_A_BODY
        and act.ident in _NOT_OF_A_BODY
        and all(t.section == "technology_weak" for t in technologies)
    ):
        # A laboratory tests DNA and nobody sells fingerprints; devices and databases have words of their own.
        return None
    sensed = _SENSORS if border else set()
    if idents & BARRIERS and not idents - BARRIERS - sensed - {"signal-jamming", "checkpoint", "other"}:
        if not _is_border_work(idents, act, mentions, border=border):
            return None
        kind = "border-control"
    else:
        kind = _kind(idents, act, mentions, border=border, body=body)
    return Reading(kind, technologies, act, (act.clause,), predicate.inherited)


def _without_places(technologies: list[Mention]) -> list[Mention]:
    """A checkpoint beside what is used at it is a place: "officers at a checkpoint copied phones"."""
    others = [t for t in technologies if t.ident != "checkpoint"]
    return others if {t.ident for t in others} - BARRIERS else list(technologies)


def _is_border_work(idents: set[str], act: Act, mentions: list[Mention], *, border: bool) -> bool:
    soldiers = any(m.section == "guards" or (m.section == "topics" and m.ident.startswith("border")) for m in mentions)
    # Who is to pay for a wall is talk; that it was built is a claim.
    talk = act.ident in {"procure", "supply"} or (act.weak and not act.inside and act.ident != "operate")
    return not talk and (border or soldiers or "electric-fence" in idents)


def _kind(idents: set[str], act: Act, mentions: list[Mention], *, border: bool, body: bool) -> str:
    programme = idents & OF_A_BODY and idents <= OF_A_BODY | {"digital-id", "face-recognition", "other", "camera"}
    tests = {
        "border-control": idents == {"signal-jamming"} and border,
        "law": act.ident == "ban",
        "supply": (act.deal or act.ident in {"supply", "procure"}) and "dna" not in idents,
        "research": act.ident == "research",
        "biometrics": (programme and not _is_device(act, mentions) and _collects(act, mentions))
        or (idents == {"digital-id"} and (body or act.ident in _COLLECTING)),
    }
    return next((kind for kind, holds in tests.items() if holds), "deployment")


def _is_device(act: Act, mentions: list[Mention]) -> bool:
    """Whether a reader or a gate is put up or taken down; what it takes is another claim."""
    return act.ident in {"install", "suspend", "end"} and any(m.section == "device" for m in mentions)


def _collects(act: Act, mentions: list[Mention]) -> bool:
    if act.ident not in _COLLECTING:
        return False
    return any(m.section == "topics" and m.ident == "biometrics.says" for m in mentions) or act.ident != "operate"


def readings_of_topics(
    topics: list[Topic], technologies: list[Mention], acts: list[Act], mentions: list[Mention], starts: list[int],
    about: int,
) -> tuple[list[Reading], set[int]]:  # fmt: skip
    """Claims about laws, informants, borders and limits, and the technologies that they use up (by identity)."""
    readings: list[Reading] = []
    used: set[int] = set()
    for topic in topics:
        if any(_interleave(topic, r.topic) for r in readings if r.topic):
            continue
        if not _stands(topic, technologies, mentions, about):
            continue
        here = [t for t in technologies if bisect_right(starts, t.start) - 1 in topic.clauses]
        taken = [t for t in (here or (technologies if topic.kind == "constraint" else here)) if _fits(topic, t)]
        if topic.kind == "human-surveillance" and not taken:
            taken = [t for t in technologies if t.ident == "informant-network"]
        act = _act(topic, [a for a in acts if a.clause in topic.clauses], mentions)
        used.update(id(t) for t in here)
        readings.append(Reading(topic.kind, taken, act, topic.clauses, topic=topic))
    return readings, used


def _interleave(one: Topic, other: Topic) -> bool:
    first = (min(one.of.start, one.says.start), max(one.of.end, one.says.end))
    second = (min(other.of.start, other.says.start), max(other.of.end, other.says.end))
    return first[0] < second[1] and second[0] < first[1]


def _fits(topic: Topic, technology: Mention) -> bool:
    if topic.kind == "border-control":
        return technology.ident in BARRIERS | {"checkpoint", "signal-jamming"}
    if topic.kind == "human-surveillance":
        return technology.ident == "informant-network"
    return technology.ident not in {"other", "informant-network"}


def _stands(topic: Topic, technologies: list[Mention], mentions: list[Mention], about: int) -> bool:
    """Whether the topic is about surveillance here."""
    sections = {m.section for m in mentions}
    strong = {t.ident for t in technologies if t.section == "technology" and t.ident != "informant-network"}
    watched = "surveillance" in sections
    people = bool(sections & {"state", "target"})
    state = people or bool(sections & PUBLIC_BODIES)
    if topic.kind == "constraint":
        if technologies:
            return bool(strong) or topic.alone or about >= 2 or "site" in sections or state
        if any(m.section == "site" and m.ident == "border" for m in mentions) and _patrols(mentions):
            # "For want of fuel the patrols along the border have ceased"
            return True
        return not topic.alone and ((watched and about >= 1) or about >= 4)
    if topic.kind == "law":
        body = any(t.ident in OF_A_BODY for t in technologies)
        told = bool(strong) or about >= 3 or (body and state)
        return topic.alone or (state and topic.strength >= 3) or (told and topic.strength >= 1)
    if topic.kind == "human-surveillance":
        return topic.alone or watched or state or about >= 3
    # A border: where a fence or a camera is named, the predicate makes the claim.
    named = strong - {"checkpoint", "signal-jamming"} or {t.ident for t in technologies} & BARRIERS
    return not named and (topic.alone or about >= 3)


def _patrols(mentions: list[Mention]) -> bool:
    return any(m.section == "topics" and m.ident == "border-control.says" for m in mentions)


def _act(topic: Topic, acts: list[Act], mentions: list[Mention]) -> Act:
    of, says = sorted((topic.of, topic.says), key=lambda m: m.start)
    idents = {a.ident for a in acts if not a.weak}
    ident = "operate"
    if topic.kind == "constraint":
        ident = "suspend" if idents & {"suspend", "end"} else ident
    elif topic.kind == "law":
        draft = any(m.section == "topics" and m.ident == "law.draft" for m in mentions)
        ident = "end" if "end" in idents else "plan" if draft else "ban" if "ban" in idents else ident
    elif topic.kind == "human-surveillance":
        ident = "expand" if "expand" in idents else ident
    else:
        planned = any(a.ident == "plan" and a.modified and not a.weak for a in acts) and not topic.alone
        steps = ("end", "suspend", "expand")
        ident = next((step for step in steps if step in idents), "plan" if planned else ident)
    # What limits it is affirmed, however many negations say so ("the cameras do not work").
    denied = topic.kind != "constraint" and any(a.denied for a in acts if says.start <= a.end and a.start <= says.end)
    if topic.kind == "human-surveillance" and not acts:
        # "Spying on people it does not do": a noun, and behind it the verb that denies it.
        denied = any(m.section == "denial" and 0 <= m.start - says.end <= _BEHIND for m in mentions)
    return Act(ident, of.start, says.end, topic.clauses[0], weak=False, term=topic.of.term, denied=denied)


def one_programme(readings: list[Reading]) -> list[Reading]:
    """Fingerprints that are taken to issue a card are one programme: the taking is its act."""
    taking = [r for r in readings if r.kind == "biometrics" and {t.ident for t in r.technologies} & OF_A_BODY]
    cards = [r for r in readings if r.kind == "biometrics" and {t.ident for t in r.technologies} == {"digital-id"}]
    for card in cards:
        host = next((r for r in taking if r.act.denied == card.act.denied), None)
        if host is not None and abs(host.act.start - card.act.start) < 90:
            host.technologies = [*card.technologies, *host.technologies]
            readings = [r for r in readings if r is not card]
    return readings
