"""Organisations, countries, names to decide about, imports: over real HTTP, and in a browser."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from lxml import html
from playwright.sync_api import Browser

from show.axe import of_scheme, violations
from show.named_case import HOSTILE, ORRERY, build_named
from show.served import opened, served
from show.small_case import build
from show.test_pages import tree, words
from sousveil.resolve.names import name_key
from sousveil.store import Case

PAGES = (
    "/organisations", f"/organisations/{ORRERY}", "/names", "/imports", "/countries", "/countries/KP",
    "/findings/f0000000000000002",
)  # fmt: skip


@pytest.fixture(scope="module")
def named_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_named(tmp_path_factory.mktemp("named") / "a case")


@pytest.fixture(scope="module")
def named_address(named_case: Path) -> Iterator[str]:
    yield from served(named_case)


@pytest.fixture(scope="module")
def named(named_address: str) -> Iterator[httpx.Client]:
    with opened(named_address) as client:
        yield client


def rows(client: httpx.Client, path: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(client.get(path).text.lstrip("\ufeff"))))


def listed(client: httpx.Client, path: str) -> list[str]:
    return [words(name) for name in tree(client, path).xpath("//tbody/tr/th/a")]


def test_an_organisation_is_found_by_a_part_of_any_of_its_spellings(named: httpx.Client) -> None:
    assert listed(named, "/organisations?q=ORRERY") == ["Orrery Vision"]
    assert listed(named, "/organisations?q=奥瑞") == ["Orrery Vision"]
    assert listed(named, "/organisations?q=оррери") == ["Оррери"]
    # The register knows this spelling, though no claim has it.
    assert listed(named, "/organisations?q=海康威视") == ["Hikvision"]
    assert "No organisation matches" in named.get("/organisations?q=nobody").text


@pytest.mark.parametrize(("query", "found"), [("role=operator", 2), ("having=listed", 1), ("having=waiting", 11)])
def test_the_list_is_filtered_and_its_csv_with_it(named: httpx.Client, query: str, found: int) -> None:
    assert len(listed(named, f"/organisations?{query}")) == found
    assert len(rows(named, f"/organisations.csv?{query}")) == found + 1


def test_one_organisation_tells_its_names_owner_and_findings(named: httpx.Client) -> None:
    page = tree(named, f"/organisations/{ORRERY}")
    names = {words(cell): cell.getparent() for cell in page.xpath("//section[@aria-labelledby='names']//th//b")}
    assert set(names) == {"Orrery Vision", "Hangzhou Orrery", "奥瑞视觉"}
    assert page.xpath("//bdi[@lang='zh' and @dir='ltr']/text()")[0] == "奥瑞视觉"
    told = words(page)
    assert "Decided by" in told
    assert "“Its annual report of 2020, page 3”" in told
    assert "Owned byOrrery Group" in told
    assert page.xpath("//a[@href='https://www.wikidata.org/wiki/Q1']")[0].get("rel") == "noreferrer noopener external"
    supplied = page.xpath("//section[@aria-labelledby='supplies']//li/a/@href")
    assert len(supplied) == 3
    for address in supplied:
        assert "Orrery" in named.get(address).text or "奥瑞视觉" in named.get(address).text


def test_a_listing_that_nobody_decided_about_only_may_be_of_it(named: httpx.Client) -> None:
    lines = tree(named, f"/organisations/{ORRERY}").xpath("//section[@aria-labelledby='lists']/ul/li")
    assert len(lines) == 2
    sure, maybe = map(words, lines)
    assert sure.startswith("On Entity List")
    assert "since 9 October 2019" in sure
    assert "list.csv , record 12" in sure.replace(",", " ,")
    assert "undo" in sure
    assert "accept" not in sure
    assert maybe.startswith("May be on invented-list nobody has decided")
    assert "ended 2021" in maybe
    assert "of 100 such matches about 90 are right" in maybe.lower()


def test_commands_name_the_match_and_the_case_as_a_shell_takes_them(named: httpx.Client, named_case: Path) -> None:
    with Case.open(named_case) as case:
        identifiers = {stored.match.id for stored in case.matches() if stored.state == "proposed"}
    lines = [words(code) for code in tree(named, "/names").xpath("//li[@class='match']//code")]
    assert lines == [
        f"sousveil judge 'a case' {identifier} {verdict} --why \"…\""
        for identifier in tree(named, "/names").xpath("//li[@class='match']/@id")
        for verdict in ("accept", "reject")
    ]
    assert {line.split()[4] for line in lines} == identifiers
    split = words(tree(named, f"/organisations/{ORRERY}").xpath("//details//code")[0])
    assert split == "sousveil split 'a case' 'name:hangzhou orrery' orrery --why \"…\""


def test_the_queue_shows_what_waits_and_the_history_what_was_decided(named: httpx.Client) -> None:
    waiting = tree(named, "/names")
    pair = next(item for item in waiting.xpath("//li[@class='match']") if "오러리" in words(item))
    assert "오러리 sounds as Orrery" in words(pair)
    assert pair.xpath(".//blockquote[@lang='ko']//span[contains(@class, 'slot-supplier')]/text()") == ["오러리"]
    assert not pair.xpath(".//p[contains(., 'Accepted by')]")
    accepted = tree(named, "/names?state=accepted")
    assert len(accepted.xpath("//li[@class='match']")) == 2
    assert all("Accepted by ada" in words(item) for item in accepted.xpath("//li[@class='match']"))
    assert len(tree(named, "/names?method=context").xpath("//li[@class='match']")) == 1
    assert len(rows(named, "/names.csv?state=rejected")) == 2
    assert rows(named, "/names.csv?state=rejected")[1][-3:] == ["ada", "2026-01-05T09:00:00Z", "a theatre"]


def test_a_country_shows_what_was_imported_and_says_that_it_is_no_evidence(named: httpx.Client) -> None:
    page = tree(named, "/countries/KP")
    grid = page.xpath("//table[@class='grid']/tbody/tr")
    assert words(grid[0]).startswith("Cameras")
    assert grid[0].xpath(".//td[last()]")[0].text_content() == "16"
    sections = page.xpath("//section[@class='context']")
    assert [section.get("aria-labelledby") for section in sections] == ["indicators", "trade"]
    for section in sections:
        assert "None of this is evidence of a deployment" in words(section)
        assert section.xpath(".//*[local-name()='svg' and @role='img']")
        assert len(section.xpath(".//details//table")) >= len(section.xpath(".//*[local-name()='svg']"))
        assert section.xpath(".//a[starts-with(@href, '/imports#')]")
    assert "webcams" in words(sections[1])
    assert len(rows(named, "/countries/KP/trade.csv")) == 1 + 3 * (8 + 8 + 4)
    assert len(rows(named, "/countries/KP/indicators.csv")) == 1 + 37
    nothing = tree(named, "/countries/FR")
    assert not nothing.xpath("//section[@class='context']")
    assert "No finding is in France" in words(nothing)
    assert named.get("/countries/XQ").status_code == 404


def test_a_finding_has_the_figures_of_its_year_beside_it(named: httpx.Client) -> None:
    beside = words(tree(named, "/findings/f0000000000000001").xpath("//section[@class='context']")[0])
    assert "None of this is evidence of a deployment" in beside
    assert "People with electricity, % of people, 2023: 47.5" in beside
    # Trade of 2024 is not there yet: the latest year before it is.
    assert "8525, Transmitters" in beside
    assert "2023: 4.6 million US dollars" in beside.replace("\xa0", " ")


def test_imports_are_listed_with_what_was_left_out(named: httpx.Client) -> None:
    page = tree(named, "/imports")
    lists = next(row for row in page.xpath("//tbody/tr") if "An invented list" in words(row))
    assert "public domain" in words(lists)
    assert lists.xpath(".//a[@href='/drops?stage=import']/text()") == ["1"]
    assert len(page.xpath("//tbody/tr")) == 3


def test_why_a_place_is_meant(named: httpx.Client, named_case: Path) -> None:
    with Case.open(named_case) as case:
        claim = next(s.claim for s in case.claims() if s.claim.place and s.claim.place.name == "Pyongyang")
    page = tree(named, f"/claims/{claim.id}/place")
    assert words(page.xpath("//tbody/tr[1]/th/b")[0]) == "Pyongyang"
    assert "people live there" in words(page.xpath("//tbody/tr[1]")[0])
    assert "the claim's place" in words(page.xpath("//tbody/tr[1]")[0])
    assert named.get("/claims/c9/place").status_code == 404


def test_who_supplies_and_operates_leads_to_their_pages(named: httpx.Client) -> None:
    finding = tree(named, "/findings/f0000000000000001")
    assert finding.xpath("//dd/a[@href='/organisations/hikvision']")
    assert finding.xpath("//a[@href='/countries/KP']")
    claims = tree(named, f"/claims?supplier={ORRERY}")
    assert set(claims.xpath("//dl[@class='slots']//a/@href")) >= {f"/organisations/{ORRERY}"}
    assert "said" in [words(term) for term in claims.xpath("//dl[@class='slots']//dt")]
    assert len(tree(named, f"/findings?organisation={ORRERY}").xpath("//ol[@class='findings']/li")) == 3


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_words_and_nothing_else(named: httpx.Client, name: str) -> None:
    address = f"/organisations/{quote(name_key(name), safe='')}"
    for path in (address, "/organisations", "/names?state=all", f"/organisations?q={quote(name)}"):
        answer = named.get(path)
        assert answer.status_code == 200, path
        page = html.fromstring(answer.text)
        assert not page.xpath("//script[not(@src)] | //img | //*[@onerror] | //*[@style]"), path
        assert name in page.text_content() or name.replace("\u202e", "").replace("\u202c", "") in page.text_content()
    for line in tree(named, address).xpath("//code/text()"):
        assert line.startswith("sousveil ")
        assert "$(" not in line


def test_pages_without_names_or_imports_say_what_to_do(tmp_path: Path) -> None:
    Case.create(tmp_path / "empty").close()
    for address in served(tmp_path / "empty"):
        with opened(address) as client:
            for path in ("/organisations", "/names", "/imports", "/countries"):
                answer = client.get(path)
                assert answer.status_code == 200
                assert 'class="empty"' in answer.text, path
                assert "<code>sousveil " in answer.text, path
            for path in ("/organisations.csv", "/names.csv", "/countries.csv"):
                assert client.get(path).status_code == 200, path
            assert client.get("/organisations/nobody").status_code == 404


def test_a_case_of_before_names_were_resolved_still_reads(tmp_path: Path) -> None:
    for address in served(build(tmp_path / "old")):
        with opened(address) as client:
            for path in ("/organisations", "/countries", "/countries/KP", "/findings/f0000000000000001", "/claims"):
                assert client.get(path).status_code == 200, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_fault_that_axe_finds_or_an_error(browser: Browser, named_address: str, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    found = {}
    for path in PAGES:
        page.goto(named_address + path)
        page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
        found[path] = violations(page, *of_scheme(scheme))
    context.close()
    assert not errors
    assert not {path: violations for path, violations in found.items() if violations}


@pytest.mark.parametrize("width", [360, 1920])
def test_no_page_is_wider_than_its_window(browser: Browser, named_address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    for path in PAGES:
        page.goto(named_address + path)
        page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, (path, wider)
    context.close()
