"""Whose it is: the body that acts, and the one that speaks of itself."""

from __future__ import annotations

from find.test_find import text_of
from sousveil.find import find


def _operators(sentence: str) -> list[str | None]:
    return [claim.operator.name if claim.operator else None for claim in find(text_of(sentence))]


def test_a_body_that_tells_what_it_did_is_the_operator() -> None:
    told = "The interior ministry confirmed it had activated 300 facial recognition cameras in Tbilisi."
    assert _operators(told) == ["interior ministry"]


def test_a_body_that_only_tells_is_none() -> None:
    told = "The interior ministry confirmed that 300 facial recognition cameras were installed at schools in Tbilisi."
    assert _operators(told) == [None]
