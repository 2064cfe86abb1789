"""The review queue of a real case: built from files, decided on through the case, listed by the command."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from bench.large_case import make_large_case

from command_line import run
from sousveil.build import BuildOptions, build, decide
from sousveil.record import Judgement
from sousveil.review import FEWEST_DECISIONS, Memory, Queued, in_order, next_claims, similar, waiting
from sousveil.review.queue import USES, ordered
from sousveil.store import Case, ClaimFilter
from sousveil.store.claims.queue import Level
from sousveil.store.queue_reader import Waiting

CITIES = (
    "Belgrade", "Lyon", "Turin", "Porto", "Leeds", "Ghent", "Malaga", "Bergen", "Tampere", "Aarhus", "Utrecht", "Graz",
    "Basel", "Brno", "Gdansk", "Szeged", "Varna", "Patras", "Bursa", "Tbilisi",
)  # fmt: skip
LEARNED_FROM = CITIES[:15]


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A case of twenty notes, each of which says that cameras were installed and that drones were bought."""
    folder = tmp_path_factory.mktemp("queue")
    (folder / "notes").mkdir()
    for number, city in enumerate(CITIES):
        (folder / "notes" / f"{city}.txt").write_text(
            f"Police in {city} installed {number + 20} surveillance cameras in schools in 2021, the city said.\n\n"
            f"The city of {city} bought {number + 3} surveillance drones for its border police in 2023.\n"
        )
    with Case.create(folder / "case") as case:
        build(case, [folder / "notes"], BuildOptions(jobs=2))
    return folder / "case"


@pytest.fixture
def case(built, tmp_path):
    """A copy of it that a test may decide on."""
    import shutil

    shutil.copytree(built, tmp_path / "case")
    with Case.open(tmp_path / "case", write=True) as opened:
        yield opened


def judge(case: Case, subject: str, verdict: str) -> None:
    case.judge(Judgement(at="2024-05-02T10:00:00Z", who="R", subject=subject, verdict=verdict))


def decide_on_the_first(case: Case, wrong_kind: str | None) -> None:
    """Judge the claims about the first cities as somebody does for whom one kind is never right."""
    for stored in list(case.claims()):
        if any(city in stored.claim.evidence.quote for city in LEARNED_FROM):
            judge(case, stored.claim.id, "reject" if stored.claim.kind == wrong_kind else "accept")


