"""One finding: what it rests on, word for word, how it went on over time, and how to cite it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec import Struct
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sousveil.record.claim import Place
from sousveil.record.echo import Echo
from sousveil.record.finding import Finding, Origin
from sousveil.record.judgement import Judgement
from sousveil.record.source import Source
from sousveil.review.blind import visible
from sousveil.show.addresses import address
from sousveil.show.atlas.beside import beside_finding
from sousveil.show.findings.citations import standing_of
from sousveil.show.findings.citing import finding_line
from sousveil.show.findings.disputes import disputes_of
from sousveil.show.findings.track import track_of
from sousveil.show.organisations.organisations import known_in_findings
from sousveil.show.page.rendering import render
from sousveil.show.page.table import csv_answer
from sousveil.show.server.access import asking, may
from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.catalogue import later
from sousveil.show.words.changes import steps_in_words
from sousveil.show.words.origins import counts_for, interest_phrase, range_phrase
from sousveil.show.words.present import date_phrase, place_phrase, source_title
from sousveil.store.case import Case
from sousveil.store.claims.claims import ClaimFilter, StoredClaim
from sousveil.store.findings.finding_index import place_key

__all__ = ["claims_csv", "finding"]

_CLAIMS = 120
"""Claims on one finding's page; the claims table has the others."""
_ORIGINS = 30
"""Origins on its page; the others are counted."""
_LIMITED = 20
"""Findings that a constraint bears on, on its page."""


_HISTORY = 20
"""Decisions and changes that are told on its page."""


_VERDICTS = {
    "accept": later("Accepted"), "reject": later("Rejected"), "edit": later("Corrected"),
    "write": later("Written by hand"), "note": later("Note"), "undo": later("Taken back"),
}  # fmt: skip


class _Sources:
    """Sources of the case, each read once, without what they repeat."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._held: dict[str, Source | None] = {}

    def get(self, identifier: str) -> Source | None:
        """One source, or None."""
        if identifier not in self._held:
            self._held[identifier] = self._case.bare_source(identifier)
        return self._held[identifier]


class Decision(Struct, frozen=True):
    """Somebody's decision about a claim of the finding."""

    words: str
    judgement: Judgement
    claim: StoredClaim | None


class Changed(Struct, frozen=True):
    """A change of the finding, in words."""

    at: str
    log: int
    said: list[str]


class Limit(Struct, frozen=True):
    """Another finding that limits this one, or that this one limits, and why."""

    finding: Finding
    reason: str


class Said(Struct, frozen=True):
    """A claim under an origin: who printed it and by which echo it goes back there."""

    stored: StoredClaim
    source: Source | None
    echo: Echo | None
    to: Source | None


class Quoted(Struct, frozen=True):
    """The same words, once for each source that prints them."""

    said: tuple[Said, ...]


class Lineage(Struct, frozen=True):
    """An origin with the claims that go back to it, the origin's own first."""

    origin: Origin
    held: Source | None
    quoted: tuple[Quoted, ...]
    more: int
    counts_for: str
    """What it counts for beside the others; empty where there are none."""
    interest: str
    """That it is a party, where it is one."""


def finding(case: Case, request: Request) -> Response:
    """One finding: what it rests on, word for word."""
    found = case.finding(request.path_params["id"])
    if found is None:
        raise HTTPException(404, "This case has no such finding. A new build may have joined it with another.")
    stored = {each.claim.id: each for each in case.claims_by_id(_shown_claims(found))}
    sources = _Sources(case)
    alone = len(found.origins.named) == 1
    lineages = [_lineage(case, origin, stored, sources, alone=alone) for origin in found.origins.named[:_ORIGINS]]
    limits, limited = _limits(case, found)
    return render(
        request, "finding.html",
        finding=found, lineages=lineages, known=known_in_findings(case, [found]),
        disputes=disputes_of(case, found, request.app.state.vocabulary), range=range_phrase(found.origins),
        constraints=limits, limited=limited[:_LIMITED], more_limited=len(limited) > _LIMITED,
        context=beside_finding(case, found),
        first=date_phrase(found.first_reported), last=date_phrase(found.last_reported),
        source_count=case.finding_source_counts([found.id]).get(found.id, 0),
        track=track_of(list(stored.values()), sources), decisions=_decisions(case, request, found),
        changes=_changes(case, found), unrecorded=date_phrase(case.unrecorded_until()),
        line=finding_line(found, standing_of(case)), place_key=place_key(found.place), on_map=_on_map(found.place),
        listed=next(iter(case.listed_findings([found.id])), None),
        unshown=max(0, len(found.claims) - len(stored)), more_origins=max(0, len(found.origins.named) - _ORIGINS),
    )  # fmt: skip


_HEADER = (
    "id", "quote", "lang", "kind", "technology", "act", "polarity", "certainty", "operator", "supplier", "place",
    "country", "site_types", "time", "quantity", "unit", "attributed_to", "state", "source", "title", "outlet",
    "published", "url", "start", "end", "text_sha256", "capture_sha256",
)  # fmt: skip


