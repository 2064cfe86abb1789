"""Pictures of yearly figures: sound, accessible, safe to put into a page, and never without their table."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from sousveil.record.reference import Flow
from sousveil.show.drawing.charts import Chart, Series, mirror_chart, small_charts, yearly_chart
from sousveil.show.words.figures import figure
from sousveil.weigh.mirror import mirror_flows

SVG = "{http://www.w3.org/2000/svg}"
TRADE = (
    Series(name="Reported by North Korea", values={2014: 30_000, 2015: 0}),
    Series(name="Reported by its partners", values={2012: 1.2e6, 2013: 3.44e6, 2015: None, 2018: 40_000}),
)


def drawn(chart: Chart | None) -> etree._Element:
    assert chart is not None
    return etree.fromstring(chart.svg)


def texts(root: etree._Element) -> list[str]:
    return [element.text for element in root.iter(f"{SVG}text")]


def made(**more: object) -> Chart:
    values: dict[str, object] = {"title": "Cameras", "unit": "US dollars", "series": TRADE, "key": "k", **more}
    chart = yearly_chart(**values)  # type: ignore[arg-type]
    assert chart is not None
    return chart


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"), (3, "3"), (12.345, "12.35"), (99.999, "100"), (100.4, "100"), (48_000, "48\u202f000"),
        (999_900, "999\u202f900"), (999_951, "1\u00a0million"), (1_234_567, "1.2\u00a0million"),
        (950_000_000, "950\u00a0million"), (999_960_000, "1\u00a0billion"), (3.2e12, "3.2\u00a0trillion"),
        (-45_000, "−45\u202f000"), (0.04, "0.04"), (0.0123, "0.012"), (0.999, "1"), (-0.5, "−0.5"),
        (1e-9, "<\u00a00.000001"), (None, "–"), (float("nan"), "–"), (float("inf"), "–"), (-0.0, "0"),
    ],
)  # fmt: skip
def test_figures(value: float | None, written: str) -> None:
    assert figure(value) == written


@pytest.mark.parametrize("kind", ["lines", "bars"])
def test_a_picture_says_what_it_shows(kind: str) -> None:
    chart = made(kind=kind)
    root = drawn(chart)
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", f"{title.get('id')} {desc.get('id')}")
    assert title.text == "Cameras"
    assert desc.text == (
        "By year, 2012 to 2018, in US dollars. Reported by North Korea: highest 30\u202f000 in 2014, lowest 0 in 2015; "
        "no figure for 2012, 2013, 2016, 2017 and 2018. Reported by its partners: highest 3.4\u00a0million in 2013, "
        "lowest 40\u202f000 in 2018; no figure for 2014, 2015, 2016 and 2017. The table below has the same numbers."
    )
    assert texts(root)[0] in {"US dollars", "× no figure"}
    assert {"Reported by North Korea", "Reported by its partners", "US dollars", "0", "2012", "2018"} <= set(
        texts(root)
    )


def test_the_table_has_every_year_and_gaps_that_are_no_zero() -> None:
    chart = made()
    assert chart.columns == ("Year", "Reported by North Korea", "Reported by its partners")
    assert chart.rows[2:5] == (("2014", "30\u202f000", "–"), ("2015", "0", "–"), ("2016", "–", "–"))
    assert [row[0] for row in chart.rows] == [str(year) for year in range(2012, 2019)]


def test_a_line_breaks_at_a_missing_year() -> None:
    series = Series(name="x", values={2010: 1, 2011: 2, 2013: 3, 2014: 4, 2016: 5})
    root = drawn(yearly_chart("T", "%", [series], key="k"))
    path = next(element for element in root.iter(f"{SVG}path") if "L" in element.get("d"))
    assert re.findall("[ML]", path.get("d")) == ["M", "L", "M", "L", "M"]
    assert len(list(root.iter(f"{SVG}circle"))) == 5


def test_a_column_of_nothing_is_flat_and_a_missing_one_a_cross() -> None:
    root = drawn(made(kind="bars"))
    sample, *boxes = root.xpath("//*[@class='series series-1']/*[local-name()='rect']")
    assert sample.get("fill") == "currentColor"
    assert float(boxes[0].get("height")) >= 1
    assert boxes[1].get("height") == "1"
    crosses = [path for path in root.iter(f"{SVG}path") if path.get("class") == "chart-gap"]
    assert len(crosses) == 5 + 4


def test_series_are_told_apart_without_colour() -> None:
    four = [Series(name=f"s{n}", values={2000: n, 2001: n + 1}) for n in range(4)]
    root = drawn(yearly_chart("T", "%", four, key="k"))
    groups = [[g for g in root.iter(f"{SVG}g") if g.get("class") == f"series series-{n}"] for n in range(1, 5)]
    drawings = set()
    for legend, line in groups:
        dashes = [
            {p.get("stroke-dasharray") for p in g.iter(f"{SVG}path") if p.get("stroke-width")} for g in (legend, line)
        ]
        shapes = [re.sub(r"[\d.]+ [\d.]+", "", g[-1].get("d") or g[-1].tag) for g in (legend, line)]
        assert dashes[0] == dashes[1]
        assert shapes[0] == shapes[1]
        drawings.add((*dashes[0], shapes[0]))
    assert len(drawings) == 4
    fills = {box.get("fill") for box in drawn(made(kind="bars")).iter(f"{SVG}rect")}
    assert fills == {"currentColor", "none"}


def test_the_pages_policy_allows_it_and_any_colour_scheme_suits_it() -> None:
    for chart in (made(), made(kind="bars")):
        root = drawn(chart)
        names = {name for element in root.iter() for name in element.attrib}
        assert "style" not in names
        assert not any(name.startswith("on") or name.endswith("href") for name in names)
        assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
            "svg", "title", "desc", "g", "path", "rect", "circle", "text",
        }  # fmt: skip
        colours = {element.get(name) for element in root.iter() for name in ("fill", "stroke")}
        assert colours <= {None, "none", "currentColor"}


HOSTILE = "</title><script>alert(1)</script>\"'&<b onclick=x>\x00\x1b\u202e\ud800 ]]>"


def test_hostile_names_stay_words() -> None:
    chart = yearly_chart(HOSTILE, HOSTILE, [Series(name=HOSTILE, values={2000: 1}), TRADE[0]], key="k")
    root = drawn(chart)
    assert root.find(f"{SVG}title").text.startswith("</title><script>")
    assert not list(root.iter(f"{SVG}script"))
    assert chart is not None
    page = html.document_fromstring(f"<p>before</p>{chart.svg}<p>after</p>")
    assert not page.xpath("//script | //b")
    assert page.xpath("count(//p)") == 2
    assert "\u202e" not in chart.svg


@pytest.mark.parametrize("key", ["", "a b", '"><x', "A", "-a", "a\n"])
def test_an_identifier_that_would_break_out_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="needs 1 to 4 series and a key"):
        made(key=key)


def test_more_series_than_can_be_told_apart_are_refused() -> None:
    with pytest.raises(ValueError, match="bars needs 1 to 2"):
        made(series=[*TRADE, TRADE[0]], kind="bars")


def test_nothing_known_is_no_picture() -> None:
    assert yearly_chart("T", "%", [Series(name="x", values={2000: None})], key="k") is None
    assert small_charts([("T", "%", Series(name="x", values={}))], key="k") == ()


def test_small_charts_have_the_same_years() -> None:
    charts = small_charts(
        [
            ("Electricity", "% of people", Series(name="KP", values={2000: 20, 2001: 26.1})),
            ("Nothing", "%", Series(name="KP", values={})),
            ("Light", "nW/cm²/sr, sum", Series(name="KP", values={2012: 900, 2014: -4})),
        ],
        key="context",
    )
    assert [chart.title for chart in charts] == ["Electricity", "Light"]
    assert {(chart.rows[0][0], chart.rows[-1][0]) for chart in charts} == {("2000", "2014")}
    ids = [element.get("id") for chart in charts for element in drawn(chart).iter() if element.get("id")]
    assert len(ids) == len(set(ids)) == 4


def test_both_sides_of_trade_by_year() -> None:
    def flow(reporter: str, partner: str, flow: str, value: float, period: str) -> Flow:
        return Flow(
            import_id="i", reporter=reporter, partner=partner, flow=flow, period=period, code="8525",  # type: ignore[arg-type]
            edition="HS2017", value_usd=value,
        )  # fmt: skip

    flows = [
        flow("CN", "KP", "export", 900, "2020"), flow("KP", "W00", "import", 700, "2021"),
        flow("CN", "KP", "export", 5, "2021-03"),
    ]  # fmt: skip
    chart = mirror_chart("Cameras", "North Korea", mirror_flows(flows, "KP", "8525"), key="m")
    assert chart is not None
    assert chart.columns == ("Year", "Reported by North Korea", "Reported by its partners")
    assert chart.rows == (("2020", "–", "900"), ("2021", "700", "–"))
    assert mirror_chart("Cameras", "North Korea", mirror_flows(flows[2:], "KP", "8525"), key="m") is None


VALUES = st.dictionaries(
    st.integers(1990, 2030),
    st.one_of(st.none(), st.floats(-1e13, 1e13), st.integers(0, 9).map(float)),
    max_size=12,
)
NAMES = st.text(max_size=40)


@settings(deadline=None)
@given(st.lists(st.builds(Series, name=NAMES, values=VALUES), min_size=1, max_size=2), NAMES, st.booleans())
def test_every_number_in_the_picture_stands_in_the_table(series: list[Series], title: str, bars: bool) -> None:
    kind = "bars" if bars else "lines"
    chart = yearly_chart(title, "unit", series, key="k", kind=kind)  # type: ignore[arg-type]
    if chart is None:
        assert not any(each.known() for each in series)
        return
    root = drawn(chart)
    cells = {cell for row in chart.rows for cell in row}
    numbers = {
        element.text for element in root.iter(f"{SVG}text") if element.get("class") in {"chart-figure", "chart-year"}
    }
    assert numbers <= cells | {"0"}
    assert {chart.rows[0][0], chart.rows[-1][0]} <= numbers
    width, height = (float(side) for side in root.get("viewBox").split()[2:])
    for element in root.iter(f"{SVG}text", f"{SVG}rect", f"{SVG}circle"):
        x, y = (float(element.get(name) or element.get(f"c{name}")) for name in "xy")
        assert 0 <= x <= width
        assert 0 <= y <= height
