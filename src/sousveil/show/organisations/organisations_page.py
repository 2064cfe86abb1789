"""Organisations: who is named in the claims, and one of them with all that is known and undecided about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec import Struct
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sousveil.record.entity import Entity, NameUse, is_name_key
from sousveil.record.finding import Finding
from sousveil.record.source import Source
from sousveil.resolve.deciding import is_listing_key
from sousveil.show.addresses import address, changed
from sousveil.show.atlas.beside import Sales, sales_between
from sousveil.show.drawing.bars import bars
from sousveil.show.organisations.organisations import known_in_claims, listings_of, owners_of, siblings_of
from sousveil.show.organisations.proposals import Proposal, proposals_of
from sousveil.show.page.choosing import PAGE, asked, chosen, facet, page_of
from sousveil.show.page.rendering import render
from sousveil.show.page.table import csv_answer
from sousveil.show.review import commands as decisions
from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.catalogue import later
from sousveil.show.words.names import known_as
from sousveil.store.case import Case
from sousveil.store.claims.claims import StoredClaim
from sousveil.store.findings.findings import FindingFilter
from sousveil.store.names.entities import MatchFilter
from sousveil.store.names.standings import HAVING, Having, Standing

__all__ = ["organisation", "organisations", "organisations_csv"]

_FINDINGS = 10
_SPOKEN = 5
_PROPOSALS = 5
_SPELLINGS = 200
_TOGETHER = 50
"""Organisations of a download that are read together."""
_NOBODY = Standing()
_HAVING = {"listed": later("On a list"), "maybe": later("May be on a list"), "waiting": later("Names to decide")}


class Row(Struct, frozen=True):
    """An organisation in the list."""

    entity: Entity
    findings: int
    standing: Standing
    others: tuple[NameUse, ...]
    """Spellings other than its name, the most used first, each once."""


class Spelling(Struct, frozen=True):
    """One spelling on an organisation's page, and why it is taken to mean it."""

    use: NameUse
    decided: decisions.Decided | None
    split: str | None
    """The command that takes it away; null for the only name that there is."""


class Findings(Struct, frozen=True):
    """The first findings of an organisation on either side, and how many sources print each."""

    supplied: tuple[Finding, ...]
    operated: tuple[Finding, ...]
    sources: dict[str, int]


class Said(Struct, frozen=True):
    """Claims in which an organisation speaks."""

    spoken: tuple[StoredClaim, ...]
    sources: dict[str, Source | None]
    known: dict[str, str]


def _having(request: Request) -> Having | None:
    return next((name for name in HAVING if name == request.query_params.get("having")), None)


def _search(request: Request) -> tuple[str | None, str | None, list[str]]:
    """Role, name, and entries of the registers that list this very name in a spelling that no claim need have."""
    wanted = asked(request, "role", "q")
    name = wanted.get("q")
    return wanted.get("role"), name, known_as(name) if name else []


def organisations(case: Case, request: Request) -> Response:
    """The list: who is named, in which spellings and roles, how often, and what waits for a decision."""
    role, name, listed = _search(request)
    after = request.query_params.get("after") or None
    found, more = page_of(
        case.entities(role, name=name, or_among=listed, having=_having(request), limit=PAGE + 1, after=after)
    )  # fmt: skip
    facets = [
        facet(request, "role", later("Role"), case.role_counts()),
        facet(request, "having", later("Lists and names"), case.standing_counts(), names=lambda _: _HAVING),
    ]
    return render(
        request, "organisations.html",
        rows=_rows(case, found), facets=facets, chosen=chosen(request, facets), after=after, query=name or "",
        without_query=changed(request, q=None), role=role, total=case.counts().get("entities", 0),
        following=changed(request, after=found[-1].key) if more else None,
    )  # fmt: skip


def _rows(case: Case, found: Sequence[Entity]) -> list[Row]:
    keys = [entity.key for entity in found]
    counts, standing = case.finding_counts("organisation", keys), case.standings(keys)
    return [
        Row(entity, counts.get(entity.key, 0), standing.get(entity.key, _NOBODY), _others(entity)) for entity in found
    ]


def _others(entity: Entity) -> tuple[NameUse, ...]:
    first: dict[str, NameUse] = {}
    for use in entity.names:
        if use.name != entity.name:
            first.setdefault(use.name, use)
    return tuple(first.values())


