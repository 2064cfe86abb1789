"""One finding: what it rests on, word for word, how it went on over time, and how to cite it."""

from __future__ import annotations

from itertools import islice

from msgspec import Struct
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sousveil.record.echo import Echo
from sousveil.record.finding import Finding, Origin
from sousveil.record.source import Source
from sousveil.show.beside import beside_finding
from sousveil.show.disputes import disputes_of
from sousveil.show.organisations import known_in_findings
from sousveil.show.origins_in_words import counts_for, interest_phrase, range_phrase
from sousveil.show.present import date_phrase
from sousveil.show.rendering import render
from sousveil.store.case import Case
from sousveil.store.claims import ClaimFilter, StoredClaim

__all__ = ["finding"]

_CLAIMS = 300
"""Claims on one finding's page; the claims table has the others."""
_LIMITED = 20
"""Findings that a constraint bears on, on its page."""


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
    stored = {s.claim.id: s for s in case.claims(ClaimFilter(finding=found.id), limit=_CLAIMS)}
    sources = {source: case.source(source) for source in {s.claim.evidence.source for s in stored.values()}}
    alone = len(found.origins.named) == 1
    lineages = [_lineage(case, origin, stored, sources, alone=alone) for origin in found.origins.named]
    limits, limited = _limits(case, found)
    return render(
        request, "finding.html",
        finding=found, lineages=lineages, sources=sources, known=known_in_findings(case, [found]),
        disputes=disputes_of(case, found, request.app.state.vocabulary), range=range_phrase(found.origins),
        constraints=limits, limited=limited[:_LIMITED], more_limited=len(limited) > _LIMITED,
        context=beside_finding(case, found),
        first=date_phrase(found.first_reported), last=date_phrase(found.last_reported),
        source_count=case.finding_source_counts([found.id]).get(found.id, len(sources)),
        unshown=max(0, len(found.claims) - len(stored)),
    )  # fmt: skip


def _lineage(
    case: Case, origin: Origin, stored: dict[str, StoredClaim], sources: dict[str, Source | None], *, alone: bool
) -> Lineage:
    held = case.source(origin.source) if origin.source else None
    echoes: dict[str, tuple[Echo | None, Source | None]] = {}
    said = []
    for identifier in origin.claims:
        if identifier not in stored:
            continue
        own = stored[identifier].claim.evidence.source
        if own not in echoes:
            echoes[own] = (None, None) if own == origin.source else _echo(case, own, origin)
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


def _echo(case: Case, source: str, origin: Origin) -> tuple[Echo | None, Source | None]:
    """By what a source goes back to an origin, and to which source it points: a link to the origin itself, else the
    strongest that nobody cut."""
    own = [e.echo for e in case.echoes_from(source) if e.state != "cut"]
    best = max(own, key=lambda echo: (_leads_to(echo, origin), echo.score, echo.id), default=None)
    return best, case.source(best.origin_to.source) if best and best.origin_to else None


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
