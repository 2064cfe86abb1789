"""The review queue of a real case: built from files, decided on through the case, listed by the command."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sousveil.build import BuildOptions, build
from sousveil.record import Judgement
from sousveil.review import FEWEST_DECISIONS, Queued, review_queue
from sousveil.review.queue import ordered
from sousveil.store import Case, ClaimFilter

SOUSVEIL = Path(sys.executable).with_name("sousveil")
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


def decide(case: Case, wrong_kind: str | None) -> None:
    """Judge the claims about the first cities as somebody does for whom one kind is never right."""
    for stored in list(case.claims()):
        if any(city in stored.claim.evidence.quote for city in LEARNED_FROM):
            judge(case, stored.claim.id, "reject" if stored.claim.kind == wrong_kind else "accept")


def kinds(queue: list[Queued]) -> list[str]:
    return [queued.claim.kind for queued in queue]


def listed(case: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(SOUSVEIL), "claims", str(case), *more], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("wrong", ["supply", "deployment"])
def test_what_resembles_rejected_claims_sinks(case, wrong):
    decide(case, wrong)
    queue = review_queue(case)
    assert queue.learned
    assert (queue.accepted, queue.rejected) == (len(LEARNED_FROM), len(LEARNED_FROM))
    other = {"supply": "deployment", "deployment": "supply"}[wrong]
    assert kinds(queue.claims) == [other] * 5 + [wrong] * 5
    estimates = [queued.estimate for queued in queue.claims]
    assert min(estimates[:5]) > 0.6
    assert max(estimates[5:]) < 0.4


def test_the_same_decisions_give_the_same_order_in_whatever_order_they_were_made(built, tmp_path):
    import shutil

    queues = []
    for turn in (1, -1):
        folder = tmp_path / f"case{turn}"
        shutil.copytree(built, folder)
        with Case.open(folder, write=True) as case:
            for stored in list(case.claims())[:30][::turn]:
                judge(case, stored.claim.id, "reject" if stored.claim.kind == "supply" else "accept")
            queues.append(review_queue(case).claims)
    assert queues[0] == queues[1]


def test_an_edited_claim_counts_as_kept_and_an_undone_decision_not_at_all(case):
    decide(case, "supply")
    first, second = [stored.claim.id for stored in case.claims(ClaimFilter(state="accepted"))][:2]
    judge(case, first, "edit")
    judge(case, second, "undo")
    queue = review_queue(case)
    assert (queue.accepted, queue.rejected) == (len(LEARNED_FROM) - 1, len(LEARNED_FROM))
    assert second in {queued.claim.id for queued in queue.claims}


def test_too_few_decisions_leave_the_order_to_the_findings(case):
    undecided = [queued.claim.id for queued in review_queue(case).claims]
    assert undecided == [stored.claim.id for stored in case.claims()]  # every claim is a finding of its own here
    for identifier in undecided[: FEWEST_DECISIONS - 1]:
        judge(case, identifier, "accept")
    queue = review_queue(case)
    assert not queue.learned
    assert [queued.claim.id for queued in queue.claims] == undecided[FEWEST_DECISIONS - 1 :]
    assert {queued.estimate for queued in queue.claims} == {None}


@pytest.mark.parametrize("verdict", ["accept", "reject"])
def test_decisions_of_one_kind_only_teach_nothing(case, verdict):
    for stored in list(case.claims())[:35]:
        judge(case, stored.claim.id, verdict)
    queue = review_queue(case)
    assert not queue.learned
    assert len(queue.claims) == 5


def test_everything_decided_is_an_empty_queue(case):
    for stored in list(case.claims()):
        judge(case, stored.claim.id, "accept" if stored.claim.kind == "supply" else "reject")
    assert review_queue(case).claims == []


def test_a_finding_is_met_once_before_any_is_met_twice(case):
    claims = [stored.claim for stored in case.claims()][:6]
    findings = ["a", "a", "a", "b", "c", "c"]
    waiting = [Queued(claim=claim, finding=finding) for claim, finding in zip(claims, findings, strict=True)]
    size = {"a": 3, "b": 1, "c": 2}

    def order(kept: dict[str, int]) -> list[int]:
        return [claims.index(queued.claim) for queued in ordered(waiting, kept, size)]

    assert order({}) == [0, 4, 3, 1, 5, 2]
    assert order({"a": 1}) == [4, 3, 0, 5, 1, 2]  # somebody vouched for that finding already
    assert order({"a": 5000}) == [4, 3, 5, 0, 1, 2]


def test_the_list_keeps_the_shape_of_claims_and_restricts_like_it(case):
    before = {row["id"]: row for row in map(json.loads, listed(case.path, "-f", "jsonl").stdout.splitlines())}
    decide(case, "supply")
    rows = [json.loads(line) for line in listed(case.path, "--queue", "-f", "jsonl").stdout.splitlines()]
    assert len(rows) == 10
    assert all(row == before[row["id"]] for row in rows)
    assert [row["kind"] for row in rows] == ["deployment"] * 5 + ["supply"] * 5
    first = listed(case.path, "--queue", "--limit", "3", "-f", "jsonl").stdout.splitlines()
    assert [json.loads(line) for line in first] == rows[:3]
    drones = listed(case.path, "--queue", "--technology", "drone", "-f", "jsonl").stdout.splitlines()
    assert [json.loads(line) for line in drones] == rows[5:]
    assert len(listed(case.path, "--limit", "2", "-f", "jsonl").stdout.splitlines()) == 2


def test_the_table_shows_the_estimate_and_says_what_it_means(case):
    early = listed(case.path, "--queue")
    assert "likely" not in early.stdout
    assert "too few" in early.stderr
    decide(case, "supply")
    table = listed(case.path, "--queue")
    assert table.stdout.splitlines()[0].startswith("likely")
    assert "15 accepted, 15 rejected" in table.stderr
    refused = listed(case.path, "--queue", "--state", "accepted")
    assert refused.returncode == 2
    assert "--state accepted" in refused.stderr


def test_looking_at_the_queue_changes_nothing(case):
    decide(case, "supply")
    before = (list(case.claims()), list(case.findings()), case.states(), case.counts())
    review_queue(case)
    assert (list(case.claims()), list(case.findings()), case.states(), case.counts()) == before
