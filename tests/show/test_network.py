"""The network: what is joined to what, how it is laid out, and what stands behind a link."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import httpx
import msgspec
import pytest
from lxml import etree
from playwright.sync_api import Page, expect

from show.named_case import ORRERY, build_named
from show.served import opened, served
from show.small_case import PYONGYANG
from show.test_pages import tree, words
from sousveil.record import Organisation, Origin, Origins
from sousveil.show.atlas.network import SHOWS, shortened
from sousveil.show.atlas.network_layout import BAR, WIDTH, Link, laid_out
from sousveil.store import Case
from sousveil.store.findings.briefs import Brief
from sousveil.store.names.naming import entity_key

POLICE = "police in Pyongyang"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Findings: two of one supplier and the police, one of them in two technologies; one without anybody; one whose
    supplier no claim names."""
    path = build_named(tmp_path_factory.mktemp("network") / "case", ("شركة «الرؤية» المحدودة",))
    with Case.open(path, write=True) as case:
        first = next(f for f in case.findings() if entity_key(f.supplier) == ORRERY and f.operator)
        two = Origins(
            min=2, max=3, named=tuple(Origin(cited=name, claims=first.claims[:1], independent=True) for name in "AB")
        )
        one = Origins(min=1, max=1, named=(Origin(cited="A", claims=first.claims[:1], independent=True),))
        shared = {"disputed": False, "disputes": (), "place": PYONGYANG, "kind": "supply"}
        made = [
            msgspec.structs.replace(first, id="f01", technology=("camera", "drone"), origins=two, **shared),
            msgspec.structs.replace(first, id="f02", technology=("camera",), origins=one, **shared),
            msgspec.structs.replace(first, id="f03", operator=None, origins=one, **shared),
            msgspec.structs.replace(first, id="f04", operator=None, supplier=None, origins=one, **shared),
            msgspec.structs.replace(
                first, id="f05", operator=None, supplier=Organisation(name="Nobody at all"), origins=one, **shared
            ),
        ]
        case.put_findings(made)
    return path


@pytest.fixture(scope="module")
def here(path: Path) -> Iterator[str]:
    yield from served(path)


@pytest.fixture(scope="module")
def net(here: str) -> Iterator[httpx.Client]:
    with opened(here) as client:
        yield client


def _rows(page) -> list[list[str]]:  # type: ignore[no-untyped-def]
    return [[words(cell) for cell in row] for row in page.xpath("//*[@aria-labelledby='as-table']//tbody/tr")]


def test_ties_count_findings_and_not_claims(path: Path) -> None:
    with Case.open(path) as case:
        (tie,), count = case.ties("supplier", "operator", Brief(), limit=10)
        assert (tie.findings, tie.origins_min, tie.origins_max, count) == (2, 2, 3, 1)
        technologies, _ = case.ties("supplier", "technology", Brief(), limit=10)
        assert {(t.one, t.other): t.findings for t in technologies if t.one == ORRERY} == {
            (ORRERY, "camera"): 3, (ORRERY, "drone"): 1
        }  # fmt: skip
        passing, _ = case.ties("supplier", "country", Brief(), without=("operator",), limit=10)
        assert {t.one: t.findings for t in passing}[ORRERY] == 1
        assert case.named_count(Brief()) == 4
        ends = (("technology", "drone"), ("supplier", ORRERY))
        assert [f.id for f in case.findings_tied(ends, Brief(), limit=9)] == ["f01"]
        both = Brief(technology="camera")
        assert [f.id for f in case.findings_tied(ends, both, limit=9)] == ["f01"]
        assert case.tied_count(ends, Brief(supplier="somebody else")) == 0
        assert [f.id for f in case.findings_in(Brief(origins=2))] == ["f01"]


def test_the_table_says_what_the_picture_draws(net: httpx.Client) -> None:
    page = tree(net, "/network")
    rows = _rows(page)
    drawn = page.xpath("//svg[@data-network]//a[contains(@class, 'tie')]/@aria-label")
    assert len(rows) == len(drawn) == 3
    assert ["Orrery Vision", POLICE, "2", "2–3 origins", ""] in rows
    # Whoever no claim names is nobody, and is no box.
    assert "Nobody at all" not in words(page)
    assert "1 finding names neither a supplier nor an operator" in words(page)


@pytest.mark.parametrize("show", SHOWS)
def test_every_picture_is_the_same_each_time(net: httpx.Client, show: str) -> None:
    assert net.get(f"/network?show={show}").text == net.get(f"/network?show={show}").text


def test_a_link_opens_the_findings_and_their_words(net: httpx.Client) -> None:
    page = tree(net, "/network")
    (where,) = page.xpath(f"//a[starts-with(@aria-label, 'Orrery Vision and {POLICE}')][@class]/@href")
    behind = tree(net, where)
    panel = behind.xpath("//section[@id='behind']")[0]
    assert len(panel.xpath(".//ol/li")) == 2
    # The same origin under both findings is one.
    assert "2 findings" in words(panel)
    assert "2 origins in all" in words(panel) or "2–2" not in words(panel)
    assert panel.xpath(".//blockquote")
    assert behind.xpath("//a[@aria-current='true' and contains(@class, 'tie')]")
    (listed,) = panel.xpath(".//a[text()='In the list of findings']/@href")
    assert net.get(listed).status_code == 200
    gone = tree(net, "/network?one=supplier:gone&other=country:KP")
    assert "No finding has both" in words(gone.xpath("//section[@id='behind']")[0])


