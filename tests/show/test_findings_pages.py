"""Overview, findings, timeline and comparing two days: what they say, that addresses restore them, and their tables."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from lxml import html

from show.served import opened, served
from show.small_case import build
from show.test_pages import tree, words
from sousveil.build import decide
from sousveil.build.weighing import weigh_changed
from sousveil.record import Judgement
from sousveil.show.findings.phrases import terms_of
from sousveil.show.words.catalogue import use
from sousveil.store import Case
from sousveil.store.findings.finding_search import mark_of
from sousveil.vocabulary import load


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = build(tmp_path_factory.mktemp("pages") / "case")
    with Case.open(made, write=True) as case:
        weigh_changed(case, load(), whole=True)
    return made


@pytest.fixture(scope="module")
def site(path: Path) -> Iterator[str]:
    yield from served(path)


@pytest.fixture
def pages(site: str) -> Iterator[httpx.Client]:
    with opened(site) as client:
        yield client


def _rows(answer: httpx.Response) -> list[dict[str, str]]:
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def _links(page: html.HtmlElement) -> list[str]:
    return [str(link) for link in page.xpath("//main//a/@href")]


def test_the_overview_counts_what_the_lists_hold(pages: httpx.Client, path: Path) -> None:
    page = tree(pages, "/")
    with Case.open(path) as case:
        size = case.size()
        assert size["findings"] == len(list(case.findings()))
        assert size["claims"] == case.counts()["claims"]
        assert size["sources"] == case.counts()["sources"]
    said = words(page)
    assert f"come to {size['findings']} findings" in said
    # Each part of a chart leads to as many findings as it says.
    bars = page.xpath("//ul[@class='bars']/li/a")
    assert bars
    for bar in bars:
        count = int(re.sub(r"\D", "", bar.xpath("string(span[@class='number'])").split()[0]))
        assert len(tree(pages, bar.get("href")).xpath("//ol[@class='findings']/li")) == count
    for column in page.xpath("//*[@class='strip']/a"):
        count = int(column.get("aria-label").partition(": ")[2].split()[0])
        assert len(tree(pages, column.get("href")).xpath("//ol[@class='findings']/li")) == count


def test_the_overview_says_what_changed_since_the_visit_before(path: Path, site: str) -> None:
    with opened(site) as client:
        first = tree(client, "/")
        assert not first.xpath("//section[@class='since']")
        name = next(name for name in client.cookies if name.startswith("sousveil-seen"))
        # Some days later: what was seen then is the visit before.
        before, seen, at = (client.cookies[name] or "").strip('"').split(".")
        assert before == "0"
        client.cookies.set(name, f"0.{seen}.{int(at) - 86_400}", domain=client.base_url.host)
        assert "No finding changed" in words(tree(client, "/").xpath("//section[@class='since']")[0])
        client.cookies.set(name, "999999.999999.5", domain=client.base_url.host)
        assert not tree(client, "/").xpath("//section[@class='since']")
        client.cookies.set(name, "x<script>", domain=client.base_url.host)
        assert not tree(client, "/").xpath("//section[@class='since']")


def test_a_decision_shows_on_the_next_visit_and_when_comparing(tmp_path: Path) -> None:
    made = build(tmp_path / "case")
    with Case.open(made, write=True) as case:
        weigh_changed(case, load(), whole=True)
        seen, _ = case.last_entry()
        finding = next(finding for finding in case.findings() if len(finding.claims) == 1)
        decide(
            case,
            [Judgement(at="2024-06-02T00:00:00Z", who="Lena", subject=finding.claims[0], verdict="reject",
                       reason="a demand")],
        )  # fmt: skip
    for site in served(made):
        with opened(site) as client:
            client.get("/")
            name = next(name for name in client.cookies if name.startswith("sousveil-seen"))
            kept = client.cookies[name].strip('"').split(".")
            client.cookies.set(name, f"0.{seen}.{int(kept[2]) - 9_999}", domain=client.base_url.host)
            since = tree(client, "/").xpath("//section[@class='since']")[0]
            assert "1 is gone" in words(since)
            place = since.xpath(".//ul[@class='did']//a/@href")[0]
            assert place == f"/compare?since={seen}&what=gone"
            compared = tree(client, place)
            (row,) = compared.xpath("//ol[@class='changes']/li")
            assert "not there" in words(row)
            assert "Lena: Rejected a claim" in words(row)
            assert "1 decision" in words(row)
            (told,) = _rows(client.get(f"/compare.csv?since={seen}&what=gone"))
            assert (told["id"], told["changed"], told["origins_max_now"]) == (finding.id, "gone", "")
            assert _rows(client.get(f"/compare.csv?since={seen}&what=more")) == []
            whole = tree(client, "/compare?from=2000-01-01&to=2099-01-01")
            assert "0 findings then" in words(whole)
            assert len(whole.xpath("//ol[@class='changes']/li")) == len(
                _rows(client.get("/compare.csv?from=2000-01-01"))
            )
            assert "That is no day" in words(tree(client, "/compare?from=yesterday"))
            assert "No difference" in words(tree(client, "/compare?from=2099-01-01"))
            history = words(tree(client, "/findings/" + _rows(client.get("/findings.csv"))[0]["id"]))
            assert "Its history in this case" in history


def test_values_of_one_field_add_up_and_of_several_restrict(pages: httpx.Client) -> None:
    def count(query: str) -> int:
        return len(_rows(pages.get(f"/findings.csv?{query}")))

    camera, face = count("technology=camera"), count("technology=face-recognition")
    assert count("technology=camera&technology=face-recognition") == camera + face > camera
    both = tree(pages, "/findings?technology=camera&technology=face-recognition")
    assert len(both.xpath("//*[@class='chosen']/a[not(@class)]")) == 2
    chosen = both.xpath("//details[@class='facet']//a[@aria-current]")
    assert [link.get("href") for link in chosen] == [
        "/findings?technology=face-recognition", "/findings?technology=camera",
    ]  # fmt: skip
    assert count("technology=camera&country=KP&act=install") <= camera


def test_a_number_in_a_facet_is_what_its_link_leads_to(pages: httpx.Client) -> None:
    for start in ("/findings", "/findings?country=KP", "/findings?q=cameras"):
        page = tree(pages, start)
        links = page.xpath("//details[@class='facet']//a[not(@aria-current)]")
        assert len(links) > 10
        for link in links:
            count = int(link.xpath("string(span[@class='number'])"))
            chosen = link.xpath("ancestor::details[@class='facet']//a[@aria-current]")
            if not chosen:
                assert len(tree(pages, link.get("href")).xpath("//ol[@class='findings']/li")) == count, link.get("href")


def test_findings_are_found_in_words_of_the_interface_and_of_the_sources(pages: httpx.Client) -> None:
    def found(query: str) -> set[str]:
        return {row["id"] for row in _rows(pages.get("/findings.csv", params={"q": query}))}

    assert found("감시카메라")
    assert found("감시카메라") <= found("camera")
    assert found("face recognition in North Korea") == found("face-recognition")
    assert found("schools Hikvision")
    assert not found("schools zebra")
    assert found('"schools" AND (') == found("schools and")
    assert found("hikvision") == {row["id"] for row in _rows(pages.get("/findings.csv?supplier=hikvision"))}


def test_words_of_the_interface_are_known_in_both_languages() -> None:
    use("en")
    (term,) = terms_of("Face Recognition")
    assert mark_of("technology", "face-recognition") in term.marks
    assert [term.words for term in terms_of("the cameras of Town")] == ["cameras", "Town"]
    assert mark_of("country", "KP") in terms_of("north korea")[0].marks
    use("ko")
    try:
        assert any(mark_of("country", "KP") in term.marks for term in terms_of("북한"))
    finally:
        use("en")


def test_the_csv_has_every_column_in_the_order_of_the_page(pages: httpx.Client) -> None:
    for sort in ("origins", "reported", "place", "technology", "changed"):
        listed = tree(pages, f"/findings?sort={sort}").xpath("//ol[@class='findings']//h2/a/@href")
        rows = _rows(pages.get(f"/findings.csv?sort={sort}"))
        assert [f"/findings/{row['id']}" for row in rows] == listed
    assert {"sources", "origins", "languages", "review", "address", "lat", "disputes"} <= rows[0].keys()
    assert all(row["origins"] for row in rows)


def test_a_finding_tells_how_it_went_on_and_links_to_its_review(pages: httpx.Client, path: Path) -> None:
    with Case.open(path) as case:
        found = next(finding for finding in case.findings() if len(finding.claims) > 1)
        acts = {(case.claim(claim).claim.act, case.claim(claim).claim.polarity) for claim in found.claims}  # type: ignore[union-attr]
    page = tree(pages, f"/findings/{found.id}")
    assert len(page.xpath("//table[@class='acts']/tbody/tr")) == len(acts)
    assert page.xpath("//table[@class='acts']//circle")
    assert f"/review?finding={found.id}" in _links(page)
    assert f"/findings/{found.id}.bib" in _links(page)
    (place,) = (link for link in _links(page) if link.startswith("/map?"))
    assert pages.get(place).status_code == 200
    assert len(_rows(pages.get(f"/findings/{found.id}.csv"))) == len(found.claims)
    assert pages.get("/findings/f9.csv").status_code == 404
    assert pages.get("/findings/f9.bib").status_code == 404


def test_the_timeline_counts_what_its_links_list(pages: httpx.Client) -> None:
    for query in ("", "?by=act", "?of=told", "?zoom=2024", "?by=country&country=KP"):
        page = tree(pages, f"/timeline{query}")
        columns = page.xpath("//*[@class='chronicle-rows']//*[@class='strip']/a")
        for column in columns:
            if column.get("href").startswith("/findings"):
                count = int(column.get("aria-label").rpartition(": ")[2].split()[0])
                assert len(tree(pages, column.get("href")).xpath("//ol[@class='findings']/li")) == count
            else:
                assert "zoom=" in column.get("href")
                assert pages.get(column.get("href")).status_code == 200
        table = page.xpath("//details[@class='figures']//tbody/tr")
        assert len(table) == len(page.xpath("//*[@class='chronicle-row whole' or @class='chronicle-row']")) - 1
    rows = _rows(pages.get("/timeline.csv"))
    total = sum(int(row["findings"]) for row in rows if not row["value"])
    assert total == len(_rows(pages.get("/findings.csv")))


def test_what_has_no_date_is_counted_and_listed(pages: httpx.Client) -> None:
    page = tree(pages, "/timeline?of=told")
    place = next(link for link in _links(page) if "when=undated" in link)
    listed = _rows(pages.get(place.replace("/findings", "/findings.csv")))
    assert listed
    assert all(not row["time"] for row in listed)


@pytest.mark.parametrize(
    "place",
    [
        "/findings?technology=%00&sort=x&after=x", "/findings?place=../../etc", "/timeline?zoom=99999&by=x&of=x",
        "/timeline?zoom=0000", "/timeline?zoom=٢٠٢٤", "/compare?since=99999999999999999&until=x", "/compare?after=x",
        "/compare?since=5&until=3", "/findings?q=%22%22%22", "/findings?q=" + "x" * 3000, "/findings?origin=cited:",
    ],
)  # fmt: skip
def test_what_no_page_writes_breaks_none(pages: httpx.Client, place: str) -> None:
    assert pages.get(place).status_code == 200


def test_an_empty_case_says_what_to_do(tmp_path: Path) -> None:
    with Case.create(tmp_path / "empty", "Nothing yet"):
        pass
    for site in served(tmp_path / "empty"):
        with opened(site) as client:
            for place in ("/", "/findings", "/timeline"):
                assert "sousveil build" in words(tree(client, place))
            assert "Nothing changed yet" in words(tree(client, "/compare"))
