"""What is looked for, what of it the case met, and how a word that is missing gets in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import httpx
import msgspec
import pytest
from playwright.sync_api import Browser, Page, expect

from command_line import rows, run
from show.axe import violations
from show.served import csrf, opened, served
from show.small_case import VERSION, build
from show.test_pages import tree, words
from sousveil.show.case.word_counts import GROUPS
from sousveil.show.case.word_preview import spelled_out
from sousveil.store import Case
from sousveil.vocabulary import check, load

PUT_UP = load().languages["en"].act["install"][0]
EYE = {"kind": "term", "section": "technology", "id": "camera", "lang": "en", "words": "its station"}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case whose claims were read by the rules."""
    path = build(tmp_path_factory.mktemp("words") / "case")
    with Case.open(path, write=True) as case:
        for source in list(case.sources()):
            text = case.text(source.id)
            claims = [
                msgspec.structs.replace(row.claim, extractor="rules/9", rule=f"en:deployment:install:{PUT_UP}")
                for row in case.claims()
                if row.claim.evidence.source == source.id
            ]
            assert text is not None
            case.put_reading(text, claims, VERSION)
    return path


@pytest.fixture(scope="module")
def here(path: Path) -> Iterator[str]:
    yield from served(path)


@pytest.fixture(scope="module")
def web(here: str) -> Iterator[httpx.Client]:
    with opened(here, follow_redirects=True) as client:
        yield client


def _terms(page) -> dict[str, str]:  # type: ignore[no-untyped-def]
    return {
        words(row.xpath(".//bdi[@class='term']")[0]): words(row.xpath("./td[last()]")[0])
        for row in page.xpath("//tbody/tr")
    }


def test_the_parts_say_what_was_met(web: httpx.Client) -> None:
    page = tree(web, "/vocabulary")
    rows = {
        words(row.xpath(".//a")[0]): [words(cell) for cell in row.xpath("./td")] for row in page.xpath("//tbody/tr")
    }
    assert len(rows) == len(GROUPS)
    assert rows["Suppliers"][2:] == ["all", "4"]
    assert rows["Attribution"][-1] == "not kept"
    assert int(rows["Technologies"][1].replace(",", "")) > 5_000


def test_terms_are_counted_by_the_words_they_are_forms_of(web: httpx.Client) -> None:
    korean = _terms(tree(web, "/vocabulary/technologies?lang=ko&id=camera&q=감시카메라"))
    assert korean["감시카메라"] == "1"
    never = _terms(tree(web, "/vocabulary/technologies?lang=fa&id=camera"))
    assert set(never.values()) == {"never"}
    met = _terms(tree(web, "/vocabulary/technologies?met=yes"))
    assert "감시카메라" in met
    assert "never" not in met.values()
    acts = _terms(tree(web, "/vocabulary/acts?met=yes"))
    assert acts == {PUT_UP: "9"}
    suppliers = _terms(tree(web, "/vocabulary/suppliers?id=hikvision&met=yes"))
    assert suppliers["Hikvision"] == "4"


def test_lists_are_searched_paged_and_downloaded(web: httpx.Client) -> None:
    page = tree(web, "/vocabulary/suppliers?q=海康")
    assert {"海康威视", "海康"} <= set(_terms(page))
    first = tree(web, "/vocabulary/acts?lang=en")
    (following,) = first.xpath("//a[@rel='next']/@href")
    second = tree(web, following)
    assert not set(_terms(first)) & set(_terms(second))
    rows = list(csv.DictReader(io.StringIO(web.get("/vocabulary/sites.csv?lang=ko").text.removeprefix("\ufeff"))))
    assert {row["file"] for row in rows} == {"languages/ko.toml"}
    assert web.get("/vocabulary/nothing").status_code == 404
    empty = tree(web, "/vocabulary/sites?q=zzzz")
    assert words(empty.xpath("//div[@class='empty']/h2")[0]) == "No term matches"


