"""The part of a case that is written when it is traced and weighed: echoes, bundles, findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from sousveil.record import Claim, Echo, Finding, Source
from sousveil.record.finding import Constraint
from sousveil.store import marks
from sousveil.store.claims import facets, queue
from sousveil.store.entity_reader import EntityReader
from sousveil.store.findings import bundles, finding_history, finding_index, findings
from sousveil.store.findings.bundles import Touched
from sousveil.store.findings.findings import Made
from sousveil.store.log import ledger, seals
from sousveil.store.sources import evidence, links
from sousveil.store.sources.links import StoredEcho
from sousveil.store.writing import Writing

__all__ = ["Weighing"]

_BATCH = 5_000
"""Claims that are held at a time."""


class Weighing(Writing, EntityReader):
    """Echoes and findings, for `Case`."""

    def put_echoes(self, echoes: Iterable[Echo], sources: Sequence[str] | None = None) -> None:
        """Set the echoes of the case, or those that start in some sources. What stays as it was is not touched, and
        what changes waits to be weighed (`sousveil.build.weigh_changed`)."""
        with self.transaction():
            seal = links.put_echoes(self._db, echoes, sources)
            held = self._db.number("SELECT count(*) FROM echo")
            ledger.append(self._db, self.who, "trace", "", {"echoes": held, "seal": seal})

    def state(self, subject: str) -> str:
        """The state of a claim, an echo or a match after people's decisions."""
        return ledger.state(self._db, subject)

    def reseal_echoes(self) -> None:
        """Seal the echoes anew, after all of them were set: one that was changed behind the case's back leaves nothing
        behind."""
        with self.transaction():
            seal = seals.running(self._db, "echoes", anew=True).save()
            held = self._db.number("SELECT count(*) FROM echo")
            ledger.append(self._db, self.who, "trace", "", {"echoes": held, "seal": seal})

    def echoes_from(self, source: str) -> list[StoredEcho]:
        """The echoes that start in a source."""
        return links.echoes_from(self._db, source)

    def bare_source(self, source_id: str) -> Source | None:
        """One source without what it repeats, or None."""
        return evidence.source(self._db, source_id, echoes=False)

    def put_findings(self, findings_: Iterable[Finding]) -> None:
        """Set the findings of the case, whoever made them, and count the facets."""
        with self.transaction():
            findings.clear_findings(self._db)
            findings.change_findings(self._db, [], [Made(finding) for finding in findings_])
            queue.fill(self._db)
            facets.count_claims(self._db)
            self.log_weighing({})

    def weighed_with(self) -> str | None:
        """What the log says that the findings were made with: version and vocabulary. None where they never were."""
        row = self._db.row(
            "SELECT json_extract(detail, '$.version') FROM log WHERE action = 'weigh' AND subject = ''"
            " ORDER BY seq DESC LIMIT 1"
        )
        return row[0] if row else None

    def clear_findings(self) -> None:
        """Take all findings away, since all are made again."""
        with self.transaction():
            findings.clear_findings(self._db)

    def put_into_bundles(self, cut: Callable[[Claim], tuple[str, str]], *, whole: bool) -> int:
        """Work out the bundle of each claim that has none, or (`whole`) of every claim; how many that were. `cut` gives
        it, and the claim's statements as JSON."""
        row, count = 0, 0
        with self.transaction():
            while some := bundles.loose(self._db, after=row, limit=_BATCH, whole=whole):
                claims = [stored.claim for stored in self._decided(each.stored for each in some)]
                bundles.set_bundles(
                    self._db, [(each.row, *cut(claim)) for each, claim in zip(some, claims, strict=True)]
                )
                if not whole:
                    marks.mark(self._db, "claim", [claim.id for claim in claims])
                row, count = some[-1].row, count + len(some)
        return count

    def is_unweighed(self) -> bool:
        """Whether anything changed since the findings were made that they rest on or are counted with."""
        return marks.any_marked(self._db, "claim", "source", "bundle", "facets")

    def waits_for_weighing(self, most: int, *, whole: bool = False) -> bool:
        """Whether more than `most` claims are to be weighed again: all of them (`whole`), or those that changed."""
        chosen = "1" if whole else "bundle IS NULL"
        counted = f"SELECT count(*) FROM (SELECT 1 FROM claim WHERE {chosen} LIMIT ?)"
        return self._db.number(counted, (most + 1,)) > most

    def touched(self) -> Touched:
        """What must be weighed again, since claims, echoes, texts or decisions changed."""
        return bundles.touched(self._db)

    def bundles(self, wanted: Sequence[str] | None) -> Iterator[list[str]]:
        """These bundles, or all, in batches that fit into memory."""
        return bundles.batches(self._db, bundles.names(self._db) if wanted is None else wanted, _BATCH)

    def said_in(self, names: Sequence[str]) -> Iterator[tuple[str, str, str]]:
        """Bundle, identifier and statements (JSON) of each claim of these bundles that nobody rejected."""
        return bundles.said_in(self._db, names)

    def members_in(self, names: Sequence[str]) -> dict[str, str]:
        """The findings of these bundles as they were last made: identifiers, and digests of their claims."""
        return findings.members_in(self._db, names)

    def made_findings(self, identifiers: Sequence[str]) -> Iterator[Made]:
        """These findings, each with what is kept beside it."""
        return findings.by_id(self._db, identifiers)

    def findings_resting_on(self, claims: Iterable[str]) -> list[str]:
        """Identifiers of the findings that have any of these claims."""
        return findings.resting_on(self._db, claims)

    def change_findings(self, gone: Sequence[str], come: Sequence[Made]) -> None:
        """Take findings away and put others in; one that changes is in both. What is counted follows."""
        with self.transaction():
            findings.change_findings(self._db, gone, come)

    def change_constraints(self, gone: Sequence[Constraint], come: Sequence[Constraint]) -> None:
        """The same for what limits findings: all constraints of a finding go and come together."""
        if gone or come:
            with self.transaction():
                findings.put_constraints(self._db, gone, come)

    def weighed(self, version: str, *, whole: bool = False) -> None:
        """Log that the findings rest on everything that the case holds now; `version` names what made them. `whole`
        where all were made anew."""
        with self.transaction():
            if whole:
                queue.fill(self._db)
            if marks.marked(self._db, "facets"):
                facets.count_claims(self._db)
            finding_index.follow_claims(self._db, marks.marked(self._db, "claim"))
            marks.clear(self._db, "claim", "source", "bundle", "facets")
            self.log_weighing({"version": version})

    def log_weighing(self, detail: dict[str, object]) -> None:
        """An entry of the log with the seals of findings and constraints."""
        sealed = {name: seals.running(self._db, name).save() for name in ("findings", "constraints")}
        # As counted beside them: going through all of them would be most of the time that a judgement takes.
        held = self._db.number("SELECT sum(count) FROM facet WHERE field = 'finding.kind'")
        changes = finding_history.finish(self._db)
        ledger.append(
            self._db, self.who, "weigh", "",
            {"findings": held, "seal": sealed["findings"], "constraints": sealed["constraints"], **detail,
             **({"changes": changes} if changes else {})},
        )  # fmt: skip
        finding_history.settle(self._db)