def organisations_csv(_: Case, request: Request) -> Response:
    """What the list shows, all of it, as CSV; one row an organisation."""
    role, name, listed = _search(request)

    def rows(case: Case) -> Iterator[Sequence[object]]:
        found = case.entities(role, name=name, or_among=listed, having=_having(request))
        while some := list(islice(found, _TOGETHER)):
            for row in _rows(case, some):
                entity, about = row.entity, row.standing
                yield (
                    entity.key, entity.name, " | ".join(use.name for use in row.others), " ".join(entity.roles),
                    entity.country, entity.parent, entity.wikidata, entity.claims, row.findings, about.listed,
                    about.maybe, about.waiting,
                )  # fmt: skip

    header = (
        "key", "name", "other_spellings", "roles", "country", "parent", "wikidata", "claims", "findings",
        "listings_decided", "listings_proposed", "names_proposed",
    )  # fmt: skip
    return csv_answer(request, "organisations", header, rows)


def organisation(case: Case, request: Request) -> Response:
    """One organisation: its names, owners, listings, findings, what it says, and what nobody has decided."""
    key = request.path_params["key"]
    entity = case.entity(key)
    if entity is None:
        raise HTTPException(404, _("No claim of this case names such an organisation. A decision may have joined it."))
    registered = case.registered()
    roles = case.claims_by_role(key)
    tallies = case.tallies("organisation", key)
    proposals, more_proposals = _proposed(case, entity)
    return render(
        request, "organisation.html",
        entity=entity, roles=roles, spellings=_spelled(case, entity)[:_SPELLINGS],
        more_spellings=max(0, len(entity.names) - _SPELLINGS), registered=registered.get(key),
        owners=owners_of(case, entity, registered), siblings=siblings_of(case, entity, registered),
        listed=[(one, decisions.of_match(case, one.stored), decisions.decided(case, one.stored.match.id))
                for one in listings_of(case, key)],
        proposals=proposals, more_proposals=more_proposals, findings=_findings(case, key), said=_said(case, key),
        countries=bars(tallies.get("country", {}), lambda v: address("/findings", organisation=key, country=v)),
        technologies=bars(
            tallies.get("technology", {}), lambda v: address("/findings", organisation=key, technology=v)
        ),
        sales=_sales(case, entity, tallies),
        found=sum(tallies.get("kind", {}).values()), supplies=tallies.get("supplier", {}).get(key, 0),
        operates=tallies.get("operator", {}).get(key, 0),
    )  # fmt: skip


def _spelled(case: Case, entity: Entity) -> list[Spelling]:
    """Every spelling with the decision that put it here. A name that stands alone cannot be split from itself."""
    members = case.identities().members(entity.key)
    by_key: dict[str, decisions.Decided | None] = {}
    for member in members if len(members) > 1 else []:
        for stored in case.matches(MatchFilter(key=member, state="accepted")):
            for side in (stored.match.left, stored.match.right):
                if is_name_key(side) and side not in by_key:
                    by_key[side] = decisions.decided(case, stored.match.id)
    return [
        Spelling(
            use,
            by_key.get(use.key) if use.key != entity.key else None,
            decisions.split_command(case, use.key, entity.key) if use.key != entity.key else None,
        )
        for use in entity.names
    ]


def _proposed(case: Case, entity: Entity) -> tuple[list[Proposal], int]:
    """Names that may mean it, and whom it may mean, the surest first; how many more there are. Listings stand apart."""
    found = {
        stored.match.id: stored
        for member in case.identities().members(entity.key)
        for stored in case.matches(MatchFilter(key=member, state="proposed"))
        if not is_listing_key(stored.match.left) and not is_listing_key(stored.match.right)
    }
    ordered = sorted(found.values(), key=lambda stored: (-stored.match.score, stored.match.id))
    return proposals_of(case, ordered[:_PROPOSALS], quotes=1), max(0, len(ordered) - _PROPOSALS)


def _sales(case: Case, entity: Entity, tallies: dict[str, dict[str, int]]) -> tuple[Sales, ...]:
    """Trade of a supplier's country with the countries where findings name it; nothing for an operator."""
    if not entity.country or entity.key not in tallies.get("supplier", {}):
        return ()
    return sales_between(case, entity.country, list(tallies.get("country", {})), tallies.get("technology", {}))


def _findings(case: Case, key: str) -> Findings:
    supplied = list(case.findings(FindingFilter(supplier=key), limit=_FINDINGS + 1))
    operated = list(case.findings(FindingFilter(operator=key), limit=_FINDINGS + 1))
    sources = case.finding_source_counts([finding.id for finding in (*supplied, *operated)])
    return Findings(tuple(supplied[:_FINDINGS]), tuple(operated[:_FINDINGS]), sources)


def _said(case: Case, key: str) -> Said:
    spoken = tuple(case.claims_by_id(case.examples(key, role="speaker", limit=_SPOKEN)))
    claims = [stored.claim for stored in spoken]
    sources = {claim.evidence.source: case.source(claim.evidence.source) for claim in claims}
    return Said(spoken, sources, known_in_claims(case, claims))
