"""Reviewing by keyboard in a real Chromium, against the real server: a whole session with axe, the server killed in
mid-key, two people who code, a phone, no JavaScript."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

import nursery
from show.axe import violations
from show.small_case import REPORT, build
from sousveil.store import Case
from sousveil.vocabulary.rejecting import load_rejecting

pytestmark = pytest.mark.browser

SAVED = "All saved"


class Server:
    """`sousveil serve` on one port, as it is stopped and started again."""

    def __init__(self, case: Path, *options: str) -> None:
        self.case = case
        self.options = options
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process: nursery.Child | None = None
        self.token = ""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        words = ["serve", str(self.case), "--port", str(self.port), "--who", "Lena", *self.options]
        reading, writing = os.pipe()
        with os.fdopen(reading) as printed, Path(os.devnull).open() as nothing:
            try:
                self.process = nursery.Child(words, (nothing.fileno(), writing, 2))
            finally:
                os.close(writing)
            line = printed.readline()
        assert " at " in line, line
        self.token = line.partition(" at ")[2].split()[0]

    def kill(self) -> None:
        """As a power cut would: nothing is finished, nothing is said."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        assert self.process.wait() == -signal.SIGKILL

    def stop(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.terminate()
            self.process.wait()


@contextmanager
def serving(case: Path, *options: str) -> Iterator[Server]:
    server = Server(case, *options)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("built") / "case")


@pytest.fixture
def case(built: Path, tmp_path: Path) -> Path:
    """A case of its own for each test: what one decides no other sees."""
    return Path(shutil.copytree(built, tmp_path / "case"))


@pytest.fixture
def server(case: Path) -> Iterator[Server]:
    with serving(case) as server:
        yield server


