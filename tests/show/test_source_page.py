"""A source's page: its evidence, the commands with which anybody checks it, its echoes in place; lists of echoes and
lineages with decisions beside each link."""

from __future__ import annotations

import csv
import gzip
import io
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from show.axe import of_scheme, violations
from show.copies_case import build as build_copies
from show.served import csrf, opened, served
from show.small_case import ARABIC, KOREAN, REPORT, VERSION, WIRE, build, capture_of, claim_of, text_of
from show.test_lineages import echo_of
from show.test_pages import source_path
from sousveil.record import Drop, Echo, Passage
from sousveil.store import Case

TITLES = {name: text.split("\n")[0] for name, text in (("report", REPORT), ("wire", WIRE), ("korean", KOREAN))}
WARCIO = Path(sys.executable).parent / "warcio"


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    path = tmp_path_factory.mktemp("sources") / "case"
    ids = build_copies(path)
    with Case.open(path, write=True) as case:
        source = case.source(ids["article"])
        assert source
        case.add_drop(
            Drop(
                stage="find", reason="quote-moved", locator="sample", capture_sha256=source.capture_sha256,
                detail="A passage that was lost.",
            )
        )  # fmt: skip
    return path, ids


@pytest.fixture(scope="module")
def pages(copies: tuple[Path, dict[str, str]]) -> Iterator[str]:
    yield from served(copies[0])


def commands_of(page: str) -> list[str]:
    return [unescape(line) for line in re.findall(r"<code>([^<]*(?:sha256sum|warcio)[^<]*)</code>", page)]


