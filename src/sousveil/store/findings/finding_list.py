"""Findings as lists ask for them: restricted by many values at once, in one of several orders, with counts beside.

A query is worked out as a set of findings (`finding_sets`), so that its size, and how many of it have each value, are
exact at once; only the findings of one page are read.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, repeat
from typing import Final, Literal

import msgspec
import numpy as np
from msgspec import Struct

from sousveil.record import Finding
from sousveil.record.claim import Place
from sousveil.store.database import Database, Value
from sousveil.store.findings import finding_sets
from sousveil.store.findings.finding_search import Term, finding_numbers
from sousveil.store.findings.finding_sets import Members

__all__ = [
    "SORTS",
    "Counted",
    "FindingQuery",
    "Listed",
    "Selection",
    "Sort",
    "listed",
    "places",
    "repeated_alone",
    "select",
]

Sort = Literal["origins", "reported", "place", "technology", "changed"]
SORTS: Final[tuple[Sort, ...]] = ("origins", "reported", "place", "technology", "changed")
_DOWN: Final = frozenset({"reported", "changed"})
"""Orders in which the largest comes first."""
_FEW: Final = 500
"""Findings that are read one by one where a set has no more."""


_FIRST, _BATCH = 20, 500
"""Findings of a whole list that are read together, at first and then."""


class FindingQuery(Struct, frozen=True, kw_only=True):
    """Which findings are wanted: those with any of the values of each field, and with every term.

    The fields are those of `finding_index.FIELDS`, and `organisation`: an operator or supplier."""

    fields: Mapping[str, tuple[str, ...]] = {}
    words: tuple[Term, ...] = ()

    def without(self, field: str) -> FindingQuery:
        """The same query, not restricted by one field."""
        return msgspec.structs.replace(self, fields={name: v for name, v in self.fields.items() if name != field})

    @property
    def is_open(self) -> bool:
        """Whether nothing is restricted."""
        return not self.fields and not self.words


class Listed(Struct, frozen=True):
    """A finding as a list shows it."""

    finding: Finding
    sources: int
    changed: int
    """The number in the log with which it last changed; 0 where nothing is recorded."""
    state: str
    """`reviewed`, `part` or `open`: whether people decided about its claims."""
    langs: tuple[str, ...]


class Counted(Struct, frozen=True):
    """How many findings have each value of a field, most first."""

    values: dict[str, int]
    more: bool
    """There are values that were not counted, each of them rarer in the whole case than those that were."""


class Selection:
    """The findings that a query asks for."""

    def __init__(self, db: Database, query: FindingQuery) -> None:
        self.query = query
        self._db = db
        self._sets: dict[str, Members] = {}
        self._words: Members | None = None
        self._few: dict[str, Counter[str]] | None = None
        if query.words:
            self._words = finding_sets.of_numbers(db, finding_numbers(db, query.words))
        self.members = self._members()

    def _members(self, besides: str | None = None) -> Members:
        found = None if self._words is None else self._words.copy()
        for field, values in self.query.fields.items():
            if field == besides:
                continue
            if field not in self._sets:
                self._sets[field] = self._having(field, values)
            found = self._sets[field].copy() if found is None else found & self._sets[field]
        return finding_sets.everything(self._db) if found is None else found

    def _having(self, field: str, values: Sequence[str]) -> Members:
        if field != "organisation":
            return finding_sets.members(self._db, field, values)
        either = finding_sets.members(self._db, "supplier", values)
        return either | finding_sets.members(self._db, "operator", values)

    @property
    def count(self) -> int:
        """How many findings there are."""
        return int(np.count_nonzero(self.members))

    def counts(self, field: str, most: int) -> Counted:
        """How many have each value of a field, were the query not restricted by that field."""
        if not self.query.words and not self.query.fields.keys() - {field}:
            return self._counted_ready(field, most)
        among = self._members(field) if field in self.query.fields else self.members
        if np.count_nonzero(among) <= _FEW:
            return self._counted_of(among, field, most)
        known = self._counted_ready(field, most)
        found = finding_sets.counts(self._db, field, list(known.values), among)
        return Counted(_ordered(found), known.more)

    def counts_within(self, field: str, values: Sequence[str], among: Members | None = None) -> dict[str, int]:
        """How many of the findings, or of some of them, have each of these values."""
        return finding_sets.counts(self._db, field, values, self.members if among is None else self.members & among)

    def having(self, field: str, value: str) -> Members:
        """Those that have a value of a field."""
        return self.members & finding_sets.members(self._db, field, [value])

    def _counted_ready(self, field: str, most: int) -> Counted:
        rows = list(
            self._db.rows(
                "SELECT value, count FROM facet WHERE field = ? ORDER BY count DESC, value LIMIT ?",
                (f"finding.{field}", most + 1),
            )
        )
        return Counted(dict(rows[:most]), len(rows) > most)

    def _counted_of(self, among: Members, field: str, most: int) -> Counted:
        """Of few findings every value is counted, of all fields at once."""
        if among is not self.members:
            found = self._read(among).get(field, Counter())
        else:
            self._few = self._read(among) if self._few is None else self._few
            found = self._few.get(field, Counter())
        ordered = _ordered(found)
        return Counted(dict(list(ordered.items())[:most]), len(ordered) > most)

    def _read(self, among: Members) -> dict[str, Counter[str]]:
        found: dict[str, Counter[str]] = {}
        for (listed,) in self._db.rows(
            "SELECT l.listed FROM json_each(?) wanted CROSS JOIN finding_listed l ON l.seq = wanted.value",
            (json.dumps(np.flatnonzero(among).tolist()),),
        ):
            for field, values in json.loads(listed).items():
                found.setdefault(field, Counter()).update(values)
        return found

    def page(self, sort: Sort = "origins", *, after: str | None = None, limit: int) -> list[Listed]:
        """Findings in an order; `after` is the identifier of the last one before. Where that is in no list any more
        they begin at the first."""
        return listed(self._db, [finding for finding, _ in self._in_order(sort, after, limit)])

    def batches(self, sort: Sort = "origins", *, most: int = _BATCH) -> Iterator[list[Listed]]:
        """All findings in an order, read as they are used, `most` at a time; few at first."""
        after: str | None = None
        for batch in chain((min(_FIRST, most),), repeat(most)):
            if not (some := self._in_order(sort, after, batch)):
                return
            yield listed(self._db, [finding for finding, _ in some])
            after = some[-1][0]

    def _in_order(self, sort: Sort, after: str | None, limit: int) -> list[tuple[str, int]]:
        """Identifiers and numbers. Few are sorted; of many, the index is walked along and the others passed over."""
        down = sort in _DOWN
        order = f"ORDER BY {sort} {'DESC' if down else 'ASC'}, finding_id {'DESC' if down else 'ASC'} LIMIT ?"
        conditions, values = ["1"], list[Value]()
        start = self._db.row(f"SELECT {sort}, finding_id FROM finding_listed WHERE finding_id = ?", (after,))
        if after is not None and start is not None:
            conditions.append(f"({sort}, finding_id) {'<' if down else '>'} (?, ?)")
            values += start
        if (count := self.count) <= _FEW:
            conditions.append("seq IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(np.flatnonzero(self.members).tolist()))
            table = "finding_listed"
        else:
            table = f"finding_listed INDEXED BY finding_by_{sort}"
            if count < len(self.members):
                conditions.append("substr(?, seq + 1, 1) = x'01'")
                values.append(self.members.tobytes())
        where = " AND ".join(conditions)
        return list(self._db.rows(f"SELECT finding_id, seq FROM {table} WHERE {where} {order}", [*values, limit]))


def listed(db: Database, findings: Sequence[str]) -> list[Listed]:
    """These findings, in the order asked for."""
    found = []
    for record, sources, changed, values in db.rows(
        "SELECT f.record, l.sources, l.changed, l.listed FROM json_each(?) wanted"
        " CROSS JOIN finding f ON f.id = wanted.value CROSS JOIN finding_listed l ON l.finding_id = f.id"
        " ORDER BY wanted.key",
        (json.dumps(list(findings)),),
    ):
        under = json.loads(values)
        state, langs = under.get("state", ["open"])[0], tuple(under.get("lang", ()))
        found.append(Listed(msgspec.json.decode(record, type=Finding), sources, changed, state, langs))
    return found


def _ordered(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda each: (-each[1], each[0])))


def select(db: Database, query: FindingQuery) -> Selection:
    """The findings that a query asks for."""
    return Selection(db, query)


def repeated_alone(db: Database, limit: int) -> list[str]:
    """Findings that stand on one origin and are printed by the most sources."""
    rows = db.rows(
        "SELECT finding_id FROM finding_listed WHERE alone ORDER BY sources DESC, finding_id DESC LIMIT ?", (limit,)
    )
    return [finding for (finding,) in rows]


def places(db: Database, keys: Sequence[str]) -> dict[str, Place]:
    """What the places are called that findings are listed under."""
    return {
        key: msgspec.json.decode(record, type=Place)
        for key, record in db.rows(
            "SELECT key, record FROM finding_place WHERE key IN (SELECT value FROM json_each(?))",
            (json.dumps(list(keys)),),
        )
    }