@pytest.fixture
def opened(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_page(path: str = "/review", **options: object) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(server.token)
        page.goto(server.address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults


def shown(page: Page) -> str:
    return page.locator("[data-review]").get_attribute("data-review") or ""


def saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_have_text(SAVED, timeout=30_000)


def fetched(page: Page) -> None:
    """Wait until cards are there that need no server."""
    expect(page.locator("[data-queue]")).to_have_attribute("data-ahead", re.compile("[4-9]"), timeout=30_000)


def verdicts(case: Path, claim: str) -> list[str]:
    with Case.open(case) as held:
        return [each.verdict for each in held.judgements(claim)]


def state(case: Path, claim: str) -> str:
    with Case.open(case) as held:
        stored = held.claim(claim)
        return stored.state if stored else "gone"


def claim_on(case: Path, words: str) -> str:
    with Case.open(case) as held:
        return next(each.claim.id for each in held.claims() if words in each.claim.evidence.quote)


def clear(page: Page) -> None:
    """Decide about the claim alone."""
    for box in page.locator("[data-also]").all():
        box.uncheck()


def test_a_session_by_keyboard(opened: Callable[..., Page], case: Path) -> None:
    page = opened()
    keys = page.keyboard
    first = shown(page)
    clear(page)
    keys.press("a")
    expect(page.locator(f"[data-review='{first}']")).to_have_count(0)
    expect(page.locator(".review-says")).to_be_focused()
    second = shown(page)
    phrase = page.locator(".review-says").inner_text().strip()
    # One message says both: the next claim's would replace what was decided before anybody heard it.
    expect(page.locator("[data-says]")).to_have_text(re.compile(f"Accepted. {re.escape(phrase)}", re.IGNORECASE))
    assert page.url.endswith(f"/review?claim={second}")
    clear(page)
    keys.press("r")
    keys.press("3")
    saved(page)
    assert (state(case, first), state(case, second)) == ("accepted", "rejected")
    with Case.open(case) as held:
        assert held.judgements(second)[-1].reason == load_rejecting()[2].says
    keys.press("u")
    expect(page.locator("[data-review]")).to_have_attribute("data-review", second)
    saved(page)
    assert state(case, second) == "proposed"
    keys.press("n")
    third = shown(page)
    assert third not in {first, second}
    keys.press("ArrowLeft")
    assert shown(page) == second
    keys.press("ArrowRight")
    assert shown(page) == third
    keys.press("t")
    keys.type("a and r are typed here, and decide nothing")
    keys.press("Enter")
    saved(page)
    assert verdicts(case, third) == ["note"]
    keys.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    keys.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert shown(page) == third
    page.keyboard.press("r")
    keys.press("Escape")
    expect(page.locator("details[data-opens=reject][open]")).to_have_count(0)
    keys.press("Control+z")
    saved(page)
    assert verdicts(case, third) == ["note", "undo"]


def test_what_was_decided_is_said_with_the_next_claim_however_late_that_comes(opened: Callable[..., Page]) -> None:
    page = opened("/about")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/v1/queue?*", hold)
    page.goto(page.url.replace("/about", "/review"))
    first = shown(page)
    clear(page)
    page.keyboard.press("a")
    expect(page.locator("[data-says]")).to_have_text("Accepted.")
    for route in held:
        route.continue_()
    page.unroute("**/api/v1/queue?*")
    expect(page.locator(f"[data-review='{first}']")).to_have_count(0)
    phrase = page.locator(".review-says").inner_text().strip()
    expect(page.locator("[data-says]")).to_have_text(re.compile(f"Accepted. {re.escape(phrase)}", re.IGNORECASE))


def test_a_slot_from_words_that_are_selected(opened: Callable[..., Page], case: Path) -> None:
    claim = claim_on(case, "Power cuts")
    page = opened(f"/review?claim={claim}")
    keys = page.keyboard
    keys.press("v")
    for _ in range(2):
        keys.press("ArrowLeft")
    chosen = page.evaluate("getSelection().toString().trim()")
    assert chosen
    assert chosen in REPORT
    keys.press("g")
    expect(page.get_by_role("textbox", name="target")).to_have_value(chosen)
    keys.press("Enter")
    keys.press("2")
    keys.type("expa")
    expect(page.get_by_role("option", name="Expanded")).to_be_visible()
    keys.press("Enter")
    expect(page.locator("[data-field=act]")).to_contain_text("Expanded")
    keys.press("h")
    expect(page.locator("[data-accept]")).to_have_text("Accept as corrected")
    # By mouse, while the editor of a slot is open.
    keys.press("3")
    words = page.locator(".review-passage mark").first
    box = words.bounding_box()
    assert box is not None
    page.mouse.dblclick(box["x"] + 12, box["y"] + box["height"] / 2)
    expect(page.locator(".review-editor .review-chips")).to_contain_text("“")
    keys.press("Escape")
    page.locator("[data-edit=place]").focus()
    keys.press("a")
    saved(page)
    with Case.open(case) as held:
        stored = held.claim(claim)
    assert stored is not None
    assert (stored.state, stored.claim.act, stored.claim.target) == ("edited", "expand", chosen)
    assert stored.claim.certainty == "hedged"
    start, end = stored.claim.slots["target"]
    assert REPORT[start:end] == chosen


def test_split_and_merge(opened: Callable[..., Page], case: Path) -> None:
    claim = claim_on(case, "Power cuts")
    page = opened(f"/review?claim={claim}")
    keys = page.keyboard
    keys.press("s")
    expect(page.locator(".review-part")).to_have_count(2)
    keys.press("1")
    keys.type("drones")
    keys.press("Enter")
    keys.press("Enter")
    expect(page.locator(".review-part").nth(1)).to_contain_text("technology")
    keys.press("Tab")
    expect(page.locator(".review-part").first).to_have_attribute("aria-pressed", "true")
    keys.press("a")
    saved(page)
    with Case.open(case) as held:
        written = [each.claim for each in held.claims() if each.claim.extractor == "hand/1"]
    assert [each.technology for each in written] == [("camera", "drone")]
    keys.press("u")
    saved(page)
    with Case.open(case) as held:
        assert not [each for each in held.claims() if each.claim.extractor == "hand/1"]
    page.goto(f"{page.url.partition('/review')[0]}/review?claim={claim}")
    keys.press("m")
    boxes = page.locator(".review-merging input")
    expect(boxes.first).to_be_focused()
    other = boxes.first.get_attribute("value") or ""
    keys.press("Space")
    keys.press("a")
    saved(page)
    assert (state(case, claim), state(case, other)) == ("accepted", "rejected")


def test_nothing_is_lost_or_doubled_when_the_server_dies_in_mid_key(
    opened: Callable[..., Page], server: Server, case: Path
) -> None:
    page = opened()
    keys = page.keyboard
    fetched(page)
    decided = []
    for turn in range(4):
        clear(page)
        decided.append(shown(page))
        keys.press("a")
        if turn == 0:
            server.kill()
    expect(page.locator("[data-saved]")).to_contain_text("the server does not answer", timeout=15_000)
    expect(page.locator("[data-saved]")).to_contain_text("not sent yet")
    # The page goes, too: what was decided is kept in the browser.
    page.goto("about:blank")
    server.start()
    page.goto(server.token)
    page.goto(f"{server.address}/review")
    saved(page)
    assert [verdicts(case, each) for each in decided] == [["accept"]] * 4
    with Case.open(case) as held:
        assert not list(held.verify())


def test_an_undo_of_what_was_never_sent_sends_nothing(opened: Callable[..., Page], server: Server, case: Path) -> None:
    page = opened()
    fetched(page)
    server.kill()
    first = shown(page)
    clear(page)
    page.keyboard.press("a")
    second = shown(page)
    clear(page)
    page.keyboard.press("a")
    page.keyboard.press("u")
    expect(page.locator("[data-review]")).to_have_attribute("data-review", second)
    server.start()
    # The session ended with the server: in another tab one comes in again.
    other = page.context.new_page()
    other.goto(server.token)
    saved(page)
    assert (verdicts(case, first), verdicts(case, second)) == (["accept"], [])


def test_a_decision_that_is_refused_comes_back_with_the_reason(opened: Callable[..., Page], case: Path) -> None:
    claim = claim_on(case, "Power cuts")
    page = opened(f"/review?claim={claim}")
    page.keyboard.press("5")
    page.keyboard.type("Nobody of that name")
    page.wait_for_timeout(300)
    page.get_by_role("option", name="as it is written").click()
    # Words that are not the name.
    page.keyboard.press("v")
    page.keyboard.press("5")
    page.keyboard.press("Control+a")
    page.keyboard.type("Nobody of that name")
    page.get_by_role("button", name="Done").click()
    page.locator(".review-says").focus()
    page.keyboard.press("a")
    expect(page.locator(".review-refused")).to_contain_text("Not recorded", timeout=15_000)
    assert shown(page) == claim
    expect(page.locator("[data-accept]")).to_have_text("Accept as corrected")
    assert state(case, claim) == "proposed"


def test_single_letters_can_be_turned_off(opened: Callable[..., Page], case: Path) -> None:
    page = opened()
    first = shown(page)
    page.keyboard.press("?")
    page.get_by_role("checkbox", name="Single letters").uncheck()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("a")
    page.keyboard.press("n")
    assert shown(page) == first
    page.get_by_role("button", name="Accept").click()
    saved(page)
    assert state(case, first) == "accepted"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(opened: Callable[..., Page], case: Path, scheme: str) -> None:
    claim = claim_on(case, "Power cuts")
    page = opened(f"/review?claim={claim}", color_scheme=scheme, bypass_csp=True)
    found = {"card": violations(page)}
    for key, name in (("r", "reject"), ("t", "note"), ("1", "many"), ("3", "place"), ("8", "quantity"), ("s", "split")):
        page.keyboard.press(key)
        found[name] = violations(page)
        page.keyboard.press("Escape")
    page.keyboard.press("m")
    found["merge"] = violations(page)
    page.keyboard.press("Escape")
    page.keyboard.press("v")
    found["words"] = violations(page)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    found["help"] = violations(page)
    assert not {name: each for name, each in found.items() if each}


def test_two_people_code_and_neither_sees_the_other(browser: Browser, case: Path) -> None:
    with Case.open(case, write=True) as held:
        held.set_coders(2)
    claim = claim_on(case, "Power cuts")
    for who, key in (("Lena", "a"), ("Max", "r"), ("Zoe", "a")):
        with serving(case, "--who", who) as server:
            page = browser.new_page()
            page.goto(server.token)
            page.goto(f"{server.address}/review?claim={claim}")
            text = page.locator("main").inner_text()
            if who == "Max":
                assert "Needs two people" in text
                assert "Lena" not in page.content()
            if who == "Zoe":
                assert "Lena" in text
                assert "Max" in text
            page.keyboard.press(key)
            if key == "r":
                page.keyboard.press("1")
            saved(page)
            page.close()
        assert state(case, claim) == {"Lena": "proposed", "Max": "proposed", "Zoe": "accepted"}[who]


@pytest.mark.parametrize("width", [360, 390, 1920])
def test_no_card_is_wider_than_its_window(opened: Callable[..., Page], width: int) -> None:
    page = opened(viewport={"width": width, "height": 800})
    for key in ("", "r", "Escape", "1", "Escape", "s", "Escape", "v"):
        if key:
            page.keyboard.press(key)
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, (key, wider)
    accept = page.get_by_role("button", name="Accept").bounding_box()
    assert accept is not None
    assert accept["y"] + accept["height"] <= 800, "what is decided is in sight"


def test_without_javascript(opened: Callable[..., Page], case: Path) -> None:
    page = opened(java_script_enabled=False)
    first = shown(page)
    clear(page)
    page.get_by_role("button", name="Accept").click()
    expect(page.locator(".said")).to_contain_text("Claim accepted.")
    second = shown(page)
    assert second != first
    page.locator(".said").get_by_role("button", name="Undo").click()
    assert state(case, first) == "proposed"
    page.goto(f"{page.url.partition('/review')[0]}/review?claim={second}")
    clear(page)
    page.locator("details[data-opens=reject] > summary").click()
    page.get_by_role("button", name=load_rejecting()[1].says).click()
    assert state(case, second) == "rejected"
    third = shown(page)
    assert third != second
    page.get_by_role("link", name="Next").click()
    assert shown(page) not in {second, third}


def test_a_claim_is_written_from_selected_words(opened: Callable[..., Page], case: Path) -> None:
    claim = claim_on(case, "Power cuts")
    with Case.open(case) as held:
        stored = held.claim(claim)
    assert stored is not None
    page = opened(f"/sources/{stored.claim.evidence.source}")
    page.locator("p.words", has_text="Power cuts").click(click_count=3)
    expect(page.get_by_role("button", name="Write a claim from these words")).to_be_visible()
    page.keyboard.press("w")
    expect(page.locator("[data-words]")).to_have_value(stored.claim.evidence.quote)
    page.locator("[name=kind]").select_option("constraint")
    page.locator("[name=act]").select_option("end")
    page.locator("[name=technology]").select_option("drone")
    page.locator("[name=target]").focus()
    word = page.locator("p.words", has_text="Power cuts").bounding_box()
    assert word is not None
    page.mouse.dblclick(word["x"] + 20, word["y"] + 14)
    expect(page.locator("[name=target]")).to_have_value("Power")
    page.get_by_role("button", name="Write the claim").click()
    expect(page.locator(".said")).to_contain_text("Claim written.")
    with Case.open(case) as held:
        (made,) = [each.claim for each in held.claims() if each.claim.extractor == "hand/1"]
    assert (made.technology, made.target) == (("drone",), "Power")
    start, end = made.slots["target"]
    assert REPORT[start:end] == "Power"
