"""What is counted as two people's blind decisions, and the figures over them."""

from __future__ import annotations

from itertools import permutations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from made import make
from sousveil.record import Judgement, Organisation, Quantity
from sousveil.review.agreement import FEWEST, SLOTS, Tally, agreement, differing, unit_of
from sousveil.review.double_coding import double_coded

WORDS = "The ministry installed 200 cameras in Minsk."
PROPOSED = msgspec.structs.replace(
    make(WORDS)[3], operator=Organisation(name="The ministry"), quantity=Quantity(value=200, unit="camera")
)


def judged(who, verdict, *, value=None, needs=2, action="", undoes="", minute=0):
    return Judgement(
        at=f"2024-04-16T09:{minute:02}:00Z", who=who, subject=PROPOSED.id, verdict=verdict, value=value, needs=needs,
        action=action, undoes=undoes,
    )  # fmt: skip


def unit(*judgements):
    coded = double_coded(PROPOSED.id, judgements)
    assert coded is not None
    return unit_of(coded, PROPOSED)


def figure(found, slot):
    return next(each for each in (*found.slots, *found.spans) if each.slot == slot)


def test_one_person_is_no_pair():
    assert double_coded(PROPOSED.id, []) is None
    assert double_coded(PROPOSED.id, [judged("Lena", "accept")]) is None
    assert double_coded(PROPOSED.id, [judged("Lena", "accept"), judged("Lena", "reject")]) is None


def test_two_who_agree():
    coded = double_coded(PROPOSED.id, [judged("Lena", "accept"), judged("Amir", "accept")])
    assert coded is not None
    assert (coded.agreed, coded.waits_for, coded.settled_by, coded.state) == (True, "", "", "accepted")
    assert (coded.first.who, coded.second.who) == ("Lena", "Amir")


def test_a_third_settles_and_is_not_counted():
    made = [judged("Lena", "accept"), judged("Amir", "reject")]
    waiting = double_coded(PROPOSED.id, made)
    assert waiting is not None
    assert (waiting.agreed, waiting.waits_for) == (False, "third")
    done = double_coded(PROPOSED.id, [*made, judged("Noor", "reject")])
    assert done is not None
    assert (done.waits_for, done.settled_by, done.state) == ("", "Noor", "rejected")
    assert {done.first.who, done.second.who} == {"Lena", "Amir"}
    assert (done.first.stance.kept, done.second.stance.kept) == (True, False)


def test_what_somebody_changes_with_the_others_decision_before_them_does_not_count():
    made = [judged("Lena", "accept"), judged("Amir", "reject"), judged("Amir", "accept")]
    coded = double_coded(PROPOSED.id, made)
    assert coded is not None
    assert (coded.agreed, coded.waits_for, coded.settled_by, coded.state) == (False, "", "", "accepted")
    assert not coded.second.stance.kept


def test_what_the_first_changes_before_the_second_came_counts():
    made = [judged("Lena", "reject"), judged("Lena", "accept"), judged("Amir", "accept")]
    coded = double_coded(PROPOSED.id, made)
    assert coded is not None
    assert coded.agreed


def test_a_step_counts_as_a_whole():
    """An edit and an acceptance that are sent together are one decision, not the first half of it."""
    edit = judged("Amir", "edit", value={"act": "plan"}, action="a1")
    made = [judged("Lena", "accept"), edit, judged("Amir", "reject", action="a1")]
    coded = double_coded(PROPOSED.id, made)
    assert coded is not None
    assert coded.second.stance.state == "rejected"


def test_taken_back_altogether_it_begins_anew():
    undone = [judged("Lena", "accept", action="a1"), judged("Amir", "reject", action="a2")]
    undone += [judged("Lena", "undo", undoes="a1"), judged("Amir", "undo", undoes="a2")]
    assert double_coded(PROPOSED.id, undone) is None
    coded = double_coded(PROPOSED.id, [*undone, judged("Noor", "accept"), judged("Amir", "accept")])
    assert coded is not None
    assert (coded.first.who, coded.agreed) == ("Noor", True)


