"""What a browser does with decisions where its storage is full, and where two of its tabs decide at once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from show.served import served
from sousveil.store import Case

pytestmark = pytest.mark.browser

FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }"


@pytest.fixture
def case(small_case: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(small_case, tmp_path / "case"))


@pytest.fixture
def own_address(case: Path) -> Iterator[str]:
    yield from served(case)


def states(case: Path) -> list[str]:
    with Case.open(case) as held:
        return sorted(stored.state for stored in held.claims() if stored.state != "proposed")


def decide(page: Page, key: str) -> None:
    page.locator("[data-review]").wait_for()
    for box in page.locator("[data-also]").all():
        box.uncheck()
    page.keyboard.press(key)


def saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_have_text("All saved", timeout=30_000)


def test_a_full_storage_loses_no_decision_and_undo_works(own_address: str, page: Page, case: Path) -> None:
    page.add_init_script(FULL)
    before = len(states(case))
    page.goto(f"{own_address}/review")
    decide(page, "a")
    saved(page)
    assert len(states(case)) == before + 1
    page.keyboard.press("u")
    saved(page)
    assert len(states(case)) == before


def test_what_two_tabs_decide_while_the_server_is_away_is_sent(browser: Browser, own_address: str, case: Path) -> None:
    before = len(states(case))
    context = browser.new_context()
    tabs = [context.new_page(), context.new_page()]
    for tab in tabs:
        tab.goto(f"{own_address}/review")
        tab.locator("[data-queue][data-ahead]").wait_for()
    context.route("**/api/v1/decisions", lambda route: route.abort())
    decide(tabs[0], "a")
    tabs[1].keyboard.press("n")
    decide(tabs[1], "a")
    expect(tabs[0].locator("[data-saved]")).to_contain_text("2 decisions not sent yet")
    context.unroute("**/api/v1/decisions")
    for tab in tabs:
        saved(tab)
    assert len(states(case)) == before + 2
    context.close()
