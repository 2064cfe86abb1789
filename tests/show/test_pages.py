"""Every page over real HTTP: it answers, it links to pages that exist, it says what the case says."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import httpx
import pytest
from lxml import html

from show.served import opened, served
from show.small_case import ARABIC, KOREAN, REPORT, VERSION, add, build, claim_of
from sousveil.store import Case

PAGES = (
    "/", "/about", "/findings", "/findings/f0000000000000001", "/claims", "/sources", "/echoes", "/map",
    "/lineages?cited=x1", "/network", "/map?at=20,0&zoom=0", "/search", "/search?q=cameras", "/drops", "/log",
)  # fmt: skip


def tree(client: httpx.Client, path: str) -> html.HtmlElement:
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == 200, (path, answer.text[:300])
    return html.fromstring(answer.text)


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def source_path(case: Path, title: str) -> str:
    with Case.open(case) as held:
        return next(f"/sources/{source.id}" for source in held.sources() if source.title == title)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_answers_and_has_one_heading(client: httpx.Client, path: str) -> None:
    page = tree(client, path)
    assert len(page.findall(".//h1")) == 1
    assert page.get("lang") == "en"


def test_every_link_leads_somewhere(client: httpx.Client) -> None:
    """Follows every internal link from the overview; a fragment must name something on its page."""
    waiting, pages = ["/"], dict[str, set[str]]()
    fragments = set[tuple[str, str]]()
    while waiting:
        path = waiting.pop()
        if path in pages:
            continue
        answer = client.get(path, follow_redirects=True)
        assert answer.status_code == 200, path
        pages[path] = set()
        if "text/html" not in answer.headers["content-type"]:
            continue
        page = html.fromstring(answer.text)
        pages[path] = set(page.xpath("//@id"))
        for href in page.xpath("//a/@href | //link/@href | //script/@src"):
            target, _, fragment = str(href).partition("#")
            if target.startswith(("http:", "https:")):
                continue
            target = target or path
            if fragment:
                fragments.add((target, fragment))
            # Filters multiply: one level of them is enough.
            if target.count("=") <= 1:
                waiting.append(target)
    assert len(pages) > 30
    missing = [(page, name) for page, name in fragments if page in pages and pages[page] and name not in pages[page]]
    assert not missing


def test_a_claim_leads_to_its_words(client: httpx.Client, small_case: Path) -> None:
    with Case.open(small_case) as case:
        claims = [stored.claim for stored in case.claims()]
    for claim in claims:
        answer = client.get(f"/claims/{claim.id}")
        assert answer.status_code == 303
        place, _, fragment = answer.headers["location"].partition("#")
        page = tree(client, place)
        assert fragment == claim.id
        assert len(page.xpath("//*[@id=$id]", id=claim.id)) == 1
        marks = [m for m in page.iter("mark") if claim.id in (m.get("data-claims") or "").split()]
        assert "".join(mark.text_content() for mark in marks) == claim.evidence.quote
        assert page.xpath("//*[@id=$id]", id=f"card-{claim.id}")


@pytest.mark.parametrize(
    ("content", "lang", "direction"), [(REPORT, "en", "ltr"), (KOREAN, "ko", "ltr"), (ARABIC, "ar", "rtl")]
)
def test_the_frozen_text_is_shown_whole(
    client: httpx.Client, small_case: Path, content: str, lang: str, direction: str
) -> None:
    page = tree(client, source_path(small_case, content.split("\n", maxsplit=1)[0]))
    shown = []
    for block in page.xpath("//article//p[starts-with(@class, 'words')]"):
        assert (block.get("lang"), block.get("dir")) == (lang, direction)
        for reference in block.xpath(".//a[@class='ref']"):
            reference.drop_tree()
        shown.append(block.text_content())
    assert "\n".join(shown) == content


def test_the_finding_names_its_origin_and_who_repeats_it(client: httpx.Client) -> None:
    page = words(tree(client, "/findings/f0000000000000001"))
    assert "1 origin 3 sources say it, and all go back to the same report." in page
    assert "Origin 1 · held in this case Cameras spread to schools" in page
    assert "translates it" in page
    assert "Constraints have stopped cameras in North Korea." in page
    disputed = words(tree(client, "/findings/f0000000000000002"))
    assert "1–2 origins" in disputed
    assert "only cited: get it if you can The ministry" in disputed
    assert "Somebody denies it They deny it station, although the ministry denied" in disputed
    assert "The ministry denies it; others say it" in disputed
    assert "They say it face recognition is used at its station" in disputed
    assert "Media of the state on itself: one interested party (North Korea)" in disputed
    assert (
        "At least 1, at most 2 independent origins. One is known to rest on work of its own. Of the other it is not"
        " known. One is all media of North Korea on itself, one interested party."
    ) in disputed
    assert "Known to be independent of the others: it counts towards the least." in disputed
    lost = words(tree(client, "/findings/f0000000000000004"))
    assert "Origin 1 · unknown: here the trail ends" in lost
    assert "nobody says whose" in lost


def test_a_constraint_and_what_it_bears_on_name_each_other(client: httpx.Client) -> None:
    limited = tree(client, "/findings/f0000000000000001")
    reason = "Power: cuts of hours each day, 2024, which meets 2024"
    assert reason in words(limited.xpath("//section[@aria-labelledby='constraints']")[0])
    limit = tree(client, "/findings/f0000000000000003")
    bears = limit.xpath("//section[@aria-labelledby='limited']")[0]
    assert reason in words(bears)
    assert bears.xpath(".//a/@href") == ["/findings/f0000000000000001"]


def test_the_list_says_how_many_repeat(client: httpx.Client) -> None:
    page = words(tree(client, "/findings"))
    assert "Cameras are installed at schools in Pyongyang, North Korea, by the ministry, supplied by Hikvision." in page
    assert "1 origin" in page
    assert "2 sources repeat it" in page


@pytest.mark.parametrize(
    ("path", "rows"),
    [
        ("/findings?standing=disputed", 1),
        ("/findings?technology=face-recognition", 2),
        ("/findings?kind=law", 0),
        ("/claims?polarity=denied", 1),
        ("/claims?lang=ko&kind=deployment", 1),
        ("/sources?lang=ar", 1),
        ("/sources?outlet=nobody", 0),
    ],
)
def test_an_address_restores_its_filters(client: httpx.Client, path: str, rows: int) -> None:
    page = tree(client, path)
    name = path[1:].split("?", maxsplit=1)[0]
    found = page.xpath("//ol[@class='findings']/li") if name == "findings" else page.xpath("//tbody/tr")
    assert len(found) == rows
    assert len(page.xpath("//*[@class='chosen']/a")) == path.count("=") - (path.count("polarity"))
    lines = list(csv.reader(io.StringIO(client.get(path.replace("?", ".csv?")).text.lstrip("\ufeff"))))
    assert len(lines) == rows + 1


def test_search_finds_two_korean_letters_and_points_at_them(client: httpx.Client) -> None:
    page = tree(client, "/search?q=감시")
    assert [mark.text_content() for mark in page.iter("mark")] == ["감시"]
    target = page.xpath("//ol[@class='hits']//h2/a/@href")[0]
    source = tree(client, target)
    assert source.xpath("//*[@id='at']")
    found = source.xpath("//mark[contains(@class, 'found')]")
    assert "".join(mark.text_content() for mark in found) == "감시"


def test_captured_bytes_come_only_as_a_download(client: httpx.Client, small_case: Path) -> None:
    answer = client.get(source_path(small_case, REPORT.split("\n")[0]) + "/capture")
    assert answer.content == b"<html>report</html>"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert ".capture" in answer.headers["content-disposition"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_what_does_not_exist_is_said_so(client: httpx.Client, small_case: Path) -> None:
    report = source_path(small_case, REPORT.split("\n")[0])
    for path in (
        "/nothing",
        "/findings/f9",
        "/claims/c9",
        "/sources/s9",
        "/sources/s9/capture",
        f"{report}?part=9",
        "/echoes/e9",
        "/echoes/e9/aligned.csv",
        "/lineages/s9",
        "/lineages?cited=nobody",
    ):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert "There is nothing here" in answer.text
    # A passage that is not in the text is no error: the page just shows the text.
    assert client.get(f"{report}?at=90-99999").status_code == 200


@pytest.mark.parametrize("value", ["\x00", "-1", "9" * 30, "²", "٣", "NEAR(", "*", "1-2-3", "{{7*7}}", "é" * 500, "💥"])
def test_nonsense_in_the_address_is_no_fault(client: httpx.Client, small_case: Path, value: str) -> None:
    report = source_path(small_case, REPORT.split("\n")[0])
    for path, name in (
        ("/search", "q"), ("/sources", "after"), ("/claims", "after"), ("/drops", "after"), ("/log", "after"),
        ("/findings", "kind"), ("/echoes", "type"), ("/map", "place"), (report, "at"), (report, "part"),
        ("/lineages", "cited"), (f"{report.replace('sources', 'lineages')}?from=here", "after"),
    ):  # fmt: skip
        assert client.get(path, params={name: value}).status_code in {200, 404}, (path, name)


def test_drops_and_log_are_listed(client: httpx.Client) -> None:
    assert "OCR is not part of this version" in words(tree(client, "/drops?reason=pdf-scan"))
    page = tree(client, "/log")
    numbers = [int(row.get("id").removeprefix("entry-")) for row in page.xpath("//ol[@class='entries']/li")]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[-1] == 1


def test_an_empty_case_says_what_to_do(tmp_path: Path) -> None:
    Case.create(tmp_path / "empty").close()
    for address in served(tmp_path / "empty"):
        with opened(address) as client:
            for path in ("/", "/findings", "/claims", "/sources", "/map", "/search"):
                assert 'class="empty"' in client.get(path).text, path
            for path in ("/echoes", "/drops", "/log", "/findings.csv", "/claims.csv", "/sources.csv"):
                assert client.get(path).status_code == 200, path


def test_long_lists_and_long_texts_come_in_parts(tmp_path: Path) -> None:
    path = build(tmp_path / "long")
    long = "A long text\n" + "\n".join(f"Line {n}: nothing happens here, as everywhere." for n in range(3_000))
    long += "\nCameras stand at the end."
    with Case.open(path, write=True) as case:
        text = add(case, b"long", "long.txt", long, "en")
        claim = claim_of(text, "Cameras stand at the end.", {"technology": "Cameras"})
        case.put_reading(text, [claim], VERSION)
        for number in range(60):
            case.put_reading(
                add(case, b"%d" % number, f"{number}.txt", f"Number {number}\nNothing.", "en"), [], VERSION
            )
    for address in served(path):
        with opened(address) as client:
            seen, following = list[str](), "/sources"
            while following:
                page = tree(client, following)
                rows = page.xpath("//tbody/tr/th//a/@href")
                assert len(rows) <= 50
                seen += rows
                following = next(iter(page.xpath("//a[@rel='next']/@href")), "")
            assert len(seen) == len(set(seen)) == 65
            answer = client.get(f"/claims/{claim.id}")
            assert "part=3" in answer.headers["location"]
            last = tree(client, answer.headers["location"])
            assert "".join(m.text_content() for m in last.iter("mark")) == "Cameras stand at the end."
            assert len(html.tostring(last)) < 400_000


def test_browsers_keep_our_own_files_for_good_and_pages_not_at_all(client: httpx.Client) -> None:
    page = client.get("/about")
    assert page.headers["cache-control"] == "no-store"
    style = html.fromstring(page.content).xpath("//link[@rel='stylesheet']/@href")[0]
    kept = client.get(style, headers={"accept-encoding": "gzip"})
    assert kept.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert kept.headers["content-encoding"] == "gzip"
    assert client.get(style.partition("?")[0]).headers["cache-control"] == "no-cache"
