"""What each finding is listed under: its values in sets, its words in the index for search, what lists are sorted by.

Everything here follows from findings and their claims. It changes where they change: with `change_findings`, and
(`follow_claims`) where people decide about a claim and the finding stays as it was.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import msgspec
from msgspec import Struct

from sousveil.record import Finding
from sousveil.record.claim import Place
from sousveil.store.claims import facets
from sousveil.store.database import Database
from sousveil.store.findings import finding_search
from sousveil.store.findings.finding_sets import change_sets
from sousveil.store.names import naming
from sousveil.weigh.days import span_of

__all__ = ["FIELDS", "NEVER", "change_index", "clear_index", "fill_index", "follow_claims", "place_key"]

FIELDS: Final = (
    "kind", "technology", "status", "act", "country", "place", "site", "operator", "supplier", "origins", "standing",
    "state", "lang", "year", "month", "when", "when-month", "origin",
)  # fmt: skip
"""`year` and `month` are of the first report, `when` and `when-month` all that the claims tell; `origin` holds the
sources and cited names that it goes back to."""
NEVER: Final = "undated"
"""Stands for the year of what has none."""
_LONGEST: Final = 40
"""Years that one finding is listed under at most; what is open or longer is listed under its known ends."""
_BATCH: Final = 1_000
_FEW: Final = 20
"""Findings that are listed anew whatever changed in their claims."""
_DECIDED: Final = frozenset({"accepted", "edited", "rejected"})


class _Voices(Struct):
    """What the claims of a finding add to it."""

    langs: Counter[str]
    states: Counter[str]
    sources: set[str]
    words: dict[str, None]


def change_index(db: Database, gone: Sequence[Finding], come: Sequence[Finding], changed: Mapping[str, int]) -> None:
    """Let the lists follow findings that went and that came; `changed` is the number in the log with which each that
    came last changed."""
    free = db.number("SELECT max(seq) FROM finding_listed") + 1
    numbers = _take_out(db, [finding.id for finding in gone])
    if not come:
        return
    voices = _voices(db, [finding.id for finding in come])
    sets: dict[tuple[str, str], list[int]] = defaultdict(list)
    rows, words = [], []
    for finding in come:
        number = numbers.pop(finding.id, 0)
        if not number:
            number, free = free, free + 1
        own = voices.get(finding.id) or _Voices(Counter(), Counter(), set(), {})
        listed = _listed(finding, own)
        for field, values in listed.items():
            for value in values:
                sets[field, value].append(number)
        rows.append(_row(number, finding, own, changed.get(finding.id, 0), listed))
        words.append((number, finding_search.words_of(finding, own.words)))
    db.run_many(f"INSERT INTO finding_listed VALUES ({', '.join('?' * 10)})", rows)
    change_sets(db, {}, sets)
    facets.change_values(db, {("finding." + field, value): len(some) for (field, value), some in sets.items()})
    finding_search.put_words(db, words)
    _put_places(db, come)


def _take_out(db: Database, findings: Sequence[str]) -> dict[str, int]:
    """Take findings out of the lists; the number that each had."""
    numbers: dict[str, int] = {}
    sets: dict[tuple[str, str], list[int]] = defaultdict(list)
    chosen = "finding_id IN (SELECT value FROM json_each(?))"
    wanted = (json.dumps(findings),)
    for number, finding, listed in db.rows(
        f"SELECT seq, finding_id, listed FROM finding_listed WHERE {chosen}", wanted
    ):
        numbers[finding] = number
        for field, values in json.loads(listed).items():
            for value in values:
                sets[field, value].append(number)
    if numbers:
        db.run(f"DELETE FROM finding_listed WHERE {chosen}", wanted)
        finding_search.forget_words(db, list(numbers.values()))
        change_sets(db, sets, {})
        facets.change_values(db, {("finding." + field, value): -len(some) for (field, value), some in sets.items()})
    return numbers


def _row(number: int, finding: Finding, own: _Voices, changed: int, listed: object) -> list[str | int]:
    most = (1 << 20) - 1
    counted = (finding.origins.max, finding.origins.min, len(own.sources))
    order = 0
    for count in counted:
        order = order << 20 | min(count, most)
    place = finding.place
    return [
        number, finding.id, -order, finding.last_reported or "",
        f"{place.country or '~'} {'' if place.precision == 'country' else place.name}" if place else "~~",
        " ".join(finding.technology) or "~", changed, len(own.sources), int(finding.origins.max <= 1),
        json.dumps(listed, ensure_ascii=False, separators=(",", ":")),
    ]  # fmt: skip


def _voices(db: Database, findings: Sequence[str]) -> dict[str, _Voices]:
    found: dict[str, _Voices] = {}
    for finding, lang, state, source, quote, place in db.rows(
        "SELECT f.finding_id, c.lang, c.state, c.source_id, json_extract(c.record, '$.evidence.quote'),"
        " json_extract(c.record, '$.place.name') FROM json_each(?) wanted"
        " CROSS JOIN finding_claim f ON f.finding_id = wanted.value CROSS JOIN claim c ON c.id = f.claim_id",
        (json.dumps(findings),),
    ):
        own = found.setdefault(finding, _Voices(Counter(), Counter(), set(), {}))
        own.langs[lang] += 1
        own.states[state] += 1
        own.sources.add(source)
        own.words[quote] = None
        if place:
            own.words[place] = None
    for finding, name in db.rows(
        "SELECT DISTINCT f.finding_id, n.name FROM json_each(?) wanted"
        " CROSS JOIN finding_claim f ON f.finding_id = wanted.value"
        " CROSS JOIN claim_name n ON n.claim_id = f.claim_id AND n.role IN ('supplier', 'operator')",
        (json.dumps(findings),),
    ):
        if finding in found:
            found[finding].words[name] = None
    return found


def _listed(finding: Finding, own: _Voices) -> dict[str, list[str]]:
    """The values of a finding by field; fields without any are left out."""
    least, most = finding.origins.min, finding.origins.max
    first, told = finding.first_reported, finding.time
    values: dict[str, Iterable[str | None]] = {
        "kind": [finding.kind],
        "technology": finding.technology,
        "status": [finding.status],
        "act": finding.acts,
        "country": [finding.place.country if finding.place else None],
        "place": [place_key(finding.place)],
        "site": finding.site_types,
        "operator": [naming.entity_key(finding.operator)],
        "supplier": [naming.entity_key(finding.supplier)],
        "origins": ["1" if most <= 1 else "1+" if least < 2 else "2" if least < 3 else "3" if least < 5 else "5"],
        "standing": ["one-origin" if most <= 1 else "several", "disputed" if finding.disputed else None],
        "state": [_reviewed(own.states)],
        "lang": own.langs,
        "year": _years(first),
        "month": _months(first),
        "when": _years(told),
        "when-month": _months(told),
        "origin": [origin.source or (f"cited:{origin.cited}" if origin.cited else None) for origin in
                   finding.origins.named],
    }  # fmt: skip
    kept = {field: list(dict.fromkeys(value for value in some if value)) for field, some in values.items()}
    return {field: some for field, some in kept.items() if some}


def place_key(place: Place | None) -> str | None:
    """By what findings of a place are listed: the gazetteer's number, else its name and country. Null for none, and for
    a country, by which they are listed anyway."""
    if place is None or place.precision == "country":
        return None
    return str(place.geonameid) if place.geonameid is not None else f"{place.country or ''}:{place.name}"


def _reviewed(states: Counter[str]) -> str:
    """`reviewed` where somebody decided about every claim, `part` about some, `open` about none."""
    decided = sum(count for state, count in states.items() if state in _DECIDED)
    return "open" if not decided else "reviewed" if decided == states.total() else "part"


def _years(value: str | None) -> list[str]:
    """The years that an EDTF date or interval may mean."""
    ends = _ends(value)
    if ends is None:
        return [NEVER]
    first, last = int(ends[0][:4]), int(ends[1][:4])
    span = range(first, last + 1) if last - first < _LONGEST else (first, last)
    return [f"{year:04}" for year in span]


def _months(value: str | None) -> list[str]:
    """The months that it may mean; of what is known by the year alone, or goes on for more than one, the years."""
    ends = _ends(value)
    if ends is None:
        return [NEVER]
    (first, last) = ends
    if first[:4] != last[:4]:
        return _years(value)
    if first[5:7] == "01" and last[5:7] == "12":
        return [first[:4]]
    return [f"{first[:4]}-{month:02}" for month in range(int(first[5:7]), int(last[5:7]) + 1)]


def _ends(value: str | None) -> tuple[str, str] | None:
    """The first and the last day as written; an end that is open is the other one. Null where no day is known."""
    span = span_of(value)
    if span is None:
        return None
    first, last = (None if day.year in {1, 9999} else day.isoformat() for day in span)
    return (first or last or "", last or first or "") if first or last else None


def _put_places(db: Database, findings: Iterable[Finding]) -> None:
    places = {key: finding.place for finding in findings if (key := place_key(finding.place))}
    db.run_many(
        "INSERT OR REPLACE INTO finding_place VALUES (?, ?)",
        [(key, msgspec.json.encode(place).decode()) for key, place in places.items()],
    )


def clear_index(db: Database) -> None:
    """All findings went."""
    for table in ("finding_listed", "finding_set", "finding_place", "finding_words"):
        db.run(f"DELETE FROM {table}")


def follow_claims(db: Database, claims: Sequence[str]) -> None:
    """Let the lists follow claims that people decided about: how far their findings are reviewed, and which words."""
    findings = _resting_on(db, claims)
    # After a decision the words of a claim may be others, too; after a build all that changed is listed already.
    stale = findings if len(findings) <= _FEW else []
    for start in range(0, 0 if stale else len(findings), _BATCH):
        stale += _otherwise(db, findings[start : start + _BATCH])
    for start in range(0, len(stale), _BATCH):
        _again(db, stale[start : start + _BATCH])


def _resting_on(db: Database, claims: Sequence[str]) -> list[str]:
    rows = db.rows(
        "SELECT DISTINCT f.finding_id FROM json_each(?) wanted CROSS JOIN finding_claim f ON f.claim_id = wanted.value"
        " ORDER BY 1",
        (json.dumps(claims),),
    )
    return [finding for (finding,) in rows]


def _otherwise(db: Database, findings: Sequence[str]) -> Iterator[str]:
    """Those of these findings that are listed as reviewed otherwise than they are, or in other languages."""
    voices: dict[str, tuple[Counter[str], set[str]]] = {}
    for finding, state, lang, count in db.rows(
        "SELECT f.finding_id, c.state, c.lang, count(*) FROM json_each(?) wanted"
        " CROSS JOIN finding_claim f ON f.finding_id = wanted.value CROSS JOIN claim c ON c.id = f.claim_id"
        " GROUP BY 1, 2, 3",
        (json.dumps(findings),),
    ):
        states, langs = voices.setdefault(finding, (Counter(), set()))
        states[state] += count
        langs.add(lang)
    for finding, listed in db.rows(
        "SELECT finding_id, listed FROM finding_listed WHERE finding_id IN (SELECT value FROM json_each(?))",
        (json.dumps(findings),),
    ):
        held = json.loads(listed)
        states, langs = voices.get(finding, (Counter(), set()))
        if held.get("state") != [_reviewed(states)] or set(held.get("lang", ())) != langs:
            yield finding


def _again(db: Database, findings: Sequence[str]) -> None:
    """List findings anew that are what they were."""
    wanted = (json.dumps(findings),)
    chosen = "IN (SELECT value FROM json_each(?))"
    changed: dict[str, int] = dict(
        db.rows(f"SELECT finding_id, changed FROM finding_listed WHERE finding_id {chosen}", wanted)
    )
    held = [
        msgspec.json.decode(record, type=Finding)
        for (record,) in db.rows(f"SELECT record FROM finding WHERE id {chosen} ORDER BY id", wanted)
    ]
    change_index(db, held, held, changed)


def fill_index(db: Database) -> None:
    """List the findings of a case of before version 12."""
    clear_index(db)
    db.run(
        "DELETE FROM facet WHERE field IN (SELECT 'finding.' || value FROM json_each(?))", (json.dumps(list(FIELDS)),)
    )
    some: list[Finding] = []
    for (record,) in db.rows("SELECT record FROM finding ORDER BY id"):
        some.append(msgspec.json.decode(record, type=Finding))
        if len(some) == _BATCH:
            change_index(db, [], some, {})
            some = []
    change_index(db, [], some, {})
