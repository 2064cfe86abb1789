"""What can be asked of a case. Everything that shows or exports a case reads it through these methods."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from sousveil.collect.archive import Archive
from sousveil.errors import IntegrityError, UsageError
from sousveil.record import Capture, Drop, Finding, Judgement, Source, Text
from sousveil.record.finding import Constraint
from sousveil.record.rows import claim_row, drop_row, echo_row, finding_row, source_row
from sousveil.store import verify as verification
from sousveil.store.claims import claims as claim_table
from sousveil.store.claims import facets
from sousveil.store.claims.claims import ClaimFilter, StoredClaim
from sousveil.store.database import Database
from sousveil.store.entity_reader import EntityReader
from sousveil.store.finding_reader import FindingReader
from sousveil.store.findings import findings as finding_table
from sousveil.store.findings import gap_lists
from sousveil.store.findings.atlas import Atlas
from sousveil.store.findings.findings import FindingFilter
from sousveil.store.findings.ties import Ties
from sousveil.store.log import ledger
from sousveil.store.log.history import History
from sousveil.store.log.ledger import LogEntry
from sousveil.store.people import agreed
from sousveil.store.people.agreed import Guidelines
from sousveil.store.queue_reader import QueueReader
from sousveil.store.sources import evidence, lineages, links, search
from sousveil.store.sources.evidence import Sighting, SourceFilter
from sousveil.store.sources.links import EchoFilter, StoredEcho
from sousveil.store.sources.search import Hit
from sousveil.store.verify import Fault

__all__ = ["Reader", "archive_name"]

_TOTALS = {
    "captures": "capture", "sightings": "sighting", "sources": "reading", "claims": "claim", "echoes": "echo",
    "findings": "finding", "entities": "entity",
}  # fmt: skip
_ROWS = 500
"""Findings whose constraints are asked for together."""


def archive_name(number: int) -> str:
    """The file name of a case's archive with this number, counted from 1."""
    return f"captures-{number:05}.warc.gz"


