"""The lists of a case: what can be asked of each, and how its records are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct

from sousveil.errors import UsageError
from sousveil.record.claim import ACTS, KINDS, SITE_TYPES, TECHNOLOGIES
from sousveil.record.echo import ECHO_TYPES
from sousveil.record.entity import MATCH_METHODS
from sousveil.record.gap import GAP_KINDS
from sousveil.record.judgement import CLAIM_STATES
from sousveil.record.rows import claim_row, drop_row, echo_row, entity_row, finding_row, gap_row, match_row, source_row
from sousveil.review.gaps import OF_FINDINGS, list_gaps, newest_day, with_suggestions
from sousveil.show.api import shapes
from sousveil.show.api.asking import FLAG, Parameter
from sousveil.show.case.gaps import listed_gaps
from sousveil.store.case import Case
from sousveil.store.claims.claims import ClaimFilter
from sousveil.store.findings.findings import FindingFilter
from sousveil.store.names.entities import MatchFilter
from sousveil.store.names.imports import StoredImport
from sousveil.store.sources.evidence import SourceFilter
from sousveil.vocabulary import load
from sousveil.weigh.days import days_of

__all__ = ["LISTS", "Collection", "Query", "Row"]

Row = dict[str, object]
_DIGITS: Final = 15
"""Longer numbers are none of ours."""


class Query(Struct, frozen=True, kw_only=True):
    """What is asked of a list."""

    values: Mapping[str, str]
    limit: int
    after: str | None = None
    vocabulary: Path | None = None
    """Folder with vocabulary laid over ours, with which the case is served."""


class Collection(Struct, frozen=True, kw_only=True):
    """One list. `rows` gives each record with the word by which the list goes on after it."""

    name: str
    one: str
    """What a record is called."""
    about: str
    row: type
    """The shape of a record, one of `shapes`."""
    filters: tuple[Parameter, ...]
    rows: Callable[[Case, Query], Iterator[tuple[str, Row]]]
    find: Callable[[Case, str, Path | None], Row | None] | None = None
    """One record by its identifier; null where they have none."""
    identifier: str = "id"
    """The field that identifies a record."""


def _claims(case: Case, query: Query) -> Iterator[tuple[str, Row]]:
    for stored in case.claims(ClaimFilter(**query.values), limit=query.limit, after=query.after):
        yield stored.claim.id, claim_row(stored.claim, stored.state)


def _claim(case: Case, identifier: str, _: Path | None) -> Row | None:
    stored = case.claim(identifier)
    return claim_row(stored.claim, stored.state) if stored else None


def _sources(case: Case, query: Query) -> Iterator[tuple[str, Row]]:
    filters = SourceFilter(**_read(query.values, "echo"))
    for source in case.sources(filters, limit=query.limit, after=query.after):
        yield source.id, source_row(source)


def _source(case: Case, identifier: str, _: Path | None) -> Row | None:
    source = case.source(identifier)
    return source_row(source) if source else None


def _echoes(case: Case, query: Query) -> Iterator[tuple[str, Row]]:
    source, kind = query.values.get("source"), query.values.get("type")
    for stored in case.echoes(source, kind, limit=query.limit, after=query.after):
        yield stored.echo.id, echo_row(stored.echo, stored.state)


def _echo(case: Case, identifier: str, _: Path | None) -> Row | None:
    stored = case.echo(identifier)
    return echo_row(stored.echo, stored.state) if stored else None


def _findings(case: Case, query: Query) -> Iterator[tuple[str, Row]]:
    filters = FindingFilter(**_read(query.values, "disputed", "one_origin"))
    for row in case.finding_rows(filters, limit=query.limit, after=query.after):
        yield str(row["id"]), row


def _finding(case: Case, identifier: str, _: Path | None) -> Row | None:
    finding = case.finding(identifier)
    return finding_row(finding, list(case.constraints([identifier]))) if finding else None


def _entities(case: Case, query: Query) -> Iterator[tuple[str, Row]]:
    role, name = query.values.get("role"), query.values.get("name")
    for entity in case.entities(role, name=name, limit=query.limit, after=query.after):
        yield entity.key, entity_row(entity)


def _entity(case: Case, key: str, _: Path | None) -> Row | None:
    entity = case.entity(key)
    return entity_row(entity) if entity else None


def _matches(case: Case, query: Query) -> Iterator[tuple[str, Row]]:
    for stored in case.matches(MatchFilter(**query.values), limit=query.limit, after=query.after):
        yield stored.match.id, match_row(stored.match, stored.state)


def _match(case: Case, identifier: str, _: Path | None) -> Row | None:
    stored = case.match(identifier)
    return match_row(stored.match, stored.state) if stored else None


def _gaps(case: Case, query: Query) -> Iterator[tuple[str, Row]]:
    day = query.values.get("as_of")
    days = days_of(day) if day else None
    if day and days is None:
        raise UsageError(f"“as_of” cannot be “{day[:40]}”. Write a day as 2024-04-16.")
    wanted, after = query.values.get("kind"), query.after
    for kind in GAP_KINDS:
        if wanted not in (None, kind):
            continue
        as_of = (days[0] if days else newest_day(case)) if kind == "not-re-reported" else None
        in_full = after is not None or kind not in OF_FINDINGS
        listed = listed_gaps(case, kind, as_of) if in_full else list_gaps(case, kind, as_of, most=query.limit)
        first = 0
        if after is not None:
            place = listed.place(after)
            if place is None:
                continue
            first, after = place + 1, None
        for gap in with_suggestions(case, load(query.vocabulary), listed, skip=first, limit=query.limit):
            yield gap.id, gap_row(gap)


def _gap(case: Case, identifier: str, vocabulary: Path | None) -> Row | None:
    for kind in GAP_KINDS:
        listed = listed_gaps(case, kind, newest_day(case) if kind == "not-re-reported" else None)
        if (place := listed.place(identifier)) is not None:
            return gap_row(next(with_suggestions(case, load(vocabulary), listed, skip=place, limit=1)))
    return None


def _skipped(query: Query) -> int:
    """How many records stood before, in a list whose records have no identifier."""
    skip = _number(query.after) if query.after else 0
    if skip is None:
        raise UsageError("“after” is no place in this list. Take it from “next” of the page before.")
    return skip


def _drops(case: Case, query: Query) -> Iterator[tuple[str, Row]]:
    skip = _skipped(query)
    found = case.drops(query.values.get("stage"), query.values.get("reason"), limit=query.limit, skip=skip)
    for number, drop in enumerate(found, skip + 1):
        yield str(number), drop_row(drop)


def _imports(case: Case, query: Query) -> Iterator[tuple[str, Row]]:
    rows = [_import_row(stored) for stored in case.imports()]
    first = 1 + next((place for place, row in enumerate(rows) if row["id"] == query.after), -1)
    for row in rows[first : first + query.limit]:
        yield str(row["id"]), row


def _import(case: Case, identifier: str, _: Path | None) -> Row | None:
    return next((_import_row(stored) for stored in case.imports() if stored.imported.id == identifier), None)


def _import_row(stored: StoredImport) -> Row:
    return {"id": stored.imported.id, **msgspec.to_builtins(stored.imported), "rows": stored.rows}


def _listings(case: Case, query: Query) -> Iterator[tuple[str, Row]]:
    for listing in case.listings(of=query.values.get("list"), limit=query.limit, after=query.after):
        yield listing.id, {"id": listing.id, **msgspec.to_builtins(listing)}


def _listing(case: Case, identifier: str, _: Path | None) -> Row | None:
    listing = case.listing(identifier)
    return {"id": listing.id, **msgspec.to_builtins(listing)} if listing else None


def _flows(case: Case, query: Query) -> Iterator[tuple[str, Row]]:
    skip, values = _skipped(query), query.values
    found = case.flows(values.get("country"), values.get("code"), limit=query.limit, skip=skip)
    for number, flow in enumerate(found, skip + 1):
        yield str(number), msgspec.to_builtins(flow)


def _indicators(case: Case, query: Query) -> Iterator[tuple[str, Row]]:
    skip = _skipped(query)
    found = case.indicators(query.values.get("country"), limit=query.limit, skip=skip)
    for number, indicator in enumerate(found, skip + 1):
        yield str(number), msgspec.to_builtins(indicator)


def _log(case: Case, query: Query) -> Iterator[tuple[str, Row]]:
    for entry in case.log(limit=query.limit, after=_number(query.after)):
        yield str(entry.seq), msgspec.to_builtins(entry)


def _log_entry(case: Case, number: str, _: Path | None) -> Row | None:
    seq = _number(number)
    found = next(case.log(after=seq - 1, limit=1), None) if seq else None
    return msgspec.to_builtins(found) if found and found.seq == seq else None


def _read(values: Mapping[str, str], *flags: str) -> dict[str, Any]:
    """The values as filters take them: some say yes or no, the others are words."""
    return {name: value == FLAG[0] if name in flags else value for name, value in values.items()}


def _number(given: str | None) -> int | None:
    return int(given) if given and given.isascii() and given.isdecimal() and len(given) <= _DIGITS else None


_KIND: Final = Parameter(name="kind", about="What it is about.", values=KINDS)
_TECHNOLOGY: Final = Parameter(name="technology", about="Which technology.", values=TECHNOLOGIES)
_COUNTRY: Final = Parameter(name="country", about="ISO 3166-1 alpha-2 code of the place's country.", upper=True)
_SUPPLIER: Final = Parameter(name="supplier", about="Key of the entity that supplies.")
_OPERATOR: Final = Parameter(name="operator", about="Key of the entity that operates.")

LISTS: Final = (
    Collection(
        name="claims", one="claim", row=shapes.Claim, rows=_claims, find=_claim,
        about="Claims, each with its exact words, by source and place in the text.",
        filters=(
            _KIND, _TECHNOLOGY, _COUNTRY,
            Parameter(name="source", about="Identifier of a source."),
            Parameter(name="finding", about="Identifier of a finding."),
            Parameter(name="act", about="What is done.", values=ACTS),
            Parameter(name="polarity", about="Whether it is said to be so.", values=("affirmed", "denied")),
            Parameter(name="certainty", about="Whether it is said plainly.", values=("stated", "hedged")),
            Parameter(name="state", about="What people decided.", values=CLAIM_STATES),
            Parameter(name="reader", about="Who read it.", values=("rules", "model")),
            Parameter(name="site_type", about="What kind of place.", values=SITE_TYPES),
            _SUPPLIER, _OPERATOR,
            Parameter(name="speaker", about="Key of the entity that is quoted."),
            Parameter(name="entity", about="Key of an entity, in whatever role."),
            Parameter(name="lang", about="Language of the words, such as ko."),
        ),
    ),
    Collection(
        name="sources", one="source", row=shapes.Source, rows=_sources, find=_source,
        about="Sources in the order in which they were added.",
        filters=(
            Parameter(name="outlet", about="Name of the outlet, as outlet has it."),
            Parameter(name="lang", about="Language of the text, such as ko."),
            Parameter(name="media_type", about="Such as text/html."),
            Parameter(name="echo", about="Whether it repeats something.", values=FLAG),
        ),
    ),
    Collection(
        name="echoes", one="echo", row=shapes.Echo, rows=_echoes, find=_echo,
        about="Who repeats whom, and why we think so.",
        filters=(
            Parameter(name="source", about="Identifier of a source on either side."),
            Parameter(name="type", about="How it is repeated.", values=ECHO_TYPES),
        ),
    ),
    Collection(
        name="findings", one="finding", row=shapes.Finding, rows=_findings, find=_finding,
        about="What claims say together, with the origins that it rests on; by kind, then by number of origins.",
        filters=(
            _KIND, _TECHNOLOGY, _COUNTRY, _SUPPLIER, _OPERATOR,
            Parameter(name="organisation", about="Key of an entity, as supplier or operator."),
            Parameter(name="status", about="Such as installed."),
            Parameter(name="disputed", about="Whether claims of it cannot all be right.", values=FLAG),
            Parameter(name="one_origin", about="Whether it rests on one origin at most.", values=FLAG),
            Parameter(name="claim", about="Identifier of a claim of it."),
        ),
    ),
    Collection(
        name="entities", one="entity", row=shapes.Entity, rows=_entities, find=_entity, identifier="key",
        about="Who is named in the claims, the most named first.",
        filters=(
            Parameter(name="role", about="What it is in claims.", values=("supplier", "operator", "speaker")),
            Parameter(name="name", about="Part of a spelling, in any script."),
        ),
    ),
    Collection(
        name="matches", one="match", row=shapes.Match, rows=_matches, find=_match,
        about="Proposals that two names mean one organisation, the surest first.",
        filters=(
            Parameter(name="state", about="What people decided.", values=("proposed", "accepted", "rejected")),
            Parameter(name="method", about="How it was seen.", values=MATCH_METHODS),
            Parameter(name="key", about="Key of a name or entity on either side."),
        ),
    ),
    Collection(
        name="imports", one="import", row=shapes.Import, rows=_imports, find=_import, filters=(),
        about="Files of reference data that were imported, in the order in which they came.",
    ),
    Collection(
        name="listings", one="listing", row=shapes.Listing, rows=_listings, find=_listing,
        about="Organisations on imported lists, as the newest file of each list has them.",
        filters=(Parameter(name="list", about="Identifier of a list, such as us-entity-list."),),
    ),
    Collection(
        name="flows", one="flow", row=shapes.Flow, rows=_flows,
        about="Imported trade flows: context, and no evidence of a deployment.",
        filters=(
            Parameter(name="country", about="ISO 3166-1 alpha-2 code of either side.", upper=True),
            Parameter(name="code", about="A heading of the Harmonised System, or how it begins."),
        ),
    ),
    Collection(
        name="indicators", one="indicator", row=shapes.Indicator, rows=_indicators,
        about="Imported yearly values: context, and no evidence of a deployment.",
        filters=(Parameter(name="country", about="ISO 3166-1 alpha-2 code.", upper=True),),
    ),
    Collection(
        name="gaps", one="gap", row=shapes.Gap, rows=_gaps, find=_gap,
        about="What the case lacks, what most depends on first, and where originals may be had.",
        filters=(
            Parameter(name="kind", about="What is missing.", values=GAP_KINDS),
            Parameter(name="as_of", about="Day from which two years are counted back, such as 2024-04-16."),
        ),
    ),
    Collection(
        name="drops", one="drop", row=shapes.Drop, rows=_drops,
        about="What was met and not kept, and why.",
        filters=(
            Parameter(name="stage", about="Such as collect."), Parameter(name="reason", about="Such as robots."),
        ),
    ),
    Collection(
        name="log", one="entry", row=shapes.LogEntry, rows=_log, find=_log_entry, identifier="seq", filters=(),
        about="Everything that was done to the case, the oldest first; each entry is hashed with the one before it.",
    ),
)  # fmt: skip