def run(command: str, folder: Path) -> str:
    done = subprocess.run(
        command.replace("warcio ", f"{shlex.quote(str(WARCIO))} "), shell=True, cwd=folder, capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    return done.stdout


def test_the_commands_on_the_page_check_the_bytes(
    copies: tuple[Path, dict[str, str]], pages: str, tmp_path: Path
) -> None:
    path, ids = copies
    with opened(pages) as client, Case.open(path) as case:
        for kind in ("article", "paper"):
            source = case.source(ids[kind])
            assert source
            sha256 = source.capture_sha256
            page = client.get(f"/sources/{ids[kind]}").text
            for name, where in ((f"{sha256}.capture", "capture"), (f"{sha256}.warc.gz", "record.warc.gz")):
                answer = client.get(f"/sources/{ids[kind]}/{where}")
                assert name in answer.headers["content-disposition"]
                (tmp_path / name).write_bytes(answer.content)
            assert gzip.decompress((tmp_path / f"{sha256}.warc.gz").read_bytes()).startswith(b"WARC/1.1\r\n")
            check_bytes, check_record, check_payload, check_archive = commands_of(page)
            assert run(check_bytes, tmp_path).strip().endswith("OK")
            assert "digest pass" in run(check_record, tmp_path)
            assert run(check_payload, tmp_path).split()[0] == sha256
            assert run(check_archive, path).split()[0] == sha256
            record = re.search(r"urn:uuid:[0-9a-f-]{36}", page)
            assert record
            assert record[0] in run(check_record, tmp_path)


def test_what_was_lost_of_it_is_told(copies: tuple[Path, dict[str, str]], pages: str) -> None:
    with opened(pages) as client:
        page = client.get(f"/sources/{copies[1]['article']}").text
        assert "A passage that was lost." in page
        assert "A part that nobody saw." in page
        assert "A passage that was lost." not in client.get(f"/sources/{copies[1]['paper']}").text


def test_shared_words_stand_on_the_page(client: httpx.Client, small_case: Path) -> None:
    page = client.get(source_path(small_case, TITLES["wire"])).text
    box = page[page.index('<details class="compared"') :]
    box = box[: box.index("</details>")]
    left, right = (set(re.findall(rf'id="r\d{side}-(\d+)"', box)) for side in "ab")
    assert left
    assert left == right
    targets = set(re.findall(r'href="#(r\d[ab]-\d+)"', box))
    assert targets == set(re.findall(r'id="(r\d[ab]-\d+)"', box))


def test_echoes_are_chosen_by_kind_state_and_origin(client: httpx.Client) -> None:
    def listed(query: str) -> list[str]:
        return re.findall(r'<li class="echo" id="(e\w+)"', client.get(f"/echoes{query}").text)

    everything = listed("")
    assert len(everything) == 4
    assert len(listed("?type=translation")) == 2
    assert len(listed("?origin=cited")) == 1
    assert set(listed("?origin=held")) | set(listed("?origin=cited")) == set(everything)
    none = client.get("/echoes?state=cut").text
    assert "No link matches" in none
    for query in ("", "?type=translation", "?origin=cited", "?state=cut"):
        rows = list(csv.DictReader(io.StringIO(client.get(f"/echoes.csv{query}").text.lstrip("\ufeff"))))
        assert [row["id"] for row in rows] == listed(query)


def test_a_link_is_cut_from_the_tree_and_comes_back(tmp_path: Path) -> None:
    path = build(tmp_path / "case")
    for address in served(path):
        with opened(address, follow_redirects=True) as client:
            tree = source_path(path, TITLES["report"]).replace("sources", "lineages")
            cut = echo_of(path, WIRE, "rewrite").id
            before = client.get(tree).text
            assert f'action="/echoes/{cut}/decide"' in before
            form = {"csrf": csrf(before), "verdict": "cut", "reason": "another event", "back": tree}
            after = client.post(f"/echoes/{cut}/decide", data=form, headers={"origin": address}).text
            assert f'href="/echoes/{cut}"' not in after[after.index("<main") :]
            assert "Undo" in after
            assert [cut] == re.findall(r'<li class="echo" id="(e\w+)"', client.get("/echoes?state=cut").text)
            form = {"csrf": csrf(after), "verdict": "undo", "back": tree}
            again = client.post(f"/echoes/{cut}/decide", data=form, headers={"origin": address}).text
            assert f'action="/echoes/{cut}/decide"' in again


def lineages(path: Path, *sizes: int) -> list[str]:
    """A case of lineages in which so many repeat one source, all without a date. The first source of each."""
    starts, echoes = [], []
    with Case.create(path, title="Large") as case:
        for kind, members in enumerate(sizes):
            texts = []
            for number in range(members + 1):
                content = f"Cameras {kind}-{number}\nCameras were installed at the gate of the school in Pyongyang."
                capture = capture_of(content.encode(), f"page-{kind}-{number}.html")
                case.add(capture, content.encode())
                texts.append(text_of(capture, content, "en"))
                case.put_reading(texts[-1], [claim_of(texts[-1], "Cameras were installed", {})], VERSION)
            ends = [(text.source_id, text.content.index("Cameras were"), len(text.content)) for text in texts]
            starts.append(ends[0][0])
            passages = [Passage(source=source, start=start, end=end) for source, start, end in ends]
            echoes += [
                Echo(origin_from=one, origin_to=passages[0], type="copy", score=0.9, reason="the same words")
                for one in passages[1:]
            ]
        case.put_echoes(echoes)
    return starts


@pytest.mark.browser
def test_lineages_of_any_size(browser: Browser, tmp_path: Path) -> None:
    sizes = (0, 1, 5, 60, 500)
    starts = lineages(tmp_path / "case", *sizes)
    for address in served(tmp_path / "case"):
        context = browser.new_context(viewport={"width": 390, "height": 800}, bypass_csp=True)
        page = context.new_page()
        for members, first in zip(sizes, starts, strict=True):
            page.goto(f"{address}/lineages/{first}")
            if not members:
                expect(page.get_by_text("Nothing repeats it")).to_be_visible()
                continue
            expect(page.locator(".descent .node")).to_have_count(min(members, 50) + 1)
            if members > 50:
                expect(page.locator(".descent .more")).to_have_text(f"{members - 50} more")
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
            page.locator(".judge summary").first.focus()
            page.keyboard.press("Enter")
            expect(page.get_by_role("button", name="Confirm").first).to_be_visible()
        page.goto(f"{address}/lineages/{starts[2]}")
        assert violations(page) == []
        context.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_pages_of_sources(
    browser: Browser, pages: str, copies: tuple[Path, dict[str, str]], address: str, small_case: Path, scheme: str
) -> None:
    context = browser.new_context(color_scheme=scheme, bypass_csp=True, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    found = {}
    ids = copies[1]
    arabic = source_path(small_case, ARABIC.split("\n")[0])
    for path in (
        f"{pages}/sources/{ids['article']}", f"{pages}/sources/{ids['article']}/page",
        f"{pages}/sources/{ids['paper']}/page", f"{pages}/sources/{ids['word']}/page", f"{pages}/sources",
        f"{pages}/echoes", f"{address}/echoes", f"{address}/echoes?state=cut", f"{address}{arabic}",
        f"{address}{source_path(small_case, TITLES['wire'])}",
    ):  # fmt: skip
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true })")
        found[path] = violations(page, *of_scheme(scheme), iframes=False)
    context.close()
    assert not {path: violations for path, violations in found.items() if violations}