def claims_csv(case: Case, request: Request) -> Response:
    """The claims of a finding as CSV, each with its words and the source that prints them."""
    identifier = request.path_params["id"]
    if case.finding(identifier) is None:
        raise HTTPException(404, "This case has no such finding. A new build may have joined it with another.")

    def rows(lent: Case) -> Iterator[Sequence[object]]:
        for stored in lent.claims(ClaimFilter(finding=identifier)):
            claim, said = stored.claim, stored.claim.evidence
            source = lent.source(said.source)
            quantity = claim.quantity
            yield (
                claim.id, said.quote, said.lang, claim.kind, " ".join(claim.technology), claim.act, claim.polarity,
                claim.certainty, claim.operator.name if claim.operator else None,
                claim.supplier.name if claim.supplier else None, place_phrase(claim.place),
                claim.place.country if claim.place else None, " ".join(claim.site_types), claim.time,
                quantity.value if quantity else None, quantity.unit if quantity else None,
                " < ".join(who.name for who in claim.attributed_to), stored.state, said.source,
                source_title(source) if source else None, source.outlet if source else None,
                source.published if source else None, said.url, said.start, said.end, said.text_sha256,
                source.capture_sha256 if source else None,
            )  # fmt: skip

    return csv_answer(request, f"{identifier}-claims", _HEADER, rows)


def _on_map(place: Place | None) -> str:
    """The address of the map around a place, as near as it is known; empty where the map could not show it."""
    if place is None or (place.lat is None and not place.country):
        return ""
    if place.lat is None or place.lon is None or place.precision == "country":
        return address("/map", country=place.country)
    near = {"site": 8, "city": 7, "district": 6}.get(place.precision or "", 4)
    return address("/map", at=f"{place.lat:.2f},{place.lon:.2f}", zoom=near)


def _shown_claims(found: Finding) -> list[str]:
    """The claims that its page shows: all, or as many of each origin that there is room for."""
    if len(found.claims) <= _CLAIMS:
        return list(found.claims)
    origins = found.origins.named[:_ORIGINS]
    each = max(1, _CLAIMS // max(len(origins), 1))
    return list(dict.fromkeys(claim for origin in origins for claim in origin.claims[:each]))


def _decisions(case: Case, request: Request, finding: Finding) -> list[Decision]:
    """What was decided about its claims, the latest first: what whoever asks may see of it."""
    found = asking(request)
    subjects = dict.fromkeys(entry.subject for entry in case.decisions_about(finding.id, 2 * _HISTORY))
    made = [judgement for subject in subjects for judgement in case.judgements(subject)]
    seen = visible(made, found.visitor.name if found else "", may(request, "lead"))
    claims = {stored.claim.id: stored for stored in case.claims_by_id(list(subjects))}
    latest = sorted(seen, key=lambda judgement: judgement.at, reverse=True)[:_HISTORY]
    return [Decision(_(_VERDICTS.get(each.verdict, each.verdict)), each, claims.get(each.subject)) for each in latest]


def _changes(case: Case, finding: Finding) -> list[Changed]:
    """How the finding changed, the latest first."""
    told = []
    for past in case.finding_past(finding.id, _HISTORY):
        at = case.entry_at(past.log)
        told.append(Changed(date_phrase(at), past.log, steps_in_words(past.before, past.after, finding.id)))
    return told


def _lineage(case: Case, origin: Origin, stored: dict[str, StoredClaim], sources: _Sources, *, alone: bool) -> Lineage:
    held = sources.get(origin.source) if origin.source else None
    echoes: dict[str, tuple[Echo | None, Source | None]] = {}
    said = []
    for identifier in origin.claims:
        if identifier not in stored:
            continue
        own = stored[identifier].claim.evidence.source
        if own not in echoes:
            echoes[own] = (None, None) if own == origin.source else _echo(case, own, origin, sources)
        said.append(Said(stored[identifier], sources.get(own), *echoes[own]))
    said.sort(key=lambda s: (s.stored.claim.evidence.source != origin.source, _published(s), s.stored.claim.id))
    quoted: dict[str, list[Said]] = {}
    for one in said:
        quoted.setdefault(" ".join(one.stored.claim.evidence.quote.split()), []).append(one)
    return Lineage(
        origin, held, tuple(Quoted(tuple(same)) for same in quoted.values()), len(origin.claims) - len(said),
        counts_for(origin, alone=alone), interest_phrase(origin),
    )  # fmt: skip


def _published(said: Said) -> str:
    return (said.source.published if said.source else None) or "9999"


def _echo(case: Case, source: str, origin: Origin, sources: _Sources) -> tuple[Echo | None, Source | None]:
    """By what a source goes back to an origin, and to which source it points: a link to the origin itself, else the
    strongest that nobody cut."""
    own = [e.echo for e in case.echoes_from(source) if e.state != "cut"]
    best = max(own, key=lambda echo: (_leads_to(echo, origin), echo.score, echo.id), default=None)
    return best, sources.get(best.origin_to.source) if best and best.origin_to else None


def _leads_to(echo: Echo, origin: Origin) -> bool:
    if origin.source:
        return echo.origin_to is not None and echo.origin_to.source == origin.source
    return echo.cited is not None and echo.cited.name == origin.cited


def _limits(case: Case, found: Finding) -> tuple[list[Limit], list[Limit]]:
    """What limits a finding, the nearest first, and what it limits itself where it is a constraint."""
    limits = [(case.finding(each.by), each.reason) for each in case.constraints([found.id])]
    limited = (
        [(case.finding(each.finding), each.reason) for each in islice(case.constraints(by=[found.id]), _LIMITED + 1)]
        if found.kind == "constraint"
        else []
    )
    return [Limit(other, why) for other, why in limits if other], [Limit(other, why) for other, why in limited if other]
