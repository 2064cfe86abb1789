"""Pages in a real Chromium: by keyboard, on a phone, in the dark, without JavaScript, and with axe."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from show.axe import of_scheme, violations
from show.small_case import ARABIC, REPORT, WIRE
from show.test_lineages import echo_of
from show.test_pages import source_path

pytestmark = pytest.mark.browser

PAGES = (
    "/", "/about", "/findings", "/findings/f0000000000000001", "/findings/f0000000000000002", "/claims", "/sources",
    "/echoes", "/lineages?cited=x1", "/map", "/map?at=40,127&zoom=6", "/network", "/search?q=cameras", "/drops", "/log",
    "/api", "/nothing",
)  # fmt: skip


def _of_texts(case: Path) -> list[str]:
    """The pages of sources, of the links that start in them, and of their lineage."""
    titles = [text.split("\n")[0] for text in (REPORT, ARABIC)]
    echoes = [f"/echoes/{echo_of(case, *end).id}" for end in ((WIRE, "rewrite"), (ARABIC, "translation"))]
    sources = [source_path(case, title) for title in titles]
    return [
        *sources,
        *echoes,
        f"/echoes/{echo_of(case, ARABIC, 'citation').id}",
        sources[1].replace("sources", "lineages"),
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(browser: Browser, address: str, small_case: Path, scheme: str) -> None:
    # axe is handed to the page from outside, which the pages' own policy would refuse.
    context = browser.new_context(color_scheme=scheme, bypass_csp=True, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    found = {}
    for path in (*PAGES, *_of_texts(small_case)):
        page.goto(address + path)
        page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
        found[path] = violations(page, *of_scheme(scheme))
    context.close()
    assert not {path: violations for path, violations in found.items() if violations}


@pytest.mark.parametrize("width", [360, 1920])
def test_no_page_is_wider_than_its_window(browser: Browser, address: str, small_case: Path, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    for path in (*PAGES, *_of_texts(small_case)):
        page.goto(address + path)
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, (path, wider)
    context.close()


def test_it_reads_without_javascript(browser: Browser, address: str, small_case: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.get_by_role("link", name="Cameras are installed at schools").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cameras are installed at schools")
    page.locator(".places a").first.click()
    expect(page.locator(".reading mark").first).to_be_visible()
    assert page.url.startswith(f"{address}{source_path(small_case, REPORT.split(chr(10))[0])}#c")
    page.get_by_role("link", name="Claim 1:").click()
    expect(page.locator("[data-card]").first).to_be_visible()
    page.goto(f"{address}/map")
    expect(page.locator("svg.map .dot")).to_have_count(2)
    page.locator("select[name=technology]").select_option("face-recognition")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("[aria-labelledby=as-table] tbody tr")).to_have_count(2)
    context.close()


def test_by_keyboard(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("감시")
    page.keyboard.press("Enter")
    expect(page.locator("ol.hits mark")).to_have_text("감시")


def test_claims_and_cards_light_up_together(page: Page, address: str, small_case: Path) -> None:
    page.goto(address + source_path(small_case, REPORT.split("\n")[0]))
    cards = page.locator("[data-card]")
    expect(cards).to_have_count(5)
    boxes = [box for card in cards.all() if (box := card.bounding_box())]
    # In the margin, in order, none over another.
    for above, below in pairwise(boxes):
        assert above["y"] + above["height"] <= below["y"] + 1
    page.keyboard.press("n")
    page.keyboard.press("n")
    second = cards.nth(1)
    expect(second.locator("summary").first).to_be_focused()
    identifier = second.get_attribute("data-card")
    expect(page.locator(f'mark[data-claims~="{identifier}"]').first).to_have_class("lit", timeout=2000)
    page.keyboard.press("Enter")
    expect(second.locator(".inside")).to_be_visible()
    assert page.url.endswith(f"#{identifier}")


def test_a_link_to_a_card_opens_it(page: Page, address: str, small_case: Path) -> None:
    page.goto(address + source_path(small_case, REPORT.split("\n")[0]))
    page.locator(".reading a.ref").first.click()
    expect(page.locator("[data-card] .inside").first).to_be_visible()


def test_filters_apply_at_once_and_stay_in_the_address(page: Page, address: str) -> None:
    page.goto(f"{address}/map")
    page.locator("select[name=kind]").select_option("constraint")
    page.wait_for_url("**/map?kind=constraint")
    expect(page.locator("[aria-labelledby=as-table] tbody tr")).to_have_count(1)
    page.goto(f"{address}/findings")
    page.get_by_role("link", name="Face recognition").first.click()
    page.wait_for_url("**/findings?technology=face-recognition")
    page.get_by_role("link", name="Remove the filter").click()
    page.wait_for_url("**/findings")


def test_a_number_leads_to_the_same_words_on_the_other_side(browser: Browser, address: str, small_case: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}{source_path(small_case, WIRE.split(chr(10))[0])}")
    page.get_by_role("link", name="The shared words side by side").click()
    page.locator("#a-3").click()
    assert page.url.endswith("#b-3")
    expect(page.locator("#b-3:target")).to_be_visible()
    page.get_by_role("link", name="The lineage as a tree").click()
    expect(page.locator(".descent .node")).to_have_count(4)
    context.close()
