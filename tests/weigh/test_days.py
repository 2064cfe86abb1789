"""EDTF dates and intervals as days."""

from __future__ import annotations

from datetime import date

import pytest

from sousveil.weigh.days import span_of, time_of


@pytest.mark.parametrize(
    ("value", "span"),
    [
        ("2019", (date(2019, 1, 1), date(2019, 12, 31))),
        ("2012-01/2012-11", (date(2012, 1, 1), date(2012, 11, 30))),
        ("../2018-12", (date.min, date(2018, 12, 31))),
        ("2019-05-02/..", (date(2019, 5, 2), date.max)),
        ("2020/2019", None),
        ("soon", None),
        (None, None),
    ],
)
def test_a_span_holds_all_that_a_time_may_mean(value: str | None, span: tuple[date, date] | None) -> None:
    assert span_of(value) == span


def test_the_time_of_several_runs_from_the_first_to_the_last() -> None:
    assert time_of(["2021", None, "2019-05"]) == "2019-05/2021"
    assert time_of(["2019", "2019"]) == "2019"
    assert time_of(["../2018", "2020-01"]) == "../2020-01"
    assert time_of(["soon", None]) is None
