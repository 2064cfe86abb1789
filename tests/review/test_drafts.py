"""Edits, claims by hand, claims split and merged: what is accepted, what it becomes, and what is refused and why."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import to_builtins

from sousveil.build import BuildOptions, build, decide
from sousveil.errors import UsageError
from sousveil.record import Claim, Judgement
from sousveil.review import drafts
from sousveil.review.drafts import Step
from sousveil.store import Case

WORDS = (
    "Police in Springfield installed 20 surveillance cameras in schools in 2021, the city said.\n\n"
    "海康威视 delivered them. Nobody asked the parents.\n\n"
    "The port authority bought 5 drones for the harbour of Varna in 2023.\n"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("drafts")
    (folder / "note.txt").write_text(WORDS)
    with Case.create(folder / "case") as case:
        build(case, [folder / "note.txt"], BuildOptions(jobs=1))
    return folder / "case"


@pytest.fixture
def case(built, tmp_path) -> Iterator[Case]:
    with Case.open(shutil.copytree(built, tmp_path / "case"), write=True) as opened:
        yield opened


@pytest.fixture
def claim(case) -> Claim:
    """That about the cameras."""
    return next(stored.claim for stored in case.claims() if "camera" in stored.claim.technology)


def span(case: Case, words: str) -> list[int]:
    """Where words stand in the text of the note."""
    content = case.text(next(case.sources()).id).content
    return [content.index(words), content.index(words) + len(words)]


def record(case: Case, steps: list[Step], action: str = "one") -> tuple[str, ...]:
    made = [Judgement(at="2026-01-01T00:00:00Z", who="ana", action=action, **step._asdict()) for step in steps]
    return decide(case, made).states


def test_an_edit_keeps_what_changes_and_is_the_same_when_it_is_checked_again(case, claim):
    value = drafts.edit(case, claim.id, {"act": "plan", "polarity": claim.polarity, "technology": ["camera"]})
    assert value == {"act": "plan"}
    assert drafts.edit(case, claim.id, value) == value


def test_a_place_comes_from_the_gazetteer_under_the_name_in_the_text(case, claim):
    value = drafts.edit(case, claim.id, {"place": {"geonameid": 4951788}})
    assert value["place"] == {
        "name": "Springfield", "geonameid": 4951788, "country": "US", "lat": 42.10148, "lon": -72.58981,
        "precision": "city", "radius_km": value["place"]["radius_km"],
    }  # fmt: skip
    assert "slots" not in value
    varna = {"place": {"geonameid": 726050, "lat": 1.0, "country": "XX"}, "slots": {"place": span(case, "Varna")}}
    assert drafts.edit(case, claim.id, varna)["place"]["country"] == "BG"


def test_a_place_of_another_name_loses_the_words_behind_the_old_one(case, claim):
    assert "place" in claim.slots
    value = drafts.edit(case, claim.id, {"place": {"country": "BG"}})
    assert (value["place"]["name"], value["place"]["precision"]) == ("Bulgaria", "country")
    assert value["slots"] == {"place": None}
    assert drafts.edit(case, claim.id, {"place": None})["slots"] == {"place": None}


def test_an_organisation_of_a_register_is_called_as_the_document_calls_it(case, claim):
    words = {"supplier": {"name": "Hikvision", "ref": "hikvision"}, "slots": {"supplier": span(case, "海康威视")}}
    value = drafts.edit(case, claim.id, words)
    assert value["supplier"] == {"name": "海康威视", "ref": "hikvision", "country": "CN"}
    assert value["slots"] == {"supplier": span(case, "海康威视")}
    assert record(case, [Step(claim.id, "edit", value=value)]) == ("edited",)
    assert {finding.supplier.ref for finding in case.findings() if finding.supplier} == {"hikvision"}
    assert case.entity("hikvision").country == "CN"


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ({}, "Nothing in"),
        ({"act": "install"}, "Nothing in"),
        ({"id": "c1"}, "id: not among what can be edited"),
        ({"act": "stroll"}, "act: 'stroll' is none of"),
        ({"kind": None}, "kind: None is none of"),
        ({"polarity": "maybe"}, "polarity: 'maybe'"),
        ({"technology": "camera"}, "technology: a list of terms"),
        ({"technology": ["camera", "tank"]}, "technology: 'tank'"),
        ({"site_types": ["moon"]}, "site_types: 'moon'"),
        ({"time": "last year"}, "time: 'last year' is no date"),
        ({"time": "2021-02-30"}, "time: '2021-02-30' is no date"),
        ({"reported": 3}, "reported: 3 is no date"),
        ({"quantity": {"value": -3, "unit": "camera"}}, "quantity: -3.0"),
        ({"quantity": {"value": 3, "unit": " "}}, "quantity: words are wanted"),
        ({"quantity": 3}, "quantity: Expected `object`"),
        ({"target": ""}, "target: words are wanted"),
        ({"target": "x" * 201}, "target: 201 characters"),
        ({"place": "Varna"}, "place: names and values"),
        ({"place": {"geonameid": 1}}, "place: GeoNames number 1 is not in the gazetteer"),
        ({"place": {"country": "QQ"}}, "place: 'QQ' is no country code"),
        ({"place": {"name": "Varna", "lat": 1.0, "lon": 2.0}}, "place: the gazetteer has no Varna at 1.0, 2.0"),
        ({"place": {"name": " "}}, "place: words are wanted"),
        ({"operator": {"name": ""}}, "operator: words are wanted"),
        ({"operator": {"name": "X", "ref": "no-such-firm"}}, "operator: 'no-such-firm' is neither in the registers"),
        ({"operator": {"name": "X", "ref": "name:y"}}, "operator: X is another name than y"),
        ({"supplier": {"name": "X", "country": "QQ"}}, "supplier: 'QQ' is no country code"),
        ({"supplier": {"name": "Dahua"}, "slots": {"supplier": [0, 6]}}, "supplier: “Dahua” does not stand in the"),
        ({"place": {"name": "Dahua"}, "slots": {"place": [0, 6]}}, "place: “Dahua” does not stand in the words"),
        ({"slots": {"operator": [0, 4000]}}, "operator: 0–4000 does not lie within the text"),
        ({"slots": {"act": [5, 5]}}, "act: 5–5 does not lie within"),
        ({"slots": {"act": "x"}}, "act: Expected `array`"),
        ({"slots": {"mood": [0, 1]}}, "slots: 'mood' is none of"),
        ({"slots": {"supplier": [0, 6]}}, "supplier: words are given for it, and no supplier"),
        ({"slots": [1]}, "slots: names and values"),
        ({"attributed_to": {"name": "X"}}, "attributed_to: a list of speakers"),
        ({"attributed_to": [{"name": "A"}, {"name": ""}]}, "attributed_to.2: words are wanted"),
        ({"passage": {"start": 0, "end": 9_000}}, "passage: 0–9000 does not lie within"),
        ({"passage": {"start": 0, "end": 6, "quote": "Nobody"}}, "passage: the text says “Police” at 0–6"),
        ({"passage": {"end": 6}}, "passage: None–6"),
        ({"passage": 3}, "passage: None–None"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_the_slot_and_the_fact(case, claim, value, says):
    log = len(list(case.log()))
    with pytest.raises(UsageError) as refused:
        drafts.edit(case, claim.id, value)
    assert says in str(refused.value)
    with pytest.raises(UsageError) as refused:
        record(case, [Step(claim.id, "edit", value=value)])
    assert says in str(refused.value)
    assert len(list(case.log())) == log


@pytest.mark.parametrize("time", ["2021", "2021-03", "2021-03-15", "2019/2021", "../2020", "2021-21", "201X", "19XX"])
def test_times_as_edtf_has_them(case, claim, time):
    expected = {} if claim.time == time else {"time": time}
    assert drafts.edit(case, claim.id, {"act": "plan", "time": time}) == {"act": "plan", **expected}


def test_speakers_that_go_take_their_words_along(case, claim):
    assert claim.attributed_to
    value = drafts.edit(case, claim.id, {"attributed_to": []})
    assert value == {"attributed_to": [], "slots": {"attributed_to": None}}


def draft(case: Case, **more: object) -> dict[str, object]:
    start, end = span(case, "海康威视 delivered them.")
    return {
        "passage": {"start": start, "end": end}, "kind": "supply", "technology": ["camera"], "act": "supply",
        "supplier": {"name": "Hikvision", "ref": "hikvision"}, "slots": {"supplier": span(case, "海康威视")}, **more,
    }  # fmt: skip


def test_a_claim_by_hand_counts_at_once_and_goes_when_it_is_undone(case):
    source, before = next(case.sources()).id, list(case.findings())
    claim = drafts.written(case, source, draft(case))
    assert (claim.extractor, claim.rule, claim.polarity, claim.certainty) == ("hand/1", "", "affirmed", "stated")
    assert claim.evidence.quote == "海康威视 delivered them."
    assert record(case, [Step(claim.id, "write", value=to_builtins(claim))]) == ("accepted",)
    assert any(claim.id in finding.claims for finding in case.findings())
    assert case.claim(claim.id).claim == claim
    assert list(case.verify()) == []
    decide(case, [Judgement(at="2026-01-01T00:00:00Z", who="ana", subject=claim.id, verdict="undo")])
    assert case.claim(claim.id) is None
    assert list(case.findings()) == before
    assert list(case.verify()) == []


def test_white_space_around_the_words_is_left_out(case):
    start, end = span(case, "海康威视 delivered them. ")
    claim = drafts.written(case, next(case.sources()).id, draft(case, passage={"start": start - 1, "end": end}))
    assert claim.evidence.quote == "海康威视 delivered them."


def test_what_is_no_claim_by_hand(case, claim):
    source = next(case.sources()).id
    with pytest.raises(UsageError, match="The case has no text of s0"):
        drafts.written(case, "s0", draft(case))
    with pytest.raises(UsageError, match="act: a claim cannot do without"):
        drafts.written(case, source, {key: value for key, value in draft(case).items() if key != "act"})
    with pytest.raises(UsageError, match="there are no words"):
        drafts.written(
            case, source, draft(case, passage={"start": span(case, "\n\n")[0], "end": span(case, "\n\n")[1]})
        )
    again = {
        "passage": {"start": claim.evidence.start, "end": claim.evidence.end}, "kind": claim.kind, "act": claim.act,
        "technology": list(claim.technology), "slots": {slot: list(at) for slot, at in claim.slots.items()},
        **{name: to_builtins(getattr(claim, name)) for name in ("operator", "place", "time", "quantity")},
    }  # fmt: skip
    with pytest.raises(UsageError, match=f"already, {claim.id}: accept it"):
        drafts.written(case, source, again)


@pytest.mark.parametrize(
    "change",
    [
        {"extractor": "rules/1"}, {"rule": "x"}, {"edited_from": "c1"}, {"act": "stroll"}, {"reported": "x"},
        {"evidence": {"quote": "Something else."}}, {"evidence": {"url": "https://elsewhere.test"}},
        {"evidence": {"source": "s0"}}, {"evidence": {"text_sha256": "0" * 64}}, {"kind": 3},
        {"supplier": {"name": "Hikvision", "ref": "hikvision", "country": "US"}},
    ],
)  # fmt: skip
def test_a_written_claim_that_is_not_what_its_draft_comes_to_is_not_recorded(case, change):
    value = to_builtins(drafts.written(case, next(case.sources()).id, draft(case)))
    subject = drafts.written(case, next(case.sources()).id, draft(case)).id
    changed = {**value, **change, "evidence": {**value["evidence"], **change.get("evidence", {})}}
    log = len(list(case.log()))
    with pytest.raises(UsageError):
        record(case, [Step(subject, "write", value=changed)])
    with pytest.raises(UsageError, match="has the identifier"):
        record(case, [Step("c0000000000000000", "write", value=value)])
    assert len(list(case.log())) == log


def test_two_people_may_write_the_same_claim(case):
    case.set_coders(2)
    claim = drafts.written(case, next(case.sources()).id, draft(case))
    states = []
    for who in ("ana", "ben"):
        made = Judgement(
            at="2026-01-01T00:00:00Z", who=who, subject=claim.id, verdict="write", value=to_builtins(claim), action=who
        )
        states += decide(case, [made]).states
    assert states == ["proposed", "accepted"]


def test_a_claim_is_split_into_what_it_says_and_undone_as_a_whole(case, claim):
    before = [(stored.claim, stored.state) for stored in case.claims()]
    findings = list(case.findings())
    steps = drafts.split(case, claim.id, [{"act": "plan", "polarity": "denied"}, {"technology": ["drone"]}])
    assert [step.verdict for step in steps] == ["reject", "write", "write"]
    assert record(case, steps) == ("rejected", "accepted", "accepted")
    parts = [case.claim(step.subject).claim for step in steps[1:]]
    assert [(part.polarity, part.technology) for part in parts] == [("denied", ("camera",)), ("affirmed", ("drone",))]
    assert {part.evidence for part in parts} == {claim.evidence}
    assert list(case.verify()) == []
    decide(case, [Judgement(at="2026-01-01T00:00:00Z", who="ana", subject=steps[1].subject, verdict="undo")])
    assert [(stored.claim, stored.state) for stored in case.claims()] == before
    assert list(case.findings()) == findings
    assert list(case.verify()) == []


def test_a_part_that_the_claim_is_already_keeps_it(case, claim):
    steps = drafts.split(case, claim.id, [{"quantity": {"value": 10, "unit": "camera"}}, {"polarity": "denied"}])
    assert [step.verdict for step in steps] == ["edit", "write"]
    assert steps[0].subject == claim.id
    assert record(case, steps) == ("edited", "accepted")


@pytest.mark.parametrize(
    ("parts", "says"), [([{"act": "plan"}], "two claims at least"), ([{}, {}], "says what another")]
)
def test_what_is_no_split(case, claim, parts, says):
    with pytest.raises(UsageError, match=says):
        drafts.split(case, claim.id, parts)


def test_claims_of_one_source_are_merged_into_the_first(case, claim):
    other = next(stored.claim for stored in case.claims() if stored.claim.id != claim.id)
    steps = drafts.merge(case, [claim.id, other.id, claim.id], {"technology": ["camera", "drone"]})
    assert [(step.subject, step.verdict) for step in steps] == [(claim.id, "edit"), (other.id, "reject")]
    assert record(case, steps) == ("edited", "rejected")
    with pytest.raises(UsageError, match="Two claims at least"):
        drafts.merge(case, [claim.id])
