"""A claim's row is what the machine proposed, with what people corrected and wrote: whatever is read again."""

from __future__ import annotations

import json

import pytest
from msgspec import to_builtins
from msgspec.structs import replace

from sousveil.record import Claim, Judgement, Text, sha256_text
from sousveil.store import Case, ClaimFilter

WORDS = "Cameras were installed in Varna. The port police run them. They cost a lot."


def said(subject: str, verdict: str, who: str = "ana", **more: object) -> Judgement:
    return Judgement(at="2026-01-01T00:00:00Z", who=who, subject=subject, verdict=verdict, **more)  # type: ignore[arg-type]  # shorter to read


@pytest.fixture
def made(fill):
    return fill(WORDS)


@pytest.fixture
def by_hand(made) -> Claim:
    """A claim about the second sentence, with a slot in the first."""
    claim = made[3]
    start, end = WORDS.index("The port"), WORDS.index(" They")
    evidence = replace(claim.evidence, start=start, end=end, quote=WORDS[start:end])
    return replace(
        claim, act="operate", technology=("camera",), evidence=evidence, extractor="hand/1", rule="",
        slots={"technology": (0, 7), "act": (start + 16, start + 19)},
    )  # fmt: skip


def write(case: Case, claim: Claim, **more: object) -> None:
    value = {**to_builtins(claim), "words": {"technology": "Cameras"}}
    case.judge(said(claim.id, "write", value=value, **more))


def read_again(case: Case, text: Text, words: str, claims: list[Claim]) -> None:
    """The text of the source as a newer extractor reads it."""
    newer = replace(text, content=words, extractor="plain/2")
    moved = [replace(each, evidence=replace(each.evidence, text_sha256=sha256_text(words))) for each in claims]
    case.put_reading(newer, moved, "2")


def records(case: Case) -> dict[str, tuple[str, str]]:
    return {stored.claim.id: (stored.claim.act, stored.state) for stored in case.claims()}


def seals_fit(case: Case) -> bool:
    return list(case.verify()) == []


def test_an_edit_changes_what_is_listed_and_counted_and_undo_restores_it(case, made):
    claim = made[3]
    before = list(case._db.rows("SELECT * FROM claim")), list(case._db.rows("SELECT * FROM claim_name"))
    case.judge(
        said(claim.id, "edit", value={"act": "plan", "operator": {"name": "Port Police"}, "technology": ["iris"]})
    )
    assert case.claim(claim.id).state == "edited"
    assert [stored.claim.id for stored in case.claims(ClaimFilter(act="plan", technology="iris"))] == [claim.id]
    assert list(case.claims(ClaimFilter(technology="camera"))) == []
    assert case.entity("name:port police") is not None
    assert seals_fit(case)
    case.judge(said(claim.id, "undo"))
    assert (list(case._db.rows("SELECT * FROM claim")), list(case._db.rows("SELECT * FROM claim_name"))) == before
    assert case.entity("name:port police") is None
    assert seals_fit(case)


def test_an_edit_is_applied_again_when_the_machine_proposes_again(case, made):
    _, _, text, claim = made
    case.judge(said(claim.id, "edit", value={"act": "plan"}))
    better = replace(claim, supplier=claim.supplier, rule="better", target="students")
    case.put_reading(text, [better], "2")
    held = case.claim(claim.id)
    assert (held.claim.act, held.claim.target, held.claim.rule, held.state) == ("plan", "students", "better", "edited")
    assert seals_fit(case)
    case.judge(said(claim.id, "undo"))
    assert case.claim(claim.id).claim == better
    assert seals_fit(case)


def test_an_accepted_claim_keeps_its_bytes(case, made):
    claim = made[3]
    older = json.dumps({name: value for name, value in to_builtins(claim).items() if name != "edited_from"})
    case._db.run("UPDATE claim SET record = ? WHERE id = ?", (older, claim.id))
    log = len(list(case.log()))
    case.judge(said(claim.id, "accept"))
    assert case._db.row("SELECT record, proposed, state FROM claim") == (older, None, "accepted")
    assert len(list(case.log())) == log + 1
    case.judge(said(claim.id, "edit", value={"act": "plan"}), said(claim.id, "undo"))
    assert case._db.row("SELECT record, proposed FROM claim") == (older, None)


def test_a_claim_by_hand_is_a_row_until_its_writing_is_undone(case, made, by_hand):
    write(case, by_hand)
    assert records(case) == {made[3].id: ("install", "proposed"), by_hand.id: ("operate", "accepted")}
    assert [stored.claim.id for stored in case.claims(ClaimFilter(reader="hand"))] == [by_hand.id]
    assert seals_fit(case)
    case.judge(said(by_hand.id, "edit", value={"act": "install"}))
    assert case.claim(by_hand.id).claim.act == "install"
    case.judge(said(by_hand.id, "undo"), said(by_hand.id, "undo"))
    assert records(case) == {made[3].id: ("install", "proposed")}
    assert seals_fit(case)


def test_a_claim_by_hand_waits_for_the_second_where_two_have_to(case, by_hand):
    write(case, by_hand, needs=2)
    assert case.claim(by_hand.id).state == "proposed"
    assert case.in_queue([by_hand.id]) == {by_hand.id: ("ana",)}
    case.judge(said(by_hand.id, "accept", "ben", needs=2))
    assert case.claim(by_hand.id).state == "accepted"
    assert case.in_queue([by_hand.id]) == {}
    assert seals_fit(case)


