"""A corrected claim keeps its identifier."""

from __future__ import annotations

import pytest

from sousveil.record import Claim, Evidence, Organisation, edited

CLAIM = Claim(
    kind="deployment", technology=("camera",), act="plan", polarity="affirmed", certainty="stated",
    evidence=Evidence(source="s1", url=None, lang="en", text_sha256="0" * 64, start=10, end=40, quote="x" * 30),
    slots={"technology": (12, 18), "act": (20, 25)}, extractor="rules/1", rule="en",
)  # fmt: skip


def test_changed_slots_and_spans() -> None:
    changed = edited(
        CLAIM, {"act": "install", "operator": {"name": "City"}, "slots": {"act": None, "operator": [1, 5]}}
    )
    assert (changed.id, changed.act, changed.operator) == (CLAIM.id, "install", Organisation(name="City"))
    assert changed.slots == {"technology": (12, 18), "operator": (1, 5)}


def test_an_edit_of_an_edit_keeps_the_first_identifier() -> None:
    once = edited(CLAIM, {"act": "install"})
    assert edited(once, {"passage": {"start": 11, "end": 41, "quote": "y" * 30}}).id == CLAIM.id


@pytest.mark.parametrize("value", [{"id": "c0"}, {"act": 3}, {"slots": {"act": "x"}}, {"slots": [1]}, {"passage": "x"}])
def test_what_is_no_edit(value: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        edited(CLAIM, value)
