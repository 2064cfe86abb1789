"""Every page in Korean, in a real Chromium: nothing of the interface is left in English, and axe finds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from addresses import walked_with
from show.axe import violations
from show.named_case import build_named
from show.served import opened, served
from show.test_every_page import READABLE, _body

pytestmark = pytest.mark.browser

LEFT = r"""() => {
  // Words that are shown and belong to the interface: what is no name, no code and in no other language.
  const found = [];
  const foreign = "code, kbd, pre, bdi, cite, script, style, textarea, option, svg, .digest, .address, .wordmark";
  const korean = (element) => element.closest("[lang]").lang === "ko" && !element.closest(foreign);
  // Names stand within Korean sentences; verbs and pronouns of English do not.
  const english = (text) => /[가-힣]/.test(text)
    ? /\b(is|are|was|were|has|have|this|which|whose|not|cannot|does)\b/.test(text)
    : /[A-Za-z]{2,} [A-Za-z]{2,}/.test(text);
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent.trim();
    if (english(text) && korean(walk.currentNode.parentElement)) found.push(text.slice(0, 100));
  }
  for (const element of document.querySelectorAll("[aria-label], [title], [placeholder]")) {
    for (const name of ["aria-label", "title", "placeholder"]) {
      const text = element.getAttribute(name) ?? "";
      if (english(text) && korean(element)) found.push(text);
    }
  }
  return found;
}"""


@pytest.fixture(scope="module")
def korean(browser: Browser, address: str, named: str) -> Iterator[BrowserContext]:
    context = browser.new_context(
        bypass_csp=True, viewport={"width": 1280, "height": 900}, locale="ko-KR", reduced_motion="reduce"
    )
    yield context
    context.close()


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from served(build_named(tmp_path_factory.mktemp("korean") / "case"))


@pytest.fixture(scope="module")
def met(address: str, named: str) -> dict[str, list[str]]:
    """An address of each route in each of two cases, where their pages link to one."""
    found: dict[str, list[str]] = {}
    for server in (address, named):
        with opened(server) as client:
            pages: dict[str, Any] = walked_with(lambda path, client=client: _body(client, path), wanted=1)  # type: ignore[misc]
        for route, paths in pages.items():
            found.setdefault(route, []).append(server + paths[0])
    return found


@pytest.mark.parametrize("route", READABLE)
def test_a_page_speaks_korean(korean: BrowserContext, met: dict[str, list[str]], route: str) -> None:
    for url in met.get(route, []):
        page = korean.new_page()
        page.goto(url)
        assert page.evaluate("document.documentElement.lang") == "ko"
        page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
        assert page.evaluate(LEFT) == [], url
        # "1건" says "1": the rule looks for words that stand alone, as English ones do.
        found = [each for each in violations(page) if each[0] != "label-content-name-mismatch"]
        assert found == [], url
        page.set_viewport_size({"width": 360, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, url
        page.close()


def test_what_is_chosen_at_the_foot_of_a_page_stays(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page: Page = context.new_page()
    page.goto(f"{address}/findings?kind=deployment")
    page.get_by_role("link", name="한국어").click()
    assert page.url == f"{address}/findings?kind=deployment"
    expect(page.get_by_role("heading", level=1)).to_have_text("조사 결과")
    page.goto(f"{address}/claims")
    expect(page.get_by_role("heading", level=1)).to_have_text("주장")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Claims")
    context.close()


def test_scripts_speak_korean(korean: BrowserContext, address: str) -> None:
    page = korean.new_page()
    page.goto(f"{address}/log")
    assert page.evaluate("JSON.parse(document.getElementById('strings').textContent)['Copied']") == "복사됨"
    page.close()
