"""The map: what is drawn of a place, how places are told apart, and that everything stands in the address."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import msgspec
import pytest
from lxml import html
from playwright.sync_api import Page, expect

from show.served import opened, served
from show.small_case import KOREA, PYONGYANG, build
from show.test_pages import tree, words
from sousveil.record import Finding, Origins
from sousveil.record.claim import Place
from sousveil.show.atlas.geography import (
    HIGHEST,
    View,
    fitted,
    labelled,
    picture,
    project,
    radius_units,
    unproject,
    view_of,
)
from sousveil.show.drawing.years import years_of
from sousveil.store import Case
from sousveil.store.findings.atlas import Counted
from sousveil.store.findings.briefs import Brief

KP = "KP"


def town(number: int, lat: float, lon: float, findings: int = 1, country: str = KP) -> Counted:
    return (number, findings, *project(lat, lon), country, "city")


def test_the_projection_is_the_basemaps_and_the_databases(small_case: Path) -> None:
    assert project(84, -180) == pytest.approx((0, 0))
    assert project(0, 0) == pytest.approx((18_000, 16_883), abs=30)
    assert unproject(*project(39.03, 125.75)) == pytest.approx((39.03, 125.75))
    with Case.open(small_case) as case:
        found = case.spots(number for number, *_ in case.counted(Brief()))
        points = [spot for spot in found.values() if spot.place.lat is not None]
        assert len(points) >= 3
        for spot in points:
            assert spot.place.lat is not None
            assert spot.place.lon is not None
            assert (spot.x, spot.y) == pytest.approx(project(spot.place.lat, spot.place.lon))


def test_places_near_each_other_are_one_number_that_opens() -> None:
    towns = [town(1, 39.0, 125.7, 3), town(2, 39.1, 125.8, 2), town(3, 41.8, 129.8)]
    far = picture(towns, View(40, 127, 0))
    assert [(mark.findings, mark.spots, mark.first) for mark in far.marks] == [(6, 3, 1)]
    assert far.marks[0].precision == ""
    near = picture(towns, fitted(far.marks[0].box))
    assert {(mark.findings, mark.spots) for mark in near.marks} == {(5, 2), (1, 1)}
    both = next(mark for mark in near.marks if mark.spots == 2)
    apart = picture(towns, fitted(both.box))
    assert {mark.first for mark in apart.marks} >= {1, 2}
    assert sum(mark.findings for mark in apart.marks) == 5
    assert apart.elsewhere == 1


def test_moving_the_picture_moves_no_number() -> None:
    towns = [town(n, 38 + n % 7 * 0.6, 125 + n % 5 * 0.7) for n in range(60)]
    here, there = (picture(towns, View(40, lon, 5.0)) for lon in (126.5, 126.9))
    held = {(mark.x, mark.y, mark.findings) for mark in here.marks}
    assert held & {(mark.x, mark.y, mark.findings) for mark in there.marks} == held


def test_one_stray_place_does_not_make_the_others_small() -> None:
    towns = [town(1, 39.0, 125.7, 5), town(2, 40.1, 124.4, 4), town(3, 6.5, 3.4, country="NG")]
    drawn = picture(towns)
    assert drawn.frame[2] < 2_000
    assert drawn.elsewhere == 1
    assert picture(towns, View(20, 0, 0)).elsewhere == 0
    assert view_of([]).zoom == 0


def test_what_has_no_point_gets_none() -> None:
    continent: Counted = (1, 2, *project(29.8, 89.2), None, "region")
    nowhere: Counted = (2, 1, None, None, KP, "city")
    country: Counted = (3, 4, None, None, KP, "country")
    drawn = picture([continent, nowhere, country])
    assert not drawn.marks
    assert drawn.areas == ((3, 4), (1, 2), (2, 1))
    assert [(shape.country, shape.findings) for shape in drawn.shapes if shape.findings] == [(KP, 4)]


def test_a_ring_is_as_wide_as_its_region() -> None:
    # A degree of longitude, 100 units, is half as long at 60 degrees as at the equator.
    assert radius_units(60.0, 111.32) == 200.0


@pytest.mark.parametrize("at", [(90.0, 180.0), (-90.0, -180.0), (0.0, 0.0), (84.0, 10.0)])
@pytest.mark.parametrize("zoom", [0.0, 3.3, HIGHEST])
def test_no_view_reaches_beyond_the_basemap(at: tuple[float, float], zoom: float) -> None:
    x, y, width, height = View(*at, zoom).frame
    assert x >= 0
    assert x + width <= 36_000
    if zoom:
        assert y >= 0
        assert y + height <= project(-84, 0)[1] + 1


def test_names_stand_over_no_mark_and_no_other_name() -> None:
    towns = [town(n, 38 + n * 0.3, 125 + n * 0.35) for n in range(12)]
    drawn = picture(towns, View(40, 127, 6))
    sides = labelled(drawn, {mark.first: "A long name of a town" for mark in drawn.marks})
    assert 0 < len(sides) <= len(drawn.marks)


def test_years_are_drawn_with_their_gaps_and_counted_without_dates() -> None:
    years = years_of({None: (3, 0), 2018: (4, 1), 2021: (1, 1)}, 2019, None, lambda first, last: f"{first}-{last}")
    assert years is not None
    assert [(bar.year, bar.findings, bar.within) for bar in years.bars] == [
        (2018, 4, False), (2019, 0, True), (2020, 0, True), (2021, 1, True)
    ]  # fmt: skip
    assert (years.undated, years.by_report, years.chosen) == (3, 3, (2019, 2021))
    assert years.bars[0].address == "2018-2018"
    old = years_of({1650: (1, 1), 2021: (1, 1)}, None, None, lambda first, last: f"{first}-{last}")
    assert old is not None
    assert (old.earlier, old.earlier_last, len(old.bars)) == (1, "None-1961", 60)
    assert years_of({None: (1, 0)}, None, None, lambda first, last: "") is None


def test_the_map_pins_what_is_known_and_no_more(client: httpx.Client) -> None:
    page = tree(client, "/map")
    dots = {a.get("aria-label") for a in page.xpath("//*[@data-at]//*[contains(@class, 'dot')]/ancestor::a")}
    rings = {a.get("aria-label") for a in page.xpath("//*[@data-at]//*[@class='ring']/ancestor::a")}
    assert dots == {"Pyongyang: 1 finding", "Sinuiju: 2 findings"}
    assert rings == {"Ryanggang: 1 finding"}
    assert words(page.xpath("//*[@class='lands']/a/title")[0]) == "North Korea: 1 finding for the whole country"
    assert "North Korea a country" in words(page.xpath("//section[@aria-labelledby='areas']")[0])
    assert len(_rows(page)) == 4
    there = tree(client, page.xpath("//*[starts-with(@aria-label, 'Sinuiju')]/@href")[0])
    assert len(_rows(there)) == 2
    assert words(there.xpath("//h2[@id='as-table']")[0]) == "Sinuiju"


def _rows(page: html.HtmlElement) -> list[html.HtmlElement]:
    return page.xpath("//*[@aria-labelledby='as-table']//tbody/tr")


def test_the_address_restores_the_view(client: httpx.Client) -> None:
    page = tree(client, "/map?at=40.1,124.4&zoom=6&kind=deployment")
    x, y, width, height = map(float, page.xpath("//svg[@class='map']/@viewbox")[0].split())
    assert width == pytest.approx(36_000 / 2**6, abs=0.1)
    assert unproject(x + width / 2, y + height / 2) == pytest.approx((40.1, 124.4), abs=0.01)
    # Every form and every link of the page keeps the view and the filter.
    nearer = page.xpath("//a[@data-do='in']/@href")[0]
    assert "kind=deployment" in nearer
    assert "zoom=7" in nearer
    assert page.xpath("//form[@data-auto]//input[@name='zoom']/@value") == ["6"]


@pytest.mark.parametrize("query", ["at=1", "at=x,y", "zoom=near", "box=1,2,3", "from=20", "to=²", "at=nan,0"])
def test_what_cannot_be_read_in_the_address_is_said(client: httpx.Client, query: str) -> None:
    answer = client.get(f"/map?{query}")
    assert answer.status_code == 400
    assert "That cannot be done so" in answer.text


def test_downloads_say_where_as_far_as_it_is_known(client: httpx.Client) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/map.csv").text.removeprefix("\ufeff"))))
    assert len(rows) == 5
    assert {(row["place"], row["precision"]) for row in rows} == {
        ("Pyongyang", "city"), ("Sinuiju", "city"), ("Ryanggang", "region"), ("North Korea", "country")
    }  # fmt: skip
    answer = client.get("/map.geojson?technology=camera")
    assert answer.headers["content-type"].startswith("application/geo+json")
    features = json.loads(answer.text)["features"]
    by_place = {feature["properties"]["place"]: feature for feature in features}
    assert by_place["Pyongyang"]["geometry"]["coordinates"] == [PYONGYANG.lon, PYONGYANG.lat]
    assert by_place["North Korea"]["geometry"] is None
    assert by_place["North Korea"]["properties"]["country"] == "KP"
    one = json.loads(client.get("/map.geojson", params={"place": "country:KP"}).text)
    assert [feature["properties"]["place"] for feature in one["features"]] == ["North Korea"]


def test_nothing_to_show_says_what_to_do(client: httpx.Client) -> None:
    page = tree(client, "/map?technology=camera&kind=law")
    assert words(page.xpath("//div[@class='empty']/h2")[0]) == "Nothing to put on the map"
    assert page.xpath("//div[@class='empty']//a/@href") == ["/map"]


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Findings told for a year, for a span, for a decade, only reported, and without any date."""
    path = build(tmp_path_factory.mktemp("dated") / "case")
    times = ["2014-05", "2016/2019", "199X", None, None]
    with Case.open(path, write=True) as case:
        first = next(iter(case.findings()))
        made = [
            msgspec.structs.replace(
                first, id=f"f{number:016}", time=time, place=KOREA if number else PYONGYANG,
                origins=Origins(min=0, max=0, named=()),
                first_reported="2021-01-02" if number == 3 else None, last_reported=None, disputed=False, disputes=(),
            )
            for number, time in enumerate(times)
        ]  # fmt: skip
        case.put_findings(made)
    yield from served(path)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 5), ("from=2014&to=2014", 2), ("from=2014&to=2014&undated=no", 1), ("from=2017&to=2018&undated=no", 1),
        ("to=1995&undated=no", 1), ("from=2020&undated=no", 1), ("from=2000&undated=no", 3),
    ],
)  # fmt: skip
def test_time_restricts_and_undated_findings_can_be_left_out(dated: str, query: str, found: int) -> None:
    with opened(dated) as client:
        rows = client.get(f"/map.csv?{query}").text.strip().splitlines()[1:]
        assert len(rows) == found
        page = tree(client, f"/map?{query}")
        assert "1 finding has no date at all" in words(page)
        assert "1 finding stands at the year of its report" in words(page)


