"""Technologies told by two words near each other, in either order."""

from __future__ import annotations

import pytest

from find.test_find import text_of
from sousveil.find import find


@pytest.mark.parametrize(
    ("sentence", "technology"),
    [
        ("Border guards in Sinuiju scrolled through the phones of returning workers.", "phone-monitoring"),
        ("Miners in Hyesan have their thumbs scanned by the police at the gate.", "fingerprint"),
        ("The interior ministry listens to the calls of all students in Seoul.", "interception"),
        ("The police in Busan use an algorithm that forecasts burglaries.", "predictive-policing"),
    ],
)
def test_two_words_tell_a_technology(sentence: str, technology: str) -> None:
    claims = find(text_of(sentence))
    assert technology in {ident for claim in claims for ident in claim.technology}
    for claim in claims:
        start, end = claim.slots["technology"]
        assert sentence[start:end]


@pytest.mark.parametrize(
    "sentence",
    [
        "The police in Busan have new phones. They scan documents at the station.",
        "Her thumbs were sore; the ministry scanned the letters.",
        "The calls came in all day, while at the other end of the long corridor the clerk in the ministry listened.",
    ],
)
def test_words_in_other_clauses_or_far_away_are_no_pair(sentence: str) -> None:
    assert not find(text_of(sentence))