def test_a_proposal_shows_its_lines_and_what_they_would_meet(web: httpx.Client) -> None:
    page = tree(web, str(httpx.URL("/vocabulary/propose", params=EYE)))
    assert 'camera = ["its station"]' in words(page.xpath("//figure//pre")[0])
    assert "1 sentence in 1 source of this case would be met" in words(page)
    assert words(page.xpath("//blockquote//mark")[0]) == "its station"
    (where,) = page.xpath("//ul[contains(@class, 'seen')]//a/@href")
    assert tree(web, where).xpath("//*[@id='at']")
    wrong = tree(web, str(httpx.URL("/vocabulary/propose", params={**EYE, "words": "open ("})))
    assert "cannot be read" in words(wrong.xpath("//*[@role='alert']")[0])
    assert not wrong.xpath("//form[@method='post' and contains(@class, 'keep')]")
    for odd in (
        {"words": "*"},
        {"words": "/(/"},
        {"lang": ""},
        {"section": "x"},
        {"kind": "name"},
        {"words": "\u202ex"},
    ):
        assert web.get("/vocabulary/propose", params={**EYE, **odd}).status_code == 200, odd


@pytest.mark.parametrize(
    ("term", "found"),
    [
        ("camera(s)", ["cameras", "camera"]), ("(a|b) c", ["a c", "b c"]), ("=ALPR", ["ALPR"]),
        ("jam ... signal", ["jam signal"]),
        ("камера~", []), ("über*", []), ("/x/", []),
    ],
)  # fmt: skip
def test_a_term_is_spelled_out_for_the_search(term: str, found: list[str]) -> None:
    assert sorted(spelled_out(term)) == sorted(found)


def test_an_accepted_word_stands_in_the_cases_own_folder(path: Path, here: str, web: httpx.Client) -> None:
    form = {**EYE, "words": "its station\ncopper eye(s)", "why": "residents say so"}
    mark = csrf(web.get("/vocabulary/propose", params=EYE).text)
    answer = web.post("/vocabulary/proposals", data={**form, "csrf": mark})
    assert answer.status_code == 200, answer.text
    where = answer.url.path
    assert "residents say so" in answer.text
    assert not (path / "vocabulary").exists()
    patch = web.get(f"{where}.patch")
    assert patch.text.startswith("residents say so\n\nProposed by tester on ")
    assert "+++ b/src/sousveil/vocabulary/data/languages/en.toml" in patch.text
    taken = web.post(where, data={"verdict": "accept", "why": "good", "csrf": mark})
    assert taken.status_code == 200, taken.text
    assert "sousveil find" in taken.text
    own = path / "vocabulary" / "languages" / "en.toml"
    assert own.read_text() == '[technology]\ncamera = ["its station", "copper eye(s)"]\n'
    assert check(path / "vocabulary") == []
    # Once only, and it is in the list and in the log.
    assert web.post(where, data={"verdict": "decline", "csrf": mark}).status_code == 400
    assert "Accepted" in words(tree(web, "/vocabulary"))
    assert "Accepted words into the vocabulary" in words(tree(web, "/log"))
    with Case.open(path) as case:
        assert [entry.detail["what"] for entry in case.log() if entry.action == "vocabulary"] == ["propose", "accept"]


def test_every_command_reads_the_cases_own_words(tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("Police in Lusaka installed 40 copper eyes at the station in 2021.\n")
    case = tmp_path / "case"
    assert run("build", tmp_path / "text.txt", "-o", case, "-q").returncode == 0
    assert rows("claims", case) == []
    own = case / "vocabulary" / "languages" / "en.toml"
    own.parent.mkdir(parents=True)
    own.write_text('[technology]\ncamera = ["copper eye(s)"]\n')
    assert run("find", case, "-q").returncode == 0
    assert len(rows("claims", case)) == 1


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(browser: Browser, here: str, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme, bypass_csp=True, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    found = {}
    for path in (
        "/vocabulary", "/vocabulary/technologies?lang=ar", "/vocabulary/suppliers",
        str(httpx.URL("/vocabulary/propose", params=EYE)), "/vocabulary/propose?kind=name&words=Dahua",
        "/vocabulary/proposals/1", "/network?show=all", "/network?one=supplier:hikvision&other=country:KP",
    ):  # fmt: skip
        page.goto(here + path)
        found[path] = violations(page)
    context.close()
    assert not {path: violations for path, violations in found.items() if violations}


@pytest.mark.browser
def test_a_word_is_proposed_by_keyboard_on_a_phone(page: Page, here: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{here}/vocabulary/propose")
    page.get_by_label("Which one").select_option("drone")
    page.get_by_label("The words, one term a line").fill("tin bird(s)")
    page.get_by_role("button", name="Check and look").press("Enter")
    expect(page.locator(".diff")).to_contain_text('drone = ["tin bird(s)"]')
    page.get_by_label("Why? It is kept").fill("heard in Sinuiju")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Proposal")
    expect(page.get_by_text("heard in Sinuiju")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
