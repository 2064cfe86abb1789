"""The part of a case that is written when names are resolved, when people decide, and when reference data come in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from sousveil.errors import UsageError
from sousveil.record import Drop, Flow, Import, Indicator, Judgement, Listing, Match, state_of
from sousveil.resolve.deciding import Identities, is_listing_key
from sousveil.store import marks
from sousveil.store.claims import facets, settling
from sousveil.store.log import ledger, seals
from sousveil.store.names import entities, imports, naming, standings
from sousveil.store.names.entities import Registered
from sousveil.store.people import agreed
from sousveil.store.sources import evidence, links
from sousveil.store.writing import Writing

__all__ = ["Deciding"]

_LISTED = 100
"""Rows of an imported file that are listed one by one for each reason."""
_SAME = {"accept": True, "reject": False}


class Deciding(Writing):
    """Matches, decisions and imports, for `Case`."""

    def put_names(
        self, nameless: Sequence[tuple[str, str]], registered: Iterable[Registered], found: Sequence[Match]
    ) -> None:
        """Set what was worked out about the names of the case: which spellings (name, language) name nobody, what the
        registers say of the entries that occur, and which names may be one entity."""
        with self.transaction():
            naming.set_nameless(self._db, nameless)
            entities.put_registered(self._db, registered)
            entities.put_matches(self._db, found)
            identities = entities.identities(self._db)
            naming.refresh(self._db, identities)
            if marks.marked(self._db, "entity"):
                marks.mark(self._db, "facets", [""])
            entities.count_entities(self._db)
            standings.count_standings(self._db, identities)
            self._log_matches()

    def _log_matches(self) -> None:
        held = self._db.number("SELECT count(*) FROM match")
        detail: dict[str, object] = {"matches": held, "records": seals.matches(self._db)}
        ledger.append(self._db, self.who, "names", "", detail)

    def judge(self, *judgements: Judgement) -> str:
        """Record a person's decisions, all or none; the state of the last one's subject after them.

        Raises UsageError where a decision about a match cannot stand beside another. Findings and facets follow when
        the case is weighed again (`sousveil.build.decide`).
        """
        with self.transaction():
            state, named = "", list[Match]()
            before = entities.identities(self._db)
            rewritten: dict[str, settling.Followed] = {}
            for judgement in judgements:
                held = entities.match(self._db, judgement.subject)
                if held is not None:
                    self._check(held.match, judgement)
                    named.append(held.match)
                state = ledger.judge(self._db, judgement)
                if (echo := links.echo(self._db, judgement.subject)) is not None:
                    marks.mark(self._db, "source", [echo.echo.origin_from.source])
                followed = settling.follow(self._db, judgement.subject, before)
                if followed is not None:
                    rewritten[judgement.subject] = followed
            if named:
                self._names_follow(named, before, entities.identities(self._db))
            if rewritten:
                self._rewritten(rewritten.values(), judgements[-1].who)
            return state

    def _rewritten(self, followed: Collection[settling.Followed], who: str) -> None:
        """Claims say something else since somebody corrected or wrote them: the log seals them anew."""
        if any(each.renamed for each in followed):
            self._count_names(entities.identities(self._db))
        for source in sorted({each.source for each in followed}):
            ledger.append(self._db, who, "settle", source, {"claims": seals.claims(self._db, source)})

    def set_coders(self, number: int) -> None:
        """Say how many people decide about each claim from now on: 1, or 2 who do not see each other's decisions. What
        was decided before stands. Raises UsageError for another number."""
        if number not in (1, 2):
            raise UsageError(f"{number} people cannot be asked for: one decides about each claim, or two.")
        with self.transaction():
            if agreed.coders(self._db) != number:
                agreed.set_value(self._db, self.who, "coders", str(number))

    def set_guidelines(self, content: str) -> None:
        """Write down how the people of this case code; what stood before is kept as an older version."""
        with self.transaction():
            held = agreed.guidelines(self._db)
            if (held.content if held else "") != content:
                agreed.set_value(self._db, self.who, "guidelines", content)

    def _names_follow(self, matches: Sequence[Match], before: Identities, after: Identities) -> None:
        """Names, entities and what is counted of them follow a decision; what it does not concern is not read."""
        decided = {key for match in matches for key in (match.left, match.right)}
        keys = {member for key in decided for known in (before, after) for member in known.members(key)}
        naming.rename(self._db, naming.renamed(self._db, keys, before, after), after)
        marks.mark(self._db, "entity", {known.of(key) for key in keys for known in (before, after)})
        self._count_names(after)

    def _count_names(self, identities: Identities) -> None:
        """Count anew what is said of the entities that are marked."""
        changed = marks.marked(self._db, "entity")
        entities.count_entities(self._db)
        standings.count_standings(self._db, identities, [key for key in changed if not is_listing_key(key)])
        facets.count_roles(self._db, changed)

    def _check(self, match: Match, judgement: Judgement) -> None:
        same = _SAME.get(judgement.verdict)
        if same is None and judgement.verdict != "undo":
            raise UsageError(f"{match.id} is a match of names: accept it, reject it, or undo a decision about it.")
        if same is None:
            # What stands after the undoing must be able to stand, too.
            before = [*ledger.judgements(self._db, match.id), judgement]
            same = {"accepted": True, "rejected": False}.get(state_of(before))
        if same is not None:
            entities.may_be_decided(self._db, match, same=same)

    def put_registered(self, registered: Iterable[Registered]) -> None:
        """Keep what the registers say of entries that a person names."""
        with self.transaction():
            entities.put_registered(self._db, registered)

    def pair(self, match: Match, registered: Iterable[Registered] = ()) -> None:
        """Keep a match that a person names, so that it can be judged; `registered` tells of entries that are new."""
        with self.transaction():
            entities.put_registered(self._db, registered)
            entities.add_match(self._db, match)
            self._log_matches()

    def put_import(self, imported: Import, records: Iterable[Listing | Flow | Indicator | Drop]) -> int | None:
        """Keep an imported file's records, and list what was dropped; how many, or None where it is held already."""
        with self.transaction():
            if imports.held(self._db, imported.id):
                return None
            dropped = _Dropped(imported.file)
            count = imports.add_import(self._db, imported, dropped.passing(records))
            for drop in dropped.listed():
                evidence.add_drop(self._db, drop)
            detail: dict[str, object] = {
                "kind": imported.kind, "file": imported.file, "sha256": imported.sha256, "rows": count,
                "dropped": sum(dropped.counts.values()), "records": imports.seal(self._db, imported.id),
            }  # fmt: skip
            ledger.append(self._db, self.who, "import", imported.id, detail)
            return count

    def forget_import(self, identifier: str) -> None:
        """Delete what was imported from a file, what was listed as left out of it, and what nobody decided about its
        listings; the log keeps that it was there. Raises UsageError where it is not."""
        with self.transaction():
            file = self.imported(identifier).file
            imports.forget(self._db, identifier)
            if not any(stored.imported.file == file for stored in imports.imports(self._db)):
                # Two files of one name cannot be told apart in the list of drops: it goes with the last of them.
                evidence.clear_import_drops(self._db, file)
            ledger.append(self._db, self.who, "forget-import", identifier)
            if entities.forget_listings(self._db):
                standings.count_standings(self._db, entities.identities(self._db))
                self._log_matches()

    def imported(self, identifier: str) -> Import:
        """One imported file. Raises UsageError where the case has it not."""
        found = imports.imported(self._db, identifier)
        if found is None:
            raise UsageError(f"The case has no import {identifier}. `sousveil imports CASE` lists them.")
        return found

    def lists_await_names(self) -> bool:
        """Whether a list came in since names were last worked out, as where that was stopped."""
        return imports.last_list(self._db) > ledger.last(self._db, "names")


class _Dropped:
    """The drops of a file. Beyond the first of each reason they are counted, so that a large file cannot flood the
    list."""

    def __init__(self, file: str) -> None:
        self.counts: Counter[str] = Counter()
        self._file = file
        self._rows: Counter[str] = Counter()
        self._told: Counter[str] = Counter()
        self._first: list[Drop] = []

    def passing(self, records: Iterable[Listing | Flow | Indicator | Drop]) -> Iterator[Listing | Flow | Indicator]:
        """The records, drops taken out."""
        for record in records:
            if not isinstance(record, Drop):
                yield record
                continue
            self.counts[record.reason] += record.count
            self._rows[record.reason] += 1
            if self._rows[record.reason] <= _LISTED:
                self._first.append(record)
                self._told[record.reason] += record.count

    def listed(self) -> Iterator[Drop]:
        """The first drops of each reason, then how many more there were."""
        yield from self._first
        for reason, count in sorted(self.counts.items()):
            if more := count - self._told[reason]:
                detail = f"{more:,} more rows of {self._file} for the same reason."
                yield Drop(stage="import", reason=reason, locator=self._file, detail=detail, count=more)
