"""Kappa and alpha against examples worked out on paper, and what must hold for any data."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.review.alpha import AMOUNT, NOMINAL, SETS, Plain, Spans, krippendorff_alpha
from sousveil.review.kappa import cohen_kappa

# Krippendorff (2011), section C: four observers, twelve units, a dot where a value is missing.
OBSERVERS = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
UNITS = Counter(tuple(int(v) for v in unit if v != ".") for unit in zip(*OBSERVERS, strict=True))
INTERVAL = Plain[int](lambda one, other: (one - other) ** 2)
RATIO = Plain[int](lambda one, other: ((one - other) / (one + other)) ** 2)


@pytest.mark.parametrize(("metric", "alpha"), [(NOMINAL, 0.743), (INTERVAL, 0.849), (RATIO, 0.797)])
def test_the_example_of_the_source(metric, alpha):
    found = krippendorff_alpha(UNITS, metric)
    assert found.alpha == pytest.approx(alpha, abs=0.0005)
    # The twelfth unit has one value and cannot be compared.
    assert found.units == 11


def test_the_ratio_metric_for_amounts_is_that_of_the_source():
    amounts = {tuple((float(v), "km") for v in unit): count for unit, count in UNITS.items()}
    assert krippendorff_alpha(amounts, AMOUNT).alpha == pytest.approx(0.797, abs=0.0005)


def test_binary_data_of_two_observers():
    """The source's section A: ten units; fourteen zeros and six ones, four units apart.

    By hand: alpha = 1 - (20 - 1) * 4 / (14 * 6) = 0.095."""
    one, other = "0100000000", "1110010100"
    units = Counter(zip(one, other, strict=True))
    assert krippendorff_alpha(units, NOMINAL).alpha == pytest.approx(1 - 19 * 4 / (14 * 6))
    assert krippendorff_alpha(units, NOMINAL).alpha == pytest.approx(0.095, abs=0.0005)


def test_nominal_data_of_two_observers():
    """The source's section B: twelve articles, five categories; alpha = 0.692."""
    units = Counter(zip("aabbdcccedda", "babbbccceddd", strict=True))
    assert krippendorff_alpha(units, NOMINAL).alpha == pytest.approx(0.692, abs=0.0005)


def test_kappa_by_hand():
    """200 units: observed (88 + 40 + 12) / 200 = .70; expected (120·100 + 60·60 + 20·40) / 40,000 = .41; kappa is
    .29 / .59 = .492."""
    table = ((88, 14, 18), (10, 40, 10), (2, 6, 12))
    found = cohen_kappa({(row, column): table[row][column] for row in range(3) for column in range(3)})
    assert (found.n, found.agreed) == (200, 140)
    assert found.observed == pytest.approx(0.70)
    assert found.expected == pytest.approx(0.41)
    assert found.kappa == pytest.approx(0.29 / 0.59)


def test_where_there_is_nothing_to_tell_nothing_is_told():
    assert cohen_kappa({}).kappa is None
    # Both kept everything: chance alone would give that, too.
    assert cohen_kappa({(True, True): 30}).kappa is None
    assert krippendorff_alpha({}, NOMINAL).alpha is None
    assert krippendorff_alpha({("a",): 9}, NOMINAL).units == 0
    assert krippendorff_alpha({("a", "a"): 30}, NOMINAL).alpha is None
    assert krippendorff_alpha({("a", "a"): 30}, NOMINAL).agreed == 30


def test_sets_by_hand():
    a, ab, abcd, bc = (frozenset(each) for each in ("a", "ab", "abcd", "bc"))
    assert SETS.difference(ab, abcd) == pytest.approx(1 - 1 / 2 * 2 / 3)
    assert SETS.difference(ab, bc) == pytest.approx(1 - 1 / 3 * 1 / 3)
    assert SETS.difference(a, bc) == 1
    assert SETS.difference(frozenset(), a) == 1
    assert SETS.difference(frozenset(), frozenset()) == 0


def test_amounts_by_hand():
    assert AMOUNT.difference((100.0, "camera"), (300.0, "camera")) == pytest.approx(0.25)
    assert AMOUNT.difference((100.0, "camera"), (100.0, "km")) == 1
    assert AMOUNT.difference((0.0, ""), (5.0, "km")) == 1
    assert AMOUNT.difference((0.0, "km"), (0.0, "km")) == 0


def test_spans_within_a_tolerance():
    one, near, far = ("moved", 0, 0), ("moved", -5, 4), ("moved", -6, 0)
    assert [Spans(5).difference(one, other) for other in (one, near, far)] == [0, 0, 1]
    assert Spans(0).difference(one, near) == 1
    assert Spans(20).difference(("new", 0, 0), one) == 1


values = st.sampled_from("abcd")
patterns = st.dictionaries(st.tuples(values, values), st.integers(1, 40), min_size=1)
spans = st.tuples(st.sampled_from(("moved", "new")), st.integers(-9, 9), st.integers(-9, 9))
amounts = st.tuples(st.sampled_from((0.0, 1.0, 2.5, 700.0)), st.sampled_from(("", "km", "camera")))


@given(st.dictionaries(st.tuples(values), st.integers(1, 40), min_size=2))
def test_who_agree_in_everything_have_one(counts):
    same = {(value, value): count for (value,), count in counts.items()}
    assert krippendorff_alpha(same, NOMINAL).alpha == 1
    assert cohen_kappa(same).kappa == 1


@given(patterns)
def test_the_order_of_people_changes_nothing(counts):
    turned = {(other, one): count for (one, other), count in counts.items()}
    assert cohen_kappa(counts) == cohen_kappa(turned)
    one, other = krippendorff_alpha(counts, NOMINAL), krippendorff_alpha(turned, NOMINAL)
    assert one.alpha == pytest.approx(other.alpha) if one.alpha is not None else other.alpha is None


@given(patterns, st.randoms())
def test_the_order_of_units_changes_nothing(counts, random):
    mixed = list(counts.items())
    random.shuffle(mixed)
    one, other = krippendorff_alpha(counts, NOMINAL), krippendorff_alpha(dict(mixed), NOMINAL)
    assert one.alpha == pytest.approx(other.alpha) if one.alpha is not None else other.alpha is None


@given(patterns, st.permutations("abcd"))
def test_what_values_are_called_changes_nothing(counts, names):
    called = dict(zip("abcd", names, strict=True))
    renamed = {(called[one], called[other]): count for (one, other), count in counts.items()}
    assert cohen_kappa(counts) == cohen_kappa(renamed)


@given(patterns)
def test_no_figure_is_above_one(counts):
    for figure in (cohen_kappa(counts).kappa, krippendorff_alpha(counts, NOMINAL).alpha):
        assert figure is None or figure <= 1


@given(st.dictionaries(spans, st.integers(1, 40), min_size=1), st.integers(0, 9))
def test_spans_are_counted_as_pair_by_pair(counts, tolerance):
    metric = Spans(tolerance)
    assert metric.total(counts) == pytest.approx(Plain(metric.difference).total(counts))


@given(st.dictionaries(amounts, st.integers(1, 40), min_size=1))
def test_amounts_are_counted_as_pair_by_pair(counts):
    assert AMOUNT.total(counts) == pytest.approx(Plain(AMOUNT.difference).total(counts))


@given(st.dictionaries(values, st.integers(1, 40), min_size=1))
def test_nominal_values_are_counted_as_pair_by_pair(counts):
    assert NOMINAL.total(counts) == pytest.approx(Plain(NOMINAL.difference).total(counts))
