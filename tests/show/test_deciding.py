"""A decision that is taken in the browser: recorded, counted and told, with and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from lxml import html
from playwright.sync_api import Browser, expect

from show.axe import violations
from show.named_case import build_named
from show.served import command, csrf, opened, served
from sousveil.build import build as build_case
from sousveil.store import Case

REPORT = (
    "{date}. The education ministry installed 400 surveillance cameras at twelve schools in Pyongyang this spring, a"
    " reporter of the Lantern Letter saw during a visit to the city. Teachers said that the screens stand in the office"
    " of the head teacher and are watched by a man from the district."
)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two papers print one report: one origin, as long as nobody cuts the link between them."""
    folder = tmp_path_factory.mktemp("deciding")
    (folder / "sources").mkdir()
    for name, date in (("a", "3 May 2021"), ("b", "9 May 2021")):
        text = f"Cameras at schools, {name}\n\n{REPORT.format(date=date)}\n"
        (folder / "sources" / f"{name}.txt").write_text(text, "utf-8")
    with Case.create(folder / "case", "Schools") as made:
        build_case(made, [str(folder / "sources")])
        assert [finding.origins.max for finding in made.findings()] == [1]
    return folder / "case"


@pytest.fixture(scope="module")
def address(case: Path) -> Iterator[str]:
    yield from served(case)


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with opened(address, follow_redirects=True) as client:
        yield client


def said(page: httpx.Response) -> str:
    (note,) = html.fromstring(page.text).xpath("//*[@class='said']/p")
    return str(note.text_content())


def echo(case: Path) -> str:
    with Case.open(case) as held:
        return next(stored.echo.id for stored in held.echoes())


def origins(case: Path) -> list[int]:
    with Case.open(case) as held:
        return sorted(finding.origins.max for finding in held.findings())


def test_cutting_a_link_says_how_the_count_changed(client: httpx.Client, case: Path) -> None:
    page = client.get("/echoes")
    path = f"/echoes/{echo(case)}/decide"
    assert html.fromstring(page.text).xpath("//form[@action=$path]", path=path)
    sent = {"csrf": csrf(page.text), "back": "/echoes"}
    cut = client.post(path, data={**sent, "verdict": "cut", "reason": "two reporters were there"})
    assert said(cut).startswith("Link cut. “Cameras are")
    assert re.search("”: 1 origin, now (1–)?2 origins[.]$", said(cut))
    assert origins(case) == [2]
    undone = client.post(path, data={**sent, "verdict": "undo"})
    assert said(undone).endswith("2 origins, now 1 origin.")
    assert origins(case) == [1]
    with Case.open(case) as held:
        made = held.judgements(echo(case))
        assert [(m.who, m.verdict, m.reason) for m in made] == [
            ("tester", "cut", "two reporters were there"), ("tester", "undo", ""),
        ]  # fmt: skip
        assert list(held.verify()) == []


def test_rejecting_every_claim_takes_the_finding_away(client: httpx.Client, case: Path) -> None:
    with Case.open(case) as held:
        one, other = [stored.claim.id for stored in held.claims()]
    sent = {"csrf": csrf(client.get("/claims").text), "back": "/claims"}
    first = client.post(f"/claims/{one}/decide", data={**sent, "verdict": "reject", "reason": "misread"})
    assert said(first) == "Claim rejected. The origins of every finding are as before."
    second = client.post(f"/claims/{other}/decide", data={**sent, "verdict": "reject"})
    assert said(second).endswith("no finding any more; it had 1 origin.")
    for identifier in (other, one):
        back = client.post(f"/claims/{identifier}/decide", data={**sent, "verdict": "undo"})
        assert said(back).startswith("Decision taken back")
    assert origins(case) == [1]


def test_names_are_decided_on_their_page(tmp_path: Path) -> None:
    for address in served(build_named(tmp_path / "case")):
        with opened(address, follow_redirects=True) as client:
            page = html.fromstring(client.get("/names").text)
            path = str(page.xpath("//form[@class='' or not(@class)][contains(@action, '/names/')]/@action")[0])
            sent = {"csrf": csrf(client.get("/names").text), "back": "/names?state=all"}
            assert said(client.post(path, data={**sent, "verdict": "accept"})).startswith("They are one organisation.")
            done = client.post(path, data={**sent, "verdict": "undo"})
            assert said(done).startswith("Decision taken back: the two names wait for one again.")


@pytest.mark.browser
def test_deciding_without_javascript(browser: Browser, address: str, case: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/claims")
    page.get_by_text("Reject…").first.click()
    page.get_by_label("Why?").first.fill("not about cameras")
    page.keyboard.press("Enter")
    expect(page.locator(".said")).to_contain_text("Claim rejected.")
    with Case.open(case) as held:
        (identifier,) = [stored.claim.id for stored in held.claims() if stored.state == "rejected"]
        assert held.judgements(identifier)[-1].reason == "not about cameras"
    assert page.url == f"{address}/claims#{identifier}"
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".said")).to_contain_text("Decision taken back")
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_pages_for_signing_in_and_deciding(browser: Browser, case: Path, scheme: str) -> None:
    with Case.open(case, write=True) as held:
        if held.accounts().get("Lena") is None:
            held.accounts().add("Lena", "lead", "correct horse battery")
    context = browser.new_context(color_scheme=scheme, bypass_csp=True, viewport={"width": 390, "height": 800})
    page = context.new_page()

    def check() -> None:
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, page.url
        assert violations(page) == [], page.url

    with command(case) as alone:
        page.goto(alone.partition("?")[0])
        check()
        page.goto(alone + "x")
        check()
    with command(case, "--team") as team:
        page.goto(f"{team}claims")
        check()
        page.get_by_label("Name").fill("Lena")
        page.get_by_label("Password").fill("wrong")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_be_visible()
        check()
        page.get_by_label("Password").fill("correct horse battery")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Claims")
        page.get_by_role("button", name="Accept").first.click()
        expect(page.get_by_role("status")).to_contain_text("Claim accepted.")
        page.get_by_text("Reject…").first.click()
        check()
        page.get_by_role("button", name="Undo").click()
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    context.close()
