"""Copies of archived pages: what is left of hostile bytes, where claims are marked, and who may look at them."""

from __future__ import annotations

import re
import socket
import struct
import threading
import zlib
from base64 import b64decode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from read.paper import pdf
from read.samples import read_sample
from show.copies_case import DOT, NESTED, PAPER, build
from show.hostile import QUOTE, hostile_page
from show.served import command, opened, served
from show.small_case import claim_of
from sousveil.errors import ReadLoss, UsageError
from sousveil.show import Serving
from sousveil.show.copies.copy import Order
from sousveil.show.copies.making import cleaned, make, packed
from sousveil.show.copies.passes import Passes
from sousveil.show.copies.placing import place
from sousveil.show.server.sessions import Sessions

ANYTHING = ("id", "sha", 1, 2)
FRAME = re.compile(r'<iframe[^>]* src="([^"]+)"')


class Knocks:
    """A server on this machine that counts who comes. Nobody may."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        knocks = self

        class Door(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                knocks.paths.append(self.path)
                self.send_error(404)

            do_POST = do_GET  # noqa: N815

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.address = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture(scope="module")
def knocks() -> Iterator[Knocks]:
    knocks = Knocks()
    yield knocks
    knocks.server.shutdown()


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory, knocks: Knocks) -> dict[str, str]:
    path = tmp_path_factory.mktemp("copies") / "case"
    return {"case": str(path), **build(path, knocks.address)}


@pytest.fixture(scope="module")
def pages(sources: dict[str, str]) -> Iterator[str]:
    yield from served(Path(sources["case"]))


def made(payload: bytes | str, *quotes: str, reader: str = "html", media_type: str = "text/html", page: int = 1):
    """The copy of a capture that was read, with quotes marked."""
    data = payload if isinstance(payload, bytes) else payload.encode()
    text = read_sample(data, media_type)
    placed = place(text, {n: claim_of(text, quote, {}) for n, quote in enumerate(quotes, 1)})
    return make(None, packed(Order(reader, text.charset or "utf-8", placed.marks, data, page, placed.part)))


def words(body: str) -> str:
    """The words of a body, without those that we set."""
    without = re.sub(r'<a id="claim-\d+"[^>]*>\d+</a>|<span class="gone">[^<]*</span>', "", body)
    return " ".join(re.sub(r"<[^>]+>", "", without).replace("&amp;", "&").split())


def test_nothing_of_a_hostile_page_is_left_but_words() -> None:
    copy = made(hostile_page("listener.example"), QUOTE)
    tags = re.findall(r"<\s*/?\s*([^\s>/]+)([^>]*)>", copy.body)
    assert {tag for tag, _ in tags} <= {
        "a", "b", "div", "details", "summary", "mark", "p", "pre", "span", "table", "tbody", "tr", "td",
    }  # fmt: skip
    for tag, attributes in tags:
        assert re.fullmatch(r'( (class="(claim|no|gone)"|id="claim-1"|open="")){0,2}', attributes), (tag, attributes)
    assert f'<mark class="claim">{QUOTE}</mark>' in copy.body
    assert "The last words." in copy.body
    counts = copy.left_out
    for what in ("script", "style", "frame", "form", "control", "picture", "media", "drawing", "handler", "link"):
        assert counts[what] > 0, what
    assert (counts["refresh"], counts["base"], counts["dialog"]) == (1, 1, 1)


@pytest.mark.parametrize(
    "markup",
    [
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
        "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<a href='jav&#x09;ascript:alert(1)' onclick=alert(1)>x</a>",
        "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
        "<p style='background:url(https://x.example)'>x</p><style>@import 'https://x.example'</style>",
        "<a id=claim-1><mark class='claim other' id=location>x</mark></a>",
    ],
)
def test_what_the_library_is_handed_comes_out_clean(markup: str) -> None:
    clean = cleaned(markup)
    # An attribute's value may hold anything: it has quotes around it, and no tag begins in it.
    without_values = re.sub(r'="[^"]*"', "", clean)
    assert not re.search(r"<(script|style|svg|math|iframe|form)\b|<[^>]*\son\w+|href|location|other", without_values)
    assert "x.example" not in clean
    assert 'src="' not in clean


def test_words_are_kept_and_marked_across_elements() -> None:
    quote = "Face recognition was added at the airport & the station in 2022."
    page = f"<article><h1>Eyes</h1><p>Before. {NESTED} After.</p><p>{'More words of the page. ' * 12}</p></article>"
    copy = made(page, quote)
    assert copy.marked == (1,)
    marked = "".join(re.findall(r"<mark[^>]*>(.*?)</mark>", copy.body))
    assert marked == quote.replace("&", "&amp;")
    assert words(copy.body).startswith("EyesBefore. Face recognition was added")


def test_claims_that_overlap_are_both_marked() -> None:
    page = (
        f"<article><p>Cameras and drones watch the square in Pyongyang, they said.</p><p>{'More. ' * 60}</p></article>"
    )
    copy = made(page, "Cameras and drones watch the square", "drones watch the square in Pyongyang")
    assert copy.marked == (1, 2)
    assert copy.body.index('id="claim-1"') < copy.body.index('id="claim-2"')
    assert words("".join(re.findall(r"<mark[^>]*>.*?</mark>", copy.body))) == (
        "Cameras and drones watch the square in Pyongyang"
    )


@pytest.mark.parametrize("charset", ["euc-kr", "utf-16", "shift_jis", "windows-1251"])
def test_bytes_are_decoded_as_the_reader_did(charset: str) -> None:
    said = {
        "euc-kr": "당국은 평양의 학교에 감시카메라를 설치했다.",
        "shift_jis": "当局は学校に監視カメラを設置した。",
    }.get(charset, "Власти установили камеры в школах.")
    more = "Cameras watch the square, and more words follow here, so that it is a page. " * 5
    head = f'<html><head><meta charset="{charset}"></head>'
    page = f"{head}<body><article><h1>Eyes</h1><p>{said}</p><p>{more}</p></article></body></html>"
    copy = made(page.encode(charset), said)
    assert f'<mark class="claim">{said}</mark>' in copy.body


def test_a_claim_without_a_place_is_not_marked() -> None:
    text = read_sample("<article><p>Cameras watch the square.</p></article>")
    bare = text.__class__(**{**{f: getattr(text, f) for f in text.__struct_fields__}, "segments": text.segments[:0]})
    assert place(bare, {1: claim_of(bare, "Cameras watch", {})}).marks == ()


def test_large_and_deep_pages_end_early_and_say_so() -> None:
    deep = made(f"<article><p>Cameras.</p>{'<div>' * 1500}x{'</div>' * 1500}</article>", "Cameras.")
    assert deep.left_out["deep"] > 1000
    assert deep.body.count("<div>") < 200
    page = b"<article>" + b"<p>Cameras watch the square.</p>" * 250_000 + b"</article>"
    large = make(None, packed(Order("html", "utf-8", (), page)))
    assert large.cut
    assert len(large.body) < 12_000_000


def test_pictures_that_the_page_holds_stay_and_others_go() -> None:
    page = (
        f'<article><p>Cameras watch the square.</p><img alt="held" src="data:image/PNG;base64,{DOT}">'
        f'<img alt="lies" src="data:image/gif;base64,{DOT}"><img alt="code" src="data:image/png;base64,{DOT}\'&quot;>">'
        '<img alt="far" src="https://x.example/a.png"></article>'
    )
    copy = made(page)
    assert re.findall(r'<img src="([^"]+)" alt="held">', copy.body) == [f"data:image/png;base64,{DOT}"]
    assert copy.left_out["picture"] == 3
    assert "Picture left out: far" in copy.body


def test_a_page_of_a_paper_is_drawn_with_its_words_outlined() -> None:
    paper = pdf([[(72, 700, 12, "A paper on the river"), (72, 660, 11, PAPER[0])], [(72, 700, 11, PAPER[1])]])
    first, second = (made(paper, *PAPER, reader="pdf", media_type="application/pdf", page=page) for page in (1, 2))
    assert (first.marked, second.marked, first.pages) == ((1,), (2,), 2)
    found = re.search(r'<rect class="claim" id="claim-1" x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"', first.body)
    assert found
    x, y, width, height = map(int, found.groups())
    # 72 points from the left and 842 - 660 from the top, twice as large.
    assert abs(x + 3 - 144) < 6
    assert abs(y + height - 2 * (842 - 660)) < 16
    assert 400 < width < 700
    picture = b64decode(re.search(r"base64,([^\"]+)", first.body)[1])
    assert struct.unpack(">II", picture[16:24]) == (1190, 1684)
    length = struct.unpack(">I", picture[33:37])[0]
    assert len(zlib.decompress(picture[41 : 41 + length])) == (1 + 1190 * 3) * 1684
    with pytest.raises(ReadLoss):
        made(paper, reader="pdf", media_type="application/pdf", page=3)


def test_a_pass_is_good_for_its_time_and_for_nothing_else() -> None:
    now = [0.0]
    passes = Passes(lambda: now[0])
    given = passes.issue(ANYTHING, "mark", "http://127.0.0.1:1")
    assert passes.read(given).wanted == ANYTHING
    for wrong in ("", ".", given[:-1], "x" + given, given.replace(".", "A."), "a" * 9000, "é.é"):
        assert passes.read(wrong) is None
    assert Passes(lambda: 0.0).read(given) is None
    now[0] = 301
    assert passes.read(given) is None


def has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as one:
            one.bind(("::1", 0))
    except OSError:
        return False
    return True


def frame_of(client: httpx.Client, path: str) -> tuple[httpx.Response, str]:
    answer = client.get(path)
    found = FRAME.search(answer.text)
    assert found, answer.text[-3000:]
    return answer, found[1]


def test_only_the_page_with_a_copy_may_frame(pages: str, sources: dict[str, str]) -> None:
    with opened(pages) as client:
        answer, frame = frame_of(client, f"/sources/{sources['article']}/page")
        origin = frame.partition("/copy/")[0]
        assert answer.headers["content-security-policy"].endswith(f"frame-ancestors 'none'; frame-src {origin}")
        for path in ("/", f"/sources/{sources['article']}", f"/sources/{sources['word']}/page", "/nothing"):
            assert "frame-src" not in client.get(path).headers["content-security-policy"]


def test_the_origin_of_copies_serves_copies_and_nothing_else(pages: str, sources: dict[str, str]) -> None:
    with opened(pages) as client:
        _, frame = frame_of(client, f"/sources/{sources['article']}/page")
        frame = frame.replace("//localhost:", "//127.0.0.1:")
        origin = frame.partition("/copy/")[0]
        with httpx.Client(trust_env=False, timeout=60) as stranger:
            copy = stranger.get(frame)
            assert copy.status_code == 200
            policy = copy.headers["content-security-policy"]
            assert policy.startswith("default-src 'none'; style-src 'sha256-")
            assert policy.endswith(f"frame-ancestors {pages}; sandbox")
            assert "unsafe" not in policy
            assert copy.headers["referrer-policy"] == "no-referrer"
            assert "set-cookie" not in copy.headers
            assert "Cameras were installed" in copy.text
            for path in ("/", "/sources", "/static/app.css", "/copy/", f"/copy/{frame[-40:]}", "/api/v1/case"):
                refused = stranger.get(origin + path)
                assert (refused.status_code, "Copies" in refused.text) == (404, False)
            assert stranger.get(frame, headers={"host": "evil.example"}).status_code == 421
            assert stranger.get(frame, headers={"sec-fetch-dest": "document"}).status_code == 403
            assert stranger.post(frame).status_code == 405
            # `localhost` stands for two addresses: nobody else is at the other one.
            if has_ipv6():
                assert stranger.get(frame.replace("127.0.0.1", "[::1]")).status_code == 200
            # The pages' own port knows nothing of copies.
            assert stranger.get(frame.replace(origin, pages)).status_code == 401


def test_a_server_for_reading_shows_copies_to_browsers_alone(sources: dict[str, str]) -> None:
    reading = command(Path(sources["case"]), "--read-only")
    with reading as printed, httpx.Client(trust_env=False, follow_redirects=True, timeout=60) as client:
        client.get(printed)
        base, _, token = printed.partition("/?token=")
        where = f"{base}/sources/{sources['article']}/page"
        page = client.get(where).text
        frame = FRAME.search(page)
        assert frame
        copy = frame[1].replace("//localhost:", "//127.0.0.1:")
        assert httpx.get(copy, trust_env=False, timeout=60).status_code == 200
        # A program has no browser, and no session to which a copy could belong.
        asked = httpx.get(where, headers={"authorization": f"Bearer {token}"}, trust_env=False, timeout=60)
        assert (asked.status_code, "<iframe" in asked.text) == (200, False)


def test_an_address_ends_with_its_session() -> None:
    """Without a server: the pages have no form for signing out where a token opens them."""
    now = [0.0]
    sessions = Sessions(60, clock=lambda: now[0])
    identifier = sessions.begin()
    session = sessions.get(identifier)
    assert session
    assert sessions.marked(session.mark) is session
    assert sessions.marked("another") is None
    now[0] = 61
    assert sessions.marked(session.mark) is None
    sessions.end(identifier)
    assert sessions.marked(session.mark) is None


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"copies_port": 8765}, "another"),
        ({"copies_host": "https://x.example", "copies_port": 1}, "a name alone"),
        ({"team": True, "proxy": "https://x.example", "copies_port": 1}, "name of its own"),
        ({"team": True, "proxy": "https://x.example", "copies_port": 1, "copies_host": "x.example"}, "another name"),
        ({"team": True, "proxy": "https://x.example", "copies_host": "y.example"}, "--copies-port"),
    ],
)
def test_settings_that_would_not_hold_are_refused(settings: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        Serving(**settings).check()


def test_others_see_no_copies_unless_there_is_a_place_for_them() -> None:
    assert Serving().copies_at == 0
    assert Serving(team=True, proxy="https://x.example").copies_at is None
    assert Serving(team=True, proxy="https://x.example", copies_port=5, copies_host="y.example").copies_at == 5


@pytest.mark.browser
def test_in_a_browser_nothing_runs_asks_or_leads_away(
    browser: Browser, pages: str, sources: dict[str, str], knocks: Knocks
) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog: {dialog.message}"))
    where = f"{pages}/sources/{sources['hostile']}/page"
    page.goto(where)
    frame = page.frame(name="archived")
    assert frame is not None
    expect(frame.locator("mark.claim").first).to_have_text(QUOTE)
    for link in frame.locator("span", has_text="five").all():
        link.click()
    page.mouse.wheel(0, 500)
    page.wait_for_timeout(800)
    assert page.url == where
    assert "OWNED" not in page.title()
    origin = frame.url.partition("/copy/")[0]
    assert origin not in {"", pages}
    assert all(url.startswith((pages + "/", origin + "/copy/", "data:")) for url in asked), asked
    assert knocks.paths == []
    seen = frame.evaluate("(() => { try { return document.cookie } catch (error) { return error.name } })()")
    assert seen == "SecurityError"
    assert frame.evaluate("self.origin") == "null"
    assert frame.evaluate("(() => { try { return top.document.title } catch (error) { return error.name } })()") == (
        "SecurityError"
    )
    context.close()


@pytest.mark.browser
def test_a_claim_leads_to_its_words_in_the_copy(browser: Browser, pages: str, sources: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{pages}/sources/{sources['article']}/page")
    page.locator("ol.beside a[target=archived]").nth(1).click()
    frame = page.frame(name="archived")
    assert frame is not None
    expect(frame.locator("a.no:target")).to_have_text("2")
    page.goto(f"{pages}/sources/{sources['paper']}/page")
    page.locator("ol.beside a", has_text="2").first.click()
    expect(page.get_by_text("Page 2 of 2").first).to_be_visible()
    page.goto(f"{pages}/sources/{sources['word']}/page")
    expect(page.get_by_text("No copy is shown")).to_be_visible()
    for kind in ("letter", "plain"):
        page.goto(f"{pages}/sources/{sources[kind]}/page")
        frame = page.frame(name="archived")
        assert frame is not None
        expect(frame.locator("mark.claim").first).to_be_visible()
    context.close()