def test_around_one_name_stands_what_is_joined_to_it(net: httpx.Client) -> None:
    page = tree(net, f"/network?show=all&focus=supplier:{ORRERY}")
    names = {words(text) for text in page.xpath("//g[@class='boxes']//text")}
    assert {"Orrery Vision 3", "Cameras 3", "Drones 1"} <= names
    assert page.xpath("//a[contains(@class, 'box') and contains(@class, 'focus')]")
    assert page.xpath("//div[@class='focus-bar']//a/@href")[0] == f"/organisations/{ORRERY}"
    nobody = tree(net, "/network?focus=operator:nobody")
    assert words(nobody.xpath("//div[@class='empty']/h2")[0]) == "Nothing to join"


def test_filters_restrict_and_stay(net: httpx.Client) -> None:
    assert len(_rows(tree(net, "/network?technology=drone&show=what"))) == 2
    assert not _rows(tree(net, "/network?disputed=yes"))
    assert not _rows(tree(net, "/network?origins=3"))
    page = tree(net, "/network?places=places&by=origins&origins=1")
    assert any("Pyongyang" in row[1] for row in _rows(page))
    assert page.xpath("//path[@class='core']")
    for wrong in ("boxes=many", "from=x", "origins=0"):
        assert net.get(f"/network?{wrong}").status_code == 400
    assert net.get("/network?show=everything").status_code == 404
    for odd in ("focus=person:x", "focus=supplier:", "one=x&other=y", "focus=%00", "one=supplier:%00&other=country:KP"):
        assert net.get(f"/network?{odd}").status_code == 200, odd


def test_downloads_hold_every_link(net: httpx.Client) -> None:
    rows = list(csv.DictReader(io.StringIO(net.get("/network.csv?show=all").text.removeprefix("\ufeff"))))
    assert {(row["from_role"], row["to_role"]) for row in rows} >= {
        ("supplier", "technology"), ("technology", "operator"), ("operator", "country")
    }  # fmt: skip
    answer = net.get("/network.graphml")
    graph = etree.fromstring(answer.content)
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    nodes = set(graph.xpath("//g:node/@id", namespaces=space))
    assert f"supplier:{ORRERY}" in nodes
    ends = set(graph.xpath("//g:edge/@source | //g:edge/@target", namespaces=space))
    assert ends == nodes


def test_a_ribbon_that_passes_a_column_runs_under_no_box() -> None:
    links = [
        Link((0, "a"), (1, "x"), 5, 0), Link((0, "a"), (2, "z"), 3, 1), Link((1, "x"), (2, "z"), 4, 0),
        Link((0, "b"), (1, "y"), 2, 0), Link((1, "y"), (2, "w"), 2, 0), Link((0, "b"), (2, "w"), 1, 0),
    ]  # fmt: skip
    drawn = laid_out(3, links)
    middle = [(bar.y, bar.y + bar.height) for bar in drawn.bars if bar.key[0] == 1]
    for ribbon in drawn.ribbons:
        if ribbon.link.other[0] - ribbon.link.one[0] == 2:
            # The path goes level through the column between "H" and the curve before it.
            y = float(ribbon.path.split("H")[0].split(" ")[-1])
            assert not [box for box in middle if box[0] - ribbon.width / 2 < y < box[1] + ribbon.width / 2]
    by_column: dict[int, list[tuple[float, float]]] = {}
    for bar in drawn.bars:
        assert 0 <= bar.x <= WIDTH - BAR
        assert bar.y >= 0
        assert bar.y + bar.height <= drawn.height
        by_column.setdefault(bar.key[0], []).append((bar.y, bar.y + bar.height))
    for boxes in by_column.values():
        boxes.sort()
        assert all(above[1] <= below[0] for above, below in pairwise(boxes))
    assert all(0 <= ribbon.core <= ribbon.width for ribbon in drawn.ribbons)
    assert laid_out(3, []).bars == ()


def test_names_are_cut_by_their_width() -> None:
    assert shortened("Hikvision", 9) == "Hikvision"
    assert shortened("Ministry of Social Security", 12) == "Ministry of…"
    assert shortened("平壤市人民保安部", 8) == "平壤市…"


@pytest.mark.browser
def test_a_name_is_followed_by_keyboard_and_what_it_joins_stands_out(page: Page, here: str) -> None:
    page.goto(f"{here}/network")
    box = page.locator(".box.is-supplier").first
    box.focus()
    expect(page.locator("svg.network")).to_have_class("network looking")
    expect(page.locator(".tie.lit")).to_have_count(2)
    page.keyboard.press("Enter")
    page.wait_for_url("**/network?focus=supplier*")
    expect(page.locator(".focus-bar")).to_contain_text("Orrery Vision")
