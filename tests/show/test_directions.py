"""Languages from right to left: pages mirror where the interface is in one, and texts of the case keep their own
direction wherever they stand. The catalogue of the test is a copy of the Korean one under another name."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page

from show.served import COOKIES, SERVE
from show.small_case import ARABIC
from show.test_pages import source_path
from sousveil.show.words.catalogue import FOLDER

pytestmark = pytest.mark.browser

PAGES = ("/", "/findings", "/findings/f0000000000000001", "/claims", "/echoes", "/map", "/organisations", "/log")


@pytest.fixture(scope="module")
def mirrored(small_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("locale")
    korean = (FOLDER / "ko.po").read_text("utf-8")
    (folder / "fa.po").write_text(re.sub(r'"Language: ko\\n"', r'"Language: fa\\n"', korean), "utf-8")
    start = (
        f"from sousveil.show.words import catalogue; catalogue.FOLDER = __import__('pathlib').Path({str(folder)!r})\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", start + SERVE, str(small_case)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        printed = process.stdout.readline().strip()
        address = printed.partition("/?")[0]
        COOKIES[address] = dict(httpx.get(printed, trust_env=False).cookies)
        yield address
        process.terminate()
        process.wait(10)


@pytest.fixture
def page(browser: Browser, mirrored: str) -> Iterator[Page]:
    context = browser.new_context(locale="fa-IR", viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def _left(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2


def test_the_layout_mirrors(page: Page, mirrored: str) -> None:
    page.goto(f"{mirrored}/findings")
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["fa", "rtl"]
    assert _left(page, ".search-box") < 640 < _left(page, ".wordmark a")
    assert _left(page, ".findings h2") < _left(page, "aside")
    assert page.locator("footer .languages a").nth(1).text_content() == "فارسی"


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_sticks_out(page: Page, mirrored: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in PAGES:
        page.goto(mirrored + path)
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, path


def test_words_of_the_case_keep_their_direction(browser: Browser, address: str, small_case: Path) -> None:
    """An Arabic source in an English page: its title, its text, its quotes in a table."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address + source_path(small_case, ARABIC.split("\n")[0]))
    shown = """(selector) => [...document.querySelectorAll(selector)].map(
        (one) => [getComputedStyle(one).direction, one.closest('[lang]').lang])"""
    assert ["rtl", "ar"] in page.evaluate(shown, "h1 span")
    text = page.locator(".reading [lang=ar]").first
    assert text.evaluate("(one) => getComputedStyle(one).direction") == "rtl"
    # The first line begins at the right end of its paragraph.
    first = text.evaluate(
        """(one) => { const range = document.createRange(); range.selectNodeContents(one);
           const line = range.getClientRects()[0], box = one.getBoundingClientRect();
           return [box.right - line.right, line.left - box.left]; }"""
    )
    assert first[0] < first[1]
    page.goto(f"{address}/claims?lang=ar")
    quotes = page.evaluate(shown, "td blockquote")
    assert quotes
    assert all(one == ["rtl", "ar"] for one in quotes)
    context.close()


def test_codes_run_from_left_to_right(page: Page, mirrored: str) -> None:
    page.goto(f"{mirrored}/about")
    directions = page.evaluate("[...document.querySelectorAll('code')].map((one) => getComputedStyle(one).direction)")
    assert directions
    assert set(directions) == {"ltr"}
