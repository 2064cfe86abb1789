"""The page of gaps: what it says, where its links lead, and what it never links to."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from show.axe import violations
from show.served import opened, served
from show.small_case import VERSION, add, build
from sousveil.record import CitedOrigin, Dated, Echo, Link, Passage
from sousveil.store import Case

KINDS = ("original-not-held", "one-origin", "not-re-reported", "one-language")
SAID = "Cameras watch the schools, 38 North reported."
PAGE = "https://www.38north.org/2024/04/eyes-on-schools/"
HOSTILE = (
    "javascript:alert(1)",
    "http://127.0.0.1:9/38north",
    'https://38north.org/"><script>alert(1)</script>',
    "http://user:secret@38north.org/x",
)


@pytest.fixture(scope="module")
def gaps_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small case, and two texts that cite 38 North: one with its link, one with links that may not be followed."""
    path = build(tmp_path_factory.mktemp("gaps") / "case")
    with Case.open(path, write=True) as case:
        echoes = [stored.echo for stored in case.echoes()]
        for number, addresses in enumerate(((f"{PAGE}?utm_source=news#top",), HOSTILE)):
            text = add(
                case, b"<html>%d</html>" % number, f"citing-{number}.html", f"Schools {number}\n{SAID}", "en",
                f"https://paper.example/{number}", outlet="Example Paper",
                published=Dated(value="2024-04-17", evidence="meta", certainty="high"),
                links=tuple(Link(start=10, end=17, url=url) for url in addresses),
            )  # fmt: skip
            start = text.content.index(SAID)
            case.put_reading(text, [], VERSION)
            echoes.append(
                Echo(
                    origin_from=Passage(source=text.source_id, start=start, end=start + len(SAID)),
                    cited=CitedOrigin(ref="org:stimson", name="38 North (Stimson Center)", url=HOSTILE[0]),
                    type="citation", score=0.7, reason="names it",
                )
            )  # fmt: skip
        case.put_echoes(echoes)
    return path


@pytest.fixture(scope="module")
def gaps_address(gaps_case: Path) -> Iterator[str]:
    yield from served(gaps_case)


@pytest.fixture(scope="module")
def gaps_client(gaps_address: str) -> Iterator[httpx.Client]:
    with opened(gaps_address) as client:
        yield client


def test_originals_stand_with_the_places_to_look_the_most_cited_first(gaps_client: httpx.Client) -> None:
    page = gaps_client.get("/gaps").text
    assert page.index("38 North (Stimson Center)") < page.index("Harbour Institute")
    assert "2 sources cite it" in page
    assert f'<a class="address" href="{PAGE}" rel="noreferrer noopener external" target="_blank">' in page
    assert f'href="https://web.archive.org/web/202404/{PAGE}"' in page
    assert "The case holds 1 text of this house" not in page
    assert "&#34;Eyes on the Yalu&#34;" in page


def test_no_link_leads_where_none_may(gaps_client: httpx.Client) -> None:
    for kind in KINDS:
        page = gaps_client.get("/gaps", params={"kind": kind}).text
        outward = [url for url in re.findall(r'href="([^"]*)"', page) if not url.startswith(("/", "#"))]
        assert all(url.startswith(("http://", "https://")) for url in outward)
        assert not any("javascript" in url or "127.0.0.1" in url or "secret" in url for url in outward)
        assert "<script>alert" not in page


@pytest.mark.parametrize("kind", KINDS)
def test_the_csv_has_what_the_list_has(gaps_client: httpx.Client, kind: str) -> None:
    wanted = {"kind": kind, "as-of": "2030-01-01"}
    page = gaps_client.get("/gaps", params=wanted).text
    answer = gaps_client.get("/gaps.csv", params=wanted)
    assert answer.headers["content-disposition"] == 'attachment; filename="gaps.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert rows
    assert {row["kind"] for row in rows} == {kind}
    assert [row["id"] for row in rows] == re.findall(r'<li id="(g[0-9a-f]{16})"', page)


def test_a_day_restricts_and_stays_in_the_address(gaps_client: httpx.Client) -> None:
    old = gaps_client.get("/gaps", params={"kind": "not-re-reported", "as-of": "2030-01-01"}).text
    assert 'value="2030-01-01"' in old
    assert "/gaps.csv?kind=not-re-reported&amp;as-of=2030-01-01" in old
    none = gaps_client.get("/gaps", params={"kind": "not-re-reported", "as-of": "1999-01-01"}).text
    assert "None of this kind" in none


@pytest.mark.parametrize("query", ["kind=nothing", "as-of=%00", "after=-1", "after=99999", "kind=one-origin&after=x"])
def test_a_wrong_question_has_an_answer(gaps_client: httpx.Client, query: str) -> None:
    assert gaps_client.get(f"/gaps?{query}").status_code == 200


def test_a_case_without_sources_says_so(tmp_path: Path) -> None:
    with Case.create(tmp_path / "empty", "Empty"):
        pass
    for address in served(tmp_path / "empty"):
        with opened(address) as client:
            page = client.get("/gaps").text
        assert "None of this kind" in page


@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390)])
def test_axe_finds_nothing_and_nothing_overflows(browser: Browser, gaps_address: str, scheme: str, width: int) -> None:
    context = browser.new_context(color_scheme=scheme, bypass_csp=True, viewport={"width": width, "height": 900})  # type: ignore[arg-type]
    page = context.new_page()
    for kind in KINDS:
        page.goto(f"{gaps_address}/gaps?kind={kind}")
        page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        assert violations(page) == []
    context.close()


@pytest.mark.browser
def test_reading_the_page_asks_nobody_else(browser: Browser, gaps_address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{gaps_address}/gaps")
    page.locator("nav.nav a[aria-current=page]").filter(has_text="Gaps").wait_for()
    page.locator("select[name=kind]").select_option("one-language")
    page.wait_for_url("**/gaps?kind=one-language*")
    expect(page.locator("ol.findings > li").first).to_be_visible()
    assert asked
    assert all(url.startswith(gaps_address) for url in asked)
    context.close()