class Reader(EntityReader, FindingReader, QueueReader, Atlas, Ties, History):
    """The reading half of a case. Lists come in one stable order; `after` is the last item of the page before."""

    def __init__(self, path: Path, database: Database) -> None:
        self.path = path
        self._db = database
        self._archives: dict[int, Archive] = {}

    def sources(
        self,
        filters: SourceFilter | None = None,
        *,
        newest_first: bool = False,
        limit: int | None = None,
        after: str | None = None,
    ) -> Iterator[Source]:
        """Sources in the order in which they were added, or the latest published first."""
        return evidence.sources(self._db, filters, newest_first=newest_first, limit=limit, after=after)

    def source(self, source_id: str) -> Source | None:
        """One source, or None."""
        return evidence.source(self._db, source_id)

    def bare_sources(self, identifiers: Sequence[str]) -> Iterator[Source]:
        """Those of these sources that the case holds, in the order asked for, without what they repeat."""
        return evidence.bare_sources(self._db, identifiers)

    def publication_dates(self, identifiers: Iterable[str]) -> dict[str, str | None]:
        """When those of these sources were published that the case holds, EDTF."""
        return evidence.publication_dates(self._db, identifiers)

    def text(self, source_id: str) -> Text | None:
        """The frozen text of a source, or None."""
        return evidence.text(self._db, source_id)

    def texts(self) -> Iterator[Text]:
        """All texts in the order in which their captures were added."""
        return evidence.texts(self._db)

    def capture(self, sha256: str) -> Capture | None:
        """The capture with this digest, or None."""
        return evidence.capture(self._db, sha256)

    def captures(self) -> Iterator[Capture]:
        """All captures, read or unread, in the order in which they were added."""
        return evidence.captures(self._db)

    def sightings(self, sha256: str) -> list[Sighting]:
        """Every time and place that these bytes were met."""
        return evidence.sightings(self._db, sha256)

    def addresses(self) -> frozenset[str]:
        """Every address that something was collected from."""
        return evidence.addresses(self._db)

    def captured(self, addresses: Iterable[str]) -> set[str]:
        """Those of these addresses that a capture was taken from, in the form of `trace.addresses.normal_url`."""
        return evidence.captured(self._db, addresses)

    def payload(self, sha256: str) -> bytes:
        """The captured bytes. Raises IntegrityError where the archive no longer gives them."""
        place = evidence.location(self._db, sha256)
        if place is None:
            raise IntegrityError(f"The case holds no bytes with digest {sha256}.")
        number, offset, length = place
        return self._archive(number).read(offset, length)

    def archive_record(self, sha256: str) -> tuple[str, int, int] | None:
        """Where the archive holds a capture: file in the case's folder, offset and length in bytes."""
        place = evidence.location(self._db, sha256)
        return (f"archive/{archive_name(place[0])}", place[1], place[2]) if place else None

    def archived_record(self, sha256: str) -> bytes:
        """The record of a capture as the archive holds it: one gzip member, a whole WARC file by itself.

        Raises IntegrityError where the archive no longer gives it.
        """
        place = evidence.location(self._db, sha256)
        if place is None:
            raise IntegrityError(f"The case holds no bytes with digest {sha256}.")
        number, offset, length = place
        return self._archive(number).member(offset, length)

    def claims(
        self, filters: ClaimFilter | None = None, *, limit: int | None = None, after: str | None = None
    ) -> Iterator[StoredClaim]:
        """Claims by source and place in the text."""
        return self._decided(claim_table.claims(self._db, filters, limit=limit, after=after))

    def claims_by_id(self, identifiers: Sequence[str]) -> Iterator[StoredClaim]:
        """Those of these claims that the case holds, in the order asked for."""
        return self._decided(claim_table.by_id(self._db, identifiers))

    def sources_of_finding(self, finding: str, *, of_claims: int) -> list[str]:
        """Identifiers of the sources of the first claims of a finding, each once."""
        return claim_table.sources_of_finding(self._db, finding, of_claims)

    def claim_counts(self, source_ids: Sequence[str]) -> dict[str, int]:
        """How many claims each of these sources has; sources without any are left out."""
        return claim_table.per_source(self._db, source_ids)

    def claim(self, identifier: str) -> StoredClaim | None:
        """One claim, or None."""
        held = claim_table.claim(self._db, identifier)
        return next(self._decided([held])) if held else None

    def claim_as_read(self, identifier: str) -> StoredClaim | None:
        """The same without what people decided about the names in it."""
        return claim_table.claim(self._db, identifier)

    def echoes(
        self, source: str | None = None, kind: str | None = None, *, limit: int | None = None, after: str | None = None
    ) -> Iterator[StoredEcho]:
        """Echoes, all or those that start or end in one source, of any type or of one."""
        return links.echoes(self._db, source, kind, limit=limit, after=after)

    def strongest_echoes(
        self, wanted: EchoFilter, *, limit: int | None = None, after: str | None = None
    ) -> Iterator[StoredEcho]:
        """Echoes with the surest first."""
        return links.strongest(self._db, wanted, limit=limit, after=after)

    def echo_counts(self) -> dict[tuple[str, str, bool], int]:
        """How many echoes there are by type, state, and whether the origin is only cited."""
        return links.counted(self._db)

    def citing_echoes(self, names: Collection[str] | None = None) -> Iterator[StoredEcho]:
        """Echoes whose origin is only cited: all, or those to origins that an echo calls by any of these names."""
        return links.citing(self._db) if names is None else gap_lists.citing(self._db, names)

    def resting(self, names: Collection[str] | None = None) -> dict[str, list[tuple[str, str]]]:
        """By the name of an origin that is only cited: each finding that goes back to it, with one claim of it."""
        return gap_lists.resting(self._db, names)

    def sources_resting(self, names: Collection[str]) -> dict[str, str]:
        """The source of each claim that goes back to an origin of one of these names."""
        return gap_lists.sources_resting(self._db, names)

    def sources_with_claims(self) -> frozenset[str]:
        """The sources that make any claim."""
        return frozenset(row[0] for row in self._db.rows("SELECT DISTINCT source_id FROM claim"))

    def places_told(self, version: str) -> dict[str, str]:
        """What texts tell about the homes of their outlets, by source, as this version worked it out."""
        return dict(self._db.rows("SELECT source_id, record FROM places_told WHERE version = ?", (version,)))

    def settled(self) -> dict[str, str]:
        """With what known of their outlets the claims of sources were resolved, by source."""
        return dict(
            self._db.rows(
                "SELECT c.source_id, a.version FROM attempt a JOIN capture c USING (sha256) WHERE a.stage = 'resolve'"
            )
        )

    def echo(self, identifier: str) -> StoredEcho | None:
        """One echo, or None."""
        return links.echo(self._db, identifier)

    def repeats(
        self, source: str | None = None, *, cited: str | None = None, after: str | None = None, limit: int = -1
    ) -> Iterator[StoredEcho]:
        """The surest link from each source that repeats `source` or cites the origin `cited`, the oldest first."""
        return lineages.repeats(self._db, source, cited=cited, after=after, limit=limit)

    def repeat_count(self, source: str | None = None, *, cited: str | None = None) -> int:
        """How many sources repeat `source` or cite the origin `cited`."""
        return lineages.repeat_count(self._db, source, cited=cited)

    def findings(
        self, filters: FindingFilter | None = None, *, limit: int | None = None, after: str | None = None
    ) -> Iterator[Finding]:
        """Findings in the order in which weigh gave them."""
        return finding_table.findings(self._db, filters, limit=limit, after=after)

    def findings_by_id(self, identifiers: Sequence[str]) -> Iterator[Finding]:
        """Those of these findings that the case holds, in the order asked for."""
        return finding_table.in_order(self._db, identifiers)

    def findings_alone(self) -> Iterator[tuple[str, int]]:
        """Findings on one origin at most and how many sources print each, the most printed first."""
        return gap_lists.alone(self._db)

    def findings_reported_until(self, day: str) -> Iterator[tuple[str, int, str]]:
        """Findings last reported then or before, as far as the text of the date tells, with that date (EDTF)."""
        return gap_lists.reported_until(self._db, day)

    def constraints(
        self, finding_ids: Sequence[str] | None = None, *, by: Sequence[str] | None = None
    ) -> Iterator[Constraint]:
        """What limits these findings, or what findings `by` limit, or all, by identifier."""
        return finding_table.constraints(self._db, finding_ids, by=by)

    def finding_rows(
        self, filters: FindingFilter | None = None, *, limit: int | None = None, after: str | None = None
    ) -> Iterator[dict[str, object]]:
        """Findings as the command of that name prints them, with what limits each."""
        found = self.findings(filters, limit=limit, after=after)
        while some := list(islice(found, _ROWS)):
            limits: dict[str, list[Constraint]] = {finding.id: [] for finding in some}
            for constraint in self.constraints(list(limits)):
                limits[constraint.finding].append(constraint)
            yield from (finding_row(finding, limits[finding.id]) for finding in some)

    def finding(self, identifier: str) -> Finding | None:
        """One finding, or None."""
        return finding_table.finding(self._db, identifier)

    def findings_of(self, claim_ids: Sequence[str]) -> dict[str, str]:
        """The finding that each of these claims belongs to."""
        return finding_table.findings_of(self._db, claim_ids)

    def finding_source_counts(self, finding_ids: Sequence[str]) -> dict[str, int]:
        """How many sources print a claim of each of these findings."""
        return finding_table.finding_source_counts(self._db, finding_ids)

    def drops(
        self, stage: str | None = None, reason: str | None = None, *, limit: int | None = None, skip: int = 0
    ) -> Iterator[Drop]:
        """What was not kept, with the reason; `skip` is how many were shown before."""
        return evidence.drops(self._db, stage, reason, limit=limit, skip=skip)

    def drops_of(self, sha256: str) -> list[Drop]:
        """What was not kept of one capture, with the reasons."""
        return evidence.drops_of(self._db, sha256)

    def drop_counts(self) -> dict[tuple[str, str], int]:
        """How many things were not kept, by stage and reason."""
        return evidence.drop_counts(self._db)

    def log(
        self, *, newest_first: bool = False, limit: int | None = None, after: int | None = None
    ) -> Iterator[LogEntry]:
        """Everything done."""
        return ledger.entries(self._db, newest_first=newest_first, limit=limit, after=after)

    def judgements(self, subject: str) -> list[Judgement]:
        """The decisions about one claim or echo, oldest first."""
        return ledger.judgements(self._db, subject)

    def judged_in(self, action: str) -> list[Judgement]:
        """What was recorded under the name of one step, in its order; empty where nothing was."""
        return ledger.judged_in(self._db, action)

    def coders(self) -> int:
        """How many people decide about each claim: 1, or 2 who do not see each other's decisions."""
        return agreed.coders(self._db)

    def guidelines(self) -> Guidelines | None:
        """How the people of this case code; None where nobody wrote it down."""
        return agreed.guidelines(self._db)

    def guideline_versions(self) -> Iterator[Guidelines]:
        """Every version of the guidelines, the newest first; an empty one took them away."""
        return agreed.versions(self._db)

    def states(self) -> dict[str, str]:
        """The state of every claim and echo that somebody judged."""
        return ledger.states(self._db)

    def search(self, query: str, limit: int = 50) -> list[Hit]:
        """The texts that hold all words of the query, in any language, best first."""
        return search.search(self._db, query, limit)

    def facets(self, *, most: int | None = None) -> dict[str, dict[str, int]]:
        """How many claims have each value of each field; of each field the `most` frequent values, or all."""
        return facets.facets(self._db, most=most)

    def finding_facets(self, *, most: int | None = None) -> dict[str, dict[str, int]]:
        """The same for findings; `standing` counts those on one origin, on several, and the disputed."""
        return facets.facets(self._db, "finding.", most=most)

    def source_facets(self, *, most: int | None = None) -> dict[str, dict[str, int]]:
        """The same for sources."""
        return facets.facets(self._db, "source.", most=most)

    def rows(self, name: str) -> Iterator[dict[str, object]]:
        """The rows of `sources`, `claims`, `echoes`, `findings` or `drops`, as the command of that name prints them.

        Raises UsageError for any other name.
        """
        match name:
            case "sources":
                return map(source_row, self.sources())
            case "claims":
                return (claim_row(stored.claim, stored.state) for stored in self.claims())
            case "echoes":
                return (echo_row(stored.echo, stored.state) for stored in self.echoes())
            case "findings":
                return self.finding_rows()
            case "drops":
                return map(drop_row, self.drops())
        raise UsageError(f"A case has no rows named {name}: ask for sources, claims, echoes, findings or drops.")

    def counts(self) -> dict[str, int]:
        """How much of everything the case holds."""
        counted = {name: self._total(table) for name, table in _TOTALS.items()}
        # Of these nothing is ever deleted.
        kept = {name: self._db.number(f"SELECT max(seq) FROM {name}") for name in ("judgement", "log")}
        drops = self._db.number("SELECT sum(count) FROM dropped")
        return {**counted, "judgements": kept["judgement"], "log": kept["log"], "drops": drops}

    def _total(self, table: str) -> int:
        return self._db.number("SELECT count FROM total WHERE name = ?", (table,))

    def verify(self, advance: Callable[[str], None] = lambda _: None) -> Iterator[Fault]:
        """Hash every capture again, find every quote again, walk the log; each fault, the evidence first."""
        return verification.verify(self._db, self.payload, advance)

    def _archive(self, number: int) -> Archive:
        if number not in self._archives:
            self._archives[number] = Archive(self.path / "archive" / archive_name(number))
        return self._archives[number]
