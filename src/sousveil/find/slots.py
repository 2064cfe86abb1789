"""Fills a claim's slots, each with the span of the words behind it."""

from __future__ import annotations

from bisect import bisect_right

import msgspec
from msgspec import Struct

from sousveil.find.attribution import Speaker
from sousveil.find.context import Context
from sousveil.find.dates import moments_in, time_of
from sousveil.find.kinds import Reading
from sousveil.find.moments import Moment
from sousveil.find.operators import may_act, nearest_body, speaking_of_itself
from sousveil.find.places import place_of
from sousveil.find.quantities import quantity_of
from sousveil.find.subsidiaries import part_named, part_of, parts_in
from sousveil.find.suppliers import Named, introduced_by, known
from sousveil.find.tables import Mention, Tables
from sousveil.find.telling import report_times
from sousveil.record.claim import Certainty, Organisation, Place, Quantity
from sousveil.vocabulary.gazetteer_types import Toponym

__all__ = ["Scene", "Slots", "fill"]

Span = tuple[int, int]
_CAMERAS = {"body-camera", "thermal-camera"}
_JOINTS = ",;–—，、；،؛"


class Scene(Struct, frozen=True):
    """What a sentence holds, for all of its claims."""

    start: int
    end: int
    clauses: list[int]
    mentions: list[Mention]
    toponyms: list[Toponym]
    speakers: list[Speaker]
    readings: int

    def clause(self, index: int) -> Span:
        """The span of a clause, without a joining word's white space at its ends."""
        end = self.clauses[index + 1] if index + 1 < len(self.clauses) else self.end
        return self.clauses[index], end

    def clause_at(self, place: int) -> int:
        """The clause that a place stands in."""
        return max(0, bisect_right(self.clauses, place) - 1)


class Slots(Struct, kw_only=True):
    """The values of a claim's slots, and the words behind them."""

    start: int
    end: int
    technology: tuple[str, ...]
    certainty: Certainty
    operator: Organisation | None = None
    supplier: Organisation | None = None
    place: Place | None = None
    site_types: tuple[str, ...] = ()
    target: str | None = None
    time: str | None = None
    reported: str | None = None
    quantity: Quantity | None = None
    attributed_to: tuple[Organisation, ...] = ()
    spans: dict[str, Span] = {}


def fill(reading: Reading, scene: Scene, tables: Tables, context: Context) -> Slots:
    """The slots of one claim of a sentence."""
    content = context.content
    start, end = _quote(reading, scene, content)
    spans: dict[str, Span] = {}
    # What stands outside the sentence altogether was given to it: the head of a table, the words over a list.
    inside = [
        m for m in scene.mentions if (start <= m.start and m.end <= end) or m.end <= scene.start or m.start >= scene.end
    ]
    slots = Slots(start=start, end=end, technology=_technology(reading, spans), certainty="stated", spans=spans)
    spans["act"] = (reading.act.start, reading.act.end)
    hedge = next((m for m in scene.mentions if m.section == "hedge" and _reaches(m, reading, scene)), None)
    if hedge:
        slots.certainty = "hedged"
        spans["certainty"] = (hedge.start, hedge.end)
    slots.attributed_to = tuple(speaker.organisation for speaker in scene.speakers)
    for number, speaker in enumerate(scene.speakers, 1):
        spans["attributed_to" if number == 1 else f"attributed_to.{number}"] = (speaker.start, speaker.end)
    slots.supplier = _supplier(reading, scene, inside, tables, context, spans)
    slots.operator = _operator(reading, scene, inside, tables, context, spans)
    slots.site_types = _sites(inside, spans)
    if not slots.site_types and tables.language.writing != "spaced":
        # A clause goes on where the one before it was: 在图们江沿岸架设铁丝网,并加装摄像头.
        before = [m for m in scene.mentions if scene.start <= m.start and m.end <= start]
        slots.site_types = _sites(before, spans)
    if reading.kind == "border-control" and not slots.site_types:
        border = context.near_border(scene.start)
        if border is not None:
            slots.site_types, spans["site"] = ("border",), border
    target = next((m for m in inside if m.section == "target"), None)
    if target:
        slots.target = target.ident
        spans["target"] = (target.start, target.end)
    telling = _telling(scene, tables, context)
    time = _time(reading, scene, tables, context, telling)
    if time:
        slots.time, spans["time"] = time
    reported = _reported(scene, telling)
    if reported:
        slots.reported, spans["reported"] = reported.value, (reported.start, reported.end)
    counted = quantity_of(tables, content, start, end, reading.technologies)
    if counted:
        slots.quantity, spans["quantity"] = counted
    placed = place_of(
        reading,
        scene.toponyms,
        scene.mentions,
        scene.speakers,
        (start, end),
        tables,
        context,
        spans.get("operator"),
        slots.operator.country if slots.operator else None,
    )
    if placed:
        slots.place, spans["place"] = placed
    return slots


