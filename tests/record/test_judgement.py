"""What stands is a pure function of the judgements."""

from __future__ import annotations

from sousveil.record import Judgement, settled, standing, state_of


def _judged(who: str, verdict: str, **more: object) -> Judgement:
    return Judgement(at="2026-01-01T00:00:00Z", who=who, subject="c1", verdict=verdict, **more)  # type: ignore[arg-type]  # shorter to read


def test_who_undoes_takes_back_what_they_did_themselves() -> None:
    judged = [_judged("ana", "accept"), _judged("ben", "reject"), _judged("ana", "undo")]
    assert state_of(judged) == "rejected"
    assert [each.who for each in standing(judged)] == ["ben"]


def test_who_decided_nothing_takes_back_the_last_decision() -> None:
    assert state_of([_judged("ana", "accept"), _judged("lead", "undo")]) == "proposed"


def test_an_action_is_taken_back_by_its_name() -> None:
    judged = [_judged("ana", "accept", action="one"), _judged("ana", "reject", action="two")]
    assert state_of([*judged, _judged("ana", "undo", undoes="one")]) == "rejected"
    assert state_of([*judged, _judged("ana", "undo", undoes="two")]) == "accepted"
    assert state_of([*judged, _judged("ana", "undo", undoes="three")]) == "rejected"


def test_a_note_decides_nothing() -> None:
    assert state_of([_judged("ana", "accept"), _judged("ana", "note", reason="look again")]) == "accepted"
    assert state_of([_judged("ana", "note", reason="look again")]) == "proposed"


def test_edits_stand_on_each_other_and_acceptance_leaves_them() -> None:
    judged = [
        _judged("ana", "edit", value={"act": "plan", "slots": {"act": [1, 2]}}),
        _judged("ana", "edit", value={"time": "2020", "slots": {"time": [3, 4]}}),
        _judged("ben", "accept"),
    ]
    stance = settled(judged).stance
    assert stance is not None
    assert stance.state == "edited"
    assert stance.value == {"act": "plan", "time": "2020", "slots": {"act": [1, 2], "time": [3, 4]}}
    assert stance.kept


def test_two_people_settle_it_when_they_agree() -> None:
    first = _judged("ana", "accept", needs=2)
    assert settled([first]).waits_for == "second"
    assert settled([first]).state == "proposed"
    assert state_of([first, _judged("ana", "accept", needs=2)]) == "proposed"
    assert state_of([first, _judged("ben", "accept", needs=2)]) == "accepted"


def test_a_third_settles_what_two_disagree_about() -> None:
    judged = [_judged("ana", "accept", needs=2), _judged("ben", "edit", needs=2, value={"act": "plan"})]
    assert settled(judged).waits_for == "third"
    assert state_of([*judged, _judged("cleo", "reject", needs=2)]) == "rejected"
    assert state_of([*judged, _judged("ana", "edit", needs=2, value={"act": "plan"})]) == "edited"


def test_a_decision_after_the_case_asks_for_one_only_settles_it() -> None:
    assert state_of([_judged("ana", "accept", needs=2), _judged("lead", "reject")]) == "rejected"
