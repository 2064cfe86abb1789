"""The heaviest way through a table of what sentences share."""

from __future__ import annotations

import numpy as np
import pytest

from sousveil.trace.retelling.alignment import align


def _cells(table: list[list[float]], cost: float = 0.5) -> list[tuple[int, int]]:
    gains = np.array(table, np.float64)
    return align(gains, [cost] * gains.shape[0], [cost / 5] * gains.shape[1])[1]


def test_sentences_in_one_order_meet_one_by_one() -> None:
    assert _cells([[3, 0, 0], [0, 3, 0], [0, 0, 3]]) == [(0, 0), (1, 1), (2, 2)]


def test_of_sentences_in_another_order_only_some_meet() -> None:
    cells = _cells([[0, 0, 3], [0, 3, 0], [4, 0, 0]])
    assert cells == [(2, 0)]


def test_one_sentence_may_meet_several() -> None:
    assert _cells([[2, 2, 0], [0, 0, 2]]) == [(0, 0), (0, 1), (1, 2)]
    assert _cells([[2, 0], [2, 0], [0, 2]]) == [(0, 0), (1, 0), (2, 1)]


def test_a_passage_ends_where_nothing_agrees_for_long() -> None:
    alone = [[0.0] * 3 for _ in range(9)]
    assert _cells([[3, 0, 0], [0, 3, 0], *alone, [0, 0, 2]]) == [(0, 0), (1, 1)]
    assert _cells([[3, 0, 0], [0, 3, 0], [0, 0, 0], [0, 0, 2]]) == [(0, 0), (1, 1), (3, 2)]


def test_nothing_in_common_gives_nothing() -> None:
    assert align(np.zeros((3, 4)), [1.0] * 3, [1.0] * 4) == (0.0, [])
    assert align(np.zeros((0, 4)), [], [1.0] * 4) == (0.0, [])


@pytest.mark.parametrize("seed", range(40))
def test_the_order_is_kept_on_both_sides_and_the_way_is_worth_its_score(seed: int) -> None:
    chance = np.random.default_rng(seed)
    gains = np.where(chance.random((9, 7)) < 0.3, chance.random((9, 7)) * 4, 0.0)
    rows, columns = chance.random(9).tolist(), (chance.random(7) / 5).tolist()
    score, cells = align(gains, rows, columns)
    assert cells == sorted(set(cells))
    assert [column for _, column in cells] == sorted(column for _, column in cells)
    assert all(gains[cell] > 0 for cell in cells)
    gained = sum(gains[cell] for cell in cells)
    assert gains.max() - max(rows) <= score <= gained + 1e-9
