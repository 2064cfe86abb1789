"""Every address of `PAGES` in a real Chromium, on a case that has something for each: what axe finds in the light, in
the dark and on a phone; how wide it is; what it asks for, says on the console and prints; what the keyboard reaches;
what stands there without JavaScript; what its CSV holds; and what it says in a case that has nothing.

New pages join by themselves. `--all` walks more addresses of each page."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from lxml import html
from playwright.sync_api import Browser, BrowserContext, Page

from addresses import name_of, walked_with
from show.axe import violations
from show.named_case import build_named
from show.served import opened, served
from sousveil.show.app import PAGES
from sousveil.store import Case

pytestmark = pytest.mark.browser

FILE = re.compile(r"\.(csv|bib|json|geojson|graphml|gz)$|/capture$")
"""What is downloaded and is no page."""
READABLE = [path for path, _ in PAGES if not FILE.search(path) and path != "/claims/{id}"]
"""`/claims/{id}` leads on to its source."""
UNLINKED = {"/guidelines/edit", "/vocabulary/proposals/{number}", "/vocabulary/proposals/{number}.patch"}
"""Nobody proposed a word in these cases, and nobody wrote guidelines."""
OF_SOMETHING = {"/lineages": 303, "/lineages.csv": 400}
"""What these answer where nobody says of what."""

Addresses = dict[str, list[tuple[str, str]]]
"""By route: server and path."""


@pytest.fixture(scope="module")
def named_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from served(build_named(tmp_path_factory.mktemp("every") / "case"))


@pytest.fixture(scope="module")
def empty_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("every") / "empty"
    Case.create(path, "Nothing yet").close()
    yield from served(path)


@pytest.fixture(scope="module")
def met(address: str, named_address: str, request: pytest.FixtureRequest) -> Addresses:
    """The addresses that the pages of two cases link to."""
    every = request.config.getoption("--all")
    found: Addresses = {}
    for server in (address, named_address):
        with opened(server) as client:
            pages = walked_with(lambda path, client=client: _body(client, path), wanted=2, by_query=every)  # type: ignore[misc]
        for route, paths in pages.items():
            whole = [path for path in paths if path not in OF_SOMETHING]
            found.setdefault(route, []).extend((server, path) for path in whole)
    return found


def _body(client: httpx.Client, path: str) -> str | None:
    answer = client.get(path)
    return answer.text if answer.headers.get("content-type", "").startswith("text/html") else None


@pytest.fixture(scope="module")
def context(browser: Browser, address: str, named_address: str, empty_address: str) -> Iterator[BrowserContext]:
    # axe is handed to the page from outside, which the pages' own policy would refuse.
    context = browser.new_context(bypass_csp=True, viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield context
    context.close()


def some(met: Addresses, route: str, request: pytest.FixtureRequest) -> list[tuple[str, str]]:
    """One address of each case, or with `--all` some of each kind of query."""
    found = met.get(route, [])
    if request.config.getoption("--all"):
        return found[:12]
    return list({server: (server, path) for server, path in reversed(found)}.values())


def test_every_address_is_linked_from_somewhere(met: Addresses) -> None:
    assert {path for path, _ in PAGES} - met.keys() <= UNLINKED


@pytest.mark.parametrize("route", READABLE)
def test_a_page_is_sound(context: BrowserContext, met: Addresses, request: pytest.FixtureRequest, route: str) -> None:
    for server, path in some(met, route, request):
        said: list[str] = []
        hosts: set[str] = set()
        page = context.new_page()
        page.on("console", lambda told, said=said: said.append(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda error, said=said: said.append(str(error)))
        page.on("request", lambda asked, hosts=hosts: hosts.add(urlsplit(asked.url).hostname or ""))
        page.goto(server + path)
        page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
        assert violations(page) == [], path
        _has_its_parts(page, path)
        page.set_viewport_size({"width": 390, "height": 844})
        assert violations(page, "target-size", "color-contrast", "scrollable-region-focusable") == [], path
        page.set_viewport_size({"width": 360, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, path
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="dark")
        assert violations(page, "color-contrast") == [], path
        page.emulate_media(color_scheme="light", media="print")
        assert page.locator("main h1").first.is_visible(), path
        assert not page.locator("nav.nav, form[role=search]").first.is_visible(), f"{path} prints its navigation"
        page.close()
        assert said == [], path
        assert all(host.endswith("localhost") or host == "127.0.0.1" for host in hosts), path


def _has_its_parts(page: Page, path: str) -> None:
    parts = page.evaluate(
        "() => ({ title: document.title, lang: document.documentElement.lang,"
        " h1: document.querySelectorAll('h1').length, main: document.querySelectorAll('main').length,"
        " nav: document.querySelectorAll('nav').length, header: document.querySelectorAll('header').length })"
    )
    assert parts["title"].count(" · ") >= 2, path
    assert parts["lang"], path
    assert (parts["h1"], parts["main"]) == (1, 1), path
    assert parts["nav"] >= 1, path
    assert parts["header"] >= 1, path


@pytest.mark.parametrize("route", READABLE)
def test_the_keyboard_reaches_what_there_is_and_shows_where_it_is(
    context: BrowserContext, met: Addresses, request: pytest.FixtureRequest, route: str
) -> None:
    for server, path in some(met, route, request)[:1]:
        page = context.new_page()
        page.goto(server + path)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.classList.contains('skip')"), path
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main", path
        for _ in range(12):
            page.keyboard.press("Tab")
            seen = page.evaluate(
                "() => { const at = document.activeElement; if (at === document.body) return 'end';"
                " const marked = (one) => { const style = getComputedStyle(one);"
                " return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)"
                " || style.boxShadow !== 'none' || (one.ownerSVGElement && style.stroke !== 'none'); };"
                # The browser marks the part of a date that is typed, inside the field.
                " if (at.type === 'date') return '';"
                " const ring = [at, ...(at.ownerSVGElement ? at.children : [])].some(marked);"
                " const box = at.getBoundingClientRect();"
                " return ring && box.width > 0 && box.height > 0 ? '' : at.outerHTML.slice(0, 160); }"
            )
            if seen == "end":
                break
            assert not seen, f"{path}: focus cannot be seen on {seen}"
        hidden = page.evaluate(
            "() => [...document.querySelectorAll('main :is(a[href], button, input, select, textarea, summary)')]"
            ".filter((one) => one.tabIndex < 0 && one.checkVisibility()).map((one) => one.outerHTML.slice(0, 160))"
        )
        assert hidden == [], path
        page.close()


@pytest.mark.parametrize("route", READABLE)
def test_it_reads_without_javascript(met: Addresses, request: pytest.FixtureRequest, route: str) -> None:
    for server, path in some(met, route, request):
        with opened(server) as client:
            answer = client.get(path)
        assert answer.status_code == 200, path
        main = html.fromstring(answer.text).find(".//main")
        assert main is not None, path
        words = " ".join(main.text_content().split())
        assert len(words) > 60, (path, words)


@pytest.mark.parametrize("route", [path for path, _ in PAGES if path.endswith(".csv")])
def test_csv_has_the_rows_of_its_page(met: Addresses, request: pytest.FixtureRequest, route: str) -> None:
    for server, path in some(met, route, request):
        with opened(server) as client:
            answer = client.get(path)
            shown = client.get(path.replace(".csv", "", 1))
        assert answer.status_code == 200, path
        assert answer.text.startswith("\ufeff"), f"{path} has no mark that tells spreadsheets that it is UTF-8"
        header, *rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
        assert len(set(header)) == len(header) > 1, path
        assert all(len(row) == len(header) for row in rows), path
        if shown.status_code == 200 and shown.headers.get("content-type", "").startswith("text/html"):
            tables = html.fromstring(shown.text).xpath("//main//table[tbody/tr]")
            if len(tables) == 1:
                lines = tables[0].xpath("tbody/tr")
                assert len(rows) >= len(lines), path
                # An apostrophe before what a spreadsheet would run is the file's own.
                held = {" ".join(cell.removeprefix("'").split()) for row in rows for cell in row if cell}
                told = [{" ".join(words.split()) for words in line.itertext()} for line in lines]
                assert [words for words in told if held.isdisjoint(words)] == [], path


@pytest.mark.parametrize("route", [path for path, _ in PAGES])
def test_a_case_with_nothing_in_it(context: BrowserContext, empty_address: str, route: str) -> None:
    path = re.sub(r"\{[^}]+\}", "nothing", route)
    with opened(empty_address) as client:
        answer = client.get(path)
    expected = {OF_SOMETHING.get(route, 200), *({404} if "{" in route else ())}
    assert answer.status_code in expected, (path, answer.text[:300])
    if answer.status_code != 303 and answer.headers.get("content-type", "").startswith("text/html"):
        main = html.fromstring(answer.text).find(".//main")
        assert main is not None, path
        assert len(" ".join(main.text_content().split())) > 40, path
        if "{" not in route:
            page = context.new_page()
            page.goto(empty_address + path)
            assert violations(page) == [], path
            page.close()


def test_names_of_pages_are_their_own() -> None:
    """Figures of the bench are kept by them."""
    names = [name_of(path) for path, _ in PAGES]
    assert len(set(names)) == len(names)