def test_one_of_them_taken_back_waits_for_another():
    made = [judged("Lena", "accept", action="a1"), judged("Amir", "reject", action="a2")]
    coded = double_coded(PROPOSED.id, [*made, judged("Amir", "undo", undoes="a2")])
    assert coded is not None
    assert (coded.waits_for, coded.state, coded.agreed) == ("second", "proposed", False)


def test_who_was_not_blind_is_not_counted():
    assert double_coded(PROPOSED.id, [judged("Lena", "accept", needs=1), judged("Amir", "accept")]) is None
    assert double_coded(PROPOSED.id, [judged("Lena", "write", value={}), judged("Amir", "accept")]) is None


@pytest.mark.parametrize("one", ["accept", "reject", "edit"])
@pytest.mark.parametrize("other", ["accept", "reject", "edit"])
@pytest.mark.parametrize(("who", "needs"), [("Amir", 2), ("Lena", 2), ("Amir", 1)])
def test_the_short_way_is_the_long_way(one: str, other: str, who: str, needs: int):
    made = [judged("Lena", one, value={"act": "plan"} if one == "edit" else None)]
    made.append(judged(who, other, value={"act": "plan"} if other == "edit" else None, needs=needs))
    # A note decides nothing, but with it the judgements are walked through.
    assert double_coded(PROPOSED.id, made) == double_coded(PROPOSED.id, [*made, judged("Noor", "note")])


def test_notes_decide_nothing():
    assert double_coded(PROPOSED.id, [judged("Lena", "accept"), judged("Amir", "note")]) is None


def test_slots_that_nobody_touched_are_those_proposed():
    same = unit(judged("Lena", "accept"), judged("Amir", "accept"))
    assert same.values[0] == same.values[1]
    assert differing(same) == ()
    edit = unit(judged("Lena", "accept"), judged("Amir", "edit", value={"act": "plan", "technology": ["drone"]}))
    assert differing(edit) == ("technology", "act")
    # As proposed, only said so: what counts is the value.
    said = unit(judged("Lena", "accept"), judged("Amir", "edit", value={"act": PROPOSED.act}))
    assert differing(said) == ()
    assert not said.agreed


def test_a_claim_that_somebody_rejected_has_no_slots():
    found = agreement([unit(judged("Lena", "accept"), judged("Amir", "reject"))] * 3)
    assert found.claims == 3
    assert found.agreed == 0
    assert figure(found, "kind").alpha.units == 0
    assert found.pairs[0].table == ((0, 0), (3, 0))  # Amir, by name the first, rejected what Lena kept.
    assert differing(unit(judged("Lena", "reject"), judged("Amir", "reject"))) == ()


def test_names_are_compared_by_what_they_refer_to():
    def operator(value):
        return unit(judged("Lena", "accept"), judged("Amir", "edit", value={"operator": value}))

    assert differing(operator({"name": "the  MINISTRY"})) == ()
    assert differing(operator({"name": "The ministry", "ref": "by-moi"})) == ("operator",)
    assert differing(operator(None)) == ("operator",)


def test_quantities_are_compared_as_ratios():
    near = unit(judged("Lena", "accept"), judged("Amir", "edit", value={"quantity": {"value": 210, "unit": "camera"}}))
    far = unit(judged("Lena", "accept"), judged("Amir", "edit", value={"quantity": {"value": 2, "unit": "camera"}}))
    few, many = (
        agreement([each] * 5 + [unit(judged("Lena", "accept"), judged("Amir", "accept"))]) for each in (near, far)
    )
    one, other = figure(few, "quantity").alpha, figure(many, "quantity").alpha
    assert one.observed is not None
    assert other.observed is not None
    assert one.observed < 0.001 < other.observed


