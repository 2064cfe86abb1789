"""The pages about findings in a real Chromium: axe in both schemes, widths, keyboard, without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from show.axe import violations
from show.served import served
from show.small_case import build
from sousveil.build import decide
from sousveil.build.weighing import weigh_changed
from sousveil.record import Judgement
from sousveil.store import Case
from sousveil.vocabulary import load

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def case_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = build(tmp_path_factory.mktemp("browser") / "case")
    with Case.open(path, write=True) as case:
        weigh_changed(case, load(), whole=True)
        for number, finding in enumerate(list(case.findings())[:3]):
            verdict = "reject" if number == 1 else "accept"
            decide(case, [Judgement(at=f"2024-05-02T00:0{number}:00Z", who="Lena", subject=finding.claims[0],
                                    verdict=verdict, reason="no deployment")])  # fmt: skip
    return path


@pytest.fixture(scope="module")
def site(case_path: Path) -> Iterator[str]:
    yield from served(case_path)


@pytest.fixture(scope="module")
def places(case_path: Path) -> list[str]:
    with Case.open(case_path) as case:
        findings = [f"/findings/{finding.id}" for finding in case.findings()]
    return [
        "/", "/findings", "/findings?technology=camera&country=KP&q=cameras", "/findings?q=zebra", "/timeline",
        "/timeline?of=told&by=act", "/timeline?zoom=2024&by=country", "/compare", "/compare?from=2000-01-01", *findings,
    ]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(browser: Browser, site: str, places: list[str], scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme, bypass_csp=True, viewport={"width": 1280, "height": 900})  # type: ignore[arg-type]
    page = context.new_page()
    found = {}
    for place in places:
        page.goto(site + place)
        page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
        found[place] = violations(page)
    context.close()
    assert not {place: violations for place, violations in found.items() if violations}


@pytest.mark.parametrize("width", [360, 390, 1920])
def test_no_page_is_wider_than_its_window(browser: Browser, site: str, places: list[str], width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    for place in places:
        page.goto(site + place)
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, (place, wider)
    context.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    yield page
    context.close()
    assert not faults


def test_filters_search_and_order_stay_in_the_address(page: Page, site: str) -> None:
    page.goto(f"{site}/findings")
    page.get_by_role("link", name="Cameras", exact=False).locator("visible=true").first.wait_for()
    page.locator(".facet a", has_text="North Korea").first.click()
    page.locator("#words").fill("cameras")
    page.locator("#words").press("Enter")
    page.wait_for_url("**/findings?country=KP&q=cameras")
    page.get_by_role("link", name="Last reported").click()
    page.wait_for_url("**/findings?country=KP&q=cameras&sort=reported")
    listed = page.locator("ol.findings h2").all_inner_texts()
    assert listed
    page.reload()
    assert page.locator("ol.findings h2").all_inner_texts() == listed
    page.get_by_role("link", name="As a timeline").click()
    page.wait_for_url("**/timeline?country=KP&q=cameras&sort=reported")


def test_columns_are_reached_and_opened_by_keyboard(page: Page, site: str) -> None:
    page.goto(f"{site}/timeline")
    column = page.locator(".chronicle-row.whole .strip a").first
    column.focus()
    expect(column).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/timeline?zoom=2024")
    expect(page.get_by_role("heading", level=1)).to_have_text("Timeline of 2024")


def test_a_citation_can_be_copied(page: Page, site: str, places: list[str]) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(site + places[-1])
    page.locator(".cite").get_by_role("button", name="Copy").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert places[-1].rpartition("/")[2] in copied
    assert copied == page.locator(".citation").inner_text()


def test_comparing_works_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/compare")
    page.locator("input[name=from]").fill("2001-01-01")
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("ol.changes > li").first).to_be_visible()
    page.locator(".did-filter a").nth(1).click()
    expect(page.locator(".did-filter a[aria-current]")).to_contain_text("new finding")
    context.close()
