"""Who is in a case: proposals wait, decisions lie over what was read, and undoing leaves nothing behind."""

from __future__ import annotations

import pytest
from msgspec import structs

from made import make
from sousveil.errors import UsageError
from sousveil.record import Judgement, Match, Organisation
from sousveil.resolve.names import name_key
from sousveil.store import Case, ClaimFilter
from sousveil.store.names.entities import MatchFilter, Registered
from sousveil.store.names.standings import Standing

HIKVISION = Registered(ref="hikvision", name="Hikvision", country="CN", parent="cetc")


@pytest.fixture
def named(case):
    """Three claims: two spellings of one supplier, one of which the register lists, and words that name nobody."""
    for number, (name, ref) in enumerate([("Hikvision", "hikvision"), ("Hik Digital", None), ("vendors", None)]):
        capture, payload, text, claim = make(f"Cameras number {number} came. More.", locator=f"{number}.txt")
        supplier = Organisation(name=name, ref=ref, country="CN" if ref else None)
        case.add(capture, payload)
        case.put_reading(text, [structs.replace(claim, supplier=supplier)], "1")
    return case


@pytest.fixture
def match(named):
    proposal = Match(
        left=name_key("Hik Digital"), right="hikvision", method="normalised", score=0.9, reason="Shares the brand."
    )
    named.put_names([("vendors", "en")], [HIKVISION], [proposal])
    return proposal


def judge(case: Case, subject: str, verdict: str) -> str:
    return case.judge(Judgement(at="2024-05-02T00:00:00Z", who="ada", subject=subject, verdict=verdict))


def test_a_proposal_changes_nothing(named, match):
    assert [(e.key, e.claims) for e in named.entities()] == [("hikvision", 1), ("name:hik digital", 1)]
    assert [s.claim.supplier.ref for s in named.claims()] == ["hikvision", None, None]
    (stored,) = named.matches()
    assert (stored.match, stored.state) == (match, "proposed")


def test_accepting_joins_and_undoing_parts_again(named, match):
    before = list(named.claims())
    assert judge(named, match.id, "accept") == "accepted"
    (entity,) = named.entities("supplier")
    assert (entity.key, entity.name, entity.country, entity.claims) == ("hikvision", "Hikvision", "CN", 2)
    assert [use.name for use in entity.names] == ["Hik Digital", "Hikvision"]
    supplier = next(
        s.claim.supplier
        for s in named.claims(ClaimFilter(supplier="hikvision"))
        if s.claim.supplier.name != "Hikvision"
    )
    assert (supplier.name, supplier.ref, supplier.country) == ("Hik Digital", "hikvision", "CN")
    assert list(named.verify()) == []
    assert judge(named, match.id, "undo") == "proposed"
    assert list(named.claims()) == before
    assert list(named.verify()) == []


def test_a_listing_that_two_names_of_an_entity_may_be_counts_once(named, match):
    listed = "l" + "0" * 16
    pairs = [
        Match(left=listed, right=key, method="normalised", score=0.9, reason="The same name.")
        for key in ("hikvision", name_key("Hik Digital"))
    ]
    named.put_names([("vendors", "en")], [HIKVISION], [match, *pairs])
    judge(named, match.id, "accept")
    assert named.standings(["hikvision"]) == {"hikvision": Standing(maybe=1)}
    judge(named, pairs[0].id, "accept")
    assert named.standings(["hikvision"]) == {"hikvision": Standing(listed=1)}


def test_two_names_that_no_register_has_are_one_for_whoever_weighs(named, match):
    judge(named, match.id, "reject")
    split = Match(left=name_key("Hikvision"), right="hikvision", method="person", score=1, reason="Another firm.")
    joined = Match(left=name_key("Hikvision"), right=match.left, method="person", score=1, reason="")
    for made, verdict in ((split, "reject"), (joined, "accept")):
        named.pair(made)
        judge(named, made.id, verdict)
    assert [s.claim.supplier.ref for s in named.claims()] == [match.left, match.left, None]
    assert [(e.key, e.claims) for e in named.entities()] == [(match.left, 2)]
    judge(named, joined.id, "undo")
    assert [s.claim.supplier.ref for s in named.claims()] == [None, None, None]


def test_words_that_name_nobody_are_told_from_names(named, match):
    asked = (name_key("vendors"), name_key("Hikvision"), name_key("Nobody at all"))
    assert [named.means_somebody(key) for key in asked] == [False, True, None]


def test_what_is_split_from_the_register_counts_for_itself(named, match):
    split = Match(left=name_key("Hikvision"), right="hikvision", method="person", score=1, reason="Another firm.")
    named.pair(split)
    judge(named, split.id, "reject")
    assert {e.key for e in named.entities()} == {"name:hikvision", "name:hik digital"}
    assert [s.claim.supplier.ref for s in named.claims()] == [None, None, None]


def test_decisions_that_cannot_stand_together_are_refused(named, match):
    judge(named, match.id, "accept")
    other = Match(left="name:third", right="hikvision", method="person", score=1, reason="")
    third = Match(left="name:third", right=name_key("Hik Digital"), method="person", score=1, reason="")
    for made in (other, third):
        named.pair(made)
    judge(named, other.id, "reject")
    with pytest.raises(UsageError, match=f"ada decided.*{other.id} undo"):
        judge(named, third.id, "accept")
    assert named.judgements(third.id) == []
    with pytest.raises(UsageError, match="accept it, reject it"):
        judge(named, match.id, "confirm")


def test_undoing_may_not_bring_back_what_contradicts_a_later_decision(named, match):
    """Accepted, then rejected, then joined by another way: undoing the rejection would say both."""
    judge(named, match.id, "accept")
    judge(named, match.id, "reject")
    through = Match(left="name:third", right="hikvision", method="person", score=1, reason="")
    apart = Match(left="name:third", right=match.left, method="person", score=1, reason="")
    for made in (through, apart):
        named.pair(made)
    judge(named, through.id, "accept")
    judge(named, apart.id, "reject")
    with pytest.raises(UsageError, match="cannot stand beside"):
        judge(named, match.id, "undo")


def test_a_judged_match_stays_when_it_is_no_longer_proposed(named, match):
    judge(named, match.id, "accept")
    named.put_names([], [HIKVISION], [])
    assert [s.match.id for s in named.matches(MatchFilter(state="accepted"))] == [match.id]
    assert [e.key for e in named.entities("supplier")] == ["hikvision", "name:vendors"]


def test_a_claim_that_is_read_again_keeps_whom_it_names(named, match):
    judge(named, match.id, "accept")
    _, _, text, claim = make("Cameras number 1 came. More.", locator="1.txt")
    named.put_reading(text, [structs.replace(claim, supplier=Organisation(name="Hik Digital"))], "2")
    assert named.counts()["claims"] == 3
    assert len(list(named.claims(ClaimFilter(supplier="hikvision")))) == 2


def test_names_are_paged_without_gaps(named, match):
    keys, after = [], None
    while page := list(named.entities(limit=1, after=after)):
        keys.append(page[0].key)
        after = page[0].key
    assert keys == [e.key for e in named.entities()]


def test_a_changed_name_behind_the_case_is_noticed(named, match):
    named._db.run("UPDATE claim_name SET entity = 'dahua' WHERE key = 'name:hik digital'")
    assert [fault.part for fault in named.verify()] == ["judgement"]