def listed(case: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return run("claims", case, *more)


def identifiers(queue: Iterable[Queued]) -> list[str]:
    return [queued.claim.id for queued in queue]


def test_everything_that_waits_is_met_once_in_the_order_of_the_case_as_long_as_nothing_is_learned(case):
    undecided = [stored.claim.id for stored in case.claims()]  # every claim is a finding of its own here
    queue = list(in_order(case, "R"))
    assert identifiers(queue) == undecided
    assert {queued.use for queued in queue} == {"only-claim"}
    assert {queued.estimate for queued in queue} == {None}
    for identifier in undecided[: FEWEST_DECISIONS - 1]:
        judge(case, identifier, "accept")
    assert identifiers(in_order(case, "R")) == undecided[FEWEST_DECISIONS - 1 :]
    assert waiting(case, "R") == len(undecided) - FEWEST_DECISIONS + 1
    judge(case, undecided[0], "undo")
    assert identifiers(next_claims(case, "R", limit=1)) == undecided[:1]


def test_what_is_least_sure_comes_first(case):
    for number, stored in enumerate(list(case.claims())[:28]):
        judge(case, stored.claim.id, "reject" if stored.claim.kind == "supply" and number % 4 else "accept")
    queue = list(in_order(case, "R"))
    openness = [1 - abs(2 * queued.estimate - 1) for queued in queue]
    assert openness == sorted(openness, reverse=True)
    assert openness[0] > openness[-1]


def test_the_same_decisions_give_the_same_order_in_whatever_order_they_were_made(built, tmp_path):
    import shutil

    queues = []
    for turn in (1, -1):
        folder = tmp_path / f"case{turn}"
        shutil.copytree(built, folder)
        with Case.open(folder, write=True) as case:
            for stored in list(case.claims())[:25][::turn]:
                judge(case, stored.claim.id, "reject" if stored.claim.kind == "supply" else "accept")
            queues.append(list(in_order(case, "R")))
    assert queues[0] == queues[1]


def test_what_was_learned_is_kept_until_enough_more_is_decided(case):
    memory, claims = Memory(), [stored.claim for stored in case.claims()]
    assert memory.ranker(case) is None
    for claim in claims[:FEWEST_DECISIONS]:
        judge(case, claim.id, "reject" if claim.kind == "supply" else "accept")
    first = memory.ranker(case)
    assert first is not None
    for claim in claims[FEWEST_DECISIONS:][:4]:
        judge(case, claim.id, "accept")
        assert memory.ranker(case) is first
    judge(case, claims[-1].id, "accept")
    assert memory.ranker(case) is not first


@pytest.mark.parametrize("verdict", ["accept", "reject"])
def test_decisions_of_one_kind_only_teach_nothing(case, verdict):
    for stored in list(case.claims())[:35]:
        judge(case, stored.claim.id, verdict)
    queue = list(in_order(case, "R"))
    assert [queued.estimate for queued in queue] == [None] * 5


def test_everything_decided_is_an_empty_queue(case):
    for stored in list(case.claims()):
        judge(case, stored.claim.id, "accept" if stored.claim.kind == "supply" else "reject")
    assert next_claims(case, "R") == []
    assert waiting(case, "R") == 0


@pytest.mark.parametrize(
    "wanted",
    [
        ClaimFilter(kind="supply"), ClaimFilter(technology="drone"), ClaimFilter(kind="supply", technology="drone"),
        ClaimFilter(kind="deployment", technology="drone"), ClaimFilter(country="FR"), ClaimFilter(site_type="school"),
        ClaimFilter(reader="rules"), ClaimFilter(reader="model"), ClaimFilter(state="proposed"),
        ClaimFilter(state="accepted"), ClaimFilter(lang="en", polarity="affirmed"), ClaimFilter(entity="nobody"),
    ],
)  # fmt: skip
def test_a_filter_restricts_the_queue_as_it_restricts_claims(case, wanted):
    for stored in list(case.claims())[:9]:
        judge(case, stored.claim.id, "accept")
    expected = [stored.claim.id for stored in case.claims(wanted) if stored.state == "proposed"]
    assert identifiers(in_order(case, "R", wanted)) == expected
    assert waiting(case, "R", wanted) == len(expected)


def test_the_first_source_and_finding_restrict_it_too(case):
    claim = next(case.claims()).claim
    for wanted in (
        ClaimFilter(source=claim.evidence.source),
        ClaimFilter(finding=case.findings_of([claim.id])[claim.id]),
    ):
        expected = [stored.claim.id for stored in case.claims(wanted)]
        assert identifiers(in_order(case, "R", wanted)) == expected
        assert waiting(case, "R", wanted) == len(expected) > 0


def test_what_is_skipped_does_not_come(case):
    first = identifiers(next_claims(case, "R", limit=5))
    assert identifiers(next_claims(case, "R", limit=3, skip=first[:2])) == first[2:5]


def code(case: Case, who: str, subject: str, verdict: str) -> None:
    decide(case, [Judgement(at="2024-05-02T10:00:00Z", who=who, subject=subject, verdict=verdict)])


def test_pairs_are_completed_and_a_third_settles_what_two_disagree_about(case):
    case.set_coders(2)
    claims = [stored.claim.id for stored in case.claims()]
    for identifier in claims[3:6]:
        code(case, "ana", identifier, "accept")
    assert identifiers(next_claims(case, "ana", limit=4)) == [*claims[:3], claims[6]]
    assert waiting(case, "ana") == len(claims) - 3
    (first, *_) = next_claims(case, "ben", limit=4)
    assert identifiers(next_claims(case, "ben", limit=4)) == [*claims[3:6], claims[0]]
    assert (first.waits_for, first.state) == ("second", "proposed")

    code(case, "ben", claims[3], "accept")
    code(case, "ben", claims[4], "reject")
    assert case.claim(claims[3]).state == "accepted"
    assert identifiers(next_claims(case, "cleo", limit=2)) == [claims[4], claims[5]]
    assert next_claims(case, "cleo", limit=1)[0].waits_for == "third"
    for who in ("ana", "ben"):
        assert claims[4] not in identifiers(in_order(case, who))
    code(case, "cleo", claims[4], "reject")
    assert case.claim(claims[4]).state == "rejected"
    assert claims[4] not in identifiers(in_order(case, "dora"))


def test_who_decided_alone_settles_it_once_one_is_enough(case):
    case.set_coders(2)
    first = next(case.claims()).claim.id
    code(case, "ana", first, "accept")
    case.set_coders(1)
    assert first in identifiers(in_order(case, "ana"))
    code(case, "ana", first, "accept")
    assert case.claim(first).state == "accepted"


@pytest.fixture(scope="module")
def repeated(tmp_path_factory) -> Iterator[Case]:
    """A made case of families that repeat each other, with disputes."""
    folder = tmp_path_factory.mktemp("repeated") / "case"
    make_large_case(folder, 120, seed=3)
    with Case.open(folder, write=True) as opened:
        yield opened


def test_what_a_decision_changes_is_told_and_comes_first(repeated):
    queue = list(in_order(repeated, "R"))
    proposed = [stored.claim.id for stored in repeated.claims(ClaimFilter(state="proposed"))]
    assert sorted(identifiers(queue)) == sorted(proposed)
    assert {queued.use for queued in queue} >= {"disputed", "only-origin", "only-claim", "again"}
    findings = {finding.id: finding for finding in repeated.findings()}
    for queued in queue:
        finding, claim = findings[queued.finding], queued.claim.id
        if any(claim in dispute.claims for dispute in finding.disputes):
            assert queued.use == "disputed"
        elif finding.claims == (claim,):
            assert queued.use == "only-claim"
        elif any(origin.claims == (claim,) for origin in finding.origins.named):
            assert queued.use == "only-origin"
        else:
            assert queued.use in {"again", "unsure"}
    levels = [USES.index("again" if queued.use == "unsure" else queued.use) for queued in queue]
    assert levels == sorted(levels)


def test_claims_to_decide_together_say_the_same(repeated):
    found = 0
    for finding in repeated.findings():
        claim = repeated.claim(finding.claims[0]).claim
        for other in similar(repeated, claim):
            found += 1
            assert other.state == "proposed"
            assert other.claim.id != claim.id
            assert (other.claim.kind, other.claim.act, other.claim.technology) == (
                claim.kind, claim.act, claim.technology
            )  # fmt: skip
    assert found > 10


def at(claim: str, finding: str, level: Level = "again", turn: int = 0) -> Waiting:
    return Waiting(claim=claim, finding=finding, level=level, turn=turn, place=(int(claim), 0))


def test_a_finding_is_met_once_before_any_is_met_twice():
    window = [
        at("0", "a"),
        at("1", "a", turn=1),
        at("2", "a", turn=2),
        at("3", "b"),
        at("4", "c"),
        at("5", "c", turn=1),
    ]

    def order(likely: dict[str, float]) -> list[int]:
        return [int(each.claim) for each in ordered(window, likely)]

    assert order({}) == [0, 3, 4, 1, 5, 2]
    assert order({str(number): 0.9 for number in range(6)} | {"5": 0.5}) == [5, 0, 3, 1, 4, 2]
    assert [int(each.claim) for each in ordered([*window[1:], at("6", "d", "disputed", 9)], {})] == [6, 3, 4, 1, 5, 2]


def test_the_list_keeps_the_shape_of_claims_and_restricts_like_it(case):
    before = {row["id"]: row for row in map(json.loads, listed(case.path, "-f", "jsonl").stdout.splitlines())}
    decide_on_the_first(case, "supply")
    rows = [json.loads(line) for line in listed(case.path, "--queue", "-f", "jsonl").stdout.splitlines()]
    assert len(rows) == 10
    assert all(row == before[row["id"]] for row in rows)
    first = listed(case.path, "--queue", "--limit", "3", "-f", "jsonl").stdout.splitlines()
    assert [json.loads(line) for line in first] == rows[:3]
    drones = listed(case.path, "--queue", "--technology", "drone", "-f", "jsonl").stdout.splitlines()
    assert [json.loads(line) for line in drones] == [row for row in rows if row["kind"] == "supply"]
    assert len(listed(case.path, "--limit", "2", "-f", "jsonl").stdout.splitlines()) == 2


def test_the_table_shows_the_estimate_and_says_what_it_means(case):
    early = listed(case.path, "--queue")
    assert early.stdout.splitlines()[0].startswith("why")
    assert "likely" not in early.stdout
    assert "too few" in early.stderr
    decide_on_the_first(case, "supply")
    table = listed(case.path, "--queue")
    assert table.stdout.splitlines()[0].split()[:2] == ["why", "likely"]
    assert "15 accepted, 15 rejected" in table.stderr
    refused = listed(case.path, "--queue", "--state", "accepted")
    assert refused.returncode == 2
    assert "--state accepted" in refused.stderr


def test_looking_at_the_queue_changes_nothing(case):
    decide_on_the_first(case, "supply")
    before = (list(case.claims()), list(case.findings()), case.states(), case.counts())
    list(in_order(case, "R"))
    assert (list(case.claims()), list(case.findings()), case.states(), case.counts()) == before
