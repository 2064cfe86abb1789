"""Decisions about names: joined, split, undone; the same decisions always give the same entities."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sousveil.resolve.deciding import Decision, Identities

NAME = "name:hangzhou hik"
LISTING = "l0123456789abcdef"


def same(left: str, right: str) -> Decision:
    return Decision(left=left, right=right, same=True)


def apart(left: str, right: str) -> Decision:
    return Decision(left=left, right=right, same=False)


def test_a_listed_name_means_its_entry_and_another_itself():
    identities = Identities()
    assert identities.of(NAME, "hikvision") == "hikvision"
    assert identities.of(NAME) == NAME
    assert not identities


def test_a_joined_name_means_the_entry_also_through_another_name():
    identities = Identities([same(NAME, "name:hik"), same("name:hik", "hikvision")])
    assert identities.of(NAME) == "hikvision"
    assert identities.members("hikvision") == ["hikvision", NAME, "name:hik"]


def test_a_listing_never_stands_for_others():
    assert Identities([same("name:hik", LISTING)]).of(LISTING) == "name:hik"


def test_what_is_split_off_stands_for_itself_and_the_entry_stays():
    identities = Identities([apart("name:dahua", "dahua")])
    assert identities.of("name:dahua", "dahua") == "name:dahua"
    assert identities.of("name:dahua technology", "dahua") == "dahua"


def test_a_person_overrules_the_register():
    assert Identities([same("name:axis", "axis-bank")]).of("name:axis", "axis") == "axis-bank"


def test_contradictions_are_found_through_others():
    standing = [same(NAME, "hikvision"), apart("name:hik usa", "hikvision")]
    assert Identities(standing).contradicts(same("name:hik usa", NAME)) == standing[1]
    assert Identities(standing).contradicts(apart(NAME, "hikvision")) == standing[0]
    assert Identities(standing).contradicts(same("name:other", NAME)) is None


KEYS = st.sampled_from(["hikvision", "dahua", "name:a", "name:b", "name:c", LISTING])


@given(st.lists(st.tuples(KEYS, KEYS)), KEYS, KEYS)
def test_joining_is_transitive_and_each_entity_has_one_key(pairs, one, other):
    decisions = [same(left, right) for left, right in pairs if left != right]
    identities = Identities(decisions)
    for left, right in pairs:
        if left != right:
            assert identities.of(left) == identities.of(right)
    assert identities.of(identities.of(one)) == identities.of(one)
    assert (identities.of(one) == identities.of(other)) == (other in identities.members(one))
