"""The parts of sets: a number put in or taken out one by one comes to what passes over the whole part come to."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.store import Case
from sousveil.store.findings.finding_sets import change_sets

KEY = ("kind", "camera")


def _held(case: Case) -> set[int]:
    found: set[int] = set()
    for chunk, bits in case._db.rows("SELECT chunk, bits FROM finding_set WHERE field = ? AND value = ?", KEY):
        part = (
            np.frombuffer(bits, "<u2")
            if len(bits) < 8192
            else np.flatnonzero(np.unpackbits(np.frombuffer(bits, np.uint8), bitorder="little"))
        )
        found |= {int(number) + (chunk << 16) for number in part}
    return found


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return Case.create(tmp_path_factory.mktemp("parts") / "case")


@given(
    held=st.sampled_from([0, 1, 7, 4093, 4095, 4096, 4097]),
    gone=st.lists(st.integers(0, 140_000) | st.integers(0, 9_000), max_size=70),
    come=st.lists(st.integers(0, 140_000) | st.integers(0, 9_000), max_size=70),
)
def test_numbers_come_and_go(case: Case, held: int, gone: list[int], come: list[int]) -> None:
    first = set(range(0, held * 2, 2))
    with case.transaction():
        case._db.run("DELETE FROM finding_set")
        change_sets(case._db, {}, {KEY: sorted(first)})
        change_sets(case._db, {KEY: gone}, {KEY: come})
        assert _held(case) == (first - set(gone)) | set(come)
        change_sets(case._db, {KEY: sorted(_held(case))}, {})
        assert not case._db.number("SELECT count(*) FROM finding_set")


def test_what_does_not_change_is_not_written(case: Case) -> None:
    with case.transaction():
        case._db.run("DELETE FROM finding_set")
        change_sets(case._db, {}, {KEY: [1, 2]})
        before = case._db.number("SELECT total_changes()")
        change_sets(case._db, {KEY: [9]}, {KEY: [2]})
        assert case._db.number("SELECT total_changes()") == before