def test_spans_with_a_tolerance():
    said = PROPOSED.evidence
    moved = {"passage": {"start": said.start, "end": said.end - 3, "quote": said.quote[:-3]}}
    units = [unit(judged("Lena", "accept"), judged("Amir", "edit", value=moved))]
    assert differing(units[0]) == ("passage",)
    units += [unit(judged("Lena", "accept"), judged("Amir", "accept"))] * 9
    strict, lenient = (figure(agreement(units, tolerance), "passage").alpha for tolerance in (0, 5))
    assert (strict.agreed, lenient.agreed, strict.units) == (9, 10, 10)
    # With the tolerance nothing differs anywhere, so that nothing is told beyond the share.
    assert lenient.alpha is None


def test_a_span_that_only_one_has():
    slots = {"slots": {"operator": [0, 12]}}
    one = unit(judged("Lena", "accept"), judged("Amir", "edit", value=slots))
    assert differing(one) == ("words",)
    assert figure(agreement([one]), "operator").alpha.units == 1


def test_three_people_each_pair_and_all():
    units = [unit(judged("Lena", "accept"), judged("Amir", "accept"))] * 30
    units += [unit(judged("Lena", "accept"), judged("Noor", "reject"))] * 10
    found = agreement(units)
    assert [(pair.people, pair.kappa.n) for pair in found.pairs] == [(("Amir", "Lena"), 30), (("Lena", "Noor"), 10)]
    assert found.decision.units == 40
    tally = Tally()
    for each in units:
        tally.add(each)
    two = tally.figures(people=("Lena", "Noor"))
    assert (two.claims, two.agreed, len(two.pairs)) == (10, 0, 2)
    assert figure(found, "act").told
    assert not figure(two, "act").told
    assert FEWEST == 20


EVERY = {
    "accept": lambda who: judged(who, "accept"), "reject": lambda who: judged(who, "reject"),
    "act": lambda who: judged(who, "edit", value={"act": "plan"}),
    "technology": lambda who: judged(who, "edit", value={"technology": ["camera", "drone"]}),
}  # fmt: skip
units = st.lists(
    st.tuples(
        st.sampled_from(list(permutations(("Amir", "Lena", "Noor"), 2))),
        st.sampled_from(list(EVERY)),
        st.sampled_from(list(EVERY)),
    ).map(lambda drawn: unit(EVERY[drawn[1]](drawn[0][0]), EVERY[drawn[2]](drawn[0][1]))),
    max_size=40,
)


def rounded(found):
    """Sums of fractions depend on their order in the last digits."""

    def near(value):
        if isinstance(value, float):
            return round(value, 9)
        if isinstance(value, dict):
            return {name: near(each) for name, each in value.items()}
        return [near(each) for each in value] if isinstance(value, list | tuple) else value

    return near(msgspec.to_builtins(found))


@given(units, st.randoms())
def test_order_changes_nothing(made, random):
    mixed = list(made)
    random.shuffle(mixed)
    assert rounded(agreement(made)) == rounded(agreement(mixed))


@given(units, units)
def test_what_is_taken_out_leaves_no_trace(made, more):
    tally = Tally()
    for each in (*made, *more):
        tally.add(each)
    for each in more:
        tally.take(each)
    assert rounded(tally.figures()) == rounded(agreement(made))


@given(units)
def test_who_agree_in_everything_have_one_or_nothing_to_tell(made):
    same = [each for each in made if each.agreed]
    found = agreement(same)
    assert found.agreed == found.claims == len(same)
    assert {each.alpha.alpha for each in (*found.slots, *found.spans)} <= {1.0, None}
    assert {each.slot for each in found.slots} == set(SLOTS)


def test_a_value_that_does_not_fit_says_so():
    coded = double_coded(PROPOSED.id, [judged("Lena", "accept"), judged("Amir", "edit", value={"colour": "red"})])
    assert coded is not None
    with pytest.raises(ValueError, match="colour"):
        unit_of(coded, PROPOSED)
