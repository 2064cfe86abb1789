"""With which words the rules read the claims of a case: what the page of the vocabulary counts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

import msgspec
from msgspec import Struct

from sousveil.record import Claim
from sousveil.store.database import Database

__all__ = ["MetWords", "count_anew", "follow", "is_missing", "met_words"]

_LISTS: Final = {"technology": "technology", "site": "site_types"}
_OWN: Final = ("certainty", "polarity")
_RULES: Final = "rules/"
_Cell = tuple[str, str, str, str]


class MetWords(Struct, frozen=True):
    """Words as documents have them, and how many claims were read with them.

    `slot` is `technology`, `site`, `certainty`, `polarity`, `supplier`, `operator`, or `rule`: then `value` names the
    act's term, as `Claim.rule` does, and `words` is empty.
    """

    slot: str
    value: str
    lang: str
    words: str
    claims: int


def follow(db: Database, source_id: str, claims: Iterable[Claim]) -> None:
    """Let the counts follow: these are now the claims that the rules read in a source."""
    new = _counted(claims)
    row = db.row("SELECT record FROM met_source WHERE source_id = ?", (source_id,))
    old: Counter[_Cell] = Counter()
    for *cell, count in json.loads(row[0]) if row else ():
        slot, value, lang, words = cell
        old[slot, value, lang, words] = count
    if new == old:
        return
    _change(db, {cell: new[cell] - old[cell] for cell in {*new, *old}})
    _keep(db, source_id, new)


def _keep(db: Database, source_id: str, counts: Counter[_Cell]) -> None:
    record = json.dumps([[*cell, count] for cell, count in sorted(counts.items())], ensure_ascii=False)
    db.run("INSERT OR REPLACE INTO met_source VALUES (?, ?)", (source_id, record))


def _change(db: Database, by: dict[_Cell, int]) -> None:
    changed = sorted((cell, number) for cell, number in by.items() if number)
    db.run_many(
        "INSERT INTO met VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET claims = claims + excluded.claims",
        [(*cell, number) for cell, number in changed],
    )
    fewer = [cell for cell, number in changed if number < 0]
    db.run_many("DELETE FROM met WHERE (slot, value, lang, words) = (?, ?, ?, ?) AND claims <= 0", fewer)


def _counted(claims: Iterable[Claim]) -> Counter[_Cell]:
    return Counter(cell for claim in claims if claim.extractor.startswith(_RULES) for cell in set(_cells(claim)))


def _cells(claim: Claim) -> Iterator[_Cell]:
    said, lang = claim.evidence, claim.evidence.lang
    if claim.rule:
        yield "rule", claim.rule, lang, ""
    for name, (start, end) in claim.slots.items():
        slot, _, number = name.partition(".")
        # Words that a sentence takes from another one stand outside of its quote.
        if not (said.start <= start and end <= said.end):
            continue
        words = said.quote[start - said.start : end - said.start]
        if slot in _OWN:
            yield slot, str(getattr(claim, slot)), lang, words
        elif slot in _LISTS:
            values: Sequence[str] = getattr(claim, _LISTS[slot])
            if (place := int(number or 1) - 1) < len(values):
                yield slot, values[place], lang, words
    for role, who in (("supplier", claim.supplier), ("operator", claim.operator)):
        if who is not None and who.ref:
            yield role, who.ref, lang, who.name


def is_missing(db: Database) -> bool:
    """Whether the case is of before these counts."""
    return (
        db.row("SELECT 1 FROM met_source LIMIT 1") is None
        and db.row("SELECT 1 FROM claim WHERE NOT by_hand LIMIT 1") is not None
    )


def count_anew(db: Database) -> None:
    """Count every claim of the case."""
    rows = db.rows("SELECT source_id, coalesce(proposed, record) FROM claim WHERE NOT by_hand ORDER BY source_seq, id")
    total: Counter[_Cell] = Counter()
    for source_id, some in groupby(rows, key=lambda row: str(row[0])):
        counts = _counted(msgspec.json.decode(record, type=Claim) for _, record in some)
        total.update(counts)
        _keep(db, source_id, counts)
    db.run("DELETE FROM met")
    _change(db, dict(total))


def met_words(db: Database, slots: Sequence[str]) -> list[MetWords]:
    """The words of these slots, by slot, value, language and words."""
    rows = db.rows(
        "SELECT slot, value, lang, words, claims FROM met WHERE slot IN (SELECT value FROM json_each(?))"
        " ORDER BY slot, value, lang, words",
        (json.dumps(list(slots)),),
    )
    return [MetWords(*row) for row in rows]
