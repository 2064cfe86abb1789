"""Lists of findings: their counts are those of the findings, whatever is decided, and however often they change."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from show.named_case import build_named
from show.small_case import build
from sousveil.build import decide
from sousveil.build.weighing import weigh_changed
from sousveil.record import Finding, Judgement
from sousveil.store import Case
from sousveil.store.findings.finding_index import FIELDS, clear_index, fill_index
from sousveil.store.findings.finding_list import SORTS, FindingQuery
from sousveil.store.findings.finding_search import Term, mark_of
from sousveil.store.findings.finding_sets import change_sets, counts, everything, members
from sousveil.store.names.naming import entity_key
from sousveil.vocabulary import load


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_named(tmp_path_factory.mktemp("lists") / "case", ("Lantern & Sons",))


@pytest.fixture
def weighed(tmp_path: Path) -> Iterator[Case]:
    """The small case, its findings weighed from its claims and open for decisions."""
    path = build(tmp_path / "case")
    with Case.open(path, write=True) as case:
        weigh_changed(case, load(), whole=True)
        yield case


def _values(finding: Finding, field: str) -> set[str]:
    place = finding.place
    return {
        "kind": {finding.kind},
        "technology": set(finding.technology),
        "status": {finding.status},
        "act": set(finding.acts),
        "country": {place.country} if place and place.country else set(),
        "site": set(finding.site_types),
        "operator": {key} if (key := entity_key(finding.operator)) else set(),
        "supplier": {key} if (key := entity_key(finding.supplier)) else set(),
        "year": {(finding.first_reported or "undated")[:4] if finding.first_reported else "undated"},
    }[field]


@pytest.mark.parametrize("field", ["kind", "technology", "status", "act", "country", "site", "operator", "supplier"])
def test_counts_are_those_of_the_findings(named: Path, field: str) -> None:
    with Case.open(named) as case:
        found = list(case.findings())
        assert len(found) > 3
        whole = Counter(value for finding in found for value in _values(finding, field))
        assert case.select_findings(FindingQuery()).counts(field, 500).values == dict(whole)
        for value, count in whole.items():
            query = FindingQuery(fields={field: (value,)})
            selection = case.select_findings(query)
            assert selection.count == count
            listed = {each.finding.id for each in selection.page(limit=500)}
            assert listed == {finding.id for finding in found if value in _values(finding, field)}
            # Of the field itself the other values are offered, too; of others, what is left.
            assert selection.counts(field, 500).values == dict(whole)
            left = [finding for finding in found if value in _values(finding, field)]
            for other in ("kind", "status"):
                if other != field:
                    expected = Counter(v for finding in left for v in _values(finding, other))
                    assert selection.counts(other, 500).values == dict(expected)


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_has_every_finding_once_in_pages(named: Path, sort: str) -> None:
    with Case.open(named) as case:
        selection = case.select_findings(FindingQuery())
        whole = [each.finding.id for each in selection.page(sort, limit=500)]  # type: ignore[arg-type]
        assert sorted(whole) == sorted(finding.id for finding in case.findings())
        paged: list[str] = []
        while rows := selection.page(sort, after=paged[-1] if paged else None, limit=3):  # type: ignore[arg-type]
            paged += [row.finding.id for row in rows]
        assert paged == whole
        assert [each.finding.id for some in selection.batches(sort, most=4) for each in some] == whole  # type: ignore[arg-type]
        if sort == "origins":
            counted = [case.finding(finding) for finding in whole]
            keys = [(-f.origins.max, -f.origins.min) for f in counted if f]
            assert keys == sorted(keys)


def test_words_find_names_places_quotes_and_marks_in_every_script(weighed: Case) -> None:
    def found(*terms: Term) -> set[str]:
        selection = weighed.select_findings(FindingQuery(words=terms))
        return {each.finding.id for each in selection.page(limit=50)}

    schools = found(Term("Hikvision"), Term("Pyongyang"))
    assert schools
    assert found(Term("감시카메라")) <= schools
    assert found(Term("감시카메라"))
    assert found(Term("كاميرات"))
    assert found(Term("nothing", (mark_of("technology", "face-recognition"),)))
    assert not found(Term("nothing"))
    assert not found(Term('" OR "'), Term("zebra"))


def _listed(case: Case) -> list[object]:
    """What the lists hold, by identifiers: numbers are given as they come."""
    db = case._db
    numbers = dict(db.rows("SELECT seq, finding_id FROM finding_listed"))
    flags = {
        (field, value): sorted(numbers[number] for number in members(db, field, [value]).nonzero()[0].tolist())
        for field, value in list(db.rows("SELECT DISTINCT field, value FROM finding_set"))
    }
    columns = "finding_id, origins, reported, place, technology, sources, alone, listed"
    return [
        sorted(db.rows(f"SELECT {columns} FROM finding_listed")),
        flags,
        sorted(db.rows("SELECT field, value, count FROM facet WHERE field GLOB 'finding.*'")),
        sorted(
            numbers[row[0]] for row in db.rows("SELECT rowid FROM finding_words WHERE finding_words MATCH 'cameras'")
        ),
    ]


def test_lists_follow_decisions_as_if_they_were_made_anew(weighed: Case) -> None:
    claims = [stored.claim.id for stored in weighed.claims()]
    draw = random.Random(3)
    for number in range(12):
        claim = draw.choice(claims)
        decided = weighed.state(claim) != "proposed"
        verdict = draw.choice(["accept", "reject", "undo"] if decided else ["accept", "reject"])
        decide(weighed, [Judgement(at=f"2024-05-02T00:00:{number:02}Z", who="a", subject=claim, verdict=verdict)])
    kept = _listed(weighed)
    with weighed.transaction():
        clear_index(weighed._db)
        fill_index(weighed._db)
    assert _listed(weighed) == kept
    assert list(weighed.verify()) == []


def test_a_finding_tells_how_far_it_is_reviewed(weighed: Case) -> None:
    finding = next(finding for finding in weighed.findings() if len(finding.claims) > 1)

    def state() -> str:
        return weighed.listed_findings([finding.id])[0].state

    assert state() == "open"
    for number, claim in enumerate(finding.claims):
        decide(weighed, [Judgement(at=f"2024-05-02T00:00:0{number}Z", who="a", subject=claim, verdict="accept")])
        assert state() == ("reviewed" if number == len(finding.claims) - 1 else "part")
    counted = weighed.select_findings(FindingQuery(fields={"state": ("reviewed",)}))
    assert [each.finding.id for each in counted.page(limit=5)] == [finding.id]


def test_an_edited_passage_is_found_by_its_own_words(weighed: Case) -> None:
    def found(words: str) -> int:
        return weighed.select_findings(FindingQuery(words=(Term(words),))).count

    claim = next(each.claim for each in weighed.claims() if "Sinuiju" in each.claim.evidence.quote)
    text = weighed.text(claim.evidence.source)
    assert text is not None
    start = text.content.index("Lantern Watch said")
    passage = {"start": start, "end": start + 18, "quote": "Lantern Watch said"}
    for second, verdict in enumerate(("accept", "edit", "undo")):
        value = {"passage": passage, "slots": dict.fromkeys(claim.slots)} if verdict == "edit" else None
        before = found("Lantern said")
        decide(
            weighed,
            [Judgement(at=f"2024-05-02T00:00:0{second}Z", who="a", subject=claim.id, verdict=verdict, value=value)],
        )
        expected = {"accept": before, "edit": before + 1, "undo": before - 1}[verdict]
        assert found("Lantern said") == expected, verdict


def test_sets_of_any_size_are_counted_right(weighed: Case) -> None:
    db, draw = weighed._db, random.Random(1)
    with weighed.transaction():
        clear_index(db)
        db.run(
            "INSERT INTO finding_listed VALUES (199999, 'f', 0, '', '', '', 0, 0, 0, '{}')",
        )
        sets = {("kind", "a"): set(draw.sample(range(200_000), 90_000)), ("kind", "b"): set(range(5)),
                ("technology", "x"): set(draw.sample(range(200_000), 4_000))}  # fmt: skip
        change_sets(db, {}, sets)
        out = set(draw.sample(sorted(sets["kind", "a"]), 80_000))
        change_sets(db, {("kind", "a"): out, ("kind", "b"): {1, 2}}, {("kind", "b"): {199_999}})
    sets["kind", "a"] -= out
    sets["kind", "b"] = {0, 3, 4, 199_999}
    for (field, value), expected in sets.items():
        assert set(members(db, field, [value]).nonzero()[0].tolist()) == expected
    among = members(db, "technology", ["x"])
    wanted = {value: len(sets["kind", value] & sets["technology", "x"]) for value in ("a", "b")}
    assert counts(db, "kind", ["a", "b", "none"], among) == {value: n for value, n in wanted.items() if n}
    assert set(everything(db).nonzero()[0].tolist()) == sets["kind", "a"] | sets["kind", "b"]


def test_every_field_that_is_listed_is_known(weighed: Case) -> None:
    held = {row[0] for row in weighed._db.rows("SELECT DISTINCT field FROM finding_set")}
    assert {"kind", "technology", "origins", "state", "lang", "year", "when", "origin"} <= held <= set(FIELDS)
