"""With which words claims were read: the counts follow every reading, and proposals are kept and logged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from show.small_case import REPORT, VERSION, build
from sousveil.record import Claim
from sousveil.store import Case
from sousveil.store.claims import facets
from sousveil.vocabulary.proposing import Proposed

SLOTS = ("technology", "site", "certainty", "polarity", "supplier", "operator", "rule")
EYE = Proposed(kind="term", section="technology", id="camera", words=("copper eye",), lang="en")


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    build(tmp_path / "case")
    with Case.open(tmp_path / "case", write=True) as held:
        # Their reader is called as the rules are.
        for stored in list(held.sources()):
            text = held.text(stored.id)
            claims = [row.claim for row in held.claims() if row.claim.evidence.source == stored.id]
            assert text is not None
            held.put_reading(text, [_of_rules(claim) for claim in claims], VERSION)
        yield held


def _of_rules(claim: Claim) -> Claim:
    return msgspec.structs.replace(claim, extractor="rules/9", rule="en:deployment:install:installed")


def _counts(case: Case) -> dict[tuple[str, str, str, str], int]:
    return {(met.slot, met.value, met.lang, met.words): met.claims for met in case.met_words(SLOTS)}


def test_words_are_counted_by_what_was_made_of_them(case: Case) -> None:
    counts = _counts(case)
    assert counts["technology", "camera", "ko", "감시카메라"] == 1
    assert counts["technology", "face-recognition", "en", "face recognition"] >= 2
    assert counts["certainty", "hedged", "en", "reportedly"] == 1
    assert counts["polarity", "denied", "en", "denied"] == 1
    assert counts["supplier", "hikvision", "en", "Hikvision"] == 2
    assert sum(n for (slot, *_), n in counts.items() if slot == "rule") == case.counts()["claims"]


def test_a_text_that_is_read_again_is_counted_once(case: Case) -> None:
    before = _counts(case)
    report = next(s for s in case.sources() if s.title == REPORT.split("\n")[0])
    text = case.text(report.id)
    claims = [row.claim for row in case.claims() if row.claim.evidence.source == report.id]
    assert text is not None
    case.put_reading(text, claims, VERSION)
    assert _counts(case) == before
    case.put_reading(text, claims[:1], VERSION)
    fewer = _counts(case)
    assert sum(fewer.values()) < sum(before.values())
    assert min(fewer.values()) > 0
    case.put_reading(text, claims, VERSION)
    assert _counts(case) == before


def test_a_case_of_before_is_counted_with_its_facets(case: Case) -> None:
    before = _counts(case)
    with case.transaction():
        case._db.run("DELETE FROM met")
        case._db.run("DELETE FROM met_source")
        facets.count_claims(case._db)
    assert _counts(case) == before


def test_proposals_are_kept_with_who_and_why_and_stand_in_the_log(case: Case) -> None:
    sound = list(case.verify())
    case.who = "Lena"
    number = case.propose(EYE, "residents say so")
    assert case.propose(EYE, "again") == number
    (stored,) = case.proposals("open")
    assert (stored.who, stored.why, stored.proposed, stored.state) == ("Lena", "residents say so", EYE, "open")
    case.who = "Ruth"
    assert case.decide_proposal(number, "declined", "means a coin")
    assert not case.decide_proposal(number, "accepted", "")
    held = case.proposal(number)
    assert held is not None
    assert (held.state, held.decided_by, held.decided_why) == ("declined", "Ruth", "means a coin")
    told = [(entry.who, entry.detail["what"]) for entry in case.log() if entry.action == "vocabulary"]
    assert told == [("Lena", "propose"), ("Ruth", "decline")]
    # Once declined it may be proposed again.
    assert case.propose(EYE, "a second time") == number + 1
    assert list(case.verify()) == sound