def test_an_open_span_stands_at_the_year_that_is_known(dated: str, tmp_path: Path) -> None:
    path = build(tmp_path / "case")
    with Case.open(path, write=True) as case:
        first = next(iter(case.findings()))
        open_ends: list[Finding] = [
            msgspec.structs.replace(first, id=f"f{number:016}", time=time, disputes=(), disputed=False)
            for number, time in enumerate(["../2012", "2013/..", "2014~/2015?"])
        ]
        case.put_findings(open_ends)
        assert list(case.year_counts(Brief())) == [2012, 2013, 2014]
        # What goes from the findings goes from the map, and a place that changes is another one.
        case.put_findings([msgspec.structs.replace(open_ends[0], place=Place(name="Nowhere"))])
        assert [(n, precision) for _, n, *_, precision in case.counted(Brief())] == [(1, "unknown")]


@pytest.mark.browser
def test_the_map_moves_and_its_address_follows(page: Page, address: str) -> None:
    page.goto(f"{address}/map")
    svg = page.locator("svg.map")
    before = svg.get_attribute("viewBox") or ""
    page.get_by_role("link", name="Zoom in").click()
    page.wait_for_url("**/map?at=*zoom=*")
    assert float((svg.get_attribute("viewBox") or "").split()[2]) < float(before.split()[2])
    svg.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(600)
    # The server's picture has taken the place of the first, and the keyboard is where it was.
    expect(svg).to_be_focused()
    shown = page.url
    drawn = svg.get_attribute("viewBox") or ""
    page.goto(shown)
    assert [float(v) for v in (svg.get_attribute("viewBox") or "").split()] == pytest.approx(
        [float(v) for v in drawn.split()], abs=2
    )
    svg.focus()
    page.keyboard.press("0")
    page.wait_for_url("**/map")
    assert (svg.get_attribute("viewBox") or "") == before


@pytest.mark.browser
def test_sliders_set_the_years(page: Page, dated: str) -> None:
    page.goto(f"{dated}/map")
    sliders = page.locator(".sliders input")
    expect(sliders).to_have_count(2)
    sliders.first.focus()
    with page.expect_navigation():
        page.keyboard.press("End")
    assert "from=2021" in page.url
    expect(page.locator("input[name=from]").first).to_have_value("2021")
