"""What two coders may see of each other's decisions."""

from __future__ import annotations

from sousveil.record import Judgement
from sousveil.review.blind import visible


def said(who: str, verdict: str, subject: str = "c1", needs: int = 2, **more: object) -> Judgement:
    return Judgement(at="2026-01-01T00:00:00Z", who=who, subject=subject, verdict=verdict, needs=needs, **more)  # type: ignore[arg-type]  # shorter to read


def seen(judgements: list[Judgement], coder: str, *, lead: bool = False) -> list[int]:
    """Which of the judgements somebody sees, by their place."""
    return [judgements.index(each) for each in visible(judgements, coder, lead)]


def test_nobody_sees_the_others_decision_before_it_is_settled():
    one = [said("ana", "accept"), said("ana", "note", reason="sure of it")]
    assert seen(one, "ana") == [0, 1]
    assert seen(one, "ben") == []
    assert seen(one, "lead", lead=True) == [0, 1]
    settled = [*one, said("ben", "accept")]
    assert seen(settled, "ben") == seen(settled, "cleo") == [0, 1, 2]


def test_only_a_third_sees_what_two_disagree_about():
    judgements = [said("ana", "accept"), said("ben", "reject")]
    assert seen(judgements, "ana") == [0]
    assert seen(judgements, "ben") == [1]
    assert seen(judgements, "cleo") == [0, 1]
    assert seen([*judgements, said("cleo", "reject")], "ana") == [0, 1, 2]


def test_what_was_taken_back_is_hidden_again():
    judgements = [said("ana", "accept"), said("ben", "accept"), said("ben", "undo")]
    assert seen(judgements, "ben") == [1, 2]
    assert seen(judgements, "cleo") == []


def test_each_subject_is_judged_by_itself_and_one_decision_is_open():
    judgements = [said("ana", "accept"), said("ana", "reject", "c2", needs=1), said("ana", "cut", "e1", needs=1)]
    assert seen(judgements, "ben") == [1, 2]
