"""What follows one finding is made from that finding alone: with every look at all others, a case of a hundred thousand
findings would take a second for each that a decision or a build records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sousveil.store import Case

_ALL = ("SCAN", "MATERIALIZE", "USE TEMP B-TREE", "BLOOM FILTER")
_VIEWS = ("finding_spot", "finding_years", "finding_brief", "finding_resting")


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with Case.create(tmp_path / "case") as made:
        yield made


def _views(case: Case) -> list[str]:
    return [name for (name,) in case._db.rows("SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name")]


@pytest.mark.parametrize("view", _VIEWS)
def test_a_view_looks_at_the_one_finding_that_is_asked_for(case: Case, view: str) -> None:
    plan = [row[3] for row in case._db.rows(f"EXPLAIN QUERY PLAN SELECT * FROM {view} WHERE finding = ?", ("f1",))]
    # What a finding's own record lists is a virtual table.
    assert [step for step in plan if step.startswith(_ALL) and "VIRTUAL TABLE" not in step] == []


def test_no_view_is_left_out(case: Case) -> None:
    of_findings = {name for name in _views(case) if name.startswith("finding_")}
    assert of_findings == set(_VIEWS)
