"""What is counted when findings and matches are set, so that pages need not count."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from show.named_case import ORRERY, build_named
from sousveil.record import Organisation
from sousveil.resolve.names import name_key
from sousveil.store import Case, FindingFilter
from sousveil.store.claims.claims import ClaimFilter
from sousveil.store.names.naming import entity_key


@pytest.fixture(scope="module")
def case_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_named(tmp_path_factory.mktemp("tallies") / "case", ("Lantern & Sons",))


def test_tallies_say_what_listing_the_findings_would(case_path: Path) -> None:
    with Case.open(case_path) as case:
        mine = [f for f in case.findings() if ORRERY in (entity_key(f.supplier), entity_key(f.operator))]
        assert len(mine) == 3
        assert [f.id for f in case.findings(FindingFilter(organisation=ORRERY))] == [f.id for f in mine]
        assert case.finding_counts("organisation", [ORRERY, "nobody"]) == {ORRERY: 3}
        tallies = case.tallies("organisation", ORRERY)
        assert tallies["country"] == {"KP": 3}
        assert sum(tallies["technology-year"].values()) == 3
        assert set(tallies["technology-year"]) == {f"camera {(f.first_reported or '')[:4]}" for f in mine}
        there = list(case.findings(FindingFilter(country="KP")))
        assert sum(case.tallies("country", "KP")["kind"].values()) == len(there)
        suppliers = {entity_key(f.supplier) for f in there if f.supplier}
        assert case.value_counts("country", "supplier") == {"KP": len(suppliers)}
        police = entity_key(Organisation(name="police in Pyongyang"))
        assert len(list(case.findings(FindingFilter(operator=police)))) == 6


def test_a_finding_counts_once_under_an_organisation_on_both_sides(case_path: Path) -> None:
    with Case.open(case_path, write=True) as case:
        kept = list(case.findings())
        both = next(f for f in kept if f.supplier and f.operator)
        case.put_findings([msgspec.structs.replace(both, operator=both.supplier)])
        key = entity_key(both.supplier)
        assert key is not None
        assert case.finding_counts("organisation", [key]) == {key: 1}
        case.put_findings(kept)


def test_standings_follow_matches_and_decisions(case_path: Path) -> None:
    with Case.open(case_path) as case:
        mine = case.standings([ORRERY])[ORRERY]
        # The Korean name and the hostile one wait; the arm was accepted and the Russian name rejected.
        assert (mine.listed, mine.maybe, mine.waiting) == (1, 1, 2)
        assert [entity.key for entity in case.entities(having="listed")] == [ORRERY]
        assert case.standing_counts()["waiting"] == len(list(case.entities(having="waiting")))


def test_entities_are_found_by_parts_of_names_and_in_pages(case_path: Path) -> None:
    with Case.open(case_path) as case:
        assert [entity.key for entity in case.entities(name="ORRERY vis")] == [ORRERY]
        assert [entity.key for entity in case.entities(name="hangzhou")] == [ORRERY]
        assert [entity.key for entity in case.entities(name="zzz", or_among=[ORRERY])] == [ORRERY]
        whole = [entity.key for entity in case.entities()]
        paged: list[str] = []
        while rows := list(case.entities(limit=3, after=paged[-1] if paged else None)):
            paged += [entity.key for entity in rows]
        assert paged == whole
        speakers = list(case.claims(ClaimFilter(speaker=name_key("Lantern Watch"))))
        assert speakers == [] or all(s.claim.attributed_to for s in speakers)


def test_countries_of_imports_are_met_once_each(case_path: Path) -> None:
    with Case.open(case_path) as case:
        assert case.reference_countries("flow") == {"KP", "CN", "RU"}
        assert case.reference_countries("indicator") == {"KP"}
        sold = list(case.purchases("KP", "8525", partner="CN", year="2018"))
        assert {(flow.reporter, flow.code) for flow in sold} == {
            ("CN", "8525"), ("CN", "852580"), ("KP", "8525"), ("KP", "852580"),
        }  # fmt: skip
