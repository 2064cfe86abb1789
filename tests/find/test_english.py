"""English: what a thing is for, whose act it is, and what was stopped."""

from __future__ import annotations

import pytest

from sousveil.find import find
from sousveil.record.claim import Claim
from sousveil.record.text import Paragraph, Text


def _claims(sentence: str) -> list[Claim]:
    return find(
        Text(
            capture_sha256="0" * 64, content=sentence, extractor="t/1", lang="en",
            paragraphs=(Paragraph(start=0, end=len(sentence), lang="en"),), segments=(),
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "kind", "act"),
    [
        ("Ecuador ripped out 38 cameras from its ministries last week.", "deployment", "end"),
        ("The police ended their face recognition trial at the airport.", "deployment", "end"),
        ("The city of Ghent cancelled its purchase of drones for the police.", "supply", "end"),
        ("The Ghent police bought software that recognises faces in a crowd.", "supply", "procure"),
    ],
)
def test_one_predicate_is_one_claim(sentence: str, kind: str, act: str) -> None:
    claims = _claims(sentence)
    assert [(claim.kind, claim.act) for claim in claims] == [(kind, act)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The opposition wants the government to publish all contracts with spyware makers.",
        "The Special Rapporteur recommends that the State adopt a moratorium on face recognition.",
        "In the last episode the spy plants a bug in the lamp of the ambassador.",
        "Dairy farmers in Waikato track the movements of their cows with solar collars.",
    ],
)
def test_demands_stories_and_herds_are_no_claims(sentence: str) -> None:
    assert not _claims(sentence)
