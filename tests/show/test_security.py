"""Nothing from outside runs, and nobody else's page can read the case."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from lxml import html
from playwright.sync_api import Browser

from show.served import opened, served
from show.small_case import build
from sousveil.build import decide
from sousveil.errors import UsageError
from sousveil.show import Serving, serve
from sousveil.show.server.security import is_loopback, safe_link

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "hostile" / "text"
OWN = [
    "<script>window.ran = 1</script>",
    '"><img src=x onerror="window.ran = 1">',
    "javascript:window.ran=1",
    " javascript:window.ran=1",
    "java\tscript:window.ran=1",
    "data:text/html,<script>window.ran=1</script>",
    "http://[::1",
    "https://evil.example/\"onmouseover=\"window.ran=1",
    "{{ 7 * 7 }}{% raw %}",
    "</title></svg><svg onload=window.ran=1>",
    "=HYPERLINK(\"https://evil.example\")",
    "\u202eright to left override\u202c \x00 and nul",
]  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    strings = list(OWN)
    if SHARED.is_dir():
        # Every 40th of the shared payloads: the browser has to load each one's page.
        strings += json.loads((SHARED / "html-payloads.json").read_text("utf-8"))[::40]
    return [text for text in dict.fromkeys(strings) if text.strip() and "\ud800" not in text][:80]


@pytest.fixture(scope="module")
def hostile_address(tmp_path_factory: pytest.TempPathFactory, hostile: list[str]) -> Iterator[str]:
    yield from served(build(tmp_path_factory.mktemp("hostile") / "case", hostile))


def every_page(client: httpx.Client) -> list[str]:
    pages, following = ["/", "/claims", "/echoes", "/map", "/log", "/drops", "/search?q=cameras"], "/sources"
    while following:
        pages.append(following)
        page = html.fromstring(client.get(following).text)
        pages += page.xpath("//tbody/tr/th//a/@href")
        following = next(iter(page.xpath("//a[@rel='next']/@href")), "")
    return pages


def test_markup_of_others_is_text(hostile_address: str, hostile: list[str]) -> None:
    with opened(hostile_address) as client:
        pages = every_page(client)
        assert len(pages) > len(hostile)
        for path in pages:
            page = html.fromstring(client.get(path).content)
            for element in page.iter(html.etree.Element):
                assert not [name for name in element.attrib if name.lower().startswith("on") or name == "style"], path
            own = {f"/static/{name}.js" for name in ("app", "map", "source", "writing")}
            assert {src.partition("?v=")[0] for src in page.xpath("//script/@src")} <= own
            assert not page.xpath("//script[not(@src)] | //style | //iframe | //object | //embed | //base | //img")
            for href in page.xpath("//@href | //@action | //@src | //@*[local-name() = 'href']"):
                assert str(href).startswith(("/", "#", "http://", "https://")), (path, href)
            for link in page.xpath("//a[starts-with(@href, 'http')]"):
                assert "noreferrer" in link.get("rel")


@pytest.mark.browser
def test_nothing_runs_in_a_browser(browser: Browser, hostile_address: str) -> None:
    with opened(hostile_address) as client:
        pages = every_page(client)
    context = browser.new_context()
    page = context.new_page()
    elsewhere, complaints = list[str](), list[str]()
    page.on(
        "request", lambda request: None if request.url.startswith(hostile_address) else elsewhere.append(request.url)
    )
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    for path in pages:
        page.goto(hostile_address + path)
        assert page.evaluate("window.ran") is None, path
    context.close()
    assert not elsewhere
    assert not complaints


def test_formulas_do_not_reach_a_spreadsheet(hostile_address: str) -> None:
    with opened(hostile_address) as client:
        for name in ("claims", "sources", "findings"):
            for row in csv.reader(io.StringIO(client.get(f"/{name}.csv").text.lstrip("\ufeff"))):
                assert not [cell for cell in row if cell.startswith(("=", "+", "@", "\t"))]


def test_every_answer_carries_the_policy(client: httpx.Client) -> None:
    for path in ("/", "/nothing", "/static/app.css", "/claims.csv"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "127.0.0.1:1",
        "127.0.0.1",
        "",
        "localhost.evil.example",
        "127.0.0.1:{port}@evil.example",
    ],
)
def test_another_name_for_this_machine_gets_nothing(client: httpx.Client, host: str) -> None:
    answer = client.get("/", headers={"host": host.format(port=client.base_url.port)})
    assert answer.status_code == 421
    assert "Cameras" not in answer.text


@pytest.mark.parametrize("host", ["localhost:{port}", "127.0.0.1:{port}", "[::1]:{port}", "LOCALHOST:{port}"])
def test_names_of_this_machine_are_answered(client: httpx.Client, host: str) -> None:
    assert client.get("/about", headers={"host": host.format(port=client.base_url.port)}).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_pages_are_for_reading(client: httpx.Client, method: str) -> None:
    assert client.request(method, "/claims").status_code == 405


def test_another_site_can_follow_a_link_here_and_no_more(client: httpx.Client) -> None:
    foreign = {"sec-fetch-site": "cross-site"}
    assert client.get("/claims", headers={**foreign, "sec-fetch-mode": "no-cors"}).status_code == 403
    assert client.get("/claims", headers={**foreign, "sec-fetch-mode": "cors"}).status_code == 403
    assert client.get("/claims", headers={**foreign, "sec-fetch-mode": "navigate"}).status_code == 200
    assert client.get("/claims", headers={"sec-fetch-site": "same-origin", "sec-fetch-mode": "cors"}).status_code == 200


def test_files_beside_the_pages_cannot_be_had(client: httpx.Client) -> None:
    for path in ("/static/../../app.py", "/static/%2e%2e/%2e%2e/app.py", "/static//etc/passwd", "/static/"):
        assert client.get(path).status_code == 404, path


@pytest.mark.parametrize(
    ("url", "links"),
    [
        ("https://example.org/a?b=1#c", True),
        ("http://example.org", True),
        ("HTTPS://EXAMPLE.ORG/", True),
        ("javascript:alert(1)", False),
        ("\x01javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//example.org", False),
        ("https:", False),
        ("https://exa mple.org", False),
        ("http://[::1", False),
        ("", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url: str | None, links: bool) -> None:
    assert safe_link(url) == (url if links else None)


def test_loopback() -> None:
    assert all(map(is_loopback, ("localhost", "127.0.0.1", "127.8.9.1", "::1", "a.localhost")))
    assert not any(map(is_loopback, ("0.0.0.0", "10.0.0.1", "example.org", "::", "", "localhost.example.org")))


def test_other_machines_are_not_served(small_case: Path) -> None:
    with pytest.raises(UsageError, match="reached from other machines"):
        serve(small_case, decide, Serving(host="0.0.0.0"))


def test_a_taken_port_is_named(small_case: Path, client: httpx.Client) -> None:
    port = client.base_url.port
    assert port is not None
    with pytest.raises(UsageError, match=f"Port {port}"):
        serve(small_case, decide, Serving(port=port))
