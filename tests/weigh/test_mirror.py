"""Mirror flows: both sides side by side, nothing counted twice."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.record.reference import Flow, TradeFlow
from sousveil.weigh.mirror import Mirror, mirror_flows


def flow(
    reporter: str, partner: str, value: float | None, code: str = "8525", *, flow: TradeFlow = "export",
    period: str = "2021", edition: str = "HS2017", kg: float | None = None,
) -> Flow:  # fmt: skip
    return Flow(
        import_id="i", reporter=reporter, partner=partner, flow=flow, period=period, code=code, edition=edition,
        value_usd=value, net_kg=kg,
    )  # fmt: skip


def bought(partner: str, value: float | None, code: str = "8525", **more: str) -> Flow:
    return flow("KP", partner, value, code, flow="import", **more)  # type: ignore[arg-type]


def only(flows: list[Flow], code: str = "8525") -> Mirror:
    (found,) = mirror_flows(flows, "KP", code, groups=frozenset({"M49:097"}))
    return found


def test_both_sides_stand_side_by_side() -> None:
    mirror = only(
        [flow("CN", "KP", 900), bought("CN", 1000), flow("SG", "KP", 50), bought("RU", 30), flow("CN", "RU", 7)]
    )
    assert [
        (p.partner, p.sold and p.sold.value_usd, p.bought and p.bought.value_usd, p.difference_usd)
        for p in mirror.pairs
    ] == [("CN", 900, 1000, -100), ("SG", 50, None, None), ("RU", None, 30, None)]
    assert (mirror.sold_usd, mirror.bought_usd, mirror.bought_is_sum, mirror.difference_usd) == (950, 1030, True, -80)


def test_the_total_that_was_reported_is_taken_and_not_added_to_its_parts() -> None:
    mirror = only([flow("CN", "KP", 10, "852580"), flow("CN", "KP", 90, "852550"), flow("CN", "KP", 105)])
    (pair,) = mirror.pairs
    assert pair.sold is not None
    assert (pair.sold.value_usd, pair.sold.is_sum, [f.code for f in pair.sold.flows]) == (105, False, ["8525"])


def test_parts_are_added_within_one_edition() -> None:
    flows = [
        flow("CN", "KP", 10, "852581", edition="HS2022"), flow("CN", "KP", 20, "852589", edition="HS2022", kg=3),
        flow("CN", "KP", 30, "852580", edition="HS2017", kg=5),
    ]  # fmt: skip
    for order in permutations(flows):
        (pair,) = only(list(order)).pairs
        assert pair.sold is not None
        assert (pair.sold.value_usd, pair.sold.net_kg, pair.sold.edition, pair.sold.is_sum) == (30, 3, "HS2022", True)


def test_editions_of_one_total_are_not_added() -> None:
    flows = [flow("CN", "KP", 70, edition="HS2012"), flow("CN", "KP", 80), flow("CN", "KP", 60, edition="")]
    for order in permutations(flows):
        assert only(list(order)).sold_usd == 80


def test_the_later_of_two_imports_counts() -> None:
    assert only([flow("CN", "KP", 70), flow("CN", "KP", 75)]).sold_usd == 75
    assert only([flow("CN", "KP", 7, "852580"), flow("CN", "KP", 8, "852580")]).sold_usd == 8


def test_what_the_country_reports_for_the_world_is_its_total() -> None:
    mirror = only([bought("W00", 120), bought("CN", 100), bought("M49:899", 5), flow("W00", "CN", 3)])
    assert [pair.partner for pair in mirror.pairs] == ["CN", "M49:899"]
    assert (mirror.bought_usd, mirror.bought_is_sum, mirror.sold_usd, mirror.difference_usd) == (120, False, None, None)


def test_groups_of_countries_stand_there_and_are_not_added() -> None:
    mirror = only([flow("DE", "KP", 5), flow("M49:097", "KP", 9), bought("DE", 6), bought("M49:097", 8)])
    assert {pair.partner for pair in mirror.pairs} == {"DE", "M49:097"}
    assert (mirror.sold_usd, mirror.bought_usd) == (5, 6)


def test_re_exports_are_part_of_exports() -> None:
    flows = [flow("CN", "KP", 9), flow("CN", "KP", 4, flow="re-export"), flow("KP", "KP", 2, flow="re-import")]
    assert only(flows).sold_usd == 9


def test_periods_are_apart_and_six_digits_alone() -> None:
    flows = [
        flow("CN", "KP", 1, "852580", period="2020"), flow("CN", "KP", 2, "852580", period="2021-03"),
        flow("CN", "KP", 4, period="2021"),
    ]  # fmt: skip
    assert [(m.period, m.sold_usd) for m in mirror_flows(flows, "KP", "8525")] == [
        ("2020", 1), ("2021", 4), ("2021-03", 2),
    ]  # fmt: skip
    assert [(m.period, m.sold_usd) for m in mirror_flows(flows, "KP", "852580")] == [("2020", 1), ("2021-03", 2)]
    assert mirror_flows(flows, "RU", "8525") == ()


def test_weight_without_value_is_no_zero() -> None:
    mirror = only([flow("CN", "KP", None, kg=12), bought("CN", 0)])
    assert (mirror.sold_usd, mirror.bought_usd, mirror.difference_usd) == (None, 0, None)


FLOWS = st.builds(
    flow,
    st.sampled_from(["CN", "KP", "M49:097", "W00"]),
    st.sampled_from(["KP", "CN", "W00"]),
    st.one_of(st.none(), st.integers(0, 9).map(float)),
    st.sampled_from(["8525", "852580", "852581", "852550", "8521"]),
    flow=st.sampled_from(["import", "export", "re-export"]),
    edition=st.sampled_from(["", "HS2017", "HS2022"]),
)


@settings(deadline=None)
@given(st.lists(FLOWS, max_size=12))
def test_nothing_is_counted_twice(flows: list[Flow]) -> None:
    for mirror in mirror_flows(flows, "KP", "8525", groups=frozenset({"M49:097"})):
        for pair in mirror.pairs:
            for side in filter(None, (pair.sold, pair.bought)):
                codes = [f.code for f in side.flows]
                assert len({f.edition for f in side.flows}) == 1
                assert len(codes) == len(set(codes))
                assert codes == ["8525"] or "8525" not in codes
        if mirror.difference_usd is not None:
            assert mirror.sold_usd is not None
            assert mirror.bought_usd is not None
            assert mirror.difference_usd == mirror.sold_usd - mirror.bought_usd