@pytest.mark.parametrize("claims", [0, 1])
def test_a_claim_by_hand_survives_rules_and_models(case, made, by_hand, claims):
    _, _, text, claim = made
    write(case, by_hand)
    before = case.claim(by_hand.id)
    case.put_reading(text, [claim][:claims], "2")
    case.put_model_reading(text, [], [], "m", complete=True)
    assert case.claim(by_hand.id) == before
    assert seals_fit(case)


def test_what_a_person_wrote_and_the_machine_finds_is_one_claim(case, made, by_hand):
    _, _, text, claim = made
    write(case, by_hand)
    found = replace(by_hand, extractor="rules/1", rule="found", certainty="hedged")
    assert found.id == by_hand.id
    case.put_reading(text, [claim, found], "2")
    assert case.claim(by_hand.id).claim == by_hand
    case.put_model_reading(text, [], [], "m", complete=True)
    assert case.claim(by_hand.id).claim == by_hand
    assert seals_fit(case)
    case.judge(said(by_hand.id, "undo"))
    assert case.claim(by_hand.id).claim == found
    assert case.claim(by_hand.id).state == "proposed"
    assert seals_fit(case)


def test_a_claim_by_hand_moves_with_its_words_or_is_a_listed_drop_and_comes_back(case, made, by_hand):
    _, _, text, _ = made
    write(case, by_hand)
    case.judge(said(by_hand.id, "edit", value={"act": "install"}))
    read_again(case, text, "A headline. " + WORDS, [])
    moved = case.claim(by_hand.id)
    assert moved.claim.evidence.quote == by_hand.evidence.quote
    assert moved.claim.evidence.start == by_hand.evidence.start + 12
    assert moved.claim.slots == {slot: (start + 12, end + 12) for slot, (start, end) in by_hand.slots.items()}
    assert (moved.claim.act, moved.state) == ("install", "edited")
    assert list(case.drops("review")) == []
    assert seals_fit(case)

    for words in ("Nothing of it.", WORDS + " " + WORDS):
        read_again(case, text, words, [])
        assert case.claim(by_hand.id) is None
        (drop,) = case.drops("review")
        assert (drop.reason, drop.locator) == ("words-gone", by_hand.evidence.source)
        assert by_hand.id in drop.detail
        assert seals_fit(case)

    case.put_reading(text, [], "3")
    assert case.claim(by_hand.id).claim == replace(by_hand, act="install", edited_from=by_hand.id)
    assert list(case.drops("review")) == []
    assert seals_fit(case)


def test_a_slot_whose_words_cannot_be_told_apart_has_none_after_moving(case, made, by_hand):
    write(case, by_hand)
    read_again(case, made[2], WORDS + " Cameras again.", [])
    assert set(case.claim(by_hand.id).claim.slots) == {"act"}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE claim SET record = replace(record, '\"plan\"', '\"ban\"')", "UPDATE claim SET act = 'ban'",
        "UPDATE claim SET proposed = replace(proposed, '\"install\"', '\"ban\"')", "UPDATE claim SET proposed = NULL",
        "UPDATE claim SET by_hand = 1", "UPDATE claim SET deciders = '[\"x\"]'", "UPDATE claim SET state = 'accepted'",
    ],
)  # fmt: skip
def test_a_row_that_is_changed_behind_the_cases_back_is_found(case, made, change):
    case.judge(said(made[3].id, "edit", value={"act": "plan"}))
    assert seals_fit(case)
    case._db.run(change)
    assert not seals_fit(case)


def test_a_claim_by_hand_that_goes_behind_the_cases_back_is_found(case, by_hand):
    write(case, by_hand)
    case._db.run("DELETE FROM claim WHERE by_hand")
    assert "was written by hand" in " ".join(fault.message for fault in case.verify())


def test_a_judgement_whose_value_is_changed_is_found(case, made):
    case.judge(said(made[3].id, "edit", value={"act": "plan"}))
    case._db.run("DROP TRIGGER judgement_stands")
    case._db.run("UPDATE judgement SET record = replace(record, '\"plan\"', '\"ban\"')")
    assert any(fault.message.startswith("A judgement about") for fault in case.verify())


def test_what_was_agreed_on_is_kept_and_sealed(case):
    assert (case.coders(), case.guidelines()) == (1, None)
    case.set_coders(2)
    case.set_coders(2)
    case.set_guidelines("One claim a predicate.")
    case.set_guidelines("One claim a predicate; two technologies under one verb stay together.")
    assert case.coders() == 2
    assert [each.content[:9] for each in case.guideline_versions()] == ["One claim"] * 2
    assert "two technologies" in case.guidelines().content
    assert [entry.subject for entry in case.log() if entry.action == "set"] == ["coders", "guidelines", "guidelines"]
    assert seals_fit(case)
    case._db.run("DROP TRIGGER setting_stands")
    case._db.run("UPDATE setting SET value = '1' WHERE name = 'coders'")
    assert [fault.part for fault in case.verify()] == ["setting"]
