"""A running seal is that of the rows that are there, however they came, and of no others."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.store import Case
from sousveil.store.log.running_seal import RunningSeal

CELLS = st.one_of(st.text(max_size=8), st.integers(-9, 9), st.none(), st.binary(max_size=4))
ROWS = st.lists(st.tuples(CELLS, CELLS), max_size=6)


def sealed(case: Case, came: list[tuple[object, ...]], went: list[tuple[object, ...]]) -> str:
    seal = RunningSeal(case._db, "test")
    seal.clear()
    seal.add(came)
    seal.save()
    again = RunningSeal(case._db, "test")
    again.take(went)
    return again.save()


def test_what_came_and_went_leaves_no_trace(tmp_path):
    with Case.create(tmp_path / "case") as case:

        @settings(max_examples=50, deadline=None)
        @given(ROWS, ROWS)
        def holds(stay: list[tuple[object, ...]], go: list[tuple[object, ...]]) -> None:
            with case.transaction():
                assert sealed(case, [*go, *stay], go) == RunningSeal.of(reversed(stay))

        holds()


def test_another_row_gives_another_seal():
    rows = [("a", 1), ("b", 2)]
    seal = RunningSeal.of(rows)
    assert seal != RunningSeal.of(rows[:1])
    assert seal != RunningSeal.of([*rows, rows[0]])
    assert seal != RunningSeal.of([("a", 2), ("b", 1)])
    # Cells are told apart by their lengths.
    assert RunningSeal.of([("ab", "c")]) != RunningSeal.of([("a", "bc")])
