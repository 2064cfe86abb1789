"""The pages of two coders in a real Chromium: axe, widths, and that they work without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from show.axe import of_scheme, violations
from show.served import served
from show.small_case import build
from sousveil.build import decide
from sousveil.record import Judgement
from sousveil.store import Case

pytestmark = pytest.mark.browser

PAGES = (
    "/agreement", "/agreement?one=Amir&other=Lena&tolerance=5&state=waiting", "/guidelines",
    "/guidelines?version=1&against=0", "/guidelines/edit", "/settings", "/log", "/log?action=nothing", "/drops",
    "/drops?stage=read",
)  # fmt: skip
PEOPLE = ("Amir", "Lena", "Noor")
OURS = (
    "# Ours\n\nA [link](https://example.org/).\n\n## Words\n\n- **one**\n- two\n\n"
    "| term | means |\n|---|---|\n| a | b |\n\n"
    "    some code\n\n> a quote\n\n# كلمات\n\nالكاميرات في المدارس.\n"
)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = build(tmp_path_factory.mktemp("coders-browser") / "case")
    with Case.open(path, write=True) as opened:
        opened.who = "tester"
        opened.set_coders(2)
        opened.set_guidelines(OURS)
        claims = [stored.claim for stored in opened.claims()]
        said = claims[3].evidence
        shorter = {"start": said.start, "end": said.end - 8, "quote": said.quote[:-8]}
        made = [
            judged("Amir", claims[0], "accept"), judged("Lena", claims[0], "accept"),
            judged("Amir", claims[1], "reject", reason="not said"), judged("Lena", claims[1], "accept"),
            judged("Lena", claims[2], "edit", value={"act": "plan", "time": "2024"}),
            judged("Amir", claims[2], "accept"), judged("Noor", claims[2], "accept"),
            judged("Lena", claims[3], "edit", value={"passage": shorter}), judged("Amir", claims[3], "accept"),
            judged("Noor", claims[4], "reject"),
        ]  # fmt: skip
        for number in range(30):
            opened.note("add", detail={"sources": [f"number-{number}.html"]})
        decide(opened, made)
    return path


def judged(who, claim, verdict, **more):
    return Judgement(
        at="2024-05-01T10:00:00Z", who=who, subject=claim.id, verdict=verdict, action=f"{who}-{claim.id}", **more
    )


@pytest.fixture(scope="module")
def address(case: Path) -> Iterator[str]:
    yield from served(case)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(browser: Browser, address: str, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme, bypass_csp=True, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    found = {}
    for path in PAGES:
        page.goto(address + path)
        page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
        found[path] = violations(page, *of_scheme(scheme))
    context.close()
    assert not {path: violations for path, violations in found.items() if violations}


@pytest.mark.parametrize("width", [360, 1920])
def test_no_page_is_wider_than_its_window(browser: Browser, address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    for path in PAGES:
        page.goto(address + path)
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, (path, wider)
    context.close()


def test_everything_works_without_javascript(browser: Browser, address: str, case: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/guidelines")
    page.get_by_role("link", name="Edit the guidelines").click()
    page.get_by_label("Guidelines, in Markdown").fill("# Ours\n\nA *new* line.")
    page.get_by_role("button", name="See what it looks like").click()
    expect(page.locator(".preview em")).to_have_text("new")
    page.get_by_role("button", name="Keep as a new version").click()
    expect(page.get_by_role("status")).to_contain_text("The guidelines were kept as a new version.")
    expect(page.locator("article em")).to_have_text("new")

    page.goto(f"{address}/settings")
    page.get_by_label("One person").check()
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("status")).to_contain_text("From now on one person decides")
    page.get_by_label("Two people").check()
    page.get_by_role("button", name="Keep").click()

    page.goto(f"{address}/log")
    page.get_by_label("Who").select_option("Noor")
    page.get_by_role("button", name="Show", exact=True).click()
    assert "who=Noor" in page.url
    rows = page.locator(".entries > li[id]")
    before = rows.count()
    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_role("status")).to_contain_text("Decision taken back")
    assert "who=Noor" in page.url
    expect(rows).to_have_count(before)
    with Case.open(case) as opened:
        assert any(entry.detail.get("verdict") == "undo" for entry in opened.history(limit=6))
    page.goto(f"{address}/agreement")
    page.get_by_role("link", name="5 characters").click()
    assert "tolerance=5" in page.url
    page.get_by_role("link", name="Amir and Lena").click()
    expect(page.get_by_role("heading", name="Values, Amir and Lena")).to_be_visible()
    context.close()