def _time(
    reading: Reading, scene: Scene, tables: Tables, context: Context, telling: list[Moment]
) -> tuple[str, Span] | None:
    """The time in the claim's own clauses; else the one that the sentence opens with."""
    spans = [scene.clause(index) for index in sorted({*reading.clauses, scene.clause_at(reading.act.start)})]
    spans.append(scene.clause(0))
    future = reading.act.ident == "plan"
    reports = [(moment.start, moment.end) for moment in telling]
    for start, end in spans:
        time = time_of(
            tables, context.content, start, end, reading.act.start, context.published, future=future, telling=reports
        )
        if time:
            return time
    return None


def _telling(scene: Scene, tables: Tables, context: Context) -> list[Moment]:
    """The times of a sentence that are those of a statement or report: "said on Monday", "a report of May 2023"."""
    content, start, end = context.content, scene.start, scene.end
    moments = moments_in(tables, content, start, end, context.published)
    return report_times(tables, content, start, end, scene.mentions, moments, context.published)


def _reported(scene: Scene, telling: list[Moment]) -> Moment | None:
    """When the speaker said it: the time of telling that stands nearest to the words for the speaker."""
    if not scene.speakers or not telling:
        return None
    speaker = scene.speakers[0]
    inside = [m for m in telling if scene.start <= m.start < scene.end]
    return min(inside, key=lambda m: (abs(m.start - speaker.start), m.start), default=None)


def _quote(reading: Reading, scene: Scene, content: str) -> Span:
    """The clause, where the sentence makes several claims and the clause names the technology; else the sentence."""
    if scene.readings <= 1 or len(scene.clauses) <= 1:
        return scene.start, scene.end
    places = [reading.act.start, *(t.start for t in reading.technologies if not reading.inherited)]
    first = min(scene.clause_at(place) for place in places)
    last = max(scene.clause_at(place) for place in places)
    start, end = scene.clause(first)[0], scene.clause(last)[1]
    while start < end and (content[start].isspace() or content[start] in _JOINTS):
        start += 1
    while end > start and content[end - 1].isspace():
        end -= 1
    return start, end


def _technology(reading: Reading, spans: dict[str, Span]) -> tuple[str, ...]:
    specific = [t for t in reading.technologies if t.ident != "other"] or reading.technologies
    idents = {t.ident for t in specific}
    if idents & _CAMERAS or (reading.act.ident == "research" and "video-analytics" in idents):
        # "Body cameras were bought, 500 cameras in all", "a program that follows somebody from camera to camera": the
        # bare word says nothing more.
        specific = [t for t in specific if (t.ident, t.section) != ("camera", "technology_weak")]
    if "phone-forensics" in idents:
        # "Search phones with Cellebrite kits": the kit says how.
        specific = [t for t in specific if t.ident != "phone-monitoring"]
    found: dict[str, Span] = {}
    for technology in sorted(specific, key=lambda t: t.start):
        found.setdefault(technology.ident, (technology.start, technology.end))
    for number, span in enumerate(found.values(), 1):
        spans["technology" if number == 1 else f"technology.{number}"] = span
    return tuple(found)


def _reaches(hedge: Mention, reading: Reading, scene: Scene) -> bool:
    if scene.readings <= 1:
        return True
    clause = scene.clause_at(hedge.start)
    return clause in reading.clauses or clause == 0 or (clause == len(scene.clauses) - 1 and scene.readings == 1)


def _supplier(
    reading: Reading, scene: Scene, inside: list[Mention], tables: Tables, context: Context, spans: dict[str, Span]
) -> Organisation | None:
    content = context.content
    taken = {(s.start, s.end) for s in scene.speakers}
    named = [
        m for m in inside if m.section == "named_supplier" and not any(s <= m.start and m.end <= e for s, e in taken)
    ]
    entries = tables.vocabulary.suppliers
    if not named and reading.kind == "supply":
        # "Hikvision said it had not sold …": the seller speaks for itself.
        named = [m for m in inside if m.section == "named_supplier"]
    certain = [m for m in named if not entries[m.ident].common] or named
    if certain:
        best = min(certain, key=lambda m: (entries[m.ident].common, abs(m.start - reading.act.start), m.start - m.end))
        found: Named | None = known(best, tables, content)
        whole = part_named(best, tables, content)
        if found is not None and whole is not None and scene.start <= whole[0] and whole[1] <= scene.end:
            name = msgspec.structs.replace(found.organisation, name=content[whole[0] : whole[1]])
            found = Named(name, *whole)
    elif reading.kind in {"supply", "deployment", "research", "biometrics"}:
        # "Bought from Israel" names a place and no seller.
        taken = {*taken, *((t.start, t.end) for t in scene.toponyms)}
        found = _unknown(reading, scene, inside, taken, tables, context)
    else:
        found = None
    if found is None:
        return None
    spans["supplier"] = (found.start, found.end)
    return found.organisation


