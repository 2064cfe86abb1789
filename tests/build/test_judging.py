"""Decisions as they are sent and as they are recorded: each once, under the name of its maker, undone as a whole."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench.large_case import make_large_case

from sousveil.build import weighing
from sousveil.build.weighing import decide, weigh_changed
from sousveil.errors import UsageError
from sousveil.record import Judgement
from sousveil.store import Case
from sousveil.vocabulary import load


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("judging") / "case"
    make_large_case(path, 30, seed=5)
    return path


@pytest.fixture
def case(made: Path, tmp_path: Path) -> Iterator[Case]:
    with Case.open(shutil.copytree(made, tmp_path / "case"), write=True) as opened:
        yield opened


@pytest.fixture
def claims(case: Case) -> list[str]:
    """Claims that nobody decided."""
    return [stored.claim.id for stored in case.claims() if stored.state == "proposed"]


def said(subject: str, verdict: str, who: str = "ana", **more: object) -> Judgement:
    return Judgement(at="2026-01-01T00:00:00Z", who=who, subject=subject, verdict=verdict, **more)  # type: ignore[arg-type]  # shorter to read


def test_a_step_that_is_sent_again_is_not_recorded_again(case, claims):
    step = [said(claims[0], "reject", action="one"), said(claims[1], "accept", action="one")]
    first = decide(case, step)
    assert first.states == ("rejected", "accepted")
    log = len(list(case.log()))
    assert decide(case, step).states == first.states
    assert decide(case, step[:1]).changes == ()
    assert len(list(case.log())) == log
    assert [each.verdict for each in case.judged_in("one")] == ["reject", "accept"]


def test_a_step_that_was_taken_back_stays_so_when_it_is_sent_again(case, claims):
    step = [said(claims[0], "reject", action="one")]
    decide(case, step)
    decide(case, [said(claims[0], "undo", undoes="one")])
    assert decide(case, step).states == ("proposed",)


def test_nobody_takes_the_name_of_another_persons_step(case, claims):
    decide(case, [said(claims[0], "reject", action="one")])
    with pytest.raises(UsageError, match="Another person's step is called one"):
        decide(case, [said(claims[1], "reject", "ben", action="one")])
    assert case.judgements(claims[1]) == []


@pytest.mark.parametrize("whole", [True, False])
def test_a_step_is_taken_back_as_a_whole(case, claims, whole):
    before = list(case.findings())
    decide(case, [said(claim, "reject", action="one") for claim in claims[:3]])
    decide(case, [said(claims[1], "undo", undoes="one" if whole else "")])
    assert [case.state(claim) for claim in claims[:3]] == ["proposed"] * 3
    assert list(case.findings()) == before
    assert list(case.verify()) == []


def test_the_same_said_twice_is_said_once(case, claims):
    for _ in range(2):
        decide(case, [said(claims[0], "accept")])
        decide(case, [said(claims[0], "note", reason="look again")])
    assert [each.verdict for each in case.judgements(claims[0])] == ["accept", "note"]
    decide(case, [said(claims[0], "reject")])
    decide(case, [said(claims[0], "accept")])
    assert [each.verdict for each in case.judgements(claims[0])] == ["accept", "note", "reject", "accept"]


def test_every_decision_has_a_name_by_which_it_can_be_taken_back(case, claims):
    decide(case, [said(claim, "reject") for claim in claims[:2]])
    one, other = (case.judgements(claim)[0] for claim in claims[:2])
    assert len({one.action, other.action, ""}) == 3
    decide(case, [said(claims[0], "undo", "lead", undoes=one.action)])
    assert [case.state(claim) for claim in claims[:2]] == ["proposed", "rejected"]


def test_nobody_takes_back_what_another_decided(case, claims):
    decide(case, [said(claims[0], "reject")])
    with pytest.raises(UsageError, match="ben decided nothing") as refused:
        decide(case, [said(claims[0], "undo", "ben")])
    assert "ana" not in str(refused.value)
    assert case.state(claims[0]) == "rejected"
    with pytest.raises(UsageError, match="there is nothing to undo"):
        decide(case, [said(claims[1], "undo", "ben")])
    with pytest.raises(UsageError, match="no step two"):
        decide(case, [said(claims[1], "undo", undoes="two")])


def test_a_decision_without_a_name_as_older_versions_made_them_is_taken_back_by_anybody(case, claims):
    case.judge(said(claims[0], "reject"))
    assert decide(case, [said(claims[0], "undo", "ben")]).states == ("proposed",)


def test_how_many_have_to_decide_is_the_cases(case, claims):
    echo = next(case.echoes()).echo.id
    case.set_coders(2)
    decided = decide(case, [said(claims[0], "reject", needs=1), said(echo, "cut")])
    assert decided.states == ("proposed", "cut")
    assert [case.judgements(each)[0].needs for each in (claims[0], echo)] == [2, 1]
    assert not any(
        claims[0] in (change.before or change.after).claims for change in decided.changes if change.after is None
    )
    assert decide(case, [said(claims[0], "reject", "ben")]).states == ("rejected",)
    assert list(case.verify()) == []


def test_a_large_case_of_another_version_is_not_weighed_while_somebody_waits(case, claims, monkeypatch):
    monkeypatch.setattr(weighing, "__version__", "another")
    monkeypatch.setattr(weighing, "_AT_ONCE", 10)
    with pytest.raises(UsageError, match=r"Run `sousveil trace .*case` once, then decide"):
        decide(case, [said(claims[0], "reject")])
    assert case.judgements(claims[0]) == []
    weigh_changed(case, load())
    assert decide(case, [said(claims[0], "reject")]).states == ("rejected",)


def test_what_a_build_that_was_stopped_left_is_not_weighed_while_somebody_waits(case, claims, monkeypatch):
    monkeypatch.setattr(weighing, "_AT_ONCE", 10)
    case._db.run("UPDATE claim SET bundle = NULL")
    with pytest.raises(UsageError, match="was not weighed to its end"):
        decide(case, [said(claims[0], "reject")])
