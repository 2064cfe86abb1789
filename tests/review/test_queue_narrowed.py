"""A queue that a filter narrows is the whole queue without the claims that do not meet it, however it is read."""

from __future__ import annotations

import random
from collections.abc import Iterator

import msgspec
import pytest
from bench.large_case import make_large_case

from sousveil.build import decide
from sousveil.record import Claim, Judgement
from sousveil.review.queue import COUNTED_TO, similar
from sousveil.review.queue import waiting as counted
from sousveil.store import Case, ClaimFilter, queue_reader
from sousveil.store.names.naming import entity_key

ALL = 1_000_000
FIELDS = ("kind", "technology", "act", "polarity", "certainty", "country", "site_type", "supplier", "operator", "lang")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    path = tmp_path_factory.mktemp("narrowed") / "case"
    make_large_case(path, 120)
    with Case.open(path, write=True) as case:
        case.set_coders(2)
        for stored in list(case.claims(limit=200))[::9]:
            verdict = "accept" if stored.claim.kind == "deployment" else "reject"
            made = Judgement(at="2024-05-02T10:00:00Z", who="R", subject=stored.claim.id, verdict=verdict)
            decide(case, [made])
        yield case


def values_of(claim: Claim) -> dict[str, str]:
    said = {
        "kind": claim.kind, "technology": claim.technology[-1], "act": claim.act, "polarity": claim.polarity,
        "certainty": claim.certainty, "country": claim.place.country if claim.place else None,
        "site_type": next(iter(claim.site_types), None), "supplier": entity_key(claim.supplier),
        "operator": entity_key(claim.operator), "lang": claim.evidence.lang,
    }  # fmt: skip
    return {field: value for field, value in said.items() if value}


@pytest.mark.parametrize("few", [0, 50, ALL])
def test_a_narrowed_queue_is_the_queue_without_the_others(
    case: Case, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(queue_reader, "_FEW", few)
    monkeypatch.setattr(queue_reader, "_FEW_SAY", few)
    draw = random.Random(few)
    groups = [raw for raw, _ in case.deciders_waiting()]
    assert len(groups) == 2
    whole = case.waiting(groups, limit=ALL)
    claims = [stored.claim for stored in case.claims()]
    for _ in range(60):
        said = values_of(draw.choice(claims))
        chosen = {field: said[field] for field in draw.sample(sorted(said), k=draw.randint(1, min(4, len(said))))}
        wanted = ClaimFilter(**chosen)
        meet = {stored.claim.id for stored in case.claims(wanted)}
        expected = [each for each in whole if each.claim in meet]
        assert case.waiting(groups, wanted, limit=ALL) == expected, chosen
        middle = len(expected) // 2
        if expected:
            behind = case.waiting(groups, wanted, after=expected[middle], limit=7)
            assert behind == expected[middle + 1 : middle + 8], chosen
        ids = {each.claim for each in expected}
        assert [case.waiting_count(groups, wanted, most=most) for most in (3, ALL)] == [min(3, len(ids)), len(ids)]
        open_ = len(ids - {each.claim for each in expected if each.deciders})
        assert counted(case, "R", wanted) in {open_, min(open_, COUNTED_TO)}, chosen


def test_nothing_waits_for_values_that_no_claim_has(case: Case) -> None:
    for chosen in ({"technology": 'camera","drone'}, {"technology": "came"}, {"kind": "nothing", "country": "FR"}):
        wanted = msgspec.convert(chosen, ClaimFilter)
        assert case.waiting([""], wanted, limit=9) == []
        assert case.waiting_count([""], wanted, most=9) == 0


def test_claims_that_say_the_same_are_found_though_they_are_read_some_at_a_time(case: Case) -> None:
    found = 0
    for stored in list(case.claims())[:150]:
        whole = [each.claim.id for each in similar(case, stored.claim, limit=ALL)]
        assert [each.claim.id for each in similar(case, stored.claim, limit=2)] == whole[:2]
        found += len(whole)
    assert found