def _unknown(
    reading: Reading, scene: Scene, inside: list[Mention], taken: set[Span], tables: Tables, context: Context
) -> Named | None:
    """A company that no register has, as the sentence introduces it; else "the company" and whom it points to."""
    content = context.content
    dealing = reading.kind == "supply" or reading.act.ident in {"procure", "supply"}
    cues = [m for m in inside if m.section == "introducing" and (dealing or m.ident != "seller")]
    found = (introduced_by(cue, scene.mentions, scene.start, scene.end, tables, content) for cue in cues)
    parts = parts_in(reading, (scene.start, scene.end), scene.mentions, tables, content)
    taken = {*taken, *((p.start, p.end) for p in parts)}
    names = [n for n in found if n and not any(n.start < end and start < n.end for start, end in taken)]
    if names:
        whole = [n for n in names if not any(o.start <= n.start and n.end <= o.end and o != n for o in names)]
        return min(whole or names, key=lambda n: (abs(n.start - reading.act.start), n.start))
    if parts:
        part = min(parts, key=lambda p: (abs(p.start - reading.act.start), p.start))
        owner = part_of(part, scene.start, tables, content) or Organisation(name="")
        named = msgspec.structs.replace(owner, name=content[part.start : part.end])
        return Named(named, part.start, part.end)
    generic = next((m for m in inside if m.section == "supplier" and (m.start, m.end) not in taken), None)
    if generic is None:
        return None
    if context.supplier is not None and _points(generic, inside):
        return Named(context.supplier, generic.start, generic.end)
    return Named(Organisation(name=content[generic.start : generic.end]), generic.start, generic.end)


def _points(mention: Mention, inside: list[Mention]) -> bool:
    """Whether the words point to somebody named before: "the company", "the agency"."""
    return any(m.section == "pointing" and m.start <= mention.start and mention.end <= m.end for m in inside)


def _operator(
    reading: Reading, scene: Scene, inside: list[Mention], tables: Tables, context: Context, spans: dict[str, Span]
) -> Organisation | None:
    content = context.content
    taken = [(s.start, s.end) for s in scene.speakers]
    best = nearest_body(inside, taken, reading.act, scene.mentions, tables, content)
    if best is None and reading.act.ident != "supply" and tables.language.writing != "spaced":
        # A clause without a subject has that of the clause before: 당국은 휴대전화를 검사하고 지문을 채취한다.
        earlier = [m for m in scene.mentions if scene.start <= m.start and m.end <= reading.act.start]
        best = nearest_body(earlier, taken, reading.act, scene.mentions, tables, content)
    if best is None:
        states = [
            (t.start, t.end)
            for t in scene.toponyms
            if t.candidates and t.candidates[0].precision == "country" and may_act(t.end, tables, content)
        ]
        best = speaking_of_itself(taken, reading.act, scene.mentions, tables, content, states)
    if best is None:
        return None
    spans["operator"] = (best.start, best.end)
    if _points(best, inside):
        if context.operator is None:
            del spans["operator"]
            return None
        best = context.operator
    entry = tables.vocabulary.operators.get(best.ident) if best.section == "named_operator" else None
    return Organisation(
        name=content[best.start : best.end], ref=entry.id if entry else None, country=entry.country if entry else None
    )


def _sites(inside: list[Mention], spans: dict[str, Span]) -> tuple[str, ...]:
    bodies = [m for m in inside if m.section in {"operator", "named_operator", "named_supplier"}]
    found: dict[str, Span] = {}
    sites = [m for m in inside if m.section == "site"]
    for m in sites:
        if any(b.start <= m.start and m.end <= b.end and b.end - b.start > m.end - m.start for b in bodies):
            continue
        if any(
            o is not m and o.start <= m.start and m.end <= o.end and o.end - o.start > m.end - m.start for o in sites
        ):
            continue
        found.setdefault(m.ident, (m.start, m.end))
    for number, span in enumerate(found.values(), 1):
        spans["site" if number == 1 else f"site.{number}"] = span
    return tuple(found)
