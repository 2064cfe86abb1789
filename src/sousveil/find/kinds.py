"""Which kind of claim a predicate or a topic is, by the coding rules."""

from __future__ import annotations

from bisect import bisect_right

from msgspec import Struct

from sousveil.find.predicates import Act, Predicate
from sousveil.find.tables import Mention
from sousveil.find.topics import Topic

__all__ = ["Reading", "kind_of", "one_programme", "readings_of_topics"]

_BARRIERS = {"physical-barrier", "electric-fence", "border-sensor"}
_BODY = {"fingerprint", "iris", "voiceprint", "dna", "biometric-database"}
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
    technologies = list(predicate.technologies)
    idents = {t.ident for t in technologies}
    act = predicate.act
    at_border = border_near or any(m.section == "site" and m.ident == "border" for m in mentions)
    soldiers = any(
        m.section in {"operator", "named_operator"} and "border" in m.term or m.section == "topics" and m.ident.startswith("border") for m in mentions
    )
    kind = "deployment"
    if idents & _BARRIERS and not idents - _BARRIERS - {"signal-jamming", "checkpoint", "other"}:
        if not (at_border or soldiers or "electric-fence" in idents):
            return None
        kind = "border-control"
    elif idents == {"signal-jamming"} and at_border:
        kind = "border-control"
    elif act.ident == "ban":
        kind = "law"
    elif act.ident in {"supply", "procure"} and not idents & {"dna"}:
        kind = "supply"
    elif act.ident == "research":
        kind = "research"
    elif idents & _BODY and idents <= _BODY | {"digital-id", "face-recognition", "other", "camera"} and _collects(act, mentions):
        kind = "biometrics"
    elif idents == {"digital-id"} and any(m.section == "topics" and m.ident == "biometrics.of" for m in mentions):
        kind = "biometrics"
    elif idents <= {"digital-id"} and act.ident in _COLLECTING:
        kind = "biometrics"
    elif idents <= {"checkpoint"}:
        return None
    return Reading(kind, technologies, act, (act.clause,), predicate.inherited)


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
        if act is None:
            continue
        used.update(id(t) for t in here)
        readings.append(Reading(topic.kind, taken, act, topic.clauses, topic=topic))
    return readings, used


def _interleave(one: Topic, other: Topic) -> bool:
    first = (min(one.of.start, one.says.start), max(one.of.end, one.says.end))
    second = (min(other.of.start, other.says.start), max(other.of.end, other.says.end))
    return first[0] < second[1] and second[0] < first[1]


def _fits(topic: Topic, technology: Mention) -> bool:
    if topic.kind == "border-control":
        return technology.ident in _BARRIERS | {"checkpoint", "signal-jamming"}
    if topic.kind == "human-surveillance":
        return technology.ident == "informant-network"
    return technology.ident not in {"other", "informant-network"}


def _stands(topic: Topic, technologies: list[Mention], mentions: list[Mention], about: int) -> bool:
    """Whether the topic is about surveillance here."""
    strong = [t for t in technologies if t.section == "technology" and t.ident != "informant-network"]
    watched = any(m.section == "surveillance" for m in mentions)
    state = any(m.section in {"state", "operator", "named_operator", "target"} for m in mentions)
    if topic.kind == "constraint":
        watched_site = any(m.section == "site" for m in mentions)
        if topic.alone and not technologies:
            return False
        if technologies:
            return bool(strong) or about >= 2 or watched_site
        return (watched and about >= 1) or about >= 4
    if topic.kind == "law":
        return topic.alone or (state and topic.strength >= 3) or (bool(strong) or about >= 3) and topic.strength >= 1
    if topic.kind == "human-surveillance":
        people = any(m.section in {"state", "target"} for m in mentions)
        return topic.alone or watched or people or about >= 3
    barriers = [t for t in technologies if t.ident in _BARRIERS]
    if any(t.ident not in _BARRIERS | {"checkpoint", "signal-jamming"} for t in strong):
        return False
    if barriers:
        return False
    return topic.alone or about >= 3


def _act(topic: Topic, acts: list[Act], mentions: list[Mention]) -> Act | None:
    of, says = sorted((topic.of, topic.says), key=lambda m: m.start)
    denied = any(a.denied for a in acts if says.start <= a.end and a.start <= says.end)
    clause = topic.clauses[0]

    def act(ident: str) -> Act:
        return Act(ident, of.start, says.end, clause, weak=False, term=topic.of.term, denied=denied)

    idents = {a.ident for a in acts if not a.weak}
    if topic.kind == "constraint":
        denied = False
        return act("suspend" if "suspend" in idents else "operate")
    if topic.kind == "law":
        if "ban" in idents and any(m.section == "technology" for m in mentions):
            return act("ban")
        return act("plan" if any(m.section == "topics" and m.ident == "law.draft" for m in mentions) else "operate")
    if topic.kind == "human-surveillance":
        return act("expand" if "expand" in idents else "operate")
    planned = any(a.ident == "plan" and a.modified and not a.weak for a in acts)
    for ident in ("end", "suspend", "expand", "install"):
        if ident in idents:
            return act(ident)
    if planned and not topic.alone:
        return act("plan")
    return act("operate")


def one_programme(readings: list[Reading]) -> list[Reading]:
    """Fingerprints that are taken to issue a card are one programme: the taking is its act."""
    taking = [r for r in readings if r.kind == "biometrics" and {t.ident for t in r.technologies} & _BODY]
    cards = [r for r in readings if r.kind == "biometrics" and {t.ident for t in r.technologies} == {"digital-id"}]
    for card in cards:
        host = next((r for r in taking if r.act.denied == card.act.denied), None)
        if host is not None and abs(host.act.start - card.act.start) < 90:
            host.technologies = [*card.technologies, *host.technologies]
            readings = [r for r in readings if r is not card]
    return readings
