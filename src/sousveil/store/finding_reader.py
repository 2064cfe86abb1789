"""What lists of findings and their past can be asked, for `Reader`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sousveil.record.claim import Place
from sousveil.store.database import Database
from sousveil.store.findings import finding_history, finding_list
from sousveil.store.findings.finding_history import Past, Weighed
from sousveil.store.findings.finding_list import FindingQuery, Listed, Selection
from sousveil.store.log.ledger import LogEntry

__all__ = ["FindingReader"]


class FindingReader:
    """Lists of findings with counts, and what findings were."""

    _db: Database

    def select_findings(self, query: FindingQuery) -> Selection:
        """The findings that a query asks for: their number, their pages, how many have each value."""
        return finding_list.select(self._db, query)

    def repeated_alone(self, limit: int) -> list[Listed]:
        """Findings that stand on one origin and are printed by the most sources, the most first."""
        return finding_list.listed(self._db, finding_list.repeated_alone(self._db, limit))

    def listed_findings(self, identifiers: Sequence[str]) -> list[Listed]:
        """These findings as lists show them; those that are none any more are left out."""
        return finding_list.listed(self._db, identifiers)

    def finding_places(self, keys: Sequence[str]) -> dict[str, Place]:
        """What the places are called that findings are listed under."""
        return finding_list.places(self._db, keys)

    def size(self) -> dict[str, int]:
        """How many claims, sources, findings, origins and echoes there are, as counted when they changed."""
        counted = {
            "claims": "kind", "sources": "source.media_type", "findings": "finding.kind",
        }  # fmt: skip
        size = {
            name: self._db.number("SELECT sum(count) FROM facet WHERE field = ?", (field,))
            for name, field in counted.items()
        }
        size["origins"] = self._db.number("SELECT count(*) FROM facet WHERE field = 'finding.origin'")
        size["drops"] = self._db.number("SELECT sum(count) FROM dropped")
        return size

    def waiting_counts(self) -> tuple[int, int]:
        """How many claims nobody decided about, and how many origins are cited and not held."""
        waiting = self._db.number("SELECT count FROM facet WHERE field = 'state' AND value = 'proposed'")
        cited = self._db.number(
            "SELECT count(*) FROM facet WHERE field = 'finding.origin' AND value >= 'cited:' AND value < 'cited;'"
        )
        return waiting, cited

    def last_entry(self) -> tuple[int, str]:
        """The number and the moment of the last entry of the log; 0 and nothing where it is empty."""
        row = self._db.row("SELECT seq, at FROM log ORDER BY seq DESC LIMIT 1")
        return (row[0], row[1]) if row else (0, "")

    def entry_at(self, number: int) -> str | None:
        """The moment of an entry of the log."""
        row = self._db.row("SELECT at FROM log WHERE seq = ?", (number,))
        return row[0] if row else None

    def weighed_at(self, moment: str) -> int:
        """The number in the log of the last weighing up to a moment (UTC) that changed a finding; 0 for none."""
        return finding_history.weighed_at(self._db, moment)

    def weighings(self, after: int = 0, until: int | None = None, *, limit: int = -1) -> Iterator[Weighed]:
        """Weighings that changed findings, the latest first."""
        return finding_history.weighings(self._db, after, until, limit=limit)

    def weighing(self, log: int) -> Weighed | None:
        """The weighing with this number in the log, if it changed findings."""
        return finding_history.weighing(self._db, log)

    def unrecorded_until(self) -> str | None:
        """The moment before which nobody recorded what findings were; null where all was."""
        row = self._db.row("SELECT at FROM finding_weighing WHERE detail ->> '$.unknown' ORDER BY log LIMIT 1")
        return row[0] if row else None

    def changes(self, after: int, until: int | None = None, *, before_seq: int | None = None) -> Iterator[Past]:
        """Findings that changed between two numbers of the log, the last that changed first."""
        return finding_history.changes_between(self._db, after, until, before_seq=before_seq)

    def change_counts(self, after: int, until: int | None = None, *, most: int) -> tuple[Counter[str], bool]:
        """How many findings changed, by what; and whether changes that were taken back are left out of it, which is
        worked out for up to `most` changes."""
        if finding_history.within(self._db, after, until, most + 1) <= most:
            return finding_history.net(self._db, after, until), True
        return finding_history.summed(self._db, after, until), False

    def findings_at(self, log: int | None) -> int:
        """How many findings there were after a weighing with this number in the log; now for null."""
        held = self._db.number("SELECT sum(count) FROM facet WHERE field = 'finding.kind'")
        since = finding_history.summed(self._db, log) if log is not None else Counter[str]()
        return held - since["added"] + since["gone"]

    def finding_past(self, identifier: str, limit: int = -1) -> list[Past]:
        """The changes of one finding, the latest first."""
        return finding_history.past_of(self._db, identifier, limit)

    def log_between(self, after: int, before: int, action: str, *, limit: int) -> list[LogEntry]:
        """Entries of one action between two numbers of the log, both left out, oldest first."""
        return finding_history.entries_between(self._db, after, before, action, limit)

    def decisions_about(self, finding: str, limit: int) -> list[LogEntry]:
        """The log's entries of decisions about the claims of a finding, the latest first."""
        return finding_history.decisions_about(self._db, finding, limit)
